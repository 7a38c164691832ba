package org.cotangent.kernel;

/// The definition of the Fourier transform, summed with about 30 digits: it shares nothing with what it judges.
///
/// A number is a pair `{high, low}` whose sum it is (T. Dekker, "A floating-point technique for extending the available precision", 1971).
final class SlowFourier {
  /// 2π with 32 digits.
  private static final double[] TURN = {6.283185307179586, 2.4492935982947064e-16};

  private SlowFourier() {}

  /// `Σ x[j]·exp(−2πijk/n)`: real parts, then imaginary ones.
  static double[][] transform(double[] re, double[] im) {
    int n = re.length;
    double[][] cos = new double[n][];
    double[][] sin = new double[n][];
    for (int k = 0; k < n; k++) {
      cos[k] = root(k, n, 0);
      sin[k] = root(k, n, 1);
    }
    double[][] y = new double[2][n];
    for (int k = 0; k < n; k++) {
      double[] sumRe = {0, 0};
      double[] sumIm = {0, 0};
      for (int j = 0; j < n; j++) {
        int at = (int) ((long) j * k % n);
        sumRe = plus(sumRe, plus(times(cos[at], re[j]), times(sin[at], im[j])));
        sumIm = plus(sumIm, plus(times(cos[at], im[j]), times(sin[at], -re[j])));
      }
      y[0][k] = sumRe[0] + sumRe[1];
      y[1][k] = sumIm[0] + sumIm[1];
    }
    return y;
  }

  /// The cosine (part 0) or sine (part 1) of `2πk/n`, by the Taylor series of an angle between −π and π.
  static double[] root(int k, int n, int part) {
    double[] angle = divided(times(TURN, 2 * k > n ? k - n : k), n);
    double[] term = part == 0 ? new double[] {1, 0} : angle;
    double[] sum = term;
    for (int i = part; i < 60; i += 2) {
      term = divided(times(times(term, angle), angle), -(i + 1.0) * (i + 2));
      sum = plus(sum, term);
    }
    return sum;
  }

  private static double[] sorted(double high, double low) {
    double sum = high + low;
    return new double[] {sum, low - (sum - high)};
  }

  private static double[] plus(double[] a, double[] b) {
    double sum = a[0] + b[0];
    double other = sum - a[0];
    double lost = (a[0] - (sum - other)) + (b[0] - other);
    return sorted(sum, lost + a[1] + b[1]);
  }

  private static double[] times(double[] a, double b) {
    double product = a[0] * b;
    return sorted(product, Math.fma(a[0], b, -product) + a[1] * b);
  }

  private static double[] times(double[] a, double[] b) {
    double product = a[0] * b[0];
    return sorted(product, Math.fma(a[0], b[0], -product) + (a[0] * b[1] + a[1] * b[0]));
  }

  private static double[] divided(double[] a, double b) {
    double first = a[0] / b;
    double[] rest = plus(a, times(new double[] {first, 0}, -b));
    return sorted(first, (rest[0] + rest[1]) / b);
  }
}
