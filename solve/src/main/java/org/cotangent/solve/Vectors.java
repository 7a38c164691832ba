package org.cotangent.solve;

/// Arithmetic of flat vectors, for loops in which a tensor for each step would be a waste.
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// The Euclidean norm, without overflow.
  static double norm(double[] a) {
    double largest = 0;
    for (double x : a) {
      double size = Math.abs(x);
      if (!(size <= largest)) { // so that NaN stays
        largest = size;
      }
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (double x : a) {
      double scaled = x / largest;
      sum += scaled * scaled;
    }
    return largest * Math.sqrt(sum);
  }

  static double largest(double[] a) {
    double largest = 0;
    for (double x : a) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }

  /// `a + factor · b`, a new vector.
  static double[] plus(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  /// `a += factor · b`.
  static void add(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  static double[] times(double factor, double[] a) {
    double[] product = new double[a.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = factor * a[i];
    }
    return product;
  }

  static boolean finite(double[] a) {
    for (double x : a) {
      if (!Double.isFinite(x)) {
        return false;
      }
    }
    return true;
  }
}
