package org.cotangent.kernel;

/// The transform of a length whose prime factors are small: one pass for each factor, in the order in which Stockham leaves the
/// result sorted without a permutation (C. Van Loan, *Computational Frameworks for the Fast Fourier Transform*, 1992, 1.7).
///
/// A pass with factor p over `n = p·m` remaining points, s apart, takes element `q + s(k + m·j)` to `q + s(p·k + l)`: the sums over
/// j with the p-th roots, times the root `exp(−2πikl/n)`.
final class MixedRadix extends FourierPlan {
  /// The largest prime factor that has a pass: a pass takes p steps for each element, and from here on a [Bluestein] takes fewer.
  static final int LARGEST = 31;

  private final int length;
  private final Roots roots;
  private final int[] factors;

  MixedRadix(int length) {
    this.length = length;
    roots = new Roots(length, length);
    factors = factors(length);
  }

  private static int[] factors(int length) {
    var factors = java.util.stream.IntStream.builder();
    int rest = length;
    while (rest % 4 == 0) {
      factors.add(4);
      rest /= 4;
    }
    for (int p = 2; rest > 1; p++) {
      while (rest % p == 0) {
        factors.add(p);
        rest /= p;
      }
    }
    return factors.build().toArray();
  }

  @Override
  public long weight() {
    return length;
  }

  @Override
  void transform(Panel panel) {
    int n = length;
    int s = panel.columns;
    int step = 1;
    for (int p : factors) {
      var pass = new Butterflies(panel, roots, n / p, s, step);
      switch (p) {
        case 2 -> pass.two();
        case 3 -> pass.three();
        case 4 -> pass.four();
        case 5 -> pass.five();
        default -> pass.prime(p, length / p);
      }
      panel.turn();
      n /= p;
      s *= p;
      step *= p;
    }
  }
}
