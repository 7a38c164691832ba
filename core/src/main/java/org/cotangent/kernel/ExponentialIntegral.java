package org.cotangent.kernel;

/// The exponential integrals `Ei` and `Eₙ`.
///
/// For small x by their power series (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 5.1.10 and 5.1.12), `Ei` near
/// its zero by its Taylor series there, for large x by Stieltjes's continued fraction (5.1.22), whose terms are all positive, and the
/// asymptotic series (5.1.51).
///
/// Thread-safe.
public final class ExponentialIntegral {
  private static final double EULER = 0.57721566490153286061;

  /// The zero of `Ei`, in two parts.
  private static final double ROOT = 0.3725074107813666;

  private static final double ROOT_REST = 1.3140183414386028e-17;

  /// Up to this x the power series of `Eₙ` is used.
  private static final double SMALL = 0.75;

  /// From this x on the asymptotic series of `Ei` has all digits.
  private static final double LARGE = 42;

  /// The Taylor coefficients of `eˣ/x` at the root.
  private static final double[] SERIES = new double[32];

  static {
    double exp = Math.exp(ROOT);
    double before = 0;
    for (int k = 0; k < SERIES.length; k++) {
      before = (exp - before) / ROOT;
      SERIES[k] = before;
      exp /= k + 1;
    }
  }

  private ExponentialIntegral() {}

  /// `Ei(x)`, the principal value of `∫ eᵗ/t dt` from −∞ to x; −∞ at 0.
  public static double ei(double x) {
    if (x <= 0) {
      return -en(1, -x);
    }
    double h = x - ROOT - ROOT_REST;
    if (Math.abs(h) < 0.1) {
      double sum = 0;
      for (int k = SERIES.length - 1; k >= 0; k--) {
        sum = sum * h + SERIES[k] / (k + 1);
      }
      return sum * h;
    }
    return x < LARGE ? EULER + Math.log(x) + series(x) : asymptotic(x);
  }

  /// `li(x) = Ei(ln x)`; where x is large the power is x itself.
  public static double li(double x) {
    double log = Math.log(x);
    return log < LARGE || x == Double.POSITIVE_INFINITY
        ? ei(log)
        : x * (inverseFactorials(log) / log);
  }

  /// `Σ xᵏ/(k·k!)`.
  private static double series(double x) {
    double term = x;
    double sum = 0;
    for (int k = 1; sum + term / k != sum; k++) {
      sum += term / k;
      term *= x / (k + 1);
    }
    return sum;
  }

  /// `eˣ/x · Σ k!/xᵏ`; the power overflows before the result does.
  private static double asymptotic(double x) {
    double quotient = inverseFactorials(x) / x;
    if (x < 700) {
      return Math.exp(x) * quotient;
    }
    double root = Math.exp(0.5 * x);
    return x == Double.POSITIVE_INFINITY ? x : root * (root * quotient);
  }

  /// `Σ k!/xᵏ`, up to its smallest term; NaN for NaN.
  private static double inverseFactorials(double x) {
    double term = 1;
    double sum = 0;
    for (int k = 1; sum + term != sum && k < LARGE; k++) {
      sum += term;
      term *= k / x;
    }
    return sum;
  }

  /// `Eₙ(x) = ∫ e⁻ˣᵗ/tⁿ dt`, t from 1 on, for `n ≥ 0` and `x ≥ 0`.
  public static double en(int n, double x) {
    if (!(x >= 0)) {
      return Double.NaN;
    }
    if (x == 0) {
      return n < 2 ? Double.POSITIVE_INFINITY : 1 / (n - 1.0);
    }
    if (x > 800) {
      return 0;
    }
    if (n == 0) {
      return Math.exp(-x) / x;
    }
    return x < SMALL ? powers(n, x) : Math.exp(-x) / (x + fraction(n, x));
  }

  /// `(−x)ⁿ⁻¹/(n − 1)!·(ψ(n) − ln x) − Σ (−x)ᵐ/((m − n + 1)·m!)`, without `m = n − 1`.
  private static double powers(int n, double x) {
    double term = 1;
    double sum = 0;
    for (int m = 0; m < n || Math.abs(term) > 1e-18 * Math.abs(sum); m++) {
      double factor = m == n - 1 ? Polygamma.digamma(n) - Math.log(x) : -1 / (m - n + 1.0);
      sum += term * factor;
      term *= -x / (m + 1);
      if (m > 0 && Math.abs(term) < 1e-25 * Math.abs(sum)) {
        break; // so is the term of the logarithm, if it was not yet
      }
    }
    return sum;
  }

  /// `n/(1 + 1/(x + (n + 1)/(1 + 2/(x + …))))`.
  private static double fraction(int n, double x) {
    double t = 0;
    for (int k = 20 + (int) (100 / x); k > 0; k--) {
      t = (n + k - 1.0) / (1 + k / (x + t));
    }
    return t;
  }
}
