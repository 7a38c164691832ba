package org.cotangent.primitive;

import java.util.List;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.PointwiseCompiler;

/// Evaluates the formulas of pointwise primitives over arrays, forward and in backward sweeps.
///
/// Formulas of one intrinsic, and factors that are an operand or a number, are one loop over memory; all others are evaluated
/// in [Blocks]. Those of [LargeArrays] go to a compiler's kernels, where there is one.
public final class PointwiseKernels {
  private PointwiseKernels() {}

  static Array evaluate(Op op, Array... operands) {
    boolean filled = true;
    boolean plain = op.real();
    boolean whole = true;
    Aval first = operands[0].aval();
    for (Array operand : operands) {
      filled &= Buffers.filled(operand);
      DType dtype = operand.dtype();
      plain &= dtype == DType.F64 && operand.shape().equals(first.shape());
      whole &= !dtype.floating();
    }
    Aval aval = plain ? first : op.shape(Op.avals(List.of(operands)));
    if (whole && !aval.dtype().floating()) {
      return evaluateWhole(op, aval, operands);
    }
    if (filled && (aval.dtype().floating() || aval.dtype() == DType.BOOL)) {
      return Buffers.fill(aval, rounded(aval.dtype(), evaluateFill(op, operands)));
    }
    int size = aval.shape().size();
    if (LargeArrays.large(size)) {
      Optional<PointwiseCompiler.Loop> kernel =
          LargeArrays.kernel(op, 0, PointwiseCompiler.Form.VALUE, false, operands, aval.dtype());
      if (kernel.isPresent()) {
        Object out = Buffers.allocate(aval);
        LargeArrays.run(kernel.get(), operands, size, out);
        return Buffers.wrap(aval, out);
      }
    }
    if (plain) {
      double[] out = new double[size];
      if (direct(op.value(), operands, out)) {
        return Buffers.wrap(aval, out);
      }
    }
    Object data = Buffers.allocate(aval);
    var blocks = new Blocks(size, op.shared(), operands);
    for (int from = 0; from < size; from += Blocks.SIZE) {
      int n = Math.min(Blocks.SIZE, size - from);
      blocks.load(from, n);
      double[] block = blocks.run(op.value());
      Blocks.store(block, aval.dtype(), data, from, n);
      blocks.release(block);
    }
    return Buffers.wrap(aval, data);
  }

  /// One intrinsic of the operands themselves: one loop. Not all of the operands are filled.
  private static boolean direct(Scalar formula, Array[] operands, double[] out) {
    if (formula instanceof Scalar.Unary(Intrinsic f, Scalar.Input(int x))) {
      Loops.unary(f, Buffers.f64(operands[x]), out, out.length);
      return true;
    }
    if (formula
        instanceof Scalar.Binary(Intrinsic f, Scalar.Input(int left), Scalar.Input(int right))) {
      Array x = operands[left];
      Array y = operands[right];
      if (Buffers.filled(y)) {
        Loops.right(f, Buffers.f64(x), Buffers.fill(y), out, out.length);
      } else if (Buffers.filled(x)) {
        Loops.left(f, Buffers.fill(x), Buffers.f64(y), out, out.length);
      } else {
        Loops.binary(f, Buffers.f64(x), Buffers.f64(y), out, out.length);
      }
      return true;
    }
    return false;
  }

  /// A filled `F32` holds what its elements would be.
  private static double rounded(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }

  private static double evaluateFill(Op op, Array[] operands) {
    double b = operands.length > 1 ? Buffers.fill(operands[1]) : 0;
    double c = operands.length > 2 ? Buffers.fill(operands[2]) : 0;
    return op.value().at(Buffers.fill(operands[0]), b, c, 0);
  }

  private static Array evaluateWhole(Op op, Aval aval, Array[] operands) {
    int size = aval.shape().size();
    long[] a = Buffers.toLongs(operands[0]);
    long[] b = operands.length > 1 ? Buffers.toLongs(operands[1]) : a;
    long[] c = operands.length > 2 ? Buffers.toLongs(operands[2]) : a;
    long[] out = new long[size];
    for (int i = 0; i < size; i++) {
      out[i] = op.value().at(a[i], b[i], c[i], 0L);
    }
    return Buffers.ofLongs(aval, out);
  }

