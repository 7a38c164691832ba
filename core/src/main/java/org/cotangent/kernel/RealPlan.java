package org.cotangent.kernel;

import java.util.Arrays;

/// The transform of n real numbers to the elements 0 to n/2 of their spectrum, and the transposed map.
///
/// For even n at half the cost: even and odd places make up the real and imaginary parts of n/2 complex numbers (J. Cooley, P. Lewis,
/// P. Welch, "The fast Fourier transform algorithm: programming considerations in the calculation of sine, cosine and Laplace
/// transforms", Journal of Sound and Vibration 12, 1970). Immutable.
final class RealPlan implements PlanCache.Weighted {
  private static final PlanCache<RealPlan> PLANS = new PlanCache<>(RealPlan::new);

  private final int length;
  private final int rows;
  private final FourierPlan inner;
  private final Roots roots;

  private RealPlan(int length) {
    this.length = length;
    rows = packed() ? length / 2 : length;
    inner = FourierPlan.of(rows);
    roots = packed() ? new Roots(length, length / 2) : new Roots(1, 1);
  }

  /// The plan for a length of 1 or more.
  static RealPlan of(int length) {
    return PLANS.get(length);
  }

  /// Whether row j of a panel holds the numbers 2j and 2j + 1, in its two parts; else it holds number j in the real part.
  boolean packed() {
    return length % 2 == 0;
  }

  /// Rows of a panel that holds the numbers.
  int rows() {
    return rows;
  }

  /// Rows that a panel must have room for.
  int room() {
    return packed() ? rows + 1 : rows;
  }

  @Override
  public long weight() {
    return roots.cos.length + inner.weight();
  }

  /// Replaces the numbers by their spectrum `Σ x[j]·exp(−2πijk/n)`, k from 0 to n/2.
  void forward(Panel panel) {
    if (!packed()) {
      Arrays.fill(panel.im, 0, rows * panel.columns, 0);
    }
    inner.transform(panel);
    if (packed()) {
      unpack(panel);
    } else {
      // Their sum is a real number, which a convolution on the way may have forgotten.
      Arrays.fill(panel.im, 0, panel.columns, 0);
    }
  }

  /// With Z the transform of the packed numbers: `E = (Z[k] + Z̄[h−k])/2` belongs to the even places, `O = (Z[k] − Z̄[h−k])/2i` to the
  /// odd ones, and the spectrum is `E + exp(−2πik/n)·O`.
  private void unpack(Panel panel) {
    int columns = panel.columns;
    for (int k = 0; k < rows; k++) {
      double c = roots.cos[k];
      double s = roots.sin[k];
      int at = k * columns;
      int mirrored = (k == 0 ? 0 : rows - k) * columns;
      for (int q = 0; q < columns; q++) {
        double evenRe = 0.5 * (panel.re[at + q] + panel.re[mirrored + q]);
        double evenIm = 0.5 * (panel.im[at + q] - panel.im[mirrored + q]);
        double oddRe = 0.5 * (panel.im[at + q] + panel.im[mirrored + q]);
        double oddIm = -0.5 * (panel.re[at + q] - panel.re[mirrored + q]);
        panel.spareRe[at + q] = evenRe + (oddRe * c + oddIm * s);
        panel.spareIm[at + q] = evenIm + (oddIm * c - oddRe * s);
      }
    }
    for (int q = 0; q < columns; q++) {
      panel.spareRe[rows * columns + q] = panel.re[q] - panel.im[q];
      panel.spareIm[rows * columns + q] = 0;
    }
    panel.turn();
  }

  /// Replaces elements 0 to n/2 by the numbers `Σ re[k]·cos(2πjk/n) − im[k]·sin(2πjk/n)`.
  void transposed(Panel panel) {
    int columns = panel.columns;
    if (packed()) {
      pack(panel);
    } else {
      Arrays.fill(panel.im, 0, columns, 0);
      panel.clear(length / 2 + 1, rows);
    }
    panel.exchange();
    inner.transform(panel);
    panel.exchange();
  }

  /// The sums are those of a spectrum X that is its own mirror image: the ends, and half of each element between. Even and odd places
  /// are the inverse transforms of `X[k] + X̄[h−k]` and `exp(2πik/n)·(X[k] − X̄[h−k])`.
  private void pack(Panel panel) {
    int columns = panel.columns;
    for (int q = 0; q < columns; q++) {
      double first = panel.re[q];
      double last = panel.re[rows * columns + q];
      panel.spareRe[q] = first + last;
      panel.spareIm[q] = first - last;
    }
    for (int k = 1; k < rows; k++) {
      double c = roots.cos[k];
      double s = roots.sin[k];
      int at = k * columns;
      int mirrored = (rows - k) * columns;
      for (int q = 0; q < columns; q++) {
        double evenRe = 0.5 * (panel.re[at + q] + panel.re[mirrored + q]);
        double evenIm = 0.5 * (panel.im[at + q] - panel.im[mirrored + q]);
        double re = 0.5 * (panel.re[at + q] - panel.re[mirrored + q]);
        double im = 0.5 * (panel.im[at + q] + panel.im[mirrored + q]);
        panel.spareRe[at + q] = evenRe - (re * s + im * c);
        panel.spareIm[at + q] = evenIm + (re * c - im * s);
      }
    }
    panel.turn();
  }
}
