package org.cotangent.ops;

import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Counts and correlations of data.
///
/// Thread-safe; all may be traced. Counts have no derivative; weighted counts have one by the
/// weights.
public final class Statistics {
  private Statistics() {}

  /// How many elements along `axes` (none means all) are not 0, `I64`. NaN counts.
  public static Tensor countNonZero(Tensor x, Axes axes) {
    return Reduction.sum(x.to(DType.BOOL), axes);
  }

  /// The covariances of variables whose observations are the rows of x: `(x − mean)(x − mean)ᵀ / (n
  /// − ddof)` for x of shape `(variables, n)` or a stack of such matrices; of a vector its
  /// variance. NumPy's `cov` has ddof 1.
  public static Tensor cov(Tensor x, int ddof) {
    if (x.rank() == 0) {
      throw new ShapeException("cov: a number is no observation: variables are rows");
    }
    Tensor floating = Aligned.floating(x);
    if (x.rank() == 1) {
      return Reduction.var(floating, Axes.of(0), ddof);
    }
    int n = x.shape().length(-1);
    Tensor centred = floating.minus(floating.mean(Tensor.keep(-1)));
    return centred.matmul(centred.t()).div(Math.max(0, n - ddof));
  }

  /// The correlations of variables whose observations are the rows of x: covariances divided by
  /// both standard deviations. NaN for a variable that is constant.
  public static Tensor corrcoef(Tensor x) {
    Tensor covariance = cov(x, 0);
    if (x.rank() == 1) {
      return covariance.div(covariance);
    }
    Tensor deviation = Arranging.diagonal(covariance).sqrt();
    return covariance.div(deviation.expandDims(-1)).div(deviation.expandDims(-2));
  }

  /// How often each of the whole numbers `0 … length − 1` is an element of x, `I64`. Throws a
  /// [ShapeException] for a larger one; negative ones count from the end, as indices do.
  public static Tensor bincount(Tensor x, int length) {
    Tensor ones = Tensor.full(DType.I64, 1, x.shape().size());
    return binned(x, ones, length);
  }

  /// The sum of the weights of each of the whole numbers `0 … length − 1` in x. Linear in the
  /// weights, which have x's shape.
  public static Tensor bincount(Tensor x, Tensor weights, int length) {
    if (!weights.shape().equals(x.shape())) {
      throw new ShapeException(
          "bincount: " + x.shape() + " and weights of " + weights.shape() + ": the shapes differ");
    }
    return binned(x, weights.reshape(x.shape().size()), length);
  }

  private static Tensor binned(Tensor x, Tensor weights, int length) {
    if (x.dtype().floating() || x.dtype() == DType.BOOL) {
      throw new DTypeException(
          "bincount: whole numbers are counted, not " + x.aval() + ": use histogram, or to(I64)");
    }
    return Scattering.segmentSum(weights, x.reshape(x.shape().size()), length);
  }

  /// The number of the interval in which each element of x lies, `I64`: 0 before the first of the
  /// increasing `edges`, and as many as there are edges after the last. An element on an edge
  /// belongs to the interval that starts there, or ends there if `closedAbove`. NaN is after all.
  public static Tensor digitize(Tensor x, Tensor edges, boolean closedAbove) {
    return Searching.searchSorted(edges, x, !closedAbove);
  }

  /// Counts of intervals.
  ///
  /// @param counts one for each interval: `I64`, or of the weights' dtype
  /// @param edges of the intervals, one more
  public record Histogram(Tensor counts, Tensor edges) {}

  /// How many elements of x lie in each of `bins` intervals of equal width from the smallest
  /// element to the largest; from half below to half above if they are equal. Throws a
  /// [ShapeException] if there are no elements.
  public static Histogram histogram(Tensor x, int bins) {
    Tensor floating = Aligned.floating(x);
    Tensor low = floating.min();
    Tensor high = floating.max();
    Tensor half = low.equal(high).to(floating.dtype()).times(0.5);
    return histogram(x, Ranges.linspace(low.minus(half), high.plus(half), requireBins(bins) + 1));
  }

  private static int requireBins(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("histogram: " + bins + " intervals, at least 1 is needed");
    }
    return bins;
  }

  /// How many elements of x lie in each of `bins` intervals of equal width from `low` to `high`;
  /// others are left out.
  public static Histogram histogram(Tensor x, int bins, double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "histogram: from " + low + " to " + high + ": not a range");
    }
    return histogram(
        x, Tensor.linspace(low, high, requireBins(bins) + 1).to(x.dtype().toFloating()));
  }

  /// How many elements of x lie between neighbours of the increasing `edges`: the lower one belongs
  /// to an interval, the upper one to the last interval only. Elements outside, and NaN, are left
  /// out.
  public static Histogram histogram(Tensor x, Tensor edges) {
    return new Histogram(counted(x, Tensor.full(DType.I64, 1, x.shape().toArray()), edges), edges);
  }

  /// The sums of the weights of the elements of x between neighbours of the increasing `edges`.
  /// Linear in the weights, which have x's shape.
  public static Histogram histogram(Tensor x, Tensor edges, Tensor weights) {
    if (!weights.shape().equals(x.shape())) {
      throw new ShapeException(
          "histogram: " + x.shape() + " and weights of " + weights.shape() + ": the shapes differ");
    }
    return new Histogram(counted(x, weights, edges), edges);
  }

  private static Tensor counted(Tensor x, Tensor weights, Tensor edges) {
    if (edges.rank() != 1 || edges.shape().length(0) < 2) {
      throw new ShapeException(
          "histogram: edges of " + edges.shape() + ": at least two are needed");
    }
    int bins = edges.shape().length(0) - 1;
    // 0 is before the first edge, bins + 1 after the last; the last edge itself is drawn into the
    // last interval.
    Tensor last = edges.get(-1);
    Tensor interval =
        Tensor.where(
            x.equal(last), Tensor.full(DType.I64, bins), Searching.searchSorted(edges, x, true));
    int n = x.shape().size();
    Tensor sums = Scattering.segmentSum(weights.reshape(n), interval.reshape(n), bins + 2);
    return Slicing.part(sums, 0, 1, bins);
  }

  /// The most frequent element along an axis, of equally frequent ones the smallest; the derivative
  /// goes to one of them. Throws a [ShapeException] if there are no elements.
  public static Tensor mode(Tensor x, int axis) {
    int at = x.shape().axis(axis, "mode");
    int n = x.shape().length(at);
    if (n == 0) {
      throw new ShapeException("mode: " + x.shape() + " has no elements along axis " + axis);
    }
    Tensor sorted = Sorting.sort(x, at, false);
    Tensor places =
        Tensor.arange(n).reshape(Indexing.padded(org.cotangent.Shape.of(n), x.rank() - at));
    Tensor starts =
        Cumulative.cummax(
            Tensor.where(Searching.starts(sorted, at), places, Tensor.full(DType.I64, 0)), at);
    // The first of the longest runs so far ends where the place is farthest from its start.
    Tensor end = Reduction.argmax(places.minus(starts), at).expandDims(at);
    return Indexing.takeAlongAxis(sorted, end, at).reshape(x.shape().without(at));
  }
}
