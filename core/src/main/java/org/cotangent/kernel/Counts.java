package org.cotangent.kernel;

/// Quantiles of distributions of whole numbers: the smallest number whose distribution function reaches p. Thread-safe.
public final class Counts {
  private Counts() {}

  /// A distribution function of whole numbers.
  private interface Cdf {
    double of(double k);
  }

  private static double smallest(double p, double start, double most, Cdf cdf) {
    double low = -1;
    double high = Math.max(1, Math.floor(start));
    while (high < most && cdf.of(high) < p) {
      low = high;
      high = 2 * high + 1;
    }
    high = Math.min(high, most);
    while (high - low > 1) {
      double middle = Math.floor(low + 0.5 * (high - low));
      if (middle <= low || middle >= high) {
        break; // beyond 2^53 numbers are farther apart than 1
      }
      if (cdf.of(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /// Of the Poisson distribution of mean `rate`; NaN for a negative rate.
  public static double poisson(double rate, double p) {
    if (!(rate >= 0 && p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    if (p == 1 && rate > 0) {
      return Double.POSITIVE_INFINITY;
    }
    return rate == 0 ? 0 : smallest(p, rate, 1e15, k -> IncompleteGamma.upper(k + 1, rate));
  }

  /// Of the successes in `n` trials of probability `chance`; NaN for what is neither, such as half a trial.
  public static double binomial(double n, double chance, double p) {
    if (!(n >= 0 && n == Math.rint(n) && chance >= 0 && chance <= 1 && p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    if (chance == 0 || n == 0) {
      return 0;
    }
    return chance == 1 || p == 1
        ? n
        : smallest(p, n * chance, n, k -> k >= n ? 1 : IncompleteBeta.upper(k + 1, n - k, chance));
  }
}
