package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Forest;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.Linear;

/// Linear systems whose matrices are forests: how the entries of a sparse matrix follow from few products.
public final class Forests {
  private Forests() {}

  /// The `y` with `y[k] + Σ y[c] = x[k]` along the last axis, over the children `c` of `k`: those whose parent is `k`. If transposed,
  /// that with `y[k] + y[parent of k] = x[k]`. Its own transpose in the other direction.
  ///
  /// Inputs are `x`, floating, and the parents, whole numbers of the shape of x's last axis: a vertex's parent comes later, or is the
  /// vertex itself, which means that it has none; anything else is a [ShapeException] when it runs.
  public record ForestSolve(boolean transposed) implements Linear {
    @Override
    public boolean linear(int i) {
      return i == 0;
    }

    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval x = inputs.get(0);
      Aval parents = inputs.get(1);
      if (!x.dtype().floating() || parents.dtype().floating()) {
        throw new DTypeException(
            "forest_solve: takes numbers and the indices of parents, not " + x + " and " + parents);
      }
      int rank = x.shape().rank();
      if (rank == 0
          || parents.shape().rank() != 1
          || x.shape().length(rank - 1) != parents.shape().length(0)) {
        throw new ShapeException(
            "forest_solve: " + x + " does not have a parent each: parents are " + parents);
      }
      return List.of(x);
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Forest.solve(inputs.get(0), inputs.get(1), transposed));
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      if (into.wants(0)) {
        into.add(0, new ForestSolve(!transposed).bind(cotangents.getFirst(), inputs.get(1)));
      }
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      if (!mapped[1]) {
        return bindAll(inputs);
      }
      // One forest made of all: x with the examples next to the vertices.
      Tensor x = Batching.repeat(inputs, mapped, size).get(0);
      Tensor parents = inputs.get(1);
      int n = parents.shape().length(1);
      int rank = x.rank();
      Tensor inside = Shaping.moveAxis(x, 0, rank - 2);
      Shape joined = inside.shape().without(rank - 2, rank - 1).with(rank - 2, size * n);
      Tensor first = Tensor.arange(size).times(n).to(parents.dtype()).reshape(size, 1);
      Tensor solved = bind(inside.reshape(joined), parents.plus(first).reshape(size * n));
      return List.of(Shaping.moveAxis(solved.reshape(inside.shape()), rank - 2, 0));
    }
  }

  /// The `y` with `y[k] + Σ y[c] = x[k]` along the last axis, over all `c ≠ k` whose parent is `k`. Parents come later in the order;
  /// a vertex that has none is its own. A [ShapeException] if x's last axis and the parents differ in length.
  public static Tensor forestSolve(Tensor x, Tensor parents) {
    return new ForestSolve(false).bind(x, parents);
  }
}
