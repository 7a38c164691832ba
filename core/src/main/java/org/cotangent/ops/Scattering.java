package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Rows;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Rows combined with those at computed places by products and extremes. (Sums and replacements are in [Indexing].)
///
/// Thread-safe; all may be traced.
public final class Scattering {
  private Scattering() {}

  /// x with each row at an index the largest of what it was and the rows that meet there. Equal ones share the derivative evenly;
  /// NaN passes. (The smallest is the negative of the largest of the negatives.)
  public record ScatterMax() implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Rows.max(inputs.get(0), inputs.get(1), inputs.get(2)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor x = inputs.get(0);
      Tensor rows = inputs.get(1);
      Tensor indices = inputs.get(2);
      Tensor y = outputs.get(0);
      int n = x.shape().length(0);
      Tensor mine = x.equal(y).to(y.dtype());
      Tensor theirs = rows.equal(new Indexing.Gather().bind(y, indices)).to(y.dtype());
      Tensor count = mine.plus(new Indexing.ScatterAdd(n).bind(theirs, indices));
      Tensor sum = new Zero(y.aval());
      if (!Zero.is(tangents.get(0))) {
        sum = mine.times(tangents.get(0));
      }
      if (!Zero.is(tangents.get(1))) {
        Tensor met = new Indexing.ScatterAdd(n).bind(theirs.times(tangents.get(1)), indices);
        sum = Zero.is(sum) ? met : sum.plus(met);
      }
      return List.of(Zero.is(sum) ? sum : sum.div(count));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      List<Tensor> all = Batching.repeat(inputs, mapped, size, 2);
      Tensor x = all.get(0);
      int n = x.shape().length(1);
      Tensor flat = x.reshape(Indexing.joined(Shape.of(size * n), x.shape().without(0, 1)));
      Tensor places = Indexing.offset(inputs.get(2), mapped[2], size, n);
      return List.of(bind(flat, all.get(1), places).reshape(x.shape()));
    }
  }

  /// x with rows of larger elements at `indices` of axis 0; repeated indices meet.
  public static Tensor scatterMax(Tensor x, Tensor indices, Tensor rows) {
    DType dtype = DType.promote(x.dtype(), rows.dtype());
    Tensor to = Shaping.convert(x, dtype);
    return new ScatterMax().bind(to, Indexing.fitted("scatterMax", to, indices, rows), indices);
  }

  /// x with rows of smaller elements at `indices` of axis 0; repeated indices meet.
  public static Tensor scatterMin(Tensor x, Tensor indices, Tensor rows) {
    return scatterMax(x.unaryMinus(), indices, rows.unaryMinus()).unaryMinus();
  }

  /// x with the rows at `indices` of axis 0 multiplied by `rows`; of repeated indices all multiply. Derivatives are exact where
  /// there are zeros: the rows are brought in the order of their indices, and multiplied along it by a recurrence that starts
  /// anew at each index.
  public static Tensor scatterMul(Tensor x, Tensor indices, Tensor rows) {
    DType dtype = DType.promote(x.dtype(), rows.dtype()).toFloating();
    Tensor to = Shaping.convert(x, dtype);
    Tensor fitted = Indexing.fitted("scatterMul", to, indices, rows);
    int count = indices.shape().size();
    if (count == 0) {
      return to;
    }
    int n = x.shape().length(0);
    Shape rest = x.shape().without(0);
    Tensor places = new Indexing.Wrap(n).bind(indices.reshape(-1));
    Tensor order = Sorting.argsort(places, 0, false);
    Tensor sorted = Indexing.take(places, order, 0);
    Tensor factors =
        Indexing.take(fitted.reshape(Indexing.joined(Shape.of(count), rest)), order, 0);
    Tensor first = Tensor.full(DType.BOOL, 0, 1);
    Tensor again =
        Tensor.concat(
            0,
            first,
            Slicing.part(sorted, 0, 1, count - 1).equal(Slicing.part(sorted, 0, 0, count - 1)));
    Tensor same =
        again.reshape(Indexing.padded(again.shape(), factors.rank())).broadcastTo(factors.shape());
    Tensor zero = Tensor.full(dtype, 0);
    Tensor products =
        new Cumulative.LinearRecurrence(0, false)
            .bind(Tensor.where(same, factors, zero), Tensor.where(same, zero, factors));
    // Of the rows of one index the last holds the product of all, and the last writer wins.
    Tensor ones = Tensor.full(dtype, 1, x.shape().toArray());
    return to.times(Indexing.scatterSet(ones, sorted, products));
  }

  /// x with the elements at each line's own `indices` along `axis` replaced: what [Indexing#takeAlongAxis] reads. Of repeated
  /// indices the last wins. Indices and values broadcast to each other, and along the other axes to x.
  public static Tensor putAlongAxis(Tensor x, Tensor indices, Tensor values, int axis) {
    Lines lines = lines("putAlongAxis", x, indices, values, axis);
    Tensor flat = Indexing.scatterSet(Indexing.flat(x), lines.places(), lines.values());
    return flat.reshape(x.shape());
  }

  /// x with values added to the elements at each line's own `indices` along `axis`; repeated indices add up.
  public static Tensor addAlongAxis(Tensor x, Tensor indices, Tensor values, int axis) {
    Lines lines = lines("addAlongAxis", x, indices, values, axis);
    Tensor flat = Indexing.scatterAdd(Indexing.flat(x), lines.places(), lines.values());
    return flat.reshape(x.shape());
  }

  private record Lines(Tensor places, Tensor values) {}

  private static Lines lines(String operation, Tensor x, Tensor indices, Tensor values, int axis) {
    Indexing.requireIndices(operation, indices);
    int at = x.shape().axis(axis, operation);
    int rank = indices.rank();
    boolean fits =
        rank == x.rank()
            && indices.shape().resized(at, 1).broadcastsTo(x.shape().resized(at, 1))
            && values.shape().broadcastsTo(x.shape().resized(at, indices.shape().length(at)));
    if (!fits) {
      throw new ShapeException(
          operation
              + ": indices of "
              + indices.shape()
              + " and values of "
              + values.shape()
              + " do not broadcast to the lines of "
              + x.shape()
              + " along axis "
              + axis);
    }
    Shape shape = x.shape().resized(at, indices.shape().length(at));
    return new Lines(
        Indexing.positions(x.shape(), indices.broadcastTo(shape), at), values.broadcastTo(shape));
  }

  /// Sums of the rows of each of `count` segments; `segments` tells for each row to which it belongs. 0 for no rows.
  public static Tensor segmentSum(Tensor rows, Tensor segments, int count) {
    requireSegments("segmentSum", rows, segments);
    return new Indexing.ScatterAdd(count).bind(rows, segments);
  }

  /// Products of the rows of each of `count` segments; the derivative is exact where there are zeros. 1 for no rows.
  public static Tensor segmentProd(Tensor rows, Tensor segments, int count) {
    requireSegments("segmentProd", rows, segments);
    DType dtype = rows.dtype().toFloating();
    return scatterMul(Tensor.full(dtype, 1, counted(rows, count)), segments, rows);
  }

  /// Means of the rows of each of `count` segments. NaN for no rows.
  public static Tensor segmentMean(Tensor rows, Tensor segments, int count) {
    requireSegments("segmentMean", rows, segments);
    Tensor ones = Tensor.full(DType.I64, 1, segments.shape().length(0));
    Tensor number = segmentSum(ones, segments, count).to(rows.dtype().toFloating());
    return segmentSum(rows, segments, count)
        .div(number.reshape(Indexing.padded(number.shape(), rows.rank())));
  }

  /// The largest of the rows of each of `count` segments, element by element. Equal ones share the derivative evenly; NaN passes;
  /// −∞, or the smallest whole number, for no rows.
  public static Tensor segmentMax(Tensor rows, Tensor segments, int count) {
    requireSegments("segmentMax", rows, segments);
    Tensor none = Tensor.full(rows.dtype(), Double.NEGATIVE_INFINITY, counted(rows, count));
    return extreme(scatterMax(none, segments, rows), none, rows, segments);
  }

  /// The smallest of the rows of each of `count` segments, element by element. Equal ones share the derivative evenly; NaN
  /// passes; ∞, or the largest whole number, for no rows.
  public static Tensor segmentMin(Tensor rows, Tensor segments, int count) {
    requireSegments("segmentMin", rows, segments);
    Tensor none = Tensor.full(rows.dtype(), Double.POSITIVE_INFINITY, counted(rows, count));
    return extreme(scatterMin(none, segments, rows), none, rows, segments);
  }

  /// Where rows hold nothing but the infinity that stands for no rows, these would share the derivative with it: their mean is the
  /// same infinity, and shares it among themselves.
  private static Tensor extreme(Tensor best, Tensor none, Tensor rows, Tensor segments) {
    if (!rows.dtype().floating()) {
      return best;
    }
    Tensor mean = segmentMean(rows, segments, none.shape().length(0));
    return Tensor.where(mean.equal(none), mean, best);
  }

  /// `exp x / Σ exp x` within each of `count` segments of rows, element by element, without overflow.
  public static Tensor segmentSoftmax(Tensor rows, Tensor segments, int count) {
    requireSegments("segmentSoftmax", rows, segments);
    Tensor floating = Aligned.floating(rows);
    Tensor top = new StopGradient().bind(segmentMax(floating, segments, count));
    Tensor terms = floating.minus(Indexing.take(top, segments, 0)).exp();
    return terms.div(Indexing.take(segmentSum(terms, segments, count), segments, 0));
  }

  private static int[] counted(Tensor rows, int count) {
    return rows.shape().resized(0, count).toArray();
  }

  private static void requireSegments(String operation, Tensor rows, Tensor segments) {
    if (segments.rank() != 1
        || rows.rank() == 0
        || segments.shape().length(0) != rows.shape().length(0)) {
      throw new ShapeException(
          operation
              + ": "
              + rows.shape()
              + " and "
              + segments.shape()
              + ": each row needs one segment number");
    }
    Indexing.requireIndices(operation, segments);
  }
}
