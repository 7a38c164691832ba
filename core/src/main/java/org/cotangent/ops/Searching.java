package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Searches;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;

/// Searches in sorted elements, and orders by several keys.
///
/// Thread-safe; all may be traced, unless they say otherwise.
public final class Searching {
  private Searching() {}

  /// For each of `values` (shape `lead + rest`) the number of elements of its line of the sorted
  /// tensor (shape `lead + (n)`) that are smaller, or not larger if `right`. NaN counts as larger
  /// than every number.
  public record SearchSorted(boolean right) implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(1).with(DType.I64));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Searches.sorted(inputs.get(0), inputs.get(1), right));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      // One sorted line serves values of any shape.
      return bindAll(
          mapped[0] || inputs.get(0).rank() > 1 ? Batching.repeat(inputs, mapped, size) : inputs);
    }
  }

  /// Where values would be inserted into increasing elements so that they stay so, `I64`: before
  /// equal ones, or after them if `right`. `sorted` is a vector, or a stack of vectors whose
  /// leading axes the values share. NaN goes last.
  public static Tensor searchSorted(Tensor sorted, Tensor values, boolean right) {
    int lead = sorted.rank() - 1;
    if (lead < 0
        || lead > values.rank()
        || !sorted.shape().without(lead).equals(leading(values.shape(), lead))) {
      throw new ShapeException(
          "searchSorted: "
              + sorted.shape()
              + " and "
              + values.shape()
              + ": all axes of the sorted elements but the last are the leading axes of the"
              + " values");
    }
    DType dtype = DType.promote(sorted.dtype(), values.dtype());
    return new SearchSorted(right)
        .bind(Shaping.convert(sorted, dtype), Shaping.convert(values, dtype));
  }

  private static Shape leading(Shape shape, int count) {
    return Shape.of(java.util.Arrays.copyOf(shape.toArray(), count));
  }

  /// The elements of `values` in the order of `keys` of the same shape along an axis; equal keys
  /// keep their order. The derivative goes to the values.
  public static Tensor sortBy(Tensor keys, Tensor values, int axis, boolean descending) {
    if (!keys.shape().equals(values.shape())) {
      throw new ShapeException("sortBy: keys of " + keys.shape() + ", values of " + values.shape());
    }
    int at = keys.shape().axis(axis, "sortBy");
    return Indexing.takeAlongAxis(values, Sorting.argsort(keys, at, descending), at);
  }

  /// The positions that sort several keys of one shape along an axis: by the last key, where those
  /// are equal by the one before it, and so on, `I64`.
  public static Tensor lexsort(List<? extends Tensor> keys, int axis) {
    if (keys.isEmpty()) {
      throw new ShapeException("lexsort: there is no key");
    }
    int at = keys.getFirst().shape().axis(axis, "lexsort");
    Tensor order = Sorting.argsort(keys.getFirst(), at, false);
    for (Tensor key : keys.subList(1, keys.size())) {
      if (!key.shape().equals(keys.getFirst().shape())) {
        throw new ShapeException(
            "lexsort: keys of " + keys.getFirst().shape() + " and " + key.shape() + " differ");
      }
      Tensor next = Sorting.argsort(Indexing.takeAlongAxis(key, order, at), at, false);
      order = Indexing.takeAlongAxis(order, next, at);
    }
    return order;
  }

  /// The elements along an axis, arranged so that the one at place k is where it is in sorted
  /// order, no smaller one comes after it and no larger one before. Throws a [ShapeException] if
  /// there is no place k; negative ones count from the end.
  public static Tensor partition(Tensor x, int k, int axis) {
    int at = x.shape().axis(axis, "partition");
    place("partition", x.shape(), k, at);
    return Sorting.sort(x, at, false);
  }

  /// The positions of the elements in the order of [#partition], `I64`.
  public static Tensor argpartition(Tensor x, int k, int axis) {
    int at = x.shape().axis(axis, "argpartition");
    place("argpartition", x.shape(), k, at);
    return Sorting.argsort(x, at, false);
  }

  /// The element at place k in sorted order along an axis: the smallest is at 0, the largest at −1.
  /// Throws a [ShapeException] if there is no place k.
  public static Tensor kthValue(Tensor x, int k, int axis) {
    int at = x.shape().axis(axis, "kthValue");
    int place = place("kthValue", x.shape(), k, at);
    return Slicing.part(Sorting.sort(x, at, false), at, place, 1).reshape(x.shape().without(at));
  }

  private static int place(String operation, Shape shape, int k, int axis) {
    int n = shape.length(axis);
    if (k < -n || k >= n) {
      throw new ShapeException(
          operation
              + ": there is no place "
              + k
              + " in the "
              + n
              + " elements along axis "
              + axis
              + " of "
              + shape);
    }
    return k < 0 ? k + n : k;
  }

  /// Where along an axis of sorted elements one differs from the one before; true at the first.
  static Tensor starts(Tensor sorted, int axis) {
    int n = sorted.shape().length(axis);
    Tensor first = Tensor.full(DType.BOOL, 1, sorted.shape().resized(axis, 1).toArray());
    return Tensor.concat(
        axis,
        first,
        Comparison.notEqual(
            Slicing.part(sorted, axis, 1, n - 1), Slicing.part(sorted, axis, 0, n - 1)));
  }

  /// The different elements of a tensor, and where they are.
  ///
  /// @param values the different elements in increasing order
  /// @param indices the position of the first of each in the row-major elements, `I64`
  /// @param inverse for each element of the tensor its place among the values, `I64`
  /// @param counts how often each occurs, `I64`
  public record Unique(Tensor values, Tensor indices, Tensor inverse, Tensor counts) {}

  /// The different elements of x in increasing order; NaN is one of them. Their number depends on
  /// the elements, which must therefore be known: a [org.cotangent.TraceException] under `vmap`,
  /// `stage` and `compile`. The derivative goes to the first of each.
  public static Unique unique(Tensor x) {
    Array known = Known.of("unique", x);
    Searches.Distinct distinct = Searches.distinct(known);
    Tensor indices = Tensor.indices(distinct.first());
    return new Unique(
        Indexing.take(x.reshape(x.shape().size()), indices, 0),
        indices,
        Tensor.of(distinct.inverse(), x.shape().toArray()),
        Tensor.indices(distinct.counts()));
  }
}
