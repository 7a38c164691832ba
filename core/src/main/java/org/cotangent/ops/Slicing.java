package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.Strided;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Linear;

/// Parts of tensors at places known beforehand, and tensors made of parts: slices, paddings, joins, reversals. All linear, and
/// closed under transposition.
///
/// Thread-safe; all may be traced.
public final class Slicing {
  private Slicing() {}

  /// The elements at `starts + i·steps`, `lengths` of them along each axis. Its transpose is [Pad].
  public record StridedSlice(List<Integer> starts, List<Integer> lengths, List<Integer> steps)
      implements Linear.Unary, Linear.InPlace, Linear.Moves {
    /// Copies the lists.
    public StridedSlice {
      starts = List.copyOf(starts);
      lengths = List.copyOf(lengths);
      steps = List.copyOf(steps);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(Shape.of(array(lengths)));
    }

    @Override
    public Array evaluate(Array x) {
      return Strided.gather(x, offset(x.shape()), strides(x.shape()), shape(x.aval()));
    }

    private int offset(Shape shape) {
      int[] from = Strided.strides(shape);
      int offset = 0;
      for (int axis = 0; axis < from.length; axis++) {
        offset += from[axis] * starts.get(axis);
      }
      return offset;
    }

    private int[] strides(Shape shape) {
      int[] strides = Strided.strides(shape);
      for (int axis = 0; axis < strides.length; axis++) {
        strides[axis] *= steps.get(axis);
      }
      return strides;
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return new Pad(x.shape(), starts, steps).bind(cotangent);
    }

    @Override
    public void addTransposed(Array cotangent, List<Tensor> inputs, double[] into) {
      Shape shape = inputs.get(0).shape();
      Strided.addTo(Buffers.f64(cotangent), cotangent.shape(), into, offset(shape), strides(shape));
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return List.of(
          new StridedSlice(prepended(0, starts), prepended(size, lengths), prepended(1, steps))
              .bind(inputs.get(0)));
    }
  }

  /// Zeros of `shape` with x at `starts + i·steps`. Its transpose is [StridedSlice].
  public record Pad(Shape shape, List<Integer> starts, List<Integer> steps)
      implements Linear.Unary, Linear.Moves {
    /// Copies the lists.
    public Pad {
      starts = List.copyOf(starts);
      steps = List.copyOf(steps);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(shape);
    }

    @Override
    public Array evaluate(Array x) {
      Aval aval = x.aval().with(shape);
      var place = new StridedSlice(starts, x.shape().lengths(), steps);
      Object out = Buffers.allocate(aval);
      Strided.put(Buffers.data(x), x.shape(), out, place.offset(shape), place.strides(shape));
      return Buffers.wrap(aval, out);
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return new StridedSlice(starts, x.shape().lengths(), steps).bind(cotangent);
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return List.of(
          new Pad(shape.with(0, size), prepended(0, starts), prepended(1, steps))
              .bind(inputs.get(0)));
    }
  }

  /// The part at `indices` of the leading axes, which disappear: a number of a vector, a row of a matrix. Its transpose is [Pad].
  public record Pick(List<Integer> indices) implements Linear.Unary, Linear.InPlace, Linear.Moves {
    /// Copies the list.
    public Pick {
      indices = List.copyOf(indices);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(x.shape().from(indices.size()));
    }

    @Override
    public Array evaluate(Array x) {
      Aval aval = shape(x.aval());
      if (Buffers.filled(x)) {
        return Buffers.fill(aval, Buffers.fill(x));
      }
      int offset = offset(x.shape());
      if (aval == Aval.NUMBER) {
        return Buffers.fill(aval, Buffers.f64(x)[offset]);
      }
      Object part = Buffers.allocate(aval);
      System.arraycopy(Buffers.data(x), offset, part, 0, aval.shape().size());
      return Buffers.wrap(aval, part);
    }

    private int offset(Shape shape) {
      int offset = 0;
      for (int axis = 0; axis < shape.rank(); axis++) {
        offset = offset * shape.length(axis) + (axis < indices.size() ? indices.get(axis) : 0);
      }
      return offset;
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      var starts = new ArrayList<>(indices);
      Shape shape = cotangent.shape();
      for (int axis = 0; axis < indices.size(); axis++) {
        shape = shape.with(0, 1);
      }
      while (starts.size() < shape.rank()) {
        starts.add(0);
      }
      return new Pad(x.shape(), starts, Collections.nCopies(shape.rank(), 1))
          .bind(Shaping.reshape(cotangent, shape));
    }

    @Override
    public void addTransposed(Array cotangent, List<Tensor> inputs, double[] into) {
      int offset = offset(inputs.get(0).shape());
      if (cotangent.aval() == Aval.NUMBER) {
        into[offset] += Buffers.fill(cotangent);
        return;
      }
      double[] elements = Buffers.f64(cotangent);
      for (int i = 0; i < elements.length; i++) {
        into[offset + i] += elements[i];
      }
    }

