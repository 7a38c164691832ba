package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
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
  /// a NaN. Throws an [IllegalArgumentException] for another q, a [ShapeException] for no elements.
  public static Tensor quantile(Tensor x, double q, int axis, Interpolation interpolation) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile: q is " + q + ", not between 0 and 1");
    }
    Tensor floating = Aligned.floating(x);
    int at = x.shape().axis(axis, "quantile");
    int n = x.shape().length(at);
    if (n == 0) {
      throw new ShapeException("quantile: " + x.shape() + " has no elements along axis " + axis);
    }
    Tensor sorted = sort(floating, at, false);
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
    Tensor value = element(sorted, at, low);
    if (high > low && weight > 0) {
      Tensor above = element(sorted, at, high);
      value = weight == 1 ? above : value.plus(above.minus(value).times(weight));
    }
    // NaN is last: if the last element is NaN, so is every quantile.
    Tensor last = element(sorted, at, n - 1);
    return Tensor.where(Comparison.isNaN(last), last, value);
  }

  private static Tensor element(Tensor sorted, int axis, int position) {
    Tensor part = Slicing.part(sorted, axis, position, 1);
    return part.reshape(part.shape().without(axis));
  }

  /// The middle element along an axis, or the mean of the two in the middle.
  public static Tensor median(Tensor x, int axis) {
    return quantile(x, 0.5, axis, Interpolation.LINEAR);
  }
}
