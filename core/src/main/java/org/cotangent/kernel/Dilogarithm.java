package org.cotangent.kernel;

/// The dilogarithm `Li₂(x) = Σ xᵏ/k²` and the derivatives of `−ln(1 − x)/x`, for real `x ≤ 1`.
///
/// Near 0 by the series in `−ln(1 − x)` of G. 't Hooft and M. Veltman, "Scalar one-loop integrals", Nuclear Physics B 153 (1979),
/// elsewhere by Euler's and Landen's relations (L. Lewin, "Polylogarithms and associated functions", 1981, chapter 1). Functions take x
/// and its complement `1 − x`, because one of them is known exactly.
///
/// Thread-safe.
public final class Dilogarithm {
  private static final double ZETA_2 = Math.PI * Math.PI / 6;

  /// `B₂ₖ/(2k + 1)!`, k from 1 on.
  private static final double[] SERIES = {
    1 / 36.0,
    -2.7777777777777778e-4,
    4.7241118669690098e-6,
    -9.1857730746619636e-8,
    1.8978869988971e-9,
    -4.0647616451442255e-11,
    8.9216910204564526e-13,
    -1.9939295860721076e-14,
    4.5189800296199182e-16,
    -1.0356517612182470e-17
  };

  private Dilogarithm() {}

  /// `Li₂(x)`; NaN above 1.
  public static double li2(double x) {
    return li2(x, 1 - x);
  }

  /// Spence's function as SciPy has it, `Li₂(1 − x)`; NaN below 0.
  public static double spence(double x) {
    return li2(1 - x, x);
  }

  private static double li2(double x, double complement) {
    if (!(complement >= 0)) {
      return Double.NaN;
    }
    if (complement == 0) {
      return ZETA_2;
    }
    if (x > 0.5) {
      return ZETA_2 - Math.log1p(-complement) * Math.log(complement) - near(complement, x);
    }
    if (x >= -1) {
      return near(x, complement);
    }
    double log = Math.log(-x);
    return x == Double.NEGATIVE_INFINITY
        ? x
        : -ZETA_2 - 0.5 * log * log - near(1 / x, complement / -x);
  }

  /// For x from −1 to ½: `u − u²/4 + Σ B₂ₖ·u²ᵏ⁺¹/(2k + 1)!` with `u = −ln(1 − x)`.
  private static double near(double x, double complement) {
    double u = Math.abs(x) < 0.5 ? -Math.log1p(-x) : -Math.log(complement);
    double square = u * u;
    double sum = 0;
    for (int k = SERIES.length - 1; k >= 0; k--) {
      sum = (sum + SERIES[k]) * square;
    }
    return x == 0 ? x : u * (sum + 1 - 0.25 * u);
  }

  /// The derivative of that order of `g(x) = −ln(1 − x)/x = ∫ 1/(1 − xt) dt`, t from 0 to 1; infinite at 1, NaN above.
  public static double slope(double x, int order) {
    return slope(x, 1 - x, order);
  }

  /// The derivative of that order of `ln x/(x − 1) = g(1 − x)` by x.
  public static double spenceSlope(double x, int order) {
    double y = slope(1 - x, x, order);
    return order % 2 == 0 ? y : -y;
  }

  private static double slope(double x, double complement, int order) {
    if (!(complement >= 0)) {
      return Double.NaN;
    }
    if (complement == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (complement == Double.POSITIVE_INFINITY) {
      return 0;
    }
    return x < -1 - order || x > 0.5
        ? recurrence(x, complement, order)
        : series(x, complement, order);
  }

  /// By `x·g⁽ⁿ⁾ + n·g⁽ⁿ⁻¹⁾ = (n − 1)!/(1 − x)ⁿ`.
  private static double recurrence(double x, double complement, int order) {
    double y = -Math.log(complement) / x;
    double power = 1 / complement;
    for (int n = 1; n <= order; n++) {
      y = (power - n * y) / x;
      power *= n / complement;
    }
    return y;
  }

  /// `n!·(1 − x)⁻ⁿ⁻¹·Σ zᵏ/(n + 1 + k)` with `z = x/(x − 1)` for negative x, `n!·(1 − x)⁻ⁿ/(n + 1)·Σ k!·xᵏ/(n + 2)ₖ` for others: the
  /// hypergeometric series of g after Pfaff's and Euler's transformations (Abramowitz and Stegun, 15.3.5 and 15.3.3), whose terms are
  /// positive.
  private static double series(double x, double complement, int n) {
    double scale = 1;
    for (int k = 1; k <= n; k++) {
      scale *= k / complement;
    }
    double sum = 0;
    double term = 1;
    if (x < 0) {
      double z = -x / complement;
      for (int k = 0; term > 1e-18 * sum; k++) {
        sum += term / (n + 1 + k);
        term *= z;
      }
      return scale / complement * sum;
    }
    for (int k = 0; sum + term != sum; k++) {
      sum += term;
      term *= x * (k + 1) / (n + 2 + k);
    }
    return scale / (n + 1) * sum;
  }
}
