package org.cotangent.ops;

import java.util.Arrays;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Differences and integrals of sampled functions. (Differences of neighbours are
/// [Arranging#diff].)
///
/// Thread-safe; all may be traced.
public final class Differences {
  private Differences() {}

  /// The derivative of values sampled `step` apart along an axis, of the axis' own length: `(f[i+1]
  /// − f[i−1]) / (2h)` inside, and at the ends the difference with the neighbour (`edgeOrder` 1) or
  /// the parabola through three values (2). Linear in f. Throws a [ShapeException] for fewer than
  /// `edgeOrder + 1` values.
  public static Tensor gradient(Tensor f, double step, int axis, int edgeOrder) {
    int at = f.shape().axis(axis, "gradient");
    return gradient(
        f,
        Tensor.arange(f.shape().length(at)).to(f.dtype().toFloating()).times(step),
        axis,
        edgeOrder);
  }

  /// The derivative of values sampled at increasing or decreasing `points` along an axis: inside,
  /// that of the parabola through a point and its two neighbours; at the ends the slope to the
  /// neighbour (`edgeOrder` 1) or that of the last parabola (2). Also differentiable by the points.
  /// Throws a [ShapeException] for fewer than `edgeOrder + 1` values or another number of points.
  public static Tensor gradient(Tensor f, Tensor points, int axis, int edgeOrder) {
    if (edgeOrder != 1 && edgeOrder != 2) {
      throw new IllegalArgumentException("gradient: edgeOrder is " + edgeOrder + ", not 1 or 2");
    }
    Tensor values = Aligned.floating(f);
    int at = f.shape().axis(axis, "gradient");
    int n = f.shape().length(at);
    requirePoints("gradient", f.shape(), points, at, axis);
    if (n <= edgeOrder) {
      throw new ShapeException(
          "gradient: "
              + f.shape()
              + " has "
              + n
              + " elements along axis "
              + axis
              + ", but "
              + (edgeOrder + 1)
              + " are needed");
    }
    Tensor steps = along(Arranging.diff(Aligned.floating(points), 1, 0), f.rank(), at);
    Tensor slopes = Arranging.diff(values, 1, at).div(steps);
    Tensor first = Slicing.part(slopes, at, 0, 1);
    Tensor last = Slicing.part(slopes, at, n - 2, 1);
    if (n == 2) {
      return Tensor.concat(at, first, last);
    }
    // The slope of the parabola at the middle point is the mean of the two slopes, each weighted by
    // the other's step.
    Tensor left = Slicing.part(steps, at, 0, n - 2);
    Tensor right = Slicing.part(steps, at, 1, n - 2);
    Tensor before = Slicing.part(slopes, at, 0, n - 2);
    Tensor after = Slicing.part(slopes, at, 1, n - 2);
    Tensor width = left.plus(right);
    Tensor inside = before.times(right).plus(after.times(left)).div(width);
    if (edgeOrder == 2) {
      // It changes by the second derivative times the step.
      Tensor bend = after.minus(before).div(width);
      first = first.minus(Slicing.part(bend.times(left), at, 0, 1));
      last = last.plus(Slicing.part(bend.times(right), at, n - 3, 1));
    }
    return Tensor.concat(at, first, inside, last);
  }

  /// `∫ y dx` along an axis by the trapezoidal rule, of values `step` apart: `h Σ (y[i] + y[i+1]) /
  /// 2`; 0 for one value.
  public static Tensor trapezoid(Tensor y, double step, int axis) {
    int at = y.shape().axis(axis, "trapezoid");
    return panels(Aligned.floating(y), at).times(step).sum(at);
  }

  /// `∫ y dx` along an axis by the trapezoidal rule, of values at `points`: `Σ (x[i+1] − x[i])
  /// (y[i] + y[i+1]) / 2`. Also differentiable by the points. Throws a [ShapeException] if there
  /// are not as many points as values.
  public static Tensor trapezoid(Tensor y, Tensor points, int axis) {
    int at = y.shape().axis(axis, "trapezoid");
    requirePoints("trapezoid", y.shape(), points, at, axis);
    return weighted(y, points, at).sum(at);
  }

  /// The integral up to each point after the first, of values `step` apart: one element fewer along
  /// the axis.
  public static Tensor cumulativeTrapezoid(Tensor y, double step, int axis) {
    int at = y.shape().axis(axis, "cumulativeTrapezoid");
    return panels(Aligned.floating(y), at).times(step).cumsum(at);
  }

  /// The integral up to each of `points` after the first: one element fewer along the axis. Throws
  /// a [ShapeException] if there are not as many points as values.
  public static Tensor cumulativeTrapezoid(Tensor y, Tensor points, int axis) {
    int at = y.shape().axis(axis, "cumulativeTrapezoid");
    requirePoints("cumulativeTrapezoid", y.shape(), points, at, axis);
    return weighted(y, points, at).cumsum(at);
  }

  private static Tensor weighted(Tensor y, Tensor points, int at) {
    Tensor steps = Arranging.diff(Aligned.floating(points), 1, 0);
    return panels(Aligned.floating(y), at).times(along(steps, y.rank(), at));
  }

  /// The means of neighbours along an axis.
  private static Tensor panels(Tensor y, int at) {
    int n = Math.max(1, y.shape().length(at));
    if (y.shape().length(at) == 0) {
      return y;
    }
    return Slicing.part(y, at, 0, n - 1).plus(Slicing.part(y, at, 1, n - 1)).div(2);
  }

  /// Phases without jumps along an axis: each element is moved by a multiple of `period` so that
  /// neighbours differ by at most half of it. Derivative 1: the multiples are constant almost
  /// everywhere.
  public static Tensor unwrap(Tensor x, double period, int axis) {
    Tensor floating = Aligned.floating(x);
    int at = x.shape().axis(axis, "unwrap");
    int n = x.shape().length(at);
    if (n < 2) {
      return floating;
    }
    Tensor jumps = new StopGradient().bind(Arranging.diff(floating, 1, at));
    Tensor half = Aligned.constant(period / 2, jumps.aval());
    Tensor small = Arithmetic.remainder(jumps.plus(half), period).minus(half);
    // A jump of just half a period stays as it is, whatever its sign.
    Tensor upward = Comparison.and(small.equal(half.unaryMinus()), jumps.greater(0));
    Tensor moves = Tensor.where(upward, half, small).minus(jumps);
    Tensor needed =
        Tensor.where(jumps.abs().less(period / 2), Tensor.full(moves.dtype(), 0), moves);
    Tensor first = Slicing.part(floating, at, 0, 1);
    Tensor rest = Slicing.part(floating, at, 1, n - 1).plus(needed.cumsum(at));
    return Tensor.concat(at, first, rest);
  }

  private static void requirePoints(
      String operation, Shape shape, Tensor points, int at, int axis) {
    if (points.rank() != 1 || points.shape().length(0) != shape.length(at)) {
      throw new ShapeException(
          operation
              + ": points of "
              + points.shape()
              + " for the "
              + shape.length(at)
              + " elements along axis "
              + axis
              + " of "
              + shape);
    }
  }

  /// A vector as a tensor of that rank that lies along an axis.
  private static Tensor along(Tensor vector, int rank, int axis) {
    int[] lengths = new int[rank];
    Arrays.fill(lengths, 1);
    lengths[axis] = -1;
    return vector.reshape(lengths);
  }
}
