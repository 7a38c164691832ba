package org.cotangent.kernel;

/// The gamma function, its logarithm, its reciprocal and their Taylor coefficients, to a few units in the last place.
///
/// Near 2 by the Taylor series of `ln Γ` (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 6.1.33), from there by
/// `Γ(x + 1) = x·Γ(x)` with exact factors, for large x by Stirling's series (6.1.40), for negative x by
/// `Γ(x)·Γ(−x) = −π/(x·sin πx)`.
///
/// Thread-safe.
public final class Gamma {
  /// From here on Stirling's series has all digits.
  static final double LARGE = 12;

  /// From here on `Γ` overflows.
  private static final double HUGE = 171.7;

  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);
  private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

  /// `ln Γ(2 + z) = Σ SERIES[k]·zᵏ⁺¹`: `1 − γ`, then `(−1)ᵏ·(ζ(k) − 1)/k`.
  private static final double[] SERIES = new double[28];

  static {
    SERIES[0] = 0.42278433509846713939;
    for (int k = 2; k <= SERIES.length; k++) {
      double c = Zeta.hurwitz(k, 2, 0) / k;
      SERIES[k - 1] = k % 2 == 0 ? c : -c;
    }
  }

  private Gamma() {}

  /// `Γ(x)`: infinite at ±0 with the sign of x, NaN at the other poles and at −∞.
  public static double gamma(double x) {
    if (x > -0.5) {
      return x < LARGE ? small(x) : x > HUGE ? Double.POSITIVE_INFINITY : stirling(x);
    }
    if (x == Math.rint(x) || Double.isNaN(x)) {
      return Double.NaN;
    }
    double scale = -Math.PI / (x * sinPi(x));
    if (x > -HUGE) {
      return scale / gamma(-x);
    }
    // In two steps: Γ(−x) overflows before its reciprocal vanishes.
    double root = x > -200 ? rootOfPower(-x) : Double.POSITIVE_INFINITY;
    return scale / root / (root * afterPower(-x));
  }

  /// `1/Γ(x)`: 0 at the poles, NaN at −∞.
  public static double reciprocal(double x) {
    if (x > -0.5) {
      return Math.abs(x) < 1e-20 ? x : 1 / gamma(x);
    }
    return x == Math.rint(x) && x > Double.NEGATIVE_INFINITY
        ? 0
        : -x * sinPi(x) / Math.PI * gamma(-x);
  }

  /// The derivative of that order of `1/Γ`, an entire function.
  public static double reciprocal(double x, int order) {
    if (order == 0) {
      return reciprocal(x);
    }
    return x > HUGE ? 0 : Jets.derivative(reciprocalCoefficients(x, order));
  }

  /// `ln |Γ(x)|`: +∞ at the poles and at ±∞.
  public static double log(double x) {
    if (x > 0) {
      return logOfPositive(x);
    }
    if (x == Math.rint(x)) {
      return Double.POSITIVE_INFINITY;
    }
    return x > -0.5
        ? series(x) - Math.log(-x) - Math.log1p(x)
        : Math.log(Math.PI / Math.abs(x * sinPi(x))) - logOfPositive(-x);
  }

  /// `ln Γ(1 + x)` for `x ≥ 0`, without rounding of the argument.
  static double logOfNext(double x) {
    return x < 0.5 ? series(x) - Math.log1p(x) : logOfPositive(1 + x);
  }

  /// The derivative of that order of `ln Γ_d(x) = d(d − 1)/4 · ln π + Σ ln Γ(x − i/2)`, i from 0 to d − 1; NaN where the integral that
  /// it stands for diverges, for `x ≤ (d − 1)/2`.
  public static double logMultivariate(double x, int d, int order) {
    if (!(x > 0.5 * (d - 1))) {
      return Double.NaN;
    }
    double sum = order == 0 ? 0.25 * d * (d - 1) * Math.log(Math.PI) : 0;
    for (int i = 0; i < d; i++) {
      double argument = x - 0.5 * i;
      sum += order == 0 ? log(argument) : Polygamma.polygamma(order - 1, argument);
    }
    return sum;
  }

  private static double logOfPositive(double x) {
    if (x < 0.5) {
      return series(x) - Math.log(x) - Math.log1p(x);
    }
    if (x < 1.5) {
      return series(x - 1) - Math.log1p(x - 1);
    }
    if (x < 2.5) {
      return series(x - 2);
    }
    if (x < LARGE) {
      double n = Math.rint(x - 2);
      return series(x - 2 - n) + Math.log(product(x, (int) n));
    }
    return (x - 0.5) * (Math.log(x) - 1) + (HALF_LOG_2_PI - 0.5 + correction(x));
  }

  /// For `−0.5 < x < LARGE`; no argument of the series is rounded.
  private static double small(double x) {
    if (x < 0.5) {
      return Math.exp(series(x)) / (x * (1 + x));
    }
    if (x < 1.5) {
      return Math.exp(series(x - 1)) / x;
    }
    double n = Math.rint(x - 2);
    return Math.exp(series(x - 2 - n)) * product(x, (int) n);
  }

  /// `ln Γ(2 + z)` for `|z| ≤ ½`.
  private static double series(double z) {
    double sum = 0;
    for (int k = SERIES.length - 1; k >= 0; k--) {
      sum = Math.fma(sum, z, SERIES[k]);
    }
    return sum * z;
  }

  /// `(x − 1)(x − 2)…(x − n)`, in doubled precision.
  private static double product(double x, int n) {
    double product = 1;
    double rest = 0;
    for (int k = 1; k <= n; k++) {
      double factor = x - k;
      double next = product * factor;
      rest = Math.fma(product, factor, -next) + rest * factor;
      product = next;
    }
    return product + rest;
  }

  /// For `x ≥ LARGE`. The power is taken in two halves, because it overflows before the result does.
  private static double stirling(double x) {
    double power = x < 140 ? Math.pow(x, x - 0.5) : rootOfPower(x);
    return x < 140 ? power * afterPower(x) : power * (power * afterPower(x));
  }

  private static double rootOfPower(double x) {
    return Math.pow(x, 0.5 * x - 0.25);
  }

  /// `Γ(x)/xˣ⁻½`.
  private static double afterPower(double x) {
    return SQRT_2_PI * Math.exp(-x) * Math.exp(correction(x));
  }

  /// `ln Γ(x)` less Stirling's formula: `Σ B₂ₖ/(2k(2k − 1)x²ᵏ⁻¹)`, for `x ≥ 10`.
  static double correction(double x) {
    double z = 1 / (x * x);
    double sum = 0;
    for (int k = 9; k >= 1; k--) {
      sum = sum * z + Zeta.BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
    }
    return sum / x;
  }

  /// `sin πx`.
  static double sinPi(double x) {
    double whole = Math.rint(x);
    double sine = Math.sin(Math.PI * (x - whole));
    return whole % 2 == 0 ? sine : -sine;
  }

  /// The Taylor coefficients of `ln Γ` at `x > 0`; the value is left out.
  static double[] logCoefficients(double x, int order) {
    double[] c = new double[order + 1];
    for (int k = 1; k <= order; k++) {
      c[k] = k == 1 ? Polygamma.digamma(x) : Zeta.hurwitz(k, x, 0) / (k % 2 == 0 ? k : -k);
    }
    return c;
  }

  /// The Taylor coefficients of `1/Γ` at x: those at a positive number, times the factors in between.
  static double[] reciprocalCoefficients(double x, int order) {
    int n = x > 0.5 ? 0 : (int) Math.min(-Math.floor(x) + 1, 400);
    double shifted = n == 0 ? x : x - Math.floor(x) + 1;
    double[] log = logCoefficients(shifted, order);
    for (int k = 1; k <= order; k++) {
      log[k] = -log[k];
    }
    double[] c = Jets.exp(log, reciprocal(shifted));
    for (int k = n - 1; k >= 0; k--) {
      Jets.timesLinear(c, x + k);
    }
    return c;
  }
}
