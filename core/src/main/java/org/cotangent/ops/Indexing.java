package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Rows;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.WrittenOut;

/// Elements at places that are computed: gathers and scatters, and everything made of them.
///
/// Indices are whole numbers; negative ones count from the end; one that is out of range is a [ShapeException] that names it and
/// the axis. Thread-safe; all may be traced.
public final class Indexing {
  private Indexing() {}

  /// Rows of x: for x of shape `(n) + rest` and indices of shape `s` the result has shape `s + rest`. Its transpose is
  /// [ScatterAdd].
  public record Gather() implements Linear.Moves, Linear.InPlace {
    @Override
    public boolean linear(int i) {
      return i == 0;
    }

    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval x = inputs.get(0);
      return List.of(x.with(joined(inputs.get(1).shape(), x.shape().without(0))));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Aval aval = shapes(List.of(inputs.get(0).aval(), inputs.get(1).aval())).getFirst();
      return List.of(Rows.gather(inputs.get(0), inputs.get(1), aval));
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      if (into.wants(0)) {
        into.add(
            0,
            new ScatterAdd(inputs.get(0).shape().length(0))
                .bind(cotangents.getFirst(), inputs.get(1)));
      }
    }

    @Override
    public void addTransposed(Array cotangent, List<Tensor> inputs, double[] into) {
      if (inputs.get(1) instanceof Array indices) {
        Rows.add(cotangent, indices, inputs.get(0).shape().length(0), into);
      } else {
        throw new AssertionError("an index without a value beside a value");
      }
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      Tensor x = inputs.get(0);
      Tensor indices = inputs.get(1);
      if (!mapped[0]) {
        return bindAll(inputs);
      }
      int n = x.shape().length(1);
      Tensor rows = x.reshape(joined(Shape.of(size * n), x.shape().without(0, 1)));
      return List.of(bind(rows, offset(indices, mapped[1], size, n)));
    }
  }

  /// Zeros of shape `(rows) + rest` into which rows are added at indices; repeated indices add up. The transpose of [Gather].
  public record ScatterAdd(int rows) implements Linear, WrittenOut {
    @Override
    public boolean linear(int i) {
      return i == 0;
    }

    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval updates = inputs.get(0);
      int rank = inputs.get(1).shape().rank();
      Shape rest = updates.shape().without(IntStream.range(0, rank).toArray());
      return List.of(updates.with(rest.with(0, rows)));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Aval aval = shapes(List.of(inputs.get(0).aval(), inputs.get(1).aval())).getFirst();
      return List.of(Rows.scatterAdd(inputs.get(0), inputs.get(1), aval));
    }

    @Override
    public List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      List<Scalar> all = Elements.scattered(shapes(inputs).getFirst(), x.get(0), x.get(1));
      return all.isEmpty() ? List.of() : List.of(all);
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      if (into.wants(0)) {
        into.add(0, new Gather().bind(cotangents.getFirst(), inputs.get(1)));
      }
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      Tensor updates =
          mapped[0]
              ? inputs.get(0)
              : Batching.repeat(inputs, new boolean[] {false, true}, size).get(0);
      Tensor sum =
          new ScatterAdd(size * rows).bind(updates, offset(inputs.get(1), mapped[1], size, rows));
      return List.of(sum.reshape(joined(Shape.of(size, rows), sum.shape().without(0))));
    }
  }

  /// x with rows replaced; of repeated indices the last wins. Linear in x and the rows jointly.
  public record ScatterSet() implements Linear.Moves {
    @Override
    public boolean linear(int i) {
      return i < 2;
    }

    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Rows.set(inputs.get(0), inputs.get(1), inputs.get(2)));
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      Tensor cotangent = cotangents.getFirst();
      Tensor indices = inputs.get(2);
      if (into.wants(0)) {
        Aval rows = inputs.get(1).aval();
        into.add(0, bind(cotangent, Tensor.full(rows.dtype(), 0, rows.shape().toArray()), indices));
      }
      if (into.wants(1)) {
        Tensor last = new LastWriter(cotangent.shape().length(0)).bind(indices);
        Tensor rows = new Gather().bind(cotangent, indices);
        Tensor test = last.reshape(padded(last.shape(), rows.rank())).broadcastTo(rows.shape());
        into.add(1, Tensor.where(test, rows, Tensor.full(rows.dtype(), 0)));
      }
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      List<Tensor> all = Batching.repeat(inputs, mapped, size, 2);
      Tensor x = all.get(0);
      int n = x.shape().length(1);
      Tensor flat = x.reshape(joined(Shape.of(size * n), x.shape().without(0, 1)));
      Tensor set = bind(flat, all.get(1), offset(inputs.get(2), mapped[2], size, n));
      return List.of(set.reshape(x.shape()));
    }
  }

  /// Which of repeated indices is the last: true there, false at the earlier ones.
  public record LastWriter(int rows) implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0).with(DType.BOOL));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Rows.last(inputs.get(0), rows));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return new LastWriter(size * rows).bindAll(List.of(offset(inputs.get(0), true, size, rows)));
    }
  }

  /// The indices of all examples into their rows laid end to end: those of example e are moved by `e·n`.
  static Tensor offset(Tensor indices, boolean mapped, int size, int n) {
    Shape shape = mapped ? indices.shape() : indices.shape().with(0, size);
    Tensor wrapped = new Wrap(n).bind(indices);
    Tensor starts =
        Tensor.arange(size).times(Tensor.indices(n)).reshape(padded(Shape.of(size), shape.rank()));
    return wrapped.broadcastTo(shape).plus(starts);
  }

  /// Indices into n rows, negative ones counted from the end; one that is out of range is refused, since beside others it would
  /// read a neighbour's row.
  public record Wrap(int rows) implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0).with(DType.I64));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Rows.wrap(inputs.get(0), rows));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  static Shape joined(Shape first, Shape second) {
    int[] lengths =
        IntStream.concat(IntStream.of(first.toArray()), IntStream.of(second.toArray())).toArray();
    return Shape.of(lengths);
  }

  /// `shape` with ones at the end, up to `rank` axes.
  static Shape padded(Shape shape, int rank) {
    Shape result = shape;
    while (result.rank() < rank) {
      result = result.with(result.rank(), 1);
    }
    return result;
  }

  static Tensor requireIndices(String operation, Tensor indices) {
    if (indices.dtype().floating() || indices.dtype() == DType.BOOL) {
      throw new DTypeException(
          operation
              + ": indices are whole numbers, not "
              + indices.aval()
              + ": use indices(…) or to(I64)");
    }
    return indices;
  }

  /// The rows of x at `indices`, along an axis, which is replaced by the axes of `indices`.
  public static Tensor take(Tensor x, Tensor indices, int axis) {
    requireIndices("take", indices);
    int at = x.shape().axis(axis, "take");
    if (at == 0) {
      return new Gather().bind(x, indices);
    }
    Tensor rows = new Gather().bind(Shaping.moveAxis(x, at, 0), indices);
    // The axes of the indices go back to where the axis was.
    int k = indices.rank();
    var order = new ArrayList<Integer>();
    IntStream.range(0, at).forEach(i -> order.add(k + i));
    IntStream.range(0, k).forEach(order::add);
    IntStream.range(k + at, rows.rank()).forEach(order::add);
    return rows.rank() < 2
        ? rows
        : Shaping.transpose(rows, order.stream().mapToInt(i -> i).toArray());
  }

  /// For each line along `axis` the elements at that line's own `indices`; the other lengths agree or broadcast.
  public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
    requireIndices("takeAlongAxis", indices);
    if (x.rank() != indices.rank()) {
      throw new ShapeException(
          "takeAlongAxis: "
              + x.shape()
              + " and "
              + indices.shape()
              + " differ in rank: indices have x's axes");
    }
    int at = x.shape().axis(axis, "takeAlongAxis");
    Shape others =
        Shape.broadcast("takeAlongAxis", x.shape().resized(at, 1), indices.shape().resized(at, 1));
    Tensor from = x.broadcastTo(others.resized(at, x.shape().length(at)));
    Tensor places = indices.broadcastTo(others.resized(at, indices.shape().length(at)));
    return new Gather().bind(flat(from), positions(from.shape(), places, at));
  }

  static Tensor flat(Tensor x) {
    return x.reshape(Shape.of(x.shape().size()));
  }

  /// The positions in the row-major elements of `shape` of the places that have `indices` along `axis`.
  static Tensor positions(Shape shape, Tensor indices, int axis) {
    int[] strides = org.cotangent.kernel.Strided.strides(shape);
    Tensor sum =
        new Wrap(shape.length(axis))
            .bind(indices)
            .times(Tensor.indices(strides[axis]).reshape(Shape.SCALAR));
    for (int i = 0; i < shape.rank(); i++) {
      if (i != axis) {
        Shape along = padded(Shape.of(shape.length(i)), shape.rank() - i);
        sum =
            sum.plus(
                Tensor.arange(shape.length(i)).times(Tensor.indices(strides[i])).reshape(along));
      }
    }
    return sum;
  }

  /// The elements at places given by one index tensor for each leading axis, which broadcast together: NumPy's `x[i, j]`.
  public static Tensor at(Tensor x, List<? extends Tensor> indices) {
    Flattened flattened = flattened("at", x, indices);
    return new Gather().bind(flattened.x(), flattened.indices());
  }

  /// A tensor whose leading axes are one, and indices for it.
  record Flattened(Tensor x, Tensor indices) {}

  /// x with as many leading axes joined as there are index tensors, and the indices of the same elements along the joined axis.
  static Flattened flattened(String operation, Tensor x, List<? extends Tensor> indices) {
    int k = indices.size();
    if (k == 0 || k > x.rank()) {
      throw new ShapeException(
          operation + ": " + k + " index tensors for the " + x.rank() + " axes of " + x.shape());
    }
    Tensor sum = Tensor.full(DType.I64, 0);
    int rows = 1;
    for (int i = 0; i < k; i++) {
      int n = x.shape().length(i);
      Tensor index = new Wrap(n).bind(requireIndices(operation, indices.get(i)));
      sum = sum.times(Tensor.full(DType.I64, n)).plus(index);
      rows *= n;
    }
    Shape rest = x.shape().without(IntStream.range(0, k).toArray());
    return new Flattened(x.reshape(joined(Shape.of(rows), rest)), sum);
  }

  /// The elements at places whose indices for the leading axes lie along the last axis of `indices`.
  public static Tensor gatherNd(Tensor x, Tensor indices) {
    requireIndices("gatherNd", indices);
    if (indices.rank() == 0) {
      throw new ShapeException(
          "gatherNd: indices need a last axis, with one index for each leading axis of x");
    }
    int k = indices.shape().length(-1);
    var each = new ArrayList<Tensor>();
    int last = indices.rank() - 1;
    for (int i = 0; i < k; i++) {
      Tensor part = Slicing.part(indices, last, i, 1);
      each.add(part.reshape(part.shape().without(last)));
    }
    return at(x, each);
  }

  /// x with `rows` added at `indices` of axis 0; repeated indices add up.
  public static Tensor scatterAdd(Tensor x, Tensor indices, Tensor rows) {
    requireIndices("scatterAdd", indices);
    DType dtype = DType.promote(x.dtype(), rows.dtype());
    Tensor to = Shaping.convert(x, dtype);
    Tensor fitted = fitted("scatterAdd", to, indices, rows);
    return to.plus(new ScatterAdd(x.shape().length(0)).bind(fitted, indices));
  }

  /// x with the rows at `indices` of axis 0 replaced; of repeated indices the last wins.
  public static Tensor scatterSet(Tensor x, Tensor indices, Tensor rows) {
    requireIndices("scatterSet", indices);
    DType dtype = DType.promote(x.dtype(), rows.dtype());
    Tensor to = Shaping.convert(x, dtype);
    return new ScatterSet().bind(to, fitted("scatterSet", to, indices, rows), indices);
  }

  static Tensor fitted(String operation, Tensor x, Tensor indices, Tensor rows) {
    if (x.rank() == 0) {
      throw new ShapeException(operation + ": a number has no rows to write to");
    }
    Shape shape = joined(indices.shape(), x.shape().without(0));
    if (!rows.shape().broadcastsTo(shape)) {
      throw new ShapeException(
          operation
              + ": "
              + rows.shape()
              + " does not broadcast to "
              + shape
              + ", the rows of "
              + x.shape()
              + " at indices of "
              + indices.shape());
    }
    return Aligned.to(rows, x.dtype(), shape);
  }

  /// The rows of a table at whole numbers of any shape: shape `indices + (width)` for a table of `(rows, width)`. What is
  /// read several times adds up in the derivative.
  public static Tensor embedding(Tensor table, Tensor indices) {
    if (table.rank() != 2) {
      throw new ShapeException("embedding: a table of " + table.shape() + " is no matrix of rows");
    }
    return take(table, requireIndices("embedding", indices), 0);
  }

  /// `1` at the label's place of a new last axis of length `classes`, else 0; `F64`.
  public static Tensor oneHot(Tensor labels, int classes) {
    requireIndices("oneHot", labels);
    return labels.expandDims(-1).equal(Tensor.arange(classes)).to(DType.F64);
  }
}
