package org.cotangent.kernel;

/// Lambert's function, the inverse of `w·eʷ`, on its two real branches, and `1 + w`, which near the branch point −1/e has digits that w
/// has not.
///
/// Near the branch point by its series in `√(2(ex + 1))`, whose coefficients follow R. M. Corless, G. H. Gonnet, D. E. G. Hare,
/// D. J. Jeffrey and D. E. Knuth, "On the Lambert W function", Advances in Computational Mathematics 5 (1996), (4.23) and (4.24);
/// elsewhere by the iteration of F. N. Fritsch, R. E. Shafer and W. P. Crowley, "Solution of the transcendental equation weʷ = x",
/// Communications of the ACM 16 (1973).
///
/// Thread-safe.
public final class Lambert {
  /// e less its double.
  private static final double E_REST = 1.4456468917292502e-16;

  /// The double next to −1/e, which stands for the branch point though it is 1.2e-17 below.
  private static final double BRANCH_POINT = -0.36787944117144233;

  /// Up to this distance, in `√(2(ex + 1))`, the series is used.
  private static final double NEAR = 0.4;

  /// The coefficients of `1 + w`, from the first power on.
  private static final double[] SERIES = new double[36];

  static {
    int n = SERIES.length + 1;
    double[] mu = new double[n];
    double[] alpha = new double[n];
    mu[0] = -1;
    mu[1] = 1;
    alpha[0] = 2;
    alpha[1] = -1;
    for (int k = 2; k < n; k++) {
      for (int j = 2; j < k; j++) {
        alpha[k] += mu[j] * mu[k + 1 - j];
      }
      mu[k] =
          (k - 1.0) / (k + 1) * (0.5 * mu[k - 2] + 0.25 * alpha[k - 2])
              - 0.5 * alpha[k]
              - mu[k - 1] / (k + 1);
    }
    System.arraycopy(mu, 1, SERIES, 0, SERIES.length);
  }

  private Lambert() {}

  /// W on the branch 0, from −1 upwards, or −1, from −1 downwards.
  public static double w(double x, int branch) {
    double p = distance(x);
    return p < NEAR ? nearBranchPoint(p, branch) - 1 : away(x, branch);
  }

  /// `1 + W`, to the last digits also near the branch point.
  public static double excess(double x, int branch) {
    double p = distance(x);
    return p < NEAR ? nearBranchPoint(p, branch) : 1 + away(x, branch);
  }

  /// `√(2(ex + 1))`; NaN below the branch point.
  private static double distance(double x) {
    if (x == BRANCH_POINT) {
      return 0;
    }
    return Math.sqrt(2 * (Math.fma(Math.E, x, 1) + E_REST * x));
  }

  private static double nearBranchPoint(double distance, int branch) {
    double p = branch == 0 ? distance : -distance;
    double sum = 0;
    for (int k = SERIES.length - 1; k >= 0; k--) {
      sum = sum * p + SERIES[k];
    }
    return sum * p;
  }

  private static double away(double x, int branch) {
    if (x == 0) {
      return branch == 0 ? x : Double.NEGATIVE_INFINITY;
    }
    if (!(branch == 0 ? x > BRANCH_POINT : x > BRANCH_POINT && x < 0)
        || x == Double.POSITIVE_INFINITY) {
      return branch == 0 && x > 0 ? x : Double.NaN;
    }
    if (Math.abs(x) < 1e-8 && branch == 0) {
      return x * (1 - x);
    }
    double w = guess(x, branch);
    for (int step = 0; step < 4; step++) {
      // The equation is ln(x/w) = w.
      double z = Math.log(x / w) - w;
      double q = 2 * (1 + w) * (1 + w + 2 * z / 3);
      double change = z / (1 + w) * (q - z) / (q - 2 * z);
      w += w * change;
      if (Math.abs(change) < 1e-5) {
        break;
      }
    }
    return branch == 0 && Math.abs(w) < 0.5 ? polished(x, w) : w;
  }

  /// One step of Newton on `w − x·e⁻ʷ`: where w is small, the logarithm does not have its last digits.
  private static double polished(double x, double w) {
    double e = x * Math.exp(-w);
    return w - (w - e) / (1 + e);
  }

  private static double guess(double x, int branch) {
    if (branch == 0 && x < 3) {
      return x < -0.2
          ? nearBranchPoint(distance(x), 0) - 1
          : Math.log1p(x) * (1 - 0.2 * x / (1 + x));
    }
    double log = Math.log(Math.abs(x));
    if (branch != 0 && x < -0.3) {
      return nearBranchPoint(distance(x), branch) - 1;
    }
    double twice = Math.log(Math.abs(log));
    return log - twice + twice / log;
  }
}
