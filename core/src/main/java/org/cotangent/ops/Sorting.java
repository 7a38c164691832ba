package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Sorts;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;

/// Orders along an axis, and what is read off them. Sorting is stable and puts NaN last; derivatives go to the chosen elements.
///
/// Thread-safe; all may be traced.
public final class Sorting {
  private Sorting() {}

  /// The positions of the elements of each line in sorted order.
  public record ArgSort(int axis, boolean descending) implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0).with(DType.I64));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Sorts.order(inputs.get(0), axis, descending));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return new ArgSort(axis + 1, descending).bindAll(inputs);
    }
  }

  /// A value of each kind, and its positions.
  ///
  /// @param values the elements
  /// @param indices their positions, `I64`
  public record TopK(Tensor values, Tensor indices) {}

  /// The positions of the elements in sorted order along an axis, `I64`.
  public static Tensor argsort(Tensor x, int axis, boolean descending) {
    return new ArgSort(x.shape().axis(axis, "argsort"), descending).bind(x);
  }

  /// The elements in sorted order along an axis.
  public static Tensor sort(Tensor x, int axis, boolean descending) {
    int at = x.shape().axis(axis, "sort");
    return Indexing.takeAlongAxis(x, argsort(x, at, descending), at);
  }

  /// The k largest elements along the last axis, largest first, of equal ones the first, and their positions. Throws a
  /// [ShapeException] if there are fewer.
  public static TopK topK(Tensor x, int k) {
    int axis = x.shape().axis(-1, "topK");
    if (k < 0 || k > x.shape().length(axis)) {
      throw new ShapeException(
          "topK: "
              + k
              + " of the "
              + x.shape().length(axis)
              + " elements along the last axis of "
              + x.shape());
    }
    Tensor indices = Slicing.part(argsort(x, axis, true), axis, 0, k);
    return new TopK(Indexing.takeAlongAxis(x, indices, axis), indices);
  }

  /// How a quantile between two elements is found.
  public enum Interpolation {
    /// On the line between them.
    LINEAR,
    /// The lower one.
    LOWER,
    /// The higher one.
    HIGHER,
    /// The nearer one, the even position where both are as near.
    NEAREST,
    /// Their mean.
    MIDPOINT
  }

  /// The q-quantile along an axis, 0 ≤ q ≤ 1, as NumPy's default: the sorted elements stand at `0, 1/(n−1), …, 1`. NaN if there is
  /// a NaN. The derivative goes to the one or two elements that are chosen. Throws an [IllegalArgumentException] for another q, a
  /// [ShapeException] for no elements.
  public static Tensor quantile(Tensor x, double q, int axis, Interpolation interpolation) {
    return quantile(x, q, Axes.of(axis), interpolation);
  }

  /// The q-quantile of all elements along `axes`; none means all.
  public static Tensor quantile(Tensor x, double q, Axes axes, Interpolation interpolation) {
    requirePart("quantile", q);
    List<Integer> over = Reduction.normalized(x.shape(), axes, "quantile");
    Tensor quantile = quantile(sortedLine("quantile", x, over), q, interpolation);
    return Reduction.kept(quantile, x.shape(), over, axes);
  }

  /// Several quantiles of all elements along `axes`, none means all, along a new leading axis.
  public static Tensor quantiles(Tensor x, double[] q, Axes axes, Interpolation interpolation) {
    if (q.length == 0) {
      throw new IllegalArgumentException("quantiles: none is asked for");
    }
    List<Integer> over = Reduction.normalized(x.shape(), axes, "quantiles");
    Tensor sorted = sortedLine("quantiles", x, over);
    var each = new ArrayList<Tensor>();
    for (double part : q) {
      requirePart("quantiles", part);
      each.add(Reduction.kept(quantile(sorted, part, interpolation), x.shape(), over, axes));
    }
    return Tensor.stack(each);
  }

  /// The quantile below which `percent` of a hundred elements along `axes` lie; none means all.
  public static Tensor percentile(
      Tensor x, double percent, Axes axes, Interpolation interpolation) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percentile: " + percent + " is not between 0 and 100");
    }
    return quantile(x, percent / 100, axes, interpolation);
  }

  private static void requirePart(String operation, double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException(operation + ": q is " + q + ", not between 0 and 1");
    }
  }

  /// The elements along axes, joined to one last axis and sorted.
  private static Tensor sortedLine(String operation, Tensor x, List<Integer> over) {
    Tensor line =
        over.isEmpty()
            ? Aligned.floating(x).expandDims(-1)
            : Reduction.lastAxis(Aligned.floating(x), over);
    if (line.shape().length(-1) == 0) {
      throw new ShapeException(operation + ": " + x.shape() + " has no elements along " + over);
    }
    return sort(line, -1, false);
  }

  private static Tensor quantile(Tensor sorted, double q, Interpolation interpolation) {
    int n = sorted.shape().length(-1);
    double place = q * (n - 1);
    int low = (int) Math.floor(place);
    int high = (int) Math.ceil(place);
    double weight =
        switch (interpolation) {
          case LINEAR -> place - low;
          case LOWER -> 0;
          case HIGHER -> 1;
          case NEAREST -> Math.rint(place) - low;
          case MIDPOINT -> 0.5;
        };
    Tensor value = element(sorted, low);
    if (high > low && weight > 0) {
      Tensor above = element(sorted, high);
      value = weight == 1 ? above : value.plus(above.minus(value).times(weight));
    }
    // NaN is last: if the last element is NaN, so is every quantile.
    Tensor last = element(sorted, n - 1);
    return Tensor.where(Comparison.isNaN(last), last, value);
  }

  private static Tensor element(Tensor sorted, int position) {
    int axis = sorted.rank() - 1;
    return Slicing.part(sorted, axis, position, 1).reshape(sorted.shape().without(axis));
  }

  /// The middle element along an axis, or the mean of the two in the middle.
  public static Tensor median(Tensor x, int axis) {
    return median(x, Axes.of(axis));
  }

  /// The middle one of all elements along `axes`, none means all, or the mean of the two in the middle.
  public static Tensor median(Tensor x, Axes axes) {
    return quantile(x, 0.5, axes, Interpolation.LINEAR);
  }
}
