package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Arrangements made of the primitives of [Slicing], [Shaping] and [Indexing]: flips, rolls, paddings, diagonals, repetitions.
///
/// Thread-safe; all may be traced.
public final class Arranging {
  private Arranging() {}

  /// Opposite order along axes; all if none is named.
  public static Tensor flip(Tensor x, int... axes) {
    List<Integer> over =
        Reduction.normalized(
            x.shape(), axes.length == 0 ? org.cotangent.Axes.all() : axes(axes), "flip");
    return over.isEmpty() ? x : new Slicing.Reverse(over).bind(x);
  }

  private static org.cotangent.Axes axes(int[] axes) {
    return org.cotangent.Axes.of(axes[0], java.util.Arrays.copyOfRange(axes, 1, axes.length));
  }

  /// Moves elements by `shift` places along an axis; those that leave at one end come in at the other.
  public static Tensor roll(Tensor x, int shift, int axis) {
    int at = x.shape().axis(axis, "roll");
    int n = x.shape().length(at);
    int by = n == 0 ? 0 : Math.floorMod(shift, n);
    return by == 0
        ? x
        : Tensor.concat(at, Slicing.part(x, at, n - by, by), Slicing.part(x, at, 0, n - by));
  }

  /// The same over all elements in row-major order.
  public static Tensor roll(Tensor x, int shift) {
    return roll(x.reshape(Shape.of(x.shape().size())), shift, 0).reshape(x.shape());
  }

  /// Turns the plane of the first two axes by `k` quarters, from the first axis toward the second.
  public static Tensor rot90(Tensor x, int k) {
    if (x.rank() < 2) {
      throw new ShapeException("rot90: " + x.shape() + " has no plane: two axes are needed");
    }
    return switch (Math.floorMod(k, 4)) {
      case 1 -> flip(Shaping.swapAxes(x, 0, 1), 0);
      case 2 -> flip(x, 0, 1);
      case 3 -> Shaping.swapAxes(flip(x, 0), 0, 1);
      default -> x;
    };
  }

  /// x laid side by side `times[i]` times along axis i; axes are matched from the last one.
  public static Tensor tile(Tensor x, int... times) {
    int rank = Math.max(x.rank(), times.length);
    Tensor result = x.reshape(leadingOnes(x.shape(), rank));
    for (int i = 0; i < times.length; i++) {
      int axis = rank - times.length + i;
      if (times[i] < 0) {
        throw new ShapeException(
            "tile: " + times[i] + " times along axis " + axis + " of " + x.shape());
      }
      result = repeatedBlock(result, axis, times[i]);
    }
    return result;
  }

  private static Shape leadingOnes(Shape shape, int rank) {
    Shape result = shape;
    while (result.rank() < rank) {
      result = result.with(0, 1);
    }
    return result;
  }

  private static Tensor repeatedBlock(Tensor x, int axis, int times) {
    if (times == 1) {
      return x;
    }
    Shape shape = x.shape();
    Tensor wide = x.reshape(shape.with(axis, 1)).broadcastTo(shape.with(axis, times));
    return wide.reshape(shape.resized(axis, shape.length(axis) * times));
  }

  /// Each element `times` times along an axis.
  public static Tensor repeat(Tensor x, int times, int axis) {
    int at = x.shape().axis(axis, "repeat");
    Shape shape = x.shape();
    if (times < 0) {
      throw new ShapeException("repeat: " + times + " times along axis " + axis + " of " + shape);
    }
    Tensor wide = x.reshape(shape.with(at + 1, 1)).broadcastTo(shape.with(at + 1, times));
    return wide.reshape(shape.resized(at, shape.length(at) * times));
  }

  /// Element i of an axis `times[i]` times.
  public static Tensor repeat(Tensor x, int[] times, int axis) {
    int at = x.shape().axis(axis, "repeat");
    if (times.length != x.shape().length(at)) {
      throw new ShapeException(
          "repeat: "
              + times.length
              + " counts for the "
              + x.shape().length(at)
              + " elements along axis "
              + axis);
    }
    long[] places =
        IntStream.range(0, times.length)
            .flatMap(i -> IntStream.generate(() -> i).limit(times[i]))
            .asLongStream()
            .toArray();
    return Indexing.take(x, Tensor.indices(places), at);
  }