    @Override
    public Linear batched() {
      throw new AssertionError("needs the number of examples: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      var entries = new ArrayList<Slice>();
      entries.add(Slice.all());
      for (int index : indices) {
        entries.add(Slice.index(index));
      }
      return List.of(slice(inputs.get(0), entries));
    }
  }

  /// The elements in opposite order along `axes`; its own transpose.
  public record Reverse(List<Integer> axes) implements Linear.Unary, Linear.Moves {
    /// Copies the list.
    public Reverse {
      axes = List.copyOf(axes);
    }

    @Override
    public Aval shape(Aval x) {
      return x;
    }

    @Override
    public Array evaluate(Array x) {
      int[] strides = Strided.strides(x.shape());
      int offset = 0;
      for (int axis : axes) {
        offset += strides[axis] * (x.shape().length(axis) - 1);
        strides[axis] = -strides[axis];
      }
      return Strided.gather(x, offset, strides, x.aval());
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return bind(cotangent);
    }

    @Override
    public Linear batched() {
      return new Reverse(axes.stream().map(axis -> axis + 1).toList());
    }
  }

  /// Joins its inputs along `axis`. Its transpose takes the cotangent apart.
  public record Concat(int axis) implements Linear.Moves {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      int length = 0;
      for (Aval input : inputs) {
        length += input.shape().length(axis);
      }
      return List.of(inputs.getFirst().with(inputs.getFirst().shape().resized(axis, length)));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Aval aval = shapes(inputs.stream().map(Array::aval).toList()).getFirst();
      Object out = Buffers.allocate(aval);
      int outer = 1;
      for (int i = 0; i < axis; i++) {
        outer *= aval.shape().length(i);
      }
      int row = outer == 0 ? 0 : aval.shape().size() / outer;
      int at = 0;
      for (Array input : inputs) {
        int part = outer == 0 ? 0 : input.shape().size() / outer;
        Object data = Buffers.data(input);
        for (int i = 0; i < outer; i++) {
          System.arraycopy(data, i * part, out, i * row + at, part);
        }
        at += part;
      }
      return List.of(Buffers.wrap(aval, out));
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      Tensor cotangent = cotangents.getFirst();
      List<Integer> ones = Collections.nCopies(cotangent.rank(), 1);
      int start = 0;
      for (int i = 0; i < inputs.size(); i++) {
        Shape part = inputs.get(i).shape();
        if (into.wants(i)) {
          var starts = new ArrayList<>(Collections.nCopies(part.rank(), 0));
          starts.set(axis, start);
          into.add(i, new StridedSlice(starts, part.lengths(), ones).bind(cotangent));
        }
        start += part.length(axis);
      }
    }

    @Override
    public Linear batched() {
      return new Concat(axis + 1);
    }
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }

  private static List<Integer> prepended(int first, List<Integer> rest) {
    var result = new ArrayList<Integer>(rest.size() + 1);
    result.add(first);
    result.addAll(rest);
    return result;
  }

