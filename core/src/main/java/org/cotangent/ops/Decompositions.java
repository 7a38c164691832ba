package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Factorizations;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// The rules of matrices taken apart; [LinearAlgebra] is the door to them.
///
/// Eigenvectors and singular vectors of equal values are any basis of their space, so they have no derivative: the rules divide by the
/// differences of the values, and where values are equal to the last digits they give NaN, except where what they divide is 0.
public final class Decompositions {
  private Decompositions() {}

  /// The lower triangular L of the symmetric positive definite `a = L Lᵀ`, from its lower triangle; NaN where it is not positive
  /// definite. `dL = L Φ(L⁻¹ da L⁻ᵀ)`, where Φ takes the lower triangle and half of the diagonal (S. F. Walter, *Structured
  /// higher-order algorithmic differentiation in the forward and reverse mode*, 2011).
  public record Cholesky() implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return inputs;
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Factorizations.cholesky(inputs.get(0)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      if (Zero.is(tangents.get(0))) {
        return tangents;
      }
      Tensor lower = outputs.get(0);
      var solve = new Systems.TriangularSolve(true, false, false);
      Tensor half = solve.bind(lower, tangents.get(0));
      Tensor both = solve.bind(lower, half.t()).t();
      return List.of(lower.matmul(Matrices.lowerHalf(both)));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// `a = Q R` for a matrix with at least as many rows as columns, R's diagonal not negative. With `C = Qᵀ da R⁻¹`, its upper part
  /// square, `Ω = tril₋₁(C) − tril₋₁(C)ᵀ`: `dR = (C − Ω) R`, `dQ = Q Ω + (da R⁻¹ − Q C)` (S. F. Walter, L. Lehmann, *Algorithmic
  /// differentiation of linear algebra functions with application in optimum experimental design*, 2010). The columns that Q has
  /// more if it is `full` turn with the others and no further.
  ///
  /// @param full whether Q is square
  public record Qr(boolean full) implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval a = inputs.get(0);
      Shape stack = Matrices.leading(a.shape());
      int m = a.shape().length(-2);
      int n = a.shape().length(-1);
      int columns = full ? m : n;
      return List.of(
          a.with(Matrices.matrices(stack, m, columns)),
          a.with(Matrices.matrices(stack, columns, n)));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      List<Aval> avals = shapes(List.of(inputs.get(0).aval()));
      return Factorizations.qr(inputs.get(0), avals.get(0), avals.get(1));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      if (Zero.is(tangents.get(0))) {
        return zeros(outputs);
      }
      Tensor q = outputs.get(0);
      int n = inputs.get(0).shape().length(-1);
      Tensor r = Matrices.rows(outputs.get(1), 0, n);
      Tensor b = new Systems.TriangularSolve(false, true, false).bind(r, tangents.get(0).t()).t();
      Tensor all = q.t().matmul(b);
      Tensor c = Matrices.rows(all, 0, n);
      Tensor strict = Arranging.tril(c, -1);
      Tensor omega = strict.minus(strict.t());
      Tensor dr = c.minus(omega).matmul(r);
      if (full) {
        Tensor below = Matrices.rows(all, n, q.shape().length(-1));
        return List.of(q.matmul(turn(omega, below)), Matrices.taller(dr, q.shape().length(-1)));
      }
      return List.of(q.matmul(omega.minus(c)).plus(b), dr);
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// The symmetric `a = V diag(w) Vᵀ` from its lower triangle, w ascending. With `P = Vᵀ da V`: `dw = diag P`, `dV = V (F ∘ P)`, where
  /// `F[i,j] = 1/(w[j] − w[i])` and 0 on the diagonal (M. Giles, *An extended collection of matrix derivative results*, 2008).
  public record Eigh() implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval a = inputs.get(0);
      return List.of(a.with(a.shape().without(a.shape().rank() - 1)), a);
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      List<Aval> avals = shapes(List.of(inputs.get(0).aval()));
      return Factorizations.eigh(inputs.get(0), avals.get(0), avals.get(1));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor w = outputs.get(0);
      if (Zero.is(tangents.get(0)) || w.shape().size() == 0) {
        return zeros(outputs);
      }
      Tensor v = outputs.get(1);
      Tensor p = v.t().matmul(tangents.get(0)).matmul(v);
      Tensor gap = w.expandDims(-2).minus(w.expandDims(-1));
      return List.of(
          Arranging.diagonal(p), v.matmul(Arithmetic.maskedTimes(p, inverse(gap, gap, w))));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// The singular value decomposition `a = U diag(s) Vᵀ`, s descending. With `P = Uᵀ da V`, its upper part square, and
  /// `F[i,j] = 1/(s[j]² − s[i]²)`: `ds = diag P`, `dU = U (F ∘ (P S + S Pᵀ)) + (1 − U Uᵀ) da V S⁻¹`,
  /// `dV = V (F ∘ (S P + Pᵀ S)) + (1 − V Vᵀ) daᵀ U S⁻¹` (J. Townsend, *Differentiating the singular value decomposition*, 2016). The columns
  /// that U or V has more if the decomposition is `full` turn with the others and no further.
  ///
  /// @param full whether U and V are square
  public record Svd(boolean full) implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval a = inputs.get(0);
      Shape stack = Matrices.leading(a.shape());
      int m = a.shape().length(-2);
      int n = a.shape().length(-1);
      int k = Math.min(m, n);
      return List.of(
          a.with(Matrices.matrices(stack, m, full ? m : k)),
          a.with(stack.with(stack.rank(), k)),
          a.with(Matrices.matrices(stack, n, full ? n : k)));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      List<Aval> avals = shapes(List.of(inputs.get(0).aval()));
      return Factorizations.svd(inputs.get(0), avals.get(0), avals.get(1), avals.get(2));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor da = tangents.get(0);
      Tensor s = outputs.get(1);
      if (Zero.is(da) || s.shape().size() == 0) {
        return zeros(outputs);
      }
      int k = s.shape().length(-1);
      Tensor u = Matrices.columns(outputs.get(0), 0, k);
      Tensor v = Matrices.columns(outputs.get(2), 0, k);
      Tensor p = u.t().matmul(da).matmul(v);
      Tensor row = s.expandDims(-2);
      Tensor column = s.expandDims(-1);
      Tensor gap = row.minus(column);
      Tensor f = inverse(gap.times(row.plus(column)), gap, s);
      Tensor omega = Arithmetic.maskedTimes(f, p.times(row).plus(column.times(p.t())));
      Tensor psi = Arithmetic.maskedTimes(f, column.times(p).plus(p.t().times(row)));
      return List.of(
          turned(outputs.get(0), omega, da.matmul(v), p, row),
          Arranging.diagonal(p),
          turned(outputs.get(2), psi, da.t().matmul(u), p.t(), row));
    }

