package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.SingularValues;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Matrices taken apart. Matrices are the last two axes; axes before them are stacks.
///
/// Thread-safe; all may be traced.
public final class Decompositions {
  private Decompositions() {}

  /// The thin singular value decomposition `a = u diag(s) vᵀ`, s descending. With `P = uᵀ da v`: `ds = diag P`,
  /// `du = u (F ∘ (P S + S Pᵀ)) + (1 − u uᵀ) da v S⁻¹` and the same for v, where `F[i,j] = 1/(s[j]² − s[i]²)` (J. Townsend,
  /// *Differentiating the singular value decomposition*, 2016). F is 0 where values are equal, and `S⁻¹` where one is 0: what does
  /// not depend on the ambiguous part has the right derivative there.
  public record Svd() implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return SingularValues.shapes(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      List<Aval> avals = shapes(List.of(inputs.get(0).aval()));
      return SingularValues.decompose(inputs.get(0), avals.get(0), avals.get(1), avals.get(2));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor da = tangents.get(0);
      if (Zero.is(da)) {
        return outputs.stream().<Tensor>map(y -> new Zero(y.aval())).toList();
      }
      Tensor u = outputs.get(0);
      Tensor s = outputs.get(1);
      Tensor v = outputs.get(2);
      Tensor p = u.t().matmul(da).matmul(v);
      Tensor row = s.expandDims(-2);
      Tensor column = s.expandDims(-1);
      Tensor gap = row.minus(column).times(row.plus(column));
      Tensor f = safeReciprocal(gap);
      Tensor inverse = safeReciprocal(row);
      Tensor dv = da.matmul(v);
      Tensor du =
          u.matmul(f.times(p.times(row).plus(column.times(p.t()))))
              .plus(dv.minus(u.matmul(p)).times(inverse));
      Tensor dau = da.t().matmul(u);
      Tensor dw =
          v.matmul(f.times(column.times(p).plus(p.t().times(row))))
              .plus(dau.minus(v.matmul(p.t())).times(inverse));
      return List.of(du, Arranging.diagonal(p), dw);
    }

    /// `1/x`, and 0 at 0.
    private static Tensor safeReciprocal(Tensor x) {
      Tensor zero = x.equal(0);
      Tensor one = Tensor.full(x.dtype(), 1);
      return Tensor.where(zero, Tensor.full(x.dtype(), 0), Tensor.where(zero, one, x).reciprocal());
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// A singular value decomposition.
  ///
  /// @param u left singular vectors in columns, `(…, m, k)` with `k = min(m, n)`
  /// @param s singular values, descending, `(…, k)`
  /// @param v right singular vectors in columns, `(…, n, k)`
  public record SingularValueDecomposition(Tensor u, Tensor s, Tensor v) {}

  /// The thin singular value decomposition `a = u diag(s) vᵀ`. Throws a [ShapeException] for a tensor that is no matrix.
  public static SingularValueDecomposition svd(Tensor a) {
    if (a.rank() < 2) {
      throw new ShapeException("svd: " + a.shape() + " is no matrix or stack of them");
    }
    List<Tensor> parts = new Svd().bindAll(List.of(Aligned.floating(a)));
    return new SingularValueDecomposition(parts.get(0), parts.get(1), parts.get(2));
  }

  /// The singular values, descending.
  public static Tensor singularValues(Tensor a) {
    return svd(a).s();
  }

  /// The nuclear norm: the sum of the singular values.
  public static Tensor nuclearNorm(Tensor a) {
    return singularValues(a).sum(-1);
  }

  /// The spectral norm: the largest singular value.
  public static Tensor spectralNorm(Tensor a) {
    return singularValues(a).max(-1);
  }
}
