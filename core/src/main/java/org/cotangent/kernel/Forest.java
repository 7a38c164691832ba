package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.ShapeException;

/// Sums along trees that are given by the parent of each vertex.
public final class Forest {
  private Forest() {}

  /// For each line along the last axis of x the `y` with `y[k] + Σ y[c] = x[k]`, over the children `c` of `k`; if transposed, with
  /// `y[k] + y[p] = x[k]` for its parent. Each sum is taken in double precision.
  public static Array solve(Array x, Array parents, boolean transposed) {
    int n = parents.shape().size();
    long[] parent = Buffers.toLongs(parents);
    for (int k = 0; k < n; k++) {
      if (parent[k] < k || parent[k] >= n) {
        throw new ShapeException(
            "forest_solve: the parent of "
                + k
                + " is "
                + parent[k]
                + ": it must come later, and before "
                + n
                + ", or be "
                + k
                + " itself, which means none");
      }
    }
    double[] y = x.toDoubles();
    for (int start = 0; start < y.length; start += n) {
      if (transposed) {
        for (int k = n - 1; k >= 0; k--) {
          int p = (int) parent[k];
          if (p != k) {
            y[start + k] -= y[start + p];
          }
        }
      } else {
        for (int k = 0; k < n; k++) {
          int p = (int) parent[k];
          if (p != k) {
            y[start + p] -= y[start + k];
          }
        }
      }
    }
    return Buffers.ofDoubles(x.aval(), y);
  }
}
