package org.cotangent.compiler;

import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;

/// Brings the partial results of a reduction together, in halves: the same order however many threads made them.
final class Parts {
  private Parts() {}

  /// The result of `parts` partial ones that lie one after the other.
  static Object together(Object partial, Aval aval, int parts, Nest.Reduction reduction) {
    int size = aval.shape().size();
    Object result = Buffers.allocate(aval);
    for (int i = 0; i < size; i++) {
      if (partial instanceof double[] wide) {
        ((double[]) result)[i] = halves(wide, i, size, 0, parts, reduction);
      } else {
        ((float[]) result)[i] = (float) halves((float[]) partial, i, size, 0, parts, reduction);
      }
    }
    return result;
  }

  private static double halves(
      double[] data, int at, int stride, int from, int to, Nest.Reduction reduction) {
    if (to - from == 1) {
      return data[at + from * stride];
    }
    int middle = (from + to) >>> 1;
    return joined(
        halves(data, at, stride, from, middle, reduction),
        halves(data, at, stride, middle, to, reduction),
        reduction);
  }

  private static double halves(
      float[] data, int at, int stride, int from, int to, Nest.Reduction reduction) {
    if (to - from == 1) {
      return data[at + from * stride];
    }
    int middle = (from + to) >>> 1;
    return joined(
        halves(data, at, stride, from, middle, reduction),
        halves(data, at, stride, middle, to, reduction),
        reduction);
  }

  private static double joined(double a, double b, Nest.Reduction reduction) {
    return switch (reduction) {
      case SUM -> a + b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case NONE -> throw new AssertionError("no reduction");
    };
  }
}