  /// Basic slicing, one entry for each axis from the first; axes without an entry stay whole. Bounds beyond the ends are cut off,
  /// as in Python; a single index must exist, else a [ShapeException] says how long the axis is.
  public static Tensor slice(Tensor x, List<Slice> entries) {
    Shape shape = x.shape();
    if (entries.size() > shape.rank()) {
      throw new ShapeException(
          "slice: " + entries.size() + " entries for the " + shape.rank() + " axes of " + shape);
    }
    var starts = new ArrayList<Integer>();
    var lengths = new ArrayList<Integer>();
    var steps = new ArrayList<Integer>();
    var reversed = new ArrayList<Integer>();
    var dropped = new ArrayList<Integer>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int length = shape.length(axis);
      switch (axis < entries.size() ? entries.get(axis) : Slice.all()) {
        case Slice.One(int index) -> {
          starts.add(index(index, length, axis, shape));
          lengths.add(1);
          steps.add(1);
          dropped.add(axis);
        }
        case Slice.Span span -> {
          int step = Math.abs(span.step());
          if (span.step() > 0) {
            int start = bound(span.start(), length, 0, length);
            int stop = bound(span.stop(), length, 0, length);
            starts.add(start);
            lengths.add(Math.max(0, Math.ceilDiv(stop - start, step)));
          } else {
            // From start down to after stop: taken upward, then reversed.
            int start = bound(span.start(), length, -1, length - 1);
            int stop =
                span.stop() == Integer.MIN_VALUE ? -1 : bound(span.stop(), length, -1, length - 1);
            int count = Math.max(0, Math.ceilDiv(start - stop, step));
            starts.add(count == 0 ? 0 : start - (count - 1) * step);
            lengths.add(count);
            reversed.add(axis);
          }
          steps.add(step);
        }
      }
    }
    return taken(x, starts, lengths, steps, reversed, dropped);
  }

  /// Basic slicing in NumPy's notation: entries separated by commas, each an index or `start:stop:step` with parts left out; `...`
  /// stands for as many `:` as are needed. Throws an [IllegalArgumentException] that names the entry it can't read.
  public static Tensor slice(Tensor x, String spec) {
    var entries = new ArrayList<Slice>();
    String[] written = spec.split(",", -1);
    for (String entry : written) {
      if (entry.strip().equals("...")) {
        int missing = x.rank() - (written.length - 1);
        for (int i = 0; i < missing; i++) {
          entries.add(Slice.all());
        }
      } else {
        entries.add(entry(entry.strip(), spec));
      }
    }
    return slice(x, entries);
  }

  private static Slice entry(String entry, String spec) {
    try {
      if (!entry.contains(":")) {
        return Slice.index(Integer.parseInt(entry));
      }
      String[] parts = entry.split(":", -1);
      if (parts.length > 3) {
        throw new NumberFormatException();
      }
      int step = parts.length < 3 || parts[2].isBlank() ? 1 : Integer.parseInt(parts[2].strip());
      int start =
          parts[0].isBlank()
              ? (step > 0 ? 0 : Integer.MAX_VALUE)
              : Integer.parseInt(parts[0].strip());
      int stop =
          parts[1].isBlank()
              ? (step > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE)
              : Integer.parseInt(parts[1].strip());
      return Slice.span(start, stop, step);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "slice: can't read \""
              + entry
              + "\" in \""
              + spec
              + "\": an entry is 2, 1:3, ::-1 or ...",
          e);
    }
  }

  private static Tensor taken(
      Tensor x,
      List<Integer> starts,
      List<Integer> lengths,
      List<Integer> steps,
      List<Integer> reversed,
      List<Integer> dropped) {
    Tensor part =
        lengths.equals(x.shape().lengths()) ? x : new StridedSlice(starts, lengths, steps).bind(x);
    if (!reversed.isEmpty()) {
      part = new Reverse(reversed).bind(part);
    }
    return dropped.isEmpty() ? part : Shaping.reshape(part, part.shape().without(array(dropped)));
  }

  private static int bound(int written, int length, int low, int high) {
    int from = written < 0 ? written + length : written;
    return Math.clamp(from, low, high);
  }

  private static int index(int index, int length, int axis, Shape shape) {
    if (index < -length || index >= length) {
      throw new ShapeException(
          "index "
              + index
              + " is out of range for axis "
              + axis
              + " of "
              + shape
              + ", whose length is "
              + length);
    }
    return index < 0 ? index + length : index;
  }

  /// `length` elements from `start` along one axis.
  static Tensor part(Tensor x, int axis, int start, int length) {
    if (start == 0 && length == x.shape().length(axis)) {
      return x;
    }
    var starts = new ArrayList<>(Collections.nCopies(x.rank(), 0));
    starts.set(axis, start);
    return new StridedSlice(
            starts, x.shape().resized(axis, length).lengths(), Collections.nCopies(x.rank(), 1))
        .bind(x);
  }

  /// The part at these indices of the leading axes, which disappear.
  public static Tensor get(Tensor x, int first, int... more) {
    Shape shape = x.shape();
    if (more.length >= shape.rank()) {
      throw new ShapeException(
          "get: " + (more.length + 1) + " indices for the " + shape.rank() + " axes of " + shape);
    }
    var indices = new Integer[more.length + 1];
    for (int axis = 0; axis <= more.length; axis++) {
      indices[axis] = index(axis == 0 ? first : more[axis - 1], shape.length(axis), axis, shape);
    }
    return new Pick(List.of(indices)).bind(x);
  }

  /// Joins tensors along an axis that they have; all other lengths must agree. Dtypes are promoted.
  public static Tensor concat(int axis, List<? extends Tensor> parts) {
    if (parts.isEmpty()) {
      throw new ShapeException("concat: there is nothing to join");
    }
    Shape first = parts.getFirst().shape();
    int at = first.axis(axis, "concat");
    DType dtype = parts.getFirst().dtype();
    for (Tensor part : parts) {
      dtype = DType.promote(dtype, part.dtype());
      if (part.rank() != first.rank()
          || !part.shape().resized(at, 0).equals(first.resized(at, 0))) {
        throw new ShapeException(
            "concat: "
                + first
                + " and "
                + part.shape()
                + " differ in other places than axis "
                + axis);
      }
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    DType common = dtype;
    return new Concat(at)
        .bindAll(parts.stream().map(part -> Shaping.convert(part, common)).toList())
        .getFirst();
  }

  /// Joins tensors of equal shape along a new leading axis.
  public static Tensor stack(List<? extends Tensor> parts) {
    if (parts.isEmpty()) {
      throw new ShapeException("stack: there is nothing to join");
    }
    Shape first = parts.getFirst().shape();
    var expanded = new ArrayList<Tensor>(parts.size());
    for (Tensor part : parts) {
      if (!part.shape().equals(first)) {
        throw new ShapeException("stack: " + first + " and " + part.shape() + " differ");
      }
      expanded.add(Shaping.reshape(part, first.with(0, 1)));
    }
    return concat(0, expanded);
  }
}