    /// The tangent of one side: its turn among its columns, and out of them by what `moved` has outside of their space.
    private static Tensor turned(Tensor u, Tensor omega, Tensor moved, Tensor p, Tensor s) {
      int m = u.shape().length(-2);
      int columns = u.shape().length(-1);
      int k = omega.shape().length(-1);
      if (m == k) {
        return u.matmul(omega);
      }
      Tensor zero = s.abs().lessEqual(small(s));
      Tensor inverse =
          Tensor.where(
              zero,
              Tensor.full(s.dtype(), Double.NaN),
              Tensor.where(zero, Tensor.full(s.dtype(), 1), s).reciprocal());
      if (columns == k) {
        Tensor outside = moved.minus(u.matmul(p));
        return u.matmul(omega).plus(Arithmetic.maskedTimes(outside, inverse));
      }
      Tensor below = Matrices.rows(u.t().matmul(moved), k, columns);
      return u.matmul(turn(omega, Arithmetic.maskedTimes(below, inverse)));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// The pseudo-inverse `a⁺` (n×m), in which singular values up to `threshold` times the largest count as 0.
  /// `da⁺ = −a⁺ da a⁺ + a⁺ a⁺ᵀ daᵀ (1 − a a⁺) + (1 − a⁺ a) daᵀ a⁺ᵀ a⁺` where the rank is constant (G. H. Golub, V. Pereyra, *The
  /// differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate*, 1973).
  ///
  /// @param threshold relative
  public record PseudoInverse(double threshold) implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Shape shape = inputs.get(0).shape();
      return List.of(
          inputs
              .get(0)
              .with(
                  Matrices.matrices(Matrices.leading(shape), shape.length(-1), shape.length(-2))));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(
          Factorizations.pseudoInverse(
              inputs.get(0), shapes(List.of(inputs.get(0).aval())).get(0), threshold));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      if (Zero.is(tangents.get(0))) {
        return zeros(outputs);
      }
      Tensor a = inputs.get(0);
      Tensor x = outputs.get(0);
      Tensor da = tangents.get(0);
      Tensor within = x.matmul(da).matmul(x).unaryMinus();
      Tensor left = x.matmul(x.t()).matmul(da.t());
      Tensor right = da.t().matmul(x.t()).matmul(x);
      return List.of(
          within
              .plus(left.minus(left.matmul(a).matmul(x)))
              .plus(right.minus(x.matmul(a).matmul(right))));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// `1/divisor` off the diagonal, 0 on it, and NaN where `gap` between two of the `values` is 0 but for rounding.
  private static Tensor inverse(Tensor divisor, Tensor gap, Tensor values) {
    Tensor one = Tensor.eye(gap.shape().length(-1)).to(DType.BOOL);
    Tensor equal = gap.abs().lessEqual(small(values).expandDims(-1));
    Tensor safe = Tensor.where(equal, Tensor.full(gap.dtype(), 1), divisor).reciprocal();
    Tensor ambiguous = Tensor.where(equal, Tensor.full(gap.dtype(), Double.NaN), safe);
    return Tensor.where(one, Tensor.full(gap.dtype(), 0), ambiguous);
  }

  /// What counts as 0 beside `values`: the rounding error of decompositions.
  private static Tensor small(Tensor values) {
    double rounding = values.dtype() == DType.F32 ? 0x1p-23 : 0x1p-52;
    return values.abs().max(Tensor.keep(-1)).times(8 * rounding * values.shape().length(-1));
  }

  /// The skew matrix whose first columns are `omega` above `below`.
  private static Tensor turn(Tensor omega, Tensor below) {
    int more = below.shape().length(-2);
    if (more == 0) {
      return omega;
    }
    int axis = omega.rank() - 1;
    Tensor above = Slicing.concat(axis, List.of(omega, below.t().unaryMinus()));
    Tensor none =
        Aligned.to(Tensor.scalar(0), below.dtype(), below.shape().without(axis).with(axis, more));
    return Slicing.concat(axis - 1, List.of(above, Slicing.concat(axis, List.of(below, none))));
  }

  private static List<Tensor> zeros(List<Tensor> outputs) {
    return outputs.stream().<Tensor>map(y -> new Zero(y.aval())).toList();
  }
}
