package org.cotangent.ops;

import java.util.List;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Reductions that leave out NaN: those elements have no influence on the value, and derivative 0.
///
/// The sum is [Reduction#nansum]. Of nothing but NaN the sum is 0, the product 1, everything else
/// NaN. Thread-safe; all may be traced.
public final class NanReductions {
  private NanReductions() {}

  /// `Π x` over the elements along `axes` (none means all) that are numbers. Its derivative is
  /// exact where there are zeros.
  public static Tensor nanprod(Tensor x, Axes axes) {
    return Reduction.prod(filled(Aligned.floating(x), 1), axes);
  }

  /// The mean of the elements along `axes` (none means all) that are numbers.
  public static Tensor nanmean(Tensor x, Axes axes) {
    return Reduction.nansum(x, axes).div(count(x, axes));
  }

  /// Variance of the n elements along `axes` (none means all) that are numbers, with divisor `n −
  /// ddof`. NaN where that is not positive.
  public static Tensor nanvar(Tensor x, Axes axes, int ddof) {
    Tensor floating = Aligned.floating(x);
    List<Integer> over = Reduction.normalized(x.shape(), axes, "nanvar");
    if (over.isEmpty()) {
      return floating.minus(floating);
    }
    Tensor distances = floating.minus(nanmean(floating, Tensor.keep(AxisLists.array(over))));
    Tensor zero = Tensor.full(floating.dtype(), 0);
    Tensor numbers = Tensor.where(Comparison.isNaN(floating), zero, distances);
    return Reduction.sum(numbers.square(), axes).div(count(floating, axes).minus(ddof).maximum(0));
  }

  /// The root of [#nanvar]; its derivative is 0 where all numbers are equal.
  public static Tensor nanstd(Tensor x, Axes axes, int ddof) {
    return Reduction.safeRoot(nanvar(x, axes, ddof));
  }

  /// The largest of the elements along `axes` (none means all) that are numbers. Equal ones share
  /// the derivative evenly. Throws a [ShapeException] if there are no elements.
  public static Tensor nanmax(Tensor x, Axes axes) {
    return extreme("nanmax", x, axes, true);
  }

  /// The smallest of the elements along `axes` (none means all) that are numbers. Equal ones share
  /// the derivative evenly. Throws a [ShapeException] if there are no elements.
  public static Tensor nanmin(Tensor x, Axes axes) {
    return extreme("nanmin", x, axes, false);
  }

  /// NaN is replaced by the infinity that loses against every number. Where that infinity wins, all
  /// numbers of the line are equal to it, or there are none: their mean is the value then, and
  /// shares the derivative among the numbers alone.
  private static Tensor extreme(String operation, Tensor x, Axes axes, boolean largest) {
    Tensor floating = Aligned.floating(x);
    double lost = largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    Tensor best = Reduction.extreme(operation, filled(floating, lost), axes, largest);
    return Tensor.where(best.equal(lost), nanmean(floating, axes), best);
  }

  /// The middle one of the numbers along an axis, or the mean of the two in the middle.
  public static Tensor nanmedian(Tensor x, int axis) {
    return nanquantile(x, 0.5, axis, Sorting.Interpolation.LINEAR);
  }

  /// The q-quantile, 0 ≤ q ≤ 1, of the n numbers along an axis, which stand at `0, 1/(n−1), …, 1`
  /// in sorted order; the derivative goes to the one or two that are chosen. Throws an
  /// [IllegalArgumentException] for another q, a [ShapeException] for no elements.
  public static Tensor nanquantile(
      Tensor x, double q, int axis, Sorting.Interpolation interpolation) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("nanquantile: q is " + q + ", not between 0 and 1");
    }
    Tensor floating = Aligned.floating(x);
    int at = x.shape().axis(axis, "nanquantile");
    if (x.shape().length(at) == 0) {
      throw new ShapeException("nanquantile: " + x.shape() + " has no elements along axis " + axis);
    }
    // NaN is last, so the numbers are the first elements in sorted order.
    Tensor sorted = Sorting.sort(floating, at, false);
    Tensor place = count(floating, Tensor.keep(at)).minus(1).maximum(0).to(DType.F64).times(q);
    Tensor low = place.floor();
    Tensor weight =
        switch (interpolation) {
          case LINEAR -> place.minus(low);
          case LOWER -> Tensor.full(DType.F64, 0);
          case HIGHER -> place.ceil().minus(low);
          case NEAREST -> place.round().minus(low);
          case MIDPOINT -> place.greater(low).to(DType.F64).times(0.5);
        };
    Tensor below = element(sorted, low, at);
    Tensor above = element(sorted, place.ceil(), at);
    Tensor between = below.plus(above.minus(below).times(weight.to(floating.dtype())));
    // At an element the other one has no influence: it may be infinite.
    Tensor value =
        Tensor.where(weight.greater(0), Tensor.where(weight.less(1), between, above), below);
    return value.reshape(x.shape().without(at));
  }

  private static Tensor element(Tensor sorted, Tensor place, int axis) {
    return Indexing.takeAlongAxis(sorted, place.to(DType.I64), axis);
  }

  /// Running sum along an axis over the elements that are numbers.
  public static Tensor nancumsum(Tensor x, int axis) {
    return Cumulative.cumsum(filled(Aligned.floating(x), 0), axis, false);
  }

  /// Running product along an axis over the elements that are numbers; its derivative is exact
  /// where there are zeros.
  public static Tensor nancumprod(Tensor x, int axis) {
    return Cumulative.cumprod(filled(Aligned.floating(x), 1), axis);
  }

  /// Position of the first largest number along an axis, `I64`; 0 where there is none.
  public static Tensor nanargmax(Tensor x, int axis) {
    return position(x, nanmax(x, Tensor.keep(axis)), axis);
  }

  /// Position of the first smallest number along an axis, `I64`; 0 where there is none.
  public static Tensor nanargmin(Tensor x, int axis) {
    return position(x, nanmin(x, Tensor.keep(axis)), axis);
  }

  private static Tensor position(Tensor x, Tensor best, int axis) {
    return Reduction.argmax(x.equal(best).to(DType.I64), axis);
  }

  /// How many elements along `axes` are numbers, in x's floating dtype.
  private static Tensor count(Tensor x, Axes axes) {
    Tensor floating = Aligned.floating(x);
    return Reduction.sum(Comparison.not(Comparison.isNaN(floating)), axes).to(floating.dtype());
  }

  private static Tensor filled(Tensor x, double value) {
    return Tensor.where(Comparison.isNaN(x), Tensor.full(x.dtype(), value), x);
  }
}
