package org.cotangent.compiler;

import org.cotangent.compiler.kernel.Nest;

/// Brings the partial results of a reduction together, in halves: the same order however many threads made them.
final class Parts {
  private Parts() {}

  /// Writes to `result` what `parts` partial results make that lie one after the other.
  static void together(Object partial, Object result, int parts, Nest.Reduction reduction) {
    switch (result) {
      case double[] wide -> {
        for (int i = 0; i < wide.length; i++) {
          wide[i] = halves((double[]) partial, i, wide.length, 0, parts, reduction);
        }
      }
      case float[] narrow -> {
        for (int i = 0; i < narrow.length; i++) {
          narrow[i] = (float) halves((float[]) partial, i, narrow.length, 0, parts, reduction);
        }
      }
      default -> throw new AssertionError(result.getClass());
    }
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
