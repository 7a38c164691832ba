package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Factorizations;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// The rules of linear systems; [LinearAlgebra] is the door to them.
public final class Systems {
  private Systems() {}

  /// `P a = L U` with row pivoting: U in the upper triangle, L below it without its ones; and P as the row of `a` that comes to each
  /// place. With `X = L⁻¹ P da U⁻¹`, L and U made square with ones: `dL = L tril₋₁(X)`, `dU = triu(X) U`.
  public record LuFactor() implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Shape shape = inputs.get(0).shape();
      return List.of(inputs.get(0), Aval.of(DType.I32, shape.without(shape.rank() - 1)));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      List<Aval> avals = shapes(List.of(inputs.get(0).aval()));
      return Factorizations.lu(inputs.get(0), avals.get(0), avals.get(1));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Zero none = new Zero(outputs.get(1).aval());
      if (Zero.is(tangents.get(0))) {
        return List.of(tangents.get(0), none);
      }
      Tensor lu = outputs.get(0);
      Tensor lower = squareLower(lu);
      Tensor upper = squareUpper(lu);
      Tensor da = permuteRows(tangents.get(0), outputs.get(1));
      Tensor half = new TriangularSolve(true, false, true).bind(lower, da);
      Tensor x = new TriangularSolve(false, true, false).bind(upper, half.t()).t();
      Tensor tangent = lower.matmul(Arranging.tril(x, -1)).plus(Arranging.triu(x, 0).matmul(upper));
      return List.of(tangent, none);
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// L with its ones, made square.
  private static Tensor squareLower(Tensor lu) {
    int m = lu.shape().length(-2);
    int k = Math.min(m, lu.shape().length(-1));
    Tensor strict = Arranging.tril(Matrices.columns(lu, 0, k), -1);
    return widened(strict, m, m).plus(Tensor.eye(m).to(lu.dtype()));
  }

  /// U, made square with ones.
  private static Tensor squareUpper(Tensor lu) {
    int n = lu.shape().length(-1);
    int k = Math.min(lu.shape().length(-2), n);
    Tensor upper = widened(Arranging.triu(Matrices.rows(lu, 0, k), 0), n, n);
    double[] ones = new double[n];
    java.util.Arrays.fill(ones, k, n, 1);
    return k == n
        ? upper
        : upper.plus(Arranging.diagonalMatrix(Tensor.vector(ones), 0).to(lu.dtype()));
  }

  private static Tensor widened(Tensor a, int m, int n) {
    int rank = a.rank();
    int[] after = new int[rank];
    after[rank - 2] = m - a.shape().length(-2);
    after[rank - 1] = n - a.shape().length(-1);
    return after[rank - 2] == 0 && after[rank - 1] == 0
        ? a
        : Arranging.pad(a, new int[rank], after, 0);
  }

  /// The rows of each matrix in the order of the permutation.
  static Tensor permuteRows(Tensor a, Tensor permutation) {
    return Indexing.takeAlongAxis(
        a, permutation.expandDims(permutation.rank()).broadcastTo(a.shape()), a.rank() - 2);
  }

  /// `a⁻¹ b`, or `a⁻ᵀ b`, by a's factors, which are inputs so that derivatives of every order share them: in `(a, lu, permutation, b)`
  /// they count as constants. With `x = a⁻¹ b`: tangent `a⁻¹ (db − da x)`, cotangents `b̄ = a⁻ᵀ x̄` and `ā = −b̄ xᵀ` (M. Giles, *An
  /// extended collection of matrix derivative results*, 2008).
  ///
  /// @param transposed whether aᵀ is solved for
  public record FactoredSolve(boolean transposed) implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(3));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(
          Factorizations.luSolve(transposed, inputs.get(1), inputs.get(2), inputs.get(3)));
    }

    private Tensor solve(List<Tensor> inputs, Tensor right) {
      return bindAll(List.of(inputs.get(0), inputs.get(1), inputs.get(2), right)).get(0);
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor da = transposed ? transpose(tangents.get(0)) : tangents.get(0);
      Tensor db = tangents.get(3);
      Tensor moved = Matrices.product(da, outputs.get(0));
      if (Zero.is(moved)) {
        return List.of(Zero.is(db) ? db : solve(inputs, db));
      }
      return List.of(solve(inputs, Zero.is(db) ? moved.unaryMinus() : db.minus(moved)));
    }

    private static Tensor transpose(Tensor a) {
      return Zero.is(a) ? a : a.t();
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (Zero.is(cotangents.get(0))) {
        return;
      }
      Tensor b =
          new FactoredSolve(!transposed)
              .bindAll(List.of(inputs.get(0), inputs.get(1), inputs.get(2), cotangents.get(0)))
              .get(0);
      if (into.wants(0)) {
        Tensor a = b.matmul(outputs.get(0).t()).unaryMinus();
        into.add(0, transposed ? a.t() : a);
      }
      if (into.wants(3)) {
        into.add(3, b);
      }
    }

    /// Many right sides of one matrix are solved at once, as columns.
    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      if (mapped[0] || mapped[1] || mapped[2] || inputs.get(0).rank() != 2) {
        return bindAll(Batching.repeat(inputs, mapped, size));
      }
      Tensor right = inputs.get(3);
      int n = right.shape().length(1);
      int columns = right.shape().length(2);
      Tensor x = solve(inputs, right.moveAxis(0, 1).reshape(n, size * columns));
      return List.of(x.reshape(n, size, columns).moveAxis(1, 0));
    }
  }

  /// `t⁻¹ b`, or `t⁻ᵀ b`, where one triangle of t counts. Derivatives as of [FactoredSolve], those of t within its triangle.
  ///
  /// @param lower whether t's lower triangle counts
  /// @param transposed whether tᵀ is solved for
  /// @param unit whether t's diagonal counts as ones
  public record TriangularSolve(boolean lower, boolean transposed, boolean unit)
      implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(1));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(
          Factorizations.triangularSolve(lower, transposed, unit, inputs.get(0), inputs.get(1)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor db = tangents.get(1);
      if (Zero.is(tangents.get(0))) {
        return List.of(Zero.is(db) ? db : bind(inputs.get(0), db));
      }
      Tensor dt = triangle(tangents.get(0));
      Tensor moved = (transposed ? dt.t() : dt).matmul(outputs.get(0));
      return List.of(bind(inputs.get(0), Zero.is(db) ? moved.unaryMinus() : db.minus(moved)));
    }

    private Tensor triangle(Tensor t) {
      int without = unit ? 1 : 0;
      return lower ? Arranging.tril(t, -without) : Arranging.triu(t, without);
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (Zero.is(cotangents.get(0))) {
        return;
      }
      Tensor b =
          new TriangularSolve(lower, !transposed, unit).bind(inputs.get(0), cotangents.get(0));
      if (into.wants(0)) {
        Tensor x = outputs.get(0);
        Tensor t = transposed ? x.matmul(b.t()) : b.matmul(x.t());
        into.add(0, triangle(t).unaryMinus());
      }
      if (into.wants(1)) {
        into.add(1, b);
      }
    }

    /// Many right sides of one matrix are solved at once, as columns.
    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      if (mapped[0] || inputs.get(0).rank() != 2) {
        return bindAll(Batching.repeat(inputs, mapped, size));
      }
      Tensor right = inputs.get(1);
      int n = right.shape().length(1);
      int columns = right.shape().length(2);
      Tensor x = bind(inputs.get(0), right.moveAxis(0, 1).reshape(n, size * columns));
      return List.of(x.reshape(n, size, columns).moveAxis(1, 0));
    }
  }
}
