package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Lu;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Linear systems.
///
/// Thread-safe; all may be traced. Matrices are the last two axes; axes before them are stacks.
public final class LinearAlgebra {
  private LinearAlgebra() {}

  /// `a⁻¹ b` for stacks of square matrices a and matrices b with equal leading axes. With `x = a⁻¹ b`: tangent
  /// `a⁻¹ (db − da x)`, cotangents `b̄ = a⁻ᵀ x̄` and `ā = −b̄ xᵀ` (M. Giles, *An extended collection of matrix derivative results*,
  /// 2008).
  public record Solve() implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(1));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Lu.solve(inputs.get(0), inputs.get(1)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor da = tangents.get(0);
      Tensor db = tangents.get(1);
      if (Zero.is(da) && Zero.is(db)) {
        return List.of(new Zero(outputs.get(0).aval()));
      }
      Tensor right =
          Zero.is(da)
              ? db
              : Zero.is(db)
                  ? da.matmul(outputs.get(0)).unaryMinus()
                  : db.minus(da.matmul(outputs.get(0)));
      return List.of(bind(inputs.get(0), right));
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (Zero.is(cotangents.get(0))) {
        return;
      }
      Tensor b = bind(inputs.get(0).t(), cotangents.get(0));
      if (into.wants(0)) {
        into.add(0, b.matmul(outputs.get(0).t()).unaryMinus());
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

  /// The solution x of `a x = b`: b is a vector, or a matrix whose columns are solved for; leading axes are stacks that broadcast.
  /// A singular matrix gives infinities and NaN. Throws a [ShapeException] unless a is square and fits b.
  public static Tensor solve(Tensor a, Tensor b) {
    if (a.rank() < 2 || a.shape().length(-1) != a.shape().length(-2)) {
      throw new ShapeException(
          "solve: " + a.shape() + " is not a square matrix or a stack of them");
    }
    boolean vector = b.rank() == 1;
    Tensor columns = vector ? b.expandDims(1) : b;
    if (b.rank() == 0 || columns.shape().length(-2) != a.shape().length(-1)) {
      throw new ShapeException(
          "solve: "
              + a.shape()
              + " and "
              + b.shape()
              + ": the matrix has "
              + a.shape().length(-1)
              + " rows, the right side does not");
    }
    DType dtype = DType.promote(a.dtype(), b.dtype()).toFloating();
    Shape stack = Shape.broadcast("solve", leading(a.shape()), leading(columns.shape()));
    Tensor x =
        new Solve()
            .bind(
                Aligned.to(a, dtype, matrices(stack, a.shape())),
                Aligned.to(columns, dtype, matrices(stack, columns.shape())));
    return vector ? x.reshape(x.shape().without(x.rank() - 1)) : x;
  }

  private static Shape leading(Shape shape) {
    return shape.without(shape.rank() - 2, shape.rank() - 1);
  }

  private static Shape matrices(Shape stack, Shape shape) {
    var lengths = new ArrayList<>(stack.lengths());
    lengths.add(shape.length(-2));
    lengths.add(shape.length(-1));
    return Shape.of(lengths.stream().mapToInt(i -> i).toArray());
  }
}
