package org.cotangent.kernel;

/// What exponential and logarithm have beyond their tangents at the origin, without the loss of that difference.
final class Excess {
  private Excess() {}

  /// `eᵛ − 1 − v`.
  static double exp(double v) {
    if (Math.abs(v) > 0.7) {
      return Math.expm1(v) - v;
    }
    double sum = 1;
    for (int k = 16; k > 2; k--) {
      sum = 1 + sum * v / k;
    }
    return 0.5 * v * v * sum;
  }

  /// `m − ln(1 + m)`, given also `1 + m`, which the caller may have without rounding.
  static double log(double m, double next) {
    if (Math.abs(m) > 0.5) {
      return m - Math.log(next);
    }
    // ln(1 + m) = 2·artanh r
    double r = m / (2 + m);
    double square = r * r;
    double sum = 0;
    for (int k = 31; k > 1; k -= 2) {
      sum = sum * square + 1.0 / k;
    }
    return r * (m - 2 * square * sum);
  }

  /// `ln(1 + m)`, given also `1 + m`.
  static double log1p(double m, double next) {
    return Math.abs(m) > 0.5 ? Math.log(next) : Math.log1p(m);
  }
}
