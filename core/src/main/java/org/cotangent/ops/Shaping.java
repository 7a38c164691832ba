package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.Strided;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Linear;

/// Shape and dtype: the same elements, arranged, repeated or converted. All of it is linear.
///
/// Thread-safe; all may be traced.
public final class Shaping {
  private Shaping() {}

  /// Repeats `x` to `shape`; axis i of x becomes axis `axes[i]`, and must have that length or 1. Its transpose is
  /// [Reduction.ReduceSum], so the un-broadcast of a gradient is nobody's special case.
  public record Broadcast(Shape shape, List<Integer> axes) implements Linear.Unary, Linear.Moves {
    /// Copies the list.
    public Broadcast {
      axes = List.copyOf(axes);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(shape);
    }

    @Override
    public Array evaluate(Array x) {
      int[] from = Strided.strides(x.shape());
      int[] strides = new int[shape.rank()];
      for (int i = 0; i < from.length; i++) {
        strides[axes.get(i)] = x.shape().length(i) == 1 ? 0 : from[i];
      }
      return Strided.gather(x, 0, strides, x.aval().with(shape));
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      var summed = new ArrayList<Integer>();
      for (int axis = 0; axis < shape.rank(); axis++) {
        int from = axes.indexOf(axis);
        if (from < 0 || x.shape().length(from) == 1 && shape.length(axis) != 1) {
          summed.add(axis);
        }
      }
      return reshape(new Reduction.ReduceSum(summed).bind(cotangent), x.shape());
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      var shifted = new ArrayList<Integer>();
      shifted.add(0);
      axes.forEach(axis -> shifted.add(axis + 1));
      return List.of(new Broadcast(shape.with(0, size), shifted).bind(inputs.get(0)));
    }
  }

  /// The same elements in row-major order, with another shape.
  public record Reshape(Shape shape) implements Linear.Unary, Linear.Moves {
    @Override
    public Aval shape(Aval x) {
      return x.with(shape);
    }

    @Override
    public Array evaluate(Array x) {
      Aval aval = x.aval().with(shape);
      return Buffers.filled(x)
          ? Buffers.fill(aval, Buffers.fill(x))
          : Buffers.wrap(aval, Buffers.data(x));
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return reshape(cotangent, x.shape());
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return List.of(reshape(inputs.get(0), shape.with(0, size)));
    }
  }

  /// Reorders axes: axis i of the result is axis `order[i]` of x.
  public record Permute(List<Integer> order) implements Linear.Unary, Linear.Moves {
    /// Copies the list.
    public Permute {
      order = List.copyOf(order);
    }

    @Override
    public Aval shape(Aval x) {
      int[] lengths = new int[order.size()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = x.shape().length(order.get(i));
      }
      return x.with(Shape.of(lengths));
    }

    @Override
    public Array evaluate(Array x) {
      int[] from = Strided.strides(x.shape());
      int[] strides = new int[from.length];
      for (int i = 0; i < strides.length; i++) {
        strides[i] = from[order.get(i)];
      }
      return Strided.gather(x, 0, strides, shape(x.aval()));
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return new Permute(inverse()).bind(cotangent);
    }

    private List<Integer> inverse() {
      return IntStream.range(0, order.size()).map(order::indexOf).boxed().toList();
    }

    @Override
    public Linear batched() {
      var shifted = new ArrayList<Integer>();
      shifted.add(0);
      order.forEach(axis -> shifted.add(axis + 1));
      return new Permute(shifted);
    }
  }

  /// Converts the elements to another dtype; linear between floating ones.
  public record Convert(DType dtype) implements Linear.Unary {
    @Override
    public Aval shape(Aval x) {
      return x.with(dtype);
    }

    @Override
    public Array evaluate(Array x) {
      Aval aval = shape(x.aval());
      if (dtype == DType.I64 && !x.dtype().floating()
          || dtype == DType.BOOL && !x.dtype().floating()) {
        return Buffers.ofLongs(aval, Buffers.toLongs(x));
      }
      double[] values = Buffers.toDoubles(x);
      if (dtype.floating()) {
        return Buffers.ofDoubles(aval, values);
      }
      long[] whole = new long[values.length];
      for (int i = 0; i < whole.length; i++) {
        whole[i] =
            switch (dtype) {
              case I32 -> (int) values[i];
              case BOOL -> values[i] != 0 ? 1 : 0;
              case I64, F32, F64 -> (long) values[i];
            };
      }
      return Buffers.ofLongs(aval, whole);
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return convert(cotangent, x.dtype());
    }

    @Override
    public Linear batched() {
      return this;
    }
  }

  /// `x` as `dtype`: floats to whole numbers toward zero, to truth values by `≠ 0`.
  public static Tensor convert(Tensor x, DType dtype) {
    return x.dtype() == dtype ? x : new Convert(dtype).bind(x);
  }

  /// `x` repeated to `shape` by NumPy's rule: axes are matched from the last one, a length 1 stretches. Throws a
  /// [ShapeException] that names both shapes.
  public static Tensor broadcastTo(Tensor x, Shape shape) {
    Shape from = x.shape();
    if (from.equals(shape)) {
      return x;
    }
    if (!from.broadcastsTo(shape)) {
      throw new ShapeException("broadcastTo: " + from + " does not broadcast to " + shape);
    }
    return new Broadcast(shape, AxisLists.range(shape.rank() - from.rank(), shape.rank())).bind(x);
  }

