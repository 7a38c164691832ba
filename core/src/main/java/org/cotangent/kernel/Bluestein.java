package org.cotangent.kernel;

/// The transform of a length with a large prime factor, as a convolution of smooth length, so that it takes `n log n` steps for every
/// n: L. Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", IEEE Transactions on Audio and
/// Electroacoustics 18 (1970).
///
/// With `c[k] = exp(πik²/n)` and `jk = (j² + k² − (k − j)²)/2`: `y[k] = c̄[k]·Σ (x[j]·c̄[j])·c[k − j]`.
final class Bluestein extends FourierPlan {
  private final int length;
  private final int padded;
  private final MixedRadix inner;

  /// The chirp c.
  private final double[] cos;

  private final double[] sin;

  /// The transform of the chirp, wound around the padded length, over that length.
  private final Panel filter;

  Bluestein(int length) {
    this.length = length;
    padded = smooth(Math.toIntExact(2L * length - 1));
    inner = new MixedRadix(padded);
    cos = new double[length];
    sin = new double[length];
    var roots = new Roots(2 * length, 2 * length);
    for (int k = 0; k < length; k++) {
      int at = (int) ((long) k * k % (2L * length));
      cos[k] = roots.cos[at];
      sin[k] = roots.sin[at];
    }
    filter = new Panel(padded, 1);
    for (int k = 0; k < length; k++) {
      int mirrored = k == 0 ? 0 : padded - k;
      filter.re[k] = filter.re[mirrored] = cos[k] / padded;
      filter.im[k] = filter.im[mirrored] = sin[k] / padded;
    }
    inner.transform(filter);
    filter.spareRe = filter.spareIm = new double[0];
  }

  @Override
  void transform(Panel panel) {
    int columns = panel.columns;
    var work = new Panel(padded, columns);
    for (int k = 0; k < length; k++) {
      for (int i = k * columns; i < (k + 1) * columns; i++) {
        work.re[i] = panel.re[i] * cos[k] + panel.im[i] * sin[k];
        work.im[i] = panel.im[i] * cos[k] - panel.re[i] * sin[k];
      }
    }
    inner.transform(work);
    for (int k = 0; k < padded; k++) {
      double c = filter.re[k];
      double s = filter.im[k];
      for (int i = k * columns; i < (k + 1) * columns; i++) {
        double re = work.re[i] * c - work.im[i] * s;
        work.im[i] = work.re[i] * s + work.im[i] * c;
        work.re[i] = re;
      }
    }
    work.exchange();
    inner.transform(work);
    work.exchange();
    for (int k = 0; k < length; k++) {
      for (int i = k * columns; i < (k + 1) * columns; i++) {
        panel.re[i] = work.re[i] * cos[k] + work.im[i] * sin[k];
        panel.im[i] = work.im[i] * cos[k] - work.re[i] * sin[k];
      }
    }
  }

  @Override
  public long weight() {
    return length + padded + inner.weight();
  }
}
