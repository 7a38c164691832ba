package org.cotangent.kernel;

/// The derivatives of `ln Γ`, and their differences without loss.
///
/// `ψ` near its root by its Taylor series, elsewhere by recurrence and the asymptotic series (Abramowitz and Stegun, "Handbook of
/// Mathematical Functions", 1964, 6.3); its derivatives by `ψₙ(x) = (−1)ⁿ⁺¹·n!·ζ(n + 1, x)` (6.4.10).
///
/// Thread-safe.
public final class Polygamma {
  /// The positive zero of `ψ`, in two parts.
  private static final double ROOT = 1.4616321449683623;

  private static final double ROOT_REST = 9.549995429965697e-17;

  /// From this order on factorial and power are taken together.
  private static final int HIGH = 100;

  /// The Taylor coefficients of `ψ` at its root, from the first power on.
  private static final double[] SERIES = new double[34];

  static {
    for (int k = 1; k <= SERIES.length; k++) {
      double c = Zeta.hurwitz(k + 1, ROOT, 0);
      SERIES[k - 1] = k % 2 == 1 ? c : -c;
    }
  }

  private Polygamma() {}

  /// `ψ(x) = Γ'(x)/Γ(x)`: infinite at ±0 with the other sign, NaN at the other poles and at −∞.
  public static double digamma(double x) {
    if (x == 0) {
      return -1 / x;
    }
    if (x > 0) {
      return positive(x);
    }
    if (x == Math.rint(x) || Double.isNaN(x)) {
      return Double.NaN;
    }
    return digamma(-x) - 1 / x - Math.PI / Math.tan(Math.PI * (x - Math.rint(x)));
  }

  /// Within ½ of the root.
  private static double nearRoot(double x) {
    double z = x - ROOT - ROOT_REST;
    double sum = 0;
    for (int k = SERIES.length - 1; k >= 0; k--) {
      sum = Math.fma(sum, z, SERIES[k]);
    }
    return sum * z;
  }

  private static double positive(double x) {
    if (x >= 10) {
      return Math.log(x) - belowLog(x);
    }
    if (x < ROOT - 0.5) {
      return nearRoot(x + 1) - 1 / x;
    }
    double sum = 0;
    double w = x;
    while (w > ROOT + 0.5) {
      w -= 1;
      sum += 1 / w;
    }
    return nearRoot(w) + sum;
  }

  /// `ln x − ψ(x) = 1/(2x) + Σ B₂ₖ/(2k·x²ᵏ)`, for `x ≥ 10`.
  static double belowLog(double x) {
    double z = 1 / (x * x);
    double sum = 0;
    for (int k = 9; k >= 1; k--) {
      sum = (sum + Zeta.BERNOULLI[k - 1] / (2 * k)) * z;
    }
    return 0.5 / x + sum;
  }

  /// `ψₙ(x)`, the derivative of that order of `ψ`. At the poles as SciPy has it: infinite with the sign of the limit from the right.
  public static double polygamma(int n, double x) {
    if (n == 0) {
      return digamma(x);
    }
    double value = n > HIGH && x > 0 ? high(n, x) : factorial(n) * Zeta.hurwitz(n + 1, x, 0);
    return n % 2 == 0 ? -value : value;
  }

  /// `n!·ζ(n + 1, x)` where the one overflows and the other underflows.
  private static double high(int n, double x) {
    if (x == Double.POSITIVE_INFINITY) {
      return 0;
    }
    return Math.exp(Gamma.log(n + 1.0) - (n + 1) * Math.log(x)) * Zeta.scaledHurwitz(n + 1, x);
  }

  /// `ψₙ(x) − ψₙ(x + h)`, without the loss of that difference for small h.
  public static double drop(int n, double x, double h) {
    if (!(x > 0 && x + h > 0 && x + h < Double.POSITIVE_INFINITY)) {
      return polygamma(n, x) - polygamma(n, x + h);
    }
    if (n > 0) {
      double value = factorial(n) * Zeta.hurwitzDrop(n + 1, x, h);
      return n % 2 == 0 ? -value : value;
    }
    double sum = 0;
    double w = x;
    while (Math.min(w, w + h) < 10) {
      sum -= h / (w * (w + h));
      w += 1;
    }
    sum -= Math.log1p(h / w) + 0.5 * Zeta.powerDrop(1, w, h);
    for (int k = 9; k >= 1; k--) {
      sum -= Zeta.BERNOULLI[k - 1] / (2 * k) * Zeta.powerDrop(2 * k, w, h);
    }
    return sum;
  }

  private static double factorial(int n) {
    return Gamma.gamma(n + 1.0);
  }
}
