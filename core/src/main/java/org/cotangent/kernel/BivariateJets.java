package org.cotangent.kernel;

/// Truncated Taylor series in two variables: `c[i][j]` is the coefficient of `sⁱ·tʲ`; all arrays have one shape. As [Jets].
final class BivariateJets {
  private BivariateJets() {}

  /// `a·b`.
  static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[a.length][a[0].length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c[i].length; j++) {
        for (int p = 0; p <= i; p++) {
          for (int q = 0; q <= j; q++) {
            c[i][j] += a[p][q] * b[i - p][j - q];
          }
        }
      }
    }
    return c;
  }

  /// `a·(r + ds·s + dt·t)`, in place.
  static double[][] timesLinear(double[][] a, double r, int ds, int dt) {
    for (int i = a.length - 1; i >= 0; i--) {
      for (int j = a[i].length - 1; j >= 0; j--) {
        a[i][j] = a[i][j] * r + neighbours(a, i, j, ds, dt);
      }
    }
    return a;
  }

  /// `a/(r + ds·s + dt·t)`, in place.
  static double[][] overLinear(double[][] a, double r, int ds, int dt) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        a[i][j] = (a[i][j] - neighbours(a, i, j, ds, dt)) / r;
      }
    }
    return a;
  }

  private static double neighbours(double[][] a, int i, int j, int ds, int dt) {
    return (i > 0 ? ds * a[i - 1][j] : 0) + (j > 0 ? dt * a[i][j - 1] : 0);
  }

  /// `exp(a)`, whose value `exp a₀₀` is given; `a₀₀` is not used.
  static double[][] exp(double[][] a, double value) {
    double[][] c = new double[a.length][a[0].length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c[i].length; j++) {
        double sum = 0;
        for (int p = 0; p <= i; p++) {
          for (int q = 0; q <= j; q++) {
            // ∂c = c·∂a, by s where there is an s, else by t
            sum += (i > 0 ? p : q) * a[p][q] * c[i - p][j - q];
          }
        }
        c[i][j] = i + j == 0 ? value : sum / (i > 0 ? i : j);
      }
    }
    return c;
  }

  /// `i!·j!·c[i][j]`: the derivative that the highest coefficient stands for.
  static double derivative(double[][] c) {
    double value = c[c.length - 1][c[0].length - 1];
    for (int i = 2; i < c.length; i++) {
      value *= i;
    }
    for (int j = 2; j < c[0].length; j++) {
      value *= j;
    }
    return value;
  }
}