  /// `x` with another shape of as many elements.
  public static Tensor reshape(Tensor x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    if (x.shape().size() != shape.size()) {
      throw new ShapeException(
          "reshape: "
              + x.shape()
              + " has "
              + x.shape().size()
              + " elements, "
              + shape
              + " has "
              + shape.size());
    }
    return new Reshape(shape).bind(x);
  }

  /// `x` with another shape, of which one length may be −1: it follows from the others.
  public static Tensor reshape(Tensor x, int... lengths) {
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] == -1 && unknown >= 0) {
        throw new ShapeException(
            "reshape: only one length may be -1: " + List.of(lengths[unknown], lengths[i]));
      }
      if (lengths[i] == -1) {
        unknown = i;
      } else {
        known *= lengths[i];
      }
    }
    if (unknown < 0) {
      return reshape(x, Shape.of(lengths));
    }
    int size = x.shape().size();
    if (known == 0 || size % known != 0) {
      throw new ShapeException(
          "reshape: "
              + x.shape()
              + " has "
              + size
              + " elements, which "
              + known
              + " does not divide: "
              + java.util.Arrays.toString(lengths));
    }
    int[] result = lengths.clone();
    result[unknown] = (int) (size / known);
    return reshape(x, Shape.of(result));
  }

  /// Reorders axes; without an order reverses them.
  public static Tensor transpose(Tensor x, int... order) {
    Shape shape = x.shape();
    int rank = shape.rank();
    if (order.length == 0) {
      return permute(x, AxisLists.range(0, rank).reversed());
    }
    List<Integer> axes =
        IntStream.of(order).map(axis -> shape.axis(axis, "transpose")).boxed().toList();
    if (order.length != rank || axes.stream().distinct().count() != rank) {
      throw new ShapeException(
          "transpose: "
              + java.util.Arrays.toString(order)
              + " is not an order of the "
              + rank
              + " axes of "
              + shape);
    }
    return permute(x, axes);
  }

  private static Tensor permute(Tensor x, List<Integer> order) {
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i) != i) {
        return new Permute(order).bind(x);
      }
    }
    return x;
  }

  /// Moves axis `from` to position `to`; the others keep their order.
  public static Tensor moveAxis(Tensor x, int from, int to) {
    Shape shape = x.shape();
    int source = shape.axis(from, "moveAxis");
    int target = shape.axis(to, "moveAxis");
    var order = new ArrayList<>(AxisLists.range(0, shape.rank()));
    order.remove(source);
    order.add(target, source);
    return permute(x, order);
  }

  /// Inserts an axis of length 1 before `axis`; −1 puts it last.
  public static Tensor expandDims(Tensor x, int axis) {
    int rank = x.rank();
    if (axis < -rank - 1 || axis > rank) {
      throw new ShapeException(
          "expandDims: "
              + x.shape()
              + " has room for a new axis at 0 to "
              + rank
              + " or -1 to "
              + (-rank - 1)
              + ", not at "
              + axis);
    }
    return reshape(x, x.shape().with(axis < 0 ? axis + rank + 1 : axis, 1));
  }

  /// Swaps two axes.
  public static Tensor swapAxes(Tensor x, int first, int second) {
    int p = x.shape().axis(first, "swapAxes");
    int q = x.shape().axis(second, "swapAxes");
    int[] order = IntStream.range(0, x.rank()).map(i -> i == p ? q : i == q ? p : i).toArray();
    return x.rank() < 2 ? x : transpose(x, order);
  }

  /// Moves several axes at once: `from[i]` to position `to[i]`; the others keep their order.
  public static Tensor moveAxes(Tensor x, int[] from, int[] to) {
    if (from.length != to.length) {
      throw new ShapeException(
          "moveAxes: " + from.length + " axes are named, but " + to.length + " positions");
    }
    Integer[] order = new Integer[x.rank()];
    var rest = new ArrayList<>(AxisLists.range(0, x.rank()));
    for (int i = 0; i < from.length; i++) {
      Integer source = x.shape().axis(from[i], "moveAxes");
      int target = x.shape().axis(to[i], "moveAxes");
      if (order[target] != null || !rest.remove(source)) {
        throw new ShapeException("moveAxes: an axis or position is named twice");
      }
      order[target] = source;
    }
    for (int i = 0; i < order.length; i++) {
      if (order[i] == null) {
        order[i] = rest.removeFirst();
      }
    }
    return permute(x, List.of(order));
  }

  /// Drops axes of length 1: those named, or all of them if none is. Throws a [ShapeException] for one of another length.
  public static Tensor squeeze(Tensor x, int... axes) {
    Shape shape = x.shape();
    int[] dropped =
        axes.length == 0
            ? IntStream.range(0, shape.rank()).filter(i -> shape.length(i) == 1).toArray()
            : IntStream.of(axes).map(axis -> shape.axis(axis, "squeeze")).toArray();
    for (int axis : dropped) {
      if (shape.length(axis) != 1) {
        throw new ShapeException(
            "squeeze: axis "
                + axis
                + " of "
                + shape
                + " has length "
                + shape.length(axis)
                + ", not 1");
      }
    }
    return reshape(x, shape.without(dropped));
  }
}
