package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.ShapeException;

/// Sums along trees that are given by the parent of each vertex.
public final class Forest {
  private Forest() {}

  /// For each line along the last axis of x the `y` with `y[k] + Σ y[c] = x[k]`, over the children `c` of `k`; if transposed, with
  /// `y[k] + y[p] = x[k]` for its parent. Each sum is taken in double precision.
  public static Array solve(Array x, Array parents, boolean transposed) {
    long[] parent = Buffers.data(parents) instanceof long[] raw ? raw : Buffers.toLongs(parents);
    int n = parent.length;
    double[] y = x.toDoubles();
    for (int start = 0; start < y.length; start += n) {
      for (int i = 0; i < n; i++) {
        int k = transposed ? n - 1 - i : i;
        if (parent[k] != k) {
          int p = later(parent[k], k, n);
          int from = transposed ? p : k;
          y[start + (transposed ? k : p)] -= y[start + from];
        }
      }
    }
    return x.dtype() == DType.F64 ? Buffers.wrap(x.aval(), y) : Buffers.ofDoubles(x.aval(), y);
  }

  private static int later(long parent, int k, int n) {
    if (parent < k || parent >= n) {
      throw new ShapeException(
          "forest_solve: the parent of "
              + k
              + " is "
              + parent
              + ": it must come later, and before "
              + n
              + ", or be "
              + k
              + " itself, which means none");
    }
    return (int) parent;
  }
}
