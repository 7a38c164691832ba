package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Banded;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Systems whose matrices have few diagonals that are not 0: in linear time.
///
/// The diagonals of an n×n matrix are the rows of a tensor of shape `(…, lower + upper + 1, n)`: `bands[upper + i − j, j] = a[i, j]`, as in
/// LAPACK; entries outside of the matrix count for nothing. Thread-safe; all may be traced, to any order.
public final class BandedSystems {
  private BandedSystems() {}

  /// `a⁻¹ b`, or `a⁻ᵀ b`, for a banded a. With `x = a⁻¹ b`: tangent `a⁻¹ (db − da x)`, cotangents `b̄ = a⁻ᵀ x̄` and `ā[i, j] = −Σ b̄[i] x[j]` on the
  /// diagonals.
  ///
  /// @param lower the number of diagonals below the main one
  /// @param transposed whether aᵀ is solved for
  public record BandedSolve(int lower, boolean transposed) implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(1));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Banded.solve(lower, transposed, inputs.get(0), inputs.get(1)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor db = tangents.get(1);
      if (Zero.is(tangents.get(0))) {
        return List.of(Zero.is(db) ? db : bind(inputs.get(0), db));
      }
      Tensor moved = product(lower, transposed, tangents.get(0), outputs.get(0));
      return List.of(bind(inputs.get(0), Zero.is(db) ? moved.unaryMinus() : db.minus(moved)));
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (Zero.is(cotangents.get(0))) {
        return;
      }
      Tensor b = new BandedSolve(lower, !transposed).bind(inputs.get(0), cotangents.get(0));
      if (into.wants(0)) {
        Tensor x = outputs.get(0);
        int height = inputs.get(0).shape().length(-2);
        Tensor bands = transposed ? outer(lower, height, x, b) : outer(lower, height, b, x);
        into.add(0, bands.unaryMinus());
      }
      if (into.wants(1)) {
        into.add(1, b);
      }
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// Rows moved down by `by` places, zeros where none comes from.
  private static Tensor shifted(Tensor x, int by) {
    int n = x.shape().length(-2);
    int kept = Math.max(0, n - Math.abs(by));
    Tensor rows = by >= 0 ? Matrices.rows(x, 0, kept) : Matrices.rows(x, n - kept, n);
    int[] before = new int[x.rank()];
    int[] after = new int[x.rank()];
    before[x.rank() - 2] = by >= 0 ? n - kept : 0;
    after[x.rank() - 2] = by >= 0 ? 0 : n - kept;
    return Arranging.pad(rows, before, after, 0);
  }

  /// The banded matrix, or its transpose, times x.
  private static Tensor product(int lower, boolean transposed, Tensor bands, Tensor x) {
    int height = bands.shape().length(-2);
    int upper = height - 1 - lower;
    Tensor sum = new Zero(x.aval());
    for (int row = 0; row < height; row++) {
      // a[j + below, j] stands in column j.
      int below = row - upper;
      Tensor diagonal = Matrices.rows(bands, row, row + 1).t();
      sum =
          sum.plus(
              transposed ? diagonal.times(shifted(x, -below)) : shifted(diagonal.times(x), below));
    }
    return sum;
  }

  /// `Σ u[i] v[j]` over the columns, on the diagonals.
  private static Tensor outer(int lower, int height, Tensor u, Tensor v) {
    int upper = height - 1 - lower;
    var rows = new java.util.ArrayList<Tensor>();
    for (int row = 0; row < height; row++) {
      rows.add(shifted(u, upper - row).times(v).sum(-1).expandDims(-2));
    }
    return Slicing.concat(-2, rows);
  }

  /// The solution x of `a x = b` for a banded a with `lower` diagonals below the main one: b is a vector, or a matrix whose columns are solved
  /// for. A singular matrix gives infinities and NaN. Throws a [ShapeException] unless bands and b fit, an
  /// [IllegalArgumentException] unless there are so many diagonals.
  public static Tensor solveBanded(int lower, Tensor bands, Tensor b) {
    if (bands.rank() < 2) {
      throw new ShapeException("solveBanded: " + bands.shape() + " are no diagonals");
    }
    if (lower < 0 || lower >= bands.shape().length(-2)) {
      throw new IllegalArgumentException(
          "solveBanded: "
              + lower
              + " diagonals below the main one, but "
              + bands.shape()
              + " has "
              + bands.shape().length(-2)
              + " in all");
    }
    Tensor columns = Matrices.columns("solveBanded", Aligned.floating(bands).t(), b);
    List<Tensor> both = Matrices.aligned("solveBanded", bands, columns);
    return Matrices.like(b, new BandedSolve(lower, false).bind(both.get(0), both.get(1)));
  }

  /// The solution of a system with three diagonals: `below` and `above` have one element less than `main`. Throws a [ShapeException] unless
  /// they fit.
  public static Tensor solveTridiagonal(Tensor below, Tensor main, Tensor above, Tensor b) {
    int n = main.rank() == 0 ? 0 : main.shape().length(-1);
    for (Tensor side : List.of(below, above)) {
      if (main.rank() == 0 || side.rank() == 0 || side.shape().length(-1) != n - 1) {
        throw new ShapeException(
            "solveTridiagonal: "
                + below.shape()
                + ", "
                + main.shape()
                + " and "
                + above.shape()
                + ": those beside the main diagonal must have one element less");
      }
    }
    Tensor bands = Slicing.concat(-2, List.of(row(above, 1, 0), row(main, 0, 0), row(below, 0, 1)));
    return solveBanded(1, bands, b);
  }

  private static Tensor row(Tensor diagonal, int before, int after) {
    int[] low = new int[diagonal.rank()];
    int[] high = new int[diagonal.rank()];
    low[diagonal.rank() - 1] = before;
    high[diagonal.rank() - 1] = after;
    return Arranging.pad(Aligned.floating(diagonal), low, high, 0).expandDims(-2);
  }

  /// The matrix with these diagonals, dense. Throws as [#solveBanded] does.
  public static Tensor dense(int lower, Tensor bands) {
    int n = bands.shape().length(-1);
    return product(lower, false, Aligned.floating(bands), Matrices.identityLike(bands, n));
  }
}
