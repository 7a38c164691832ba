package org.cotangent.kernel;

import java.util.Arrays;

/// Some columns of complex numbers, transformed together: what a Fourier transform works on, and room for as much again.
///
/// Element j of column c lies at `j·columns + c`. Belongs to one thread.
final class Panel {
  /// Real parts.
  double[] re;

  /// Imaginary parts.
  double[] im;

  /// Room for real parts.
  double[] spareRe;

  /// Room for imaginary parts.
  double[] spareIm;

  /// How many columns there are; may shrink from use to use.
  int columns;

  /// A panel of zeros.
  Panel(int rows, int columns) {
    int size = Math.multiplyExact(rows, columns);
    this.columns = columns;
    re = new double[size];
    im = new double[size];
    spareRe = new double[size];
    spareIm = new double[size];
  }

  /// The room becomes the content.
  void turn() {
    double[] formerRe = re;
    double[] formerIm = im;
    re = spareRe;
    im = spareIm;
    spareRe = formerRe;
    spareIm = formerIm;
  }

  /// Real and imaginary parts change places. A transform between two exchanges is the inverse one, unscaled.
  void exchange() {
    double[] former = re;
    re = im;
    im = former;
  }

  /// Zeros from row `from` to before row `to`.
  void clear(int from, int to) {
    Arrays.fill(re, from * columns, to * columns, 0);
    Arrays.fill(im, from * columns, to * columns, 0);
  }
}
