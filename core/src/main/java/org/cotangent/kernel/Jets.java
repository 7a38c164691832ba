package org.cotangent.kernel;

/// Truncated Taylor series in one variable: `c[k]` is the coefficient of `tᵏ`, all arrays have one length.
///
/// What kernels of special functions use for derivatives in a parameter: the recurrences are those of A. Griewank and A. Walther,
/// "Evaluating Derivatives" (2008), chapter 13.
final class Jets {
  private Jets() {}

  /// `a·b`.
  static double[] times(double[] a, double[] b) {
    double[] c = new double[a.length];
    for (int k = 0; k < c.length; k++) {
      for (int i = 0; i <= k; i++) {
        c[k] += a[i] * b[k - i];
      }
    }
    return c;
  }

  /// `a·(r + t)`, in place.
  static double[] timesLinear(double[] a, double r) {
    for (int k = a.length - 1; k > 0; k--) {
      a[k] = a[k] * r + a[k - 1];
    }
    a[0] *= r;
    return a;
  }

  /// `a/(r + t)`, in place.
  static double[] overLinear(double[] a, double r) {
    a[0] /= r;
    for (int k = 1; k < a.length; k++) {
      a[k] = (a[k] - a[k - 1]) / r;
    }
    return a;
  }

  /// `exp(a)`, whose value `exp a₀` is given: the caller often has it without loss; `a₀` is not used.
  static double[] exp(double[] a, double value) {
    double[] c = new double[a.length];
    c[0] = value;
    for (int k = 1; k < c.length; k++) {
      double sum = 0;
      for (int i = 1; i <= k; i++) {
        sum += i * a[i] * c[k - i];
      }
      c[k] = sum / k;
    }
    return c;
  }

  /// `a` with `t` replaced by `−t`, in place.
  static double[] mirror(double[] a) {
    for (int k = 1; k < a.length; k += 2) {
      a[k] = -a[k];
    }
    return a;
  }

  /// `k!·c[k]`: the derivative that the highest coefficient stands for.
  static double derivative(double[] a) {
    double c = a[a.length - 1];
    for (int k = 2; k < a.length; k++) {
      c *= k;
    }
    return c;
  }
}
