package org.cotangent.kernel;

/// What is known before a transform of one length begins: its factors and its roots of unity. Immutable, so threads may share it.
abstract sealed class FourierPlan implements PlanCache.Weighted permits MixedRadix, Bluestein {
  private static final PlanCache<FourierPlan> PLANS = new PlanCache<>(FourierPlan::make);

  /// The plan for a length of 1 or more.
  static FourierPlan of(int length) {
    return PLANS.get(length);
  }

  private static FourierPlan make(int length) {
    return largestPrime(length) <= MixedRadix.LARGEST
        ? new MixedRadix(length)
        : new Bluestein(length);
  }

  /// Replaces each column by its sums `Σ x[j]·exp(−2πijk/n)`.
  abstract void transform(Panel panel);

  private static int largestPrime(int length) {
    int rest = length;
    int largest = 1;
    for (int p = 2; (long) p * p <= rest; p++) {
      while (rest % p == 0) {
        rest /= p;
        largest = p;
      }
    }
    return Math.max(largest, rest);
  }

  /// The least length from `least` on that has no prime factor above 5: the transform is fastest there.
  static int smooth(int least) {
    long best = Long.MAX_VALUE;
    for (long fives = 1; fives < best; fives *= 5) {
      for (long threes = fives; threes < best; threes *= 3) {
        long length = threes;
        while (length < least) {
          length *= 2;
        }
        best = Math.min(best, length);
        if (threes >= least) {
          break;
        }
      }
      if (fives >= least) {
        break;
      }
    }
    return Math.toIntExact(best);
  }
}
