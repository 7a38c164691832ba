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

  /// `B(a, b) = Γ(a)·Γ(b)/Γ(a + b)`.
  public static double beta(double a, double b) {
    if (Math.min(a, b) > 0 && (a + b > 160 || !(Math.max(a, b) < 100))) {
      return Math.exp(log(a, b));
    }
    double least = Math.min(a, b);
    // The large factor of a tiny argument last: only the result may overflow.
    return Gamma.gamma(Math.max(a, b)) * Gamma.reciprocal(a + b) * Gamma.gamma(least);
  }

  /// `ln |B(a, b)|`.
  public static double log(double a, double b) {
    double p = Math.min(a, b);
    double q = Math.max(a, b);
    if (!(p > 0)) {
      return p == 0 || q == 0
          ? Double.POSITIVE_INFINITY
          : Gamma.log(p) + Gamma.log(q) - Gamma.log(p + q);
    }
    if (q == Double.POSITIVE_INFINITY) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q < Gamma.LARGE) {
      return p < 1e-300
          ? -Math.log(p)
          : Math.log(Gamma.gamma(q) * Gamma.reciprocal(p + q) * Gamma.gamma(p));
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