  /// Whether an array of this abstract value is so large that [#hasProduct] is worth asking.
  public static boolean products(Aval aval) {
    return LargeArrays.large(aval.shape().size());
  }

  /// Whether [#product] and [#replace] can do it. `all` are large arrays (the operands, the result, and a factor) and `masked` says
  /// whether the product is that of the strong zero.
  public static boolean hasProduct(Op op, int i, boolean masked, Array... all) {
    return partial(op, i, masked, all).isPresent();
  }

  /// A fresh array of the elements `factor · ∂y/∂x[i]`, or `sum + factor · ∂y/∂x[i]`. `all` are the operands, the result, the factor,
  /// and the sum if there is one. Only if it [#hasProduct].
  public static Array product(Op op, int i, boolean masked, Array... all) {
    Aval aval = all[i].aval();
    Object out = Buffers.allocate(aval);
    LargeArrays.run(partial(op, i, masked, all).orElseThrow(), all, aval.shape().size(), out);
    return Buffers.wrap(aval, out);
  }

  /// The same in place of the elements of `room`, which may be the factor or the sum and is nobody else's.
  public static void replace(Op op, int i, boolean masked, Array room, Array... all) {
    int size = room.shape().size();
    LargeArrays.run(partial(op, i, masked, all).orElseThrow(), all, size, Buffers.data(room));
  }

  private static Optional<PointwiseCompiler.Loop> partial(
      Op op, int i, boolean masked, Array[] all) {
    boolean sum = all.length > ((Pointwise) op.primitive()).arity() + 2;
    var form = sum ? PointwiseCompiler.Form.SUM : PointwiseCompiler.Form.PRODUCT;
    return LargeArrays.kernel(op, i + 1, form, masked, all, all[i].dtype());
  }

  /// Adds `cotangent · ∂y/∂x[i]` to `into` in one sweep of memory, for `F64` arrays; `all` are the operands and, last, the
  /// result. `masked`: with the product of the strong zero.
  public static void pullback(
      Op op, int i, Array cotangent, Array[] all, boolean masked, double[] into) {
    int size = into.length;
    Scalar partial = op.partial(i);
    if (partial instanceof Scalar.Constant(double factor)) {
      Loops.addScaled(Buffers.f64(cotangent), factor, masked, into);
      return;
    }
    if (partial instanceof Scalar.Input(int k) && all[k].dtype() == DType.F64) {
      if (Buffers.filled(cotangent)) {
        Loops.addScaled(Buffers.f64(all[k]), Buffers.fill(cotangent), masked, into);
      } else if (Buffers.filled(all[k])) {
        Loops.addScaled(Buffers.f64(cotangent), Buffers.fill(all[k]), masked, into);
      } else {
        Loops.addProduct(Buffers.f64(cotangent), Buffers.f64(all[k]), masked, into);
      }
      return;
    }
    var blocks = new Blocks(size, op.shared(), all);
    if (size <= Blocks.SIZE) {
      blocks.load(0, size);
      Loops.addProduct(Buffers.f64(cotangent), blocks.run(partial), masked, into);
      return;
    }
    double[] ct = Buffers.f64(cotangent);
    for (int from = 0; from < size; from += Blocks.SIZE) {
      int n = Math.min(Blocks.SIZE, size - from);
      blocks.load(from, n);
      double[] factor = blocks.run(partial);
      if (masked) {
        for (int k = 0; k < n; k++) {
          into[from + k] += ct[from + k] == 0 || factor[k] == 0 ? 0 : ct[from + k] * factor[k];
        }
      } else {
        for (int k = 0; k < n; k++) {
          into[from + k] += ct[from + k] * factor[k];
        }
      }
      blocks.release(factor);
    }
  }
}
