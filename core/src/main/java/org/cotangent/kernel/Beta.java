package org.cotangent.kernel;

/// The beta function and its logarithm.
///
/// For large arguments by Stirling's series with its powers joined, so that nothing cancels: A. R. DiDonato and A. H. Morris,
/// "Algorithm 708: Significant digit computation of the incomplete beta function ratios", ACM Transactions on Mathematical Software 18
/// (1992).
///
/// Thread-safe.
public final class Beta {
  private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

  private Beta() {}

  /// `B(a, b) = Γ(a)·Γ(b)/Γ(a + b)`: infinite where one argument is 0, and at the other poles of the numerator unless the
  /// denominator has one too.
  public static double beta(double a, double b) {
    double p = Math.min(a, b);
    double q = Math.max(a, b);
    if (atPole(p, q)) {
      return q == Math.rint(q) && p + q < 1 && q > 0
          ? (q % 2 == 0 ? 1 : -1) * beta(1 - p - q, q)
          : Double.POSITIVE_INFINITY;
    }
    if (q > 100 || p < -100) {
      return sign(p) * sign(q) * sign(p + q) * Math.exp(log(a, b));
    }
    // The large factor of a tiny argument last: only the result may overflow.
    return Gamma.gamma(q) * Gamma.reciprocal(p + q) * Gamma.gamma(p);
  }

  private static boolean atPole(double p, double q) {
    return p == 0 || q == 0 || negativeWhole(p) || negativeWhole(q);
  }

  private static boolean negativeWhole(double x) {
    return x < 0 && x == Math.rint(x) && x > Double.NEGATIVE_INFINITY;
  }

  /// That of `Γ(x)`.
  private static double sign(double x) {
    return x < 0 && Math.floor(x) % 2 != 0 ? -1 : 1;
  }

  /// `ln |B(a, b)|`.
  public static double log(double a, double b) {
    double p = Math.min(a, b);
    double q = Math.max(a, b);
    if (p == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    if (atPole(p, q)) {
      return Math.log(Math.abs(beta(p, q)));
    }
    if (q == Double.POSITIVE_INFINITY && p > Double.NEGATIVE_INFINITY) {
      return p > 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (p > 0 && q < Gamma.LARGE) {
      return p < 1e-300
          ? -Math.log(p)
          : Math.log(Gamma.gamma(q) * Gamma.reciprocal(p + q) * Gamma.gamma(p));
    }
    if (!(p + q >= Gamma.LARGE)) {
      return Gamma.log(p) + Gamma.log(q) - Gamma.log(p + q);
    }
    double away = Math.log1p(p / q);
    double corrections = Gamma.correction(q) - Gamma.correction(p + q);
    if (p < Gamma.LARGE) {
      // ln Γ(q) − ln Γ(p + q), Stirling's terms subtracted by hand.
      return Gamma.log(p) + corrections + p - p * Math.log(q) - (p + q - 0.5) * away;
    }
    return HALF_LOG_2_PI
        - 0.5 * Math.log(q)
        + Gamma.correction(p)
        + corrections
        - (p - 0.5) * Math.log1p(q / p)
        - q * away;
  }
}
