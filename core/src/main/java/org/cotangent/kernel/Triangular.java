package org.cotangent.kernel;

/// Triangular systems, row by row: the inner loops run along rows of the right side.
final class Triangular {
  private Triangular() {}

  /// Solves `t x = b`, or `tᵀ x = b`, in place: `t` is the n×n matrix at `p`, of which one triangle counts, `b` the n×columns matrix at
  /// `q`. A zero on the diagonal gives infinities and NaN.
  static void solve(
      boolean lower,
      boolean transposed,
      boolean unit,
      int n,
      double[] t,
      int p,
      double[] b,
      int q,
      int columns) {
    boolean forward = lower != transposed;
    int down = transposed ? 1 : n;
    int right = transposed ? n : 1;
    for (int step = 0; step < n; step++) {
      int i = forward ? step : n - 1 - step;
      int row = q + i * columns;
      for (int earlier = 0; earlier < step; earlier++) {
        int k = forward ? earlier : n - 1 - earlier;
        double factor = t[p + i * down + k * right];
        if (factor != 0) {
          int from = q + k * columns;
          for (int j = 0; j < columns; j++) {
            b[row + j] -= factor * b[from + j];
          }
        }
      }
      if (!unit) {
        double diagonal = t[p + i * (n + 1)];
        for (int j = 0; j < columns; j++) {
          b[row + j] /= diagonal;
        }
      }
    }
  }
}
