package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.PointwiseCompiler;
import org.cotangent.kernel.PointwiseCompiler.Form;
import org.cotangent.kernel.PointwiseCompiler.Operand;
import org.cotangent.kernel.PointwiseCompiler.Request;

/// Formulas of pointwise primitives over large arrays, by the kernels of a [PointwiseCompiler]. Thread-safe.
///
/// A kernel stays with its primitive for good, so that it can find out how much it is used. Primitives are compared by value: one
/// that is made anew for each call, with parameters, finds the kernel of its like.
final class LargeArrays {
  /// So many kernels are kept. More come from parameters that are ever different; then it starts anew.
  private static final int MOST = 4_096;

  private static final Optional<PointwiseCompiler> SERVICE = PointwiseCompiler.present();

  private static final ConcurrentHashMap<Key, Optional<PointwiseCompiler.Loop>> KERNELS =
      new ConcurrentHashMap<>();

  /// A kernel's primitive, and in bits: which formula, what is made of it, and the operands.
  private record Key(Primitive primitive, int kind) {
    /// Primitives without parameters all have the hash 0.
    @Override
    public int hashCode() {
      return 31 * (31 * primitive.getClass().hashCode() + primitive.hashCode()) + kind;
    }
  }

  private LargeArrays() {}

  /// Whether arrays of that size have kernels at all.
  static boolean large(int size) {
    return size > PointwiseCompiler.SMALL && SERVICE.isPresent();
  }

  /// Formula number `which` of `op` (0 its value, then its partial derivatives) for `operands` as the form wants them, made into
  /// elements of `result`. None where core's own loops do it.
  static Optional<PointwiseCompiler.Loop> kernel(
      Op op, int which, Form form, boolean masked, Array[] operands, DType result) {
    int kind = (which << 1 | (masked ? 1 : 0)) * 3 + form.ordinal();
    for (Array operand : operands) {
      int dtype =
          switch (operand.dtype()) {
            case F64 -> 0;
            case F32 -> 1;
            case BOOL -> 2;
            case I32, I64 -> -1;
          };
      if (dtype < 0) {
        return Optional.empty();
      }
      kind = kind * 6 + dtype * 2 + (Buffers.filled(operand) ? 1 : 0);
    }
    kind = kind * DTYPES + result.ordinal();
    var key = new Key(op.primitive(), kind);
    Optional<PointwiseCompiler.Loop> known = KERNELS.get(key);
    return known != null ? known : made(key, op, which, form, masked, operands, result);
  }

  private static final int DTYPES = DType.values().length;

  private static Optional<PointwiseCompiler.Loop> made(
      Key key, Op op, int which, Form form, boolean masked, Array[] operands, DType result) {
    if (KERNELS.size() >= MOST) {
      KERNELS.clear();
    }
    var kinds = new ArrayList<Operand>(operands.length);
    for (Array operand : operands) {
      kinds.add(new Operand(operand.dtype(), Buffers.filled(operand)));
    }
    Scalar formula = which == 0 ? op.value() : op.partial(which - 1);
    var request = new Request(formula, form, masked, List.copyOf(kinds), result);
    return KERNELS.computeIfAbsent(
        key, _ -> SERVICE.flatMap(compiler -> compiler.prepare(request)));
  }

  /// Runs a kernel that was found for such `operands`.
  static void run(PointwiseCompiler.Loop kernel, Array[] operands, int size, Object out) {
    var arrays = new Object[operands.length + 1];
    for (int i = 0; i < operands.length; i++) {
      arrays[i] = Buffers.filled(operands[i]) ? one(operands[i]) : Buffers.data(operands[i]);
    }
    arrays[operands.length] = out;
    kernel.run(arrays, size);
  }

  private static Object one(Array filled) {
    double value = Buffers.fill(filled);
    return switch (filled.dtype()) {
      case F64 -> new double[] {value};
      case F32 -> new float[] {(float) value};
      case BOOL -> new boolean[] {value != 0};
      case I32, I64 -> throw new AssertionError("no kernel takes " + filled.dtype());
    };
  }
}
