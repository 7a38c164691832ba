package org.cotangent.ops;

import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Products of matrices with something added, and of groups of rows.
///
/// Thread-safe; all may be traced.
public final class Affine {
  private Affine() {}

  /// `beta·c + alpha·(a @ b)`, c broadcast to the product.
  public static Tensor addmm(Tensor c, Tensor a, Tensor b, double beta, double alpha) {
    return scaled(c, beta).plus(scaled(a.matmul(b), alpha));
  }

  private static Tensor scaled(Tensor x, double factor) {
    return factor == 1 ? x : x.times(factor);
  }

  /// `x wᵀ + b` along the last axis: x of shape `(…, in)`, w `(out, in)`, b `(out)`, the result `(…, out)`.
  public static Tensor linear(Tensor x, Tensor w, Tensor b) {
    return x.matmul(w.t()).plus(b);
  }

  /// `y[k] = x1ᵀ w[k] x2 + b[k]` along the last axes: x1 of shape `(…, n)`, x2 `(…, m)`, w `(out, n, m)`, b `(out)`, the result
  /// `(…, out)`.
  public static Tensor bilinear(Tensor x1, Tensor w, Tensor x2, Tensor b) {
    return Tensor.einsum("...i,kij,...j->...k", x1, w, x2).plus(b);
  }

  /// Rows in groups, each group times a matrix of its own: the first `sizes[0]` rows of a times `b[0]`, the next `sizes[1]` times
  /// `b[1]`, and so on; zeros for rows in no group. a has shape `(m, k)`, b `(groups, k, n)`, the result `(m, n)`. The sizes may be
  /// traced: every row is multiplied by every matrix, by zero where it is not its own.
  public static Tensor raggedDot(Tensor a, Tensor b, Tensor sizes) {
    boolean fits =
        a.rank() == 2
            && b.rank() == 3
            && sizes.rank() == 1
            && a.shape().length(1) == b.shape().length(1)
            && sizes.shape().length(0) == b.shape().length(0);
    if (!fits) {
      throw new ShapeException(
          "raggedDot: "
              + a.shape()
              + ", "
              + b.shape()
              + " and "
              + sizes.shape()
              + " are not (m,k), (groups,k,n) and (groups)");
    }
    int m = a.shape().length(0);
    int groups = b.shape().length(0);
    int k = a.shape().length(1);
    // Row i is in the group that is the number of groups that end before it or at it.
    Tensor group = Searching.searchSorted(sizes.to(DType.I64).cumsum(0), Tensor.arange(m), true);
    Tensor own = group.expandDims(1).equal(Tensor.arange(groups)).expandDims(2);
    Tensor spread = Tensor.where(own, a.expandDims(1), Tensor.full(a.dtype(), 0));
    return spread.reshape(m, groups * k).matmul(b.reshape(groups * k, b.shape().length(2)));
  }
}