  /// How [#pad] fills what it adds.
  public enum Padding {
    /// With a constant.
    CONSTANT,
    /// With the element at the edge.
    EDGE,
    /// With the elements mirrored at the edge element, which is not repeated.
    REFLECT,
    /// With the elements mirrored at the edge, the edge element included.
    SYMMETRIC,
    /// With the elements from the other end.
    WRAP
  }

  /// x with `before[i]` places more before and `after[i]` after along axis i, filled with `value`. Throws a [ShapeException] for a
  /// negative number of places, or another number of axes.
  public static Tensor pad(Tensor x, int[] before, int[] after, double value) {
    Shape shape = x.shape();
    requirePadding(shape, before, after);
    var starts = IntStream.of(before).boxed().toList();
    Shape wide = widened(shape, before, after);
    Tensor padded = new Slicing.Pad(wide, starts, Collections.nCopies(x.rank(), 1)).bind(x);
    if (value == 0) {
      return padded;
    }
    Tensor inside =
        new Slicing.Pad(wide, starts, Collections.nCopies(x.rank(), 1))
            .bind(Tensor.full(DType.BOOL, 1, shape.toArray()));
    return Tensor.where(inside, padded, Tensor.full(x.dtype(), value));
  }

  /// x widened as [Padding] says; along each axis in turn, so corners are filled from what was added before.
  public static Tensor pad(Tensor x, int[] before, int[] after, Padding mode) {
    if (mode == Padding.CONSTANT) {
      return pad(x, before, after, 0);
    }
    requirePadding(x.shape(), before, after);
    Tensor result = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int n = x.shape().length(axis);
      if (before[axis] + after[axis] > 0) {
        if (n == 0) {
          throw new ShapeException(
              "pad: axis " + axis + " of " + x.shape() + " has no elements to pad with");
        }
        int from = -before[axis];
        long[] places =
            IntStream.range(from, n + after[axis]).mapToLong(i -> source(i, n, mode)).toArray();
        result = Indexing.take(result, Tensor.indices(places), axis);
      }
    }
    return result;
  }

  /// Where the element at place i of an endless pattern of n elements comes from.
  private static long source(int i, int n, Padding mode) {
    return switch (mode) {
      case CONSTANT -> throw new AssertionError("has no source");
      case EDGE -> Math.clamp(i, 0, n - 1);
      case WRAP -> Math.floorMod(i, n);
      case REFLECT -> {
        int k = n == 1 ? 0 : Math.floorMod(i, 2 * (n - 1));
        yield k < n ? k : 2 * (n - 1) - k;
      }
      case SYMMETRIC -> {
        int k = Math.floorMod(i, 2 * n);
        yield k < n ? k : 2 * n - 1 - k;
      }
    };
  }

  private static void requirePadding(Shape shape, int[] before, int[] after) {
    if (before.length != shape.rank() || after.length != shape.rank()) {
      throw new ShapeException(
          "pad: "
              + before.length
              + " and "
              + after.length
              + " widths for the "
              + shape.rank()
              + " axes of "
              + shape);
    }
    for (int i = 0; i < before.length; i++) {
      if (before[i] < 0 || after[i] < 0) {
        throw new ShapeException(
            "pad: " + before[i] + " and " + after[i] + " along axis " + i + " of " + shape);
      }
    }
  }

  private static Shape widened(Shape shape, int[] before, int[] after) {
    Shape result = shape;
    for (int i = 0; i < before.length; i++) {
      result = result.resized(i, before[i] + shape.length(i) + after[i]);
    }
    return result;
  }

  /// The elements of the planes of two axes where `j − i = offset`, along a new last axis.
  public static Tensor diagonal(Tensor x, int offset, int axis1, int axis2) {
    int p = x.shape().axis(axis1, "diagonal");
    int q = x.shape().axis(axis2, "diagonal");
    if (p == q) {
      throw new ShapeException(
          "diagonal: axes " + axis1 + " and " + axis2 + " of " + x.shape() + " are the same");
    }
    Tensor planes = Shaping.moveAxes(x, new int[] {p, q}, new int[] {-2, -1});
    int rows = planes.shape().length(-2);
    int columns = planes.shape().length(-1);
    int first = Math.max(0, -offset);
    int count = Math.max(0, Math.min(rows - first, columns - Math.max(0, offset)));
    long[] places =
        IntStream.range(0, count)
            .mapToLong(i -> (first + i) * (long) columns + first + i + offset)
            .toArray();
    Shape shape = planes.shape();
    Tensor flat =
        planes.reshape(shape.without(shape.rank() - 1).resized(shape.rank() - 2, rows * columns));
    return Indexing.take(flat, Tensor.indices(places), -1);
  }

  /// The main diagonal of a matrix, or of each of a stack.
  public static Tensor diagonal(Tensor x) {
    return diagonal(x, 0, -2, -1);
  }

  /// A matrix with the vectors along the last axis of x on diagonal `offset`, zeros elsewhere.
  public static Tensor diagonalMatrix(Tensor x, int offset) {
    int n = x.shape().length(-1);
    int size = n + Math.abs(offset);
    Tensor rows = Tensor.arange(size).expandDims(1);
    Tensor on = rows.plus(Tensor.of(new long[] {offset}, 1)).equal(Tensor.arange(size));
    int[] before = new int[x.rank()];
    int[] after = new int[x.rank()];
    before[x.rank() - 1] = Math.max(0, offset);
    after[x.rank() - 1] = Math.max(0, -offset);
    Tensor wide = pad(x, before, after, 0).expandDims(-2);
    return Tensor.where(on, wide, Tensor.full(x.dtype(), 0));
  }

  /// NumPy's `diag`: a matrix of a vector, the diagonal of a matrix.
  public static Tensor diag(Tensor x, int offset) {
    return switch (x.rank()) {
      case 1 -> diagonalMatrix(x, offset);
      case 2 -> diagonal(x, offset, 0, 1);
      default ->
          throw new ShapeException(
              "diag: " + x.shape() + " is no vector or matrix: use diagonal or diagonalMatrix");
    };
  }

  /// The matrices along the last two axes with zeros above diagonal `k`.
  public static Tensor tril(Tensor x, int k) {
    return triangle("tril", x, k, true);
  }

  /// The matrices along the last two axes with zeros below diagonal `k`.
  public static Tensor triu(Tensor x, int k) {
    return triangle("triu", x, k, false);
  }

  private static Tensor triangle(String operation, Tensor x, int k, boolean lower) {
    if (x.rank() < 2) {
      throw new ShapeException(operation + ": " + x.shape() + " is no matrix");
    }
    Tensor rows =
        Tensor.arange(x.shape().length(-2)).plus(Tensor.of(new long[] {k}, 1)).expandDims(1);
    Tensor columns = Tensor.arange(x.shape().length(-1));
    Tensor inside = lower ? columns.lessEqual(rows) : columns.greaterEqual(rows);
    return Tensor.where(inside, x, Tensor.full(x.dtype(), 0));
  }

  /// Sum of the diagonal of the planes of two axes.
  public static Tensor trace(Tensor x, int offset, int axis1, int axis2) {
    return diagonal(x, offset, axis1, axis2).sum(-1);
  }

  /// Differences of neighbours along an axis, `times` times.
  public static Tensor diff(Tensor x, int times, int axis) {
    int at = x.shape().axis(axis, "diff");
    Tensor result = x;
    for (int i = 0; i < times; i++) {
      int n = result.shape().length(at);
      if (n == 0) {
        return result;
      }
      result = Slicing.part(result, at, 1, n - 1).minus(Slicing.part(result, at, 0, n - 1));
    }
    return result;
  }

  /// Parts of an axis, cut before each of `at`.
  public static List<Tensor> split(Tensor x, int[] at, int axis) {
    int along = x.shape().axis(axis, "split");
    int n = x.shape().length(along);
    var parts = new ArrayList<Tensor>();
    int from = 0;
    for (int i = 0; i <= at.length; i++) {
      int to = i < at.length ? Math.clamp(at[i] < 0 ? at[i] + n : at[i], 0, n) : n;
      parts.add(Slicing.part(x, along, Math.min(from, n), Math.max(0, to - from)));
      from = to;
    }
    return List.copyOf(parts);
  }

  /// `count` equal parts of an axis. Throws a [ShapeException] if its length is no multiple.
  public static List<Tensor> split(Tensor x, int count, int axis) {
    int n = x.shape().length(x.shape().axis(axis, "split"));
    if (count <= 0 || n % count != 0) {
      throw new ShapeException(
          "split: axis "
              + axis
              + " of "
              + x.shape()
              + " has length "
              + n
              + ", which is no multiple of "
              + count);
    }
    return split(x, IntStream.range(1, count).map(i -> i * (n / count)).toArray(), axis);
  }

  /// Joins along the second axis, vectors along their only one.
  public static Tensor hstack(List<? extends Tensor> parts) {
    List<Tensor> lifted =
        parts.stream().<Tensor>map(x -> x.rank() == 0 ? x.reshape(1) : x).toList();
    return Slicing.concat(lifted.getFirst().rank() == 1 ? 0 : 1, lifted);
  }

  /// Joins along the first axis; vectors become rows.
  public static Tensor vstack(List<? extends Tensor> parts) {
    return Slicing.concat(
        0, parts.stream().<Tensor>map(x -> x.rank() < 2 ? x.reshape(1, -1) : x).toList());
  }

  /// Joins along a new axis.
  public static Tensor stack(List<? extends Tensor> parts, int axis) {
    Tensor leading = Slicing.stack(parts);
    return Shaping.moveAxis(leading, 0, axis);
  }

  /// Coordinate grids of vectors: with matrix indexing grid i varies along axis i, otherwise (NumPy's `xy`) the first two axes are
  /// swapped.
  public static List<Tensor> meshgrid(List<? extends Tensor> vectors, boolean matrixIndexing) {
    int rank = vectors.size();
    Shape shape = Shape.of(vectors.stream().mapToInt(v -> v.shape().size()).toArray());
    var grids = new ArrayList<Tensor>();
    for (int i = 0; i < rank; i++) {
      int[] ones = new int[rank];
      java.util.Arrays.fill(ones, 1);
      ones[i] = shape.length(i);
      Tensor grid = vectors.get(i).reshape(Shape.of(ones)).broadcastTo(shape);
      grids.add(matrixIndexing || rank < 2 ? grid : Shaping.swapAxes(grid, 0, 1));
    }
    return List.copyOf(grids);
  }

  /// The powers of a vector's elements, one row each: `x⁰, x¹, … xⁿ⁻¹` if increasing, else downward.
  public static Tensor vander(Tensor x, int n, boolean increasing) {
    if (x.rank() != 1) {
      throw new ShapeException("vander: " + x.shape() + " is no vector");
    }
    double[] powers = IntStream.range(0, n).mapToDouble(i -> increasing ? i : n - 1 - i).toArray();
    return Aligned.floating(x).expandDims(1).pow(Tensor.vector(powers).to(x.dtype().toFloating()));
  }

  /// `size[i]` elements from `start[i]` along axis i; a start counts from the end if negative, and is then clamped so that the part
  /// lies inside. Starts may be traced.
  public static Tensor dynamicSlice(Tensor x, Tensor starts, int... size) {
    Tensor result = x;
    for (int axis = 0; axis < size.length; axis++) {
      result = Indexing.take(result, places(x, starts, axis, size[axis], "dynamicSlice"), axis);
    }
    return result;
  }

  /// x with `update` written at `starts`, which are clamped so that it lies inside. Starts may be traced.
  public static Tensor dynamicUpdateSlice(Tensor x, Tensor update, Tensor starts) {
    int[] strides = org.cotangent.kernel.Strided.strides(x.shape());
    Tensor positions = Tensor.of(new long[1], 1).reshape(Shape.SCALAR);
    for (int axis = 0; axis < x.rank(); axis++) {
      Tensor along = places(x, starts, axis, update.shape().length(axis), "dynamicUpdateSlice");
      int[] shape = new int[x.rank()];
      java.util.Arrays.fill(shape, 1);
      shape[axis] = update.shape().length(axis);
      positions =
          positions.plus(along.times(Tensor.of(new long[] {strides[axis]}, 1)).reshape(shape));
    }
    Tensor flat = x.reshape(Shape.of(x.shape().size()));
    return Indexing.scatterSet(flat, positions, update).reshape(x.shape());
  }

  private static Tensor places(Tensor x, Tensor starts, int axis, int size, String operation) {
    int n = x.shape().length(axis);
    if (size > n) {
      throw new ShapeException(
          operation + ": " + size + " elements along axis " + axis + " of " + x.shape());
    }
    Tensor start = starts.get(axis);
    Tensor length = Tensor.of(new long[] {n}, 1).reshape(Shape.SCALAR);
    Tensor last = Tensor.of(new long[] {n - size}, 1).reshape(Shape.SCALAR);
    Tensor zero = Tensor.of(new long[] {0}, 1).reshape(Shape.SCALAR);
    Tensor from = Tensor.where(start.less(zero), start.plus(length), start);
    return from.maximum(zero).minimum(last).plus(Tensor.arange(size));
  }
}
