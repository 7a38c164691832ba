package org.cotangent.kernel;

import org.cotangent.Array;

/// Dense systems by Gaussian elimination with partial pivoting (G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed., 3.4).
public final class Lu {
  private Lu() {}

  /// Solves each system of a stack; `F32` is solved in double precision and rounded once.
  public static Array solve(Array a, Array b) {
    int n = a.shape().length(-1);
    int columns = b.shape().length(-1);
    double[] matrices = Buffers.toDoubles(a);
    double[] right = Buffers.toDoubles(b);
    if (n > 0 && columns > 0) {
      for (int s = 0; s < right.length / (n * columns); s++) {
        solve(matrices, s * n * n, n, right, s * n * columns, columns);
      }
    }
    return Buffers.ofDoubles(b.aval(), right);
  }

  /// Solves in place: `a` is destroyed, `b` becomes the solution.
  private static void solve(double[] a, int p, int n, double[] b, int q, int columns) {
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(a[p + i * n + k]) > Math.abs(a[p + pivot * n + k])) {
          pivot = i;
        }
      }
      if (pivot != k) {
        swap(a, p + k * n, p + pivot * n, n);
        swap(b, q + k * columns, q + pivot * columns, columns);
      }
      double diagonal = a[p + k * n + k];
      for (int i = k + 1; i < n; i++) {
        double factor = a[p + i * n + k] / diagonal;
        if (factor != 0) {
          for (int j = k + 1; j < n; j++) {
            a[p + i * n + j] -= factor * a[p + k * n + j];
          }
          for (int j = 0; j < columns; j++) {
            b[q + i * columns + j] -= factor * b[q + k * columns + j];
          }
        }
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int j = 0; j < columns; j++) {
        double sum = b[q + k * columns + j];
        for (int i = k + 1; i < n; i++) {
          sum -= a[p + k * n + i] * b[q + i * columns + j];
        }
        b[q + k * columns + j] = sum / a[p + k * n + k];
      }
    }
  }

  private static void swap(double[] data, int p, int q, int n) {
    for (int i = 0; i < n; i++) {
      double held = data[p + i];
      data[p + i] = data[q + i];
      data[q + i] = held;
    }
  }
}
