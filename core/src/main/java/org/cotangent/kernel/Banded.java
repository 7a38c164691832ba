package org.cotangent.kernel;

import org.cotangent.Array;

/// Banded systems by Gaussian elimination with partial pivoting, in time n·lower·(lower + upper).
public final class Banded {
  private Banded() {}

  /// Solves `a x = b`, or `aᵀ x = b`, for each system of a stack. `bands[upper + i − j, j] = a[i, j]`.
  public static Array solve(int lower, boolean transposed, Array bands, Array b) {
    int n = bands.shape().length(-1);
    int height = bands.shape().length(-2);
    int columns = b.shape().length(-1);
    double[] data = Buffers.toDoubles(bands);
    double[] x = Buffers.toDoubles(b);
    int upper = height - 1 - lower;
    int count = Factorizations.count(x.length, n * columns);
    for (int i = 0; i < count; i++) {
      int below = transposed ? upper : lower;
      int above = transposed ? lower : upper;
      // Row i has places from column i − below on (from 0 at the top), and for what pivoting
      // brings.
      double[][] rows = new double[n][below + above + 1];
      for (int row = 0; row < n; row++) {
        int start = Math.max(0, row - below);
        for (int column = start; column <= Math.min(n - 1, row + above); column++) {
          int p = transposed ? column : row;
          int q = transposed ? row : column;
          rows[row][column - start] = data[(i * height + upper + p - q) * n + q];
        }
      }
      solve(n, below, rows, x, i * n * columns, columns);
    }
    return Buffers.ofDoubles(b.aval(), x);
  }

  /// When column k is eliminated, all rows that reach it begin with it.
  private static void solve(int n, int below, double[][] rows, double[] x, int q, int columns) {
    for (int k = 0; k < n; k++) {
      int last = Math.min(n - 1, k + below);
      int pivot = k;
      for (int row = k + 1; row <= last; row++) {
        if (Math.abs(rows[row][0]) > Math.abs(rows[pivot][0])) {
          pivot = row;
        }
      }
      swap(rows, k, pivot, x, q, columns);
      double[] top = rows[k];
      for (int row = k + 1; row <= last; row++) {
        double[] one = rows[row];
        double factor = one[0] / top[0];
        for (int place = 1; place < one.length; place++) {
          one[place - 1] = factor == 0 ? one[place] : one[place] - factor * top[place];
        }
        one[one.length - 1] = 0;
        for (int j = 0; factor != 0 && j < columns; j++) {
          x[q + row * columns + j] -= factor * x[q + k * columns + j];
        }
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int j = 0; j < columns; j++) {
        double sum = x[q + k * columns + j];
        for (int place = 1; place < rows[k].length && k + place < n; place++) {
          sum -= rows[k][place] * x[q + (k + place) * columns + j];
        }
        x[q + k * columns + j] = sum / rows[k][0];
      }
    }
  }

  private static void swap(double[][] rows, int k, int pivot, double[] x, int q, int columns) {
    if (k == pivot) {
      return;
    }
    double[] row = rows[k];
    rows[k] = rows[pivot];
    rows[pivot] = row;
    for (int j = 0; j < columns; j++) {
      double held = x[q + k * columns + j];
      x[q + k * columns + j] = x[q + pivot * columns + j];
      x[q + pivot * columns + j] = held;
    }
  }
}
