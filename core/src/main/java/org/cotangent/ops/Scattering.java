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

  /// Sums of the rows of each of `count` segments; `segments` tells for each row to which it belongs.
  public static Tensor segmentSum(Tensor rows, Tensor segments, int count) {
    if (segments.rank() != 1
        || rows.rank() == 0
        || segments.shape().length(0) != rows.shape().length(0)) {
      throw new ShapeException(
          "segmentSum: "
              + rows.shape()
              + " and "
              + segments.shape()
              + ": each row needs one segment number");
    }
    return new Indexing.ScatterAdd(count).bind(rows, segments);
  }
}
