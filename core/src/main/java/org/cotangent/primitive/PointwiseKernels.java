package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;

/// Evaluates the formulas of pointwise primitives over arrays, forward and in backward sweeps.
public final class PointwiseKernels {
  private PointwiseKernels() {}

  static Array evaluate(Op op, Array... operands) {
    var avals = new ArrayList<Aval>(operands.length);
    boolean filled = true;
    boolean whole = true;
    boolean plain = true;
    for (Array operand : operands) {
      avals.add(operand.aval());
      filled &= Buffers.filled(operand);
      whole &= !operand.dtype().floating();
      plain &= operand.dtype() == DType.F64;
    }
    Aval aval = op.shape(avals);
    if (whole && !aval.dtype().floating()) {
      return evaluateWhole(op, aval, operands);
    }
    int size = aval.shape().size();
    if (filled && (aval.dtype().floating() || aval.dtype() == DType.BOOL)) {
      return Buffers.fill(aval, rounded(aval.dtype(), evaluateFill(op, operands)));
    }
    if (plain && aval.dtype() == DType.F64) {
      double[] out = new double[size];
      if (op.value() instanceof Scalar.Unary(Intrinsic f, Scalar.Input _)) {
        Loops.unary(f, Buffers.f64(operands[0]), 0, out, 0, size);
        return Buffers.wrap(aval, out);
      }
      if (op.value() instanceof Scalar.Binary(Intrinsic f, Scalar.Input(int left), Scalar.Input(int right))
          && !Buffers.filled(operands[left])
          && !Buffers.filled(operands[right])) {
        Loops.binary(f, Buffers.f64(operands[left]), 0, Buffers.f64(operands[right]), 0, out, 0, size);
        return Buffers.wrap(aval, out);
      }
    }
    Object data = Buffers.allocate(aval);
    var blocks = new Blocks(size, operands);
    for (int from = 0; from < size; from += Blocks.SIZE) {
      int n = Math.min(Blocks.SIZE, size - from);
      blocks.load(from, n);
      double[] block = blocks.run(op.value());
      Blocks.store(block, aval.dtype(), data, from, n);
      blocks.release(block);
    }
    return Buffers.wrap(aval, data);
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

  /// Adds `cotangent · ∂y/∂x[i]` to `into` in one sweep of memory; `masked`: with the product of the strong zero.
  public static void pullback(
      Op op, int i, Array cotangent, List<Array> operands, Array result, boolean masked, double[] into) {
    int size = into.length;
    var all = new Array[operands.size() + 1];
    for (int k = 0; k < operands.size(); k++) {
      all[k] = operands.get(k);
    }
    all[operands.size()] = result;
    var blocks = new Blocks(size, all);
    var incoming = new Blocks(size, cotangent);
    Scalar partial = op.partial(i);
    var input = new Scalar.Input(0);
    for (int from = 0; from < size; from += Blocks.SIZE) {
      int n = Math.min(Blocks.SIZE, size - from);
      blocks.load(from, n);
      incoming.load(from, n);
      double[] ct = incoming.run(input);
      double[] factor = blocks.run(partial);
      if (masked) {
        for (int k = 0; k < n; k++) {
          into[from + k] += ct[k] == 0 || factor[k] == 0 ? 0 : ct[k] * factor[k];
        }
      } else {
        for (int k = 0; k < n; k++) {
          into[from + k] += ct[k] * factor[k];
        }
      }
      blocks.release(factor);
    }
  }
}
