package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Sorts;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;

/// Values between known ones.
///
/// Thread-safe; all may be traced.
public final class Interpolation {
  private Interpolation() {}

  /// In which interval between ascending knots each number lies: `(rows, m)` numbers and `(rows, n)` knots to the largest `i ≤ n − 2`
  /// with `knot[i] ≤ x`, 0 if there is none.
  public record Interval() implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0).with(DType.I64));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Sorts.intervals(inputs.get(0), inputs.get(1)));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      Tensor x = inputs.get(0);
      if (!mapped[1] && inputs.get(1).shape().length(0) == 1) {
        // One row of knots for all: the examples are more numbers.
        int m = x.shape().length(2);
        return List.of(
            bind(x.reshape(Shape.of(1, size * m)), inputs.get(1)).reshape(Shape.of(size, 1, m)));
      }
      List<Tensor> all = Batching.repeat(inputs, mapped, size);
      Shape shape = all.get(0).shape();
      return List.of(bind(rows(all.get(0)), rows(all.get(1))).reshape(shape));
    }

    private static Tensor rows(Tensor x) {
      Shape shape = x.shape();
      return x.reshape(Shape.of(shape.length(0) * shape.length(1), shape.length(2)));
    }
  }

  /// The straight lines through the points `(xp, fp)`, at each element of x; before the first and after the last knot the value
  /// there. The knots xp ascend; this is not checked.
  ///
  /// Differentiable in all three. Outside the derivative by x is 0. At a knot it is the slope to the right of it, at the last knot the
  /// one to the left: so at a knot the values on both sides of that line have parts in the derivative, though only one of them in
  /// the value. The line is followed from its nearer end, so the values at knots are exact. NaN passes. Throws a [ShapeException] if
  /// xp and fp are not vectors of one length.
  public static Tensor linear(Tensor x, Tensor xp, Tensor fp) {
    if (xp.rank() != 1 || !xp.shape().equals(fp.shape()) || xp.shape().size() == 0) {
      throw new ShapeException(
          "linear: knots "
              + xp.shape()
              + " and values "
              + fp.shape()
              + " are not vectors of one length with elements");
    }
    DType dtype = DType.promote(x.dtype(), DType.promote(xp.dtype(), fp.dtype())).toFloating();
    Tensor at = Shaping.convert(x, dtype);
    Tensor knots = Shaping.convert(xp, dtype);
    Tensor values = Shaping.convert(fp, dtype);
    int n = xp.shape().size();
    Tensor first = values.get(0);
    Tensor last = values.get(n - 1);
    if (n == 1) {
      Tensor constant = first.broadcastTo(x.shape());
      return Tensor.where(Comparison.isNaN(at), at, constant);
    }
    Tensor i =
        new Interval()
            .bind(at.reshape(Shape.of(1, x.shape().size())), knots.reshape(Shape.of(1, n)))
            .reshape(x.shape());
    Tensor from = knots.get(i);
    Tensor to = knots.get(i.plus(Tensor.full(DType.I64, 1)));
    Tensor low = values.get(i);
    Tensor high = values.get(i.plus(Tensor.full(DType.I64, 1)));
    Tensor rises = from.less(to);
    Tensor width = Tensor.where(rises, to.minus(from), Tensor.full(dtype, 1));
    Tensor slope = high.minus(low).div(width);
    Tensor passed = at.minus(from);
    Tensor left = to.minus(at);
    Tensor line =
        Tensor.where(
            passed.lessEqual(left), low.plus(passed.times(slope)), high.minus(left.times(slope)));
    Tensor inside = Tensor.where(Comparison.or(rises, Comparison.isNaN(at)), line, high);
    Tensor ended = Tensor.where(at.greater(knots.get(n - 1)), last, inside);
    return Tensor.where(at.less(knots.get(0)), first, ended);
  }
}
