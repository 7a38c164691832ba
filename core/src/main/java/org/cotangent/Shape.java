package org.cotangent;

import java.util.Arrays;
import java.util.List;

/// The lengths of a tensor's axes; prints as `(2,3)`, `(3)`, `()`. Immutable.
public final class Shape {
  /// The shape of a number: no axes.
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] lengths;
  private final int size;

  private Shape(int[] lengths) {
    this.lengths = lengths;
    long product = 1;
    for (int length : lengths) {
      if (length < 0) {
        throw new ShapeException("a shape has lengths of 0 or more: " + text(lengths));
      }
      product *= length;
      if (product > Integer.MAX_VALUE) {
        throw new ShapeException(
            "too many elements for one tensor (at most 2147483647): " + text(lengths));
      }
    }
    this.size = (int) product;
  }

  /// The shape with these lengths. Throws a [ShapeException] if one is negative or there would be more than 2³¹−1
  /// elements.
  public static Shape of(int... lengths) {
    return lengths.length == 0 ? SCALAR : new Shape(lengths.clone());
  }

  /// Number of axes.
  public int rank() {
    return lengths.length;
  }

  /// Number of elements: the product of the lengths.
  public int size() {
    return size;
  }

  /// Length of an axis; negative axes count from the end. Throws a [ShapeException] if there is no such axis.
  public int length(int axis) {
    return lengths[axis(axis, "length")];
  }

  /// The lengths, first axis first.
  public List<Integer> lengths() {
    return Arrays.stream(lengths).boxed().toList();
  }

  /// The lengths in an array of the caller's own.
  public int[] toArray() {
    return lengths.clone();
  }

  /// `axis` counted from the front. Throws a [ShapeException] naming `operation` if there is no such axis.
  public int axis(int axis, String operation) {
    int rank = lengths.length;
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          operation
              + ": "
              + this
              + " has no axis "
              + axis
              + (rank == 0
                  ? ": it has no axes"
                  : ": its axes are 0 to " + (rank - 1) + ", or -1 to -" + rank));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /// This shape with an axis of `length` put before axis `axis` (the rank itself: at the end).
  public Shape with(int axis, int length) {
    int[] result = new int[lengths.length + 1];
    System.arraycopy(lengths, 0, result, 0, axis);
    result[axis] = length;
    System.arraycopy(lengths, axis, result, axis + 1, lengths.length - axis);
    return new Shape(result);
  }

  /// The axes from `axis` on.
  public Shape from(int axis) {
    return axis == lengths.length
        ? SCALAR
        : new Shape(Arrays.copyOfRange(lengths, axis, lengths.length));
  }

  /// This shape without the axes in `axes`, all counted from the front.
  public Shape without(int... axes) {
    boolean[] gone = new boolean[lengths.length];
    for (int axis : axes) {
      gone[axis] = true;
    }
    int[] result = new int[lengths.length];
    int count = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (!gone[i]) {
        result[count++] = lengths[i];
      }
    }
    return of(Arrays.copyOf(result, count));
  }

  /// This shape with axis `axis` of another length.
  public Shape resized(int axis, int length) {
    int[] result = lengths.clone();
    result[axis] = length;
    return new Shape(result);
  }

  /// The shape that both broadcast to, by NumPy's rule: axes are matched from the last one, and a length 1 stretches.
  /// Throws a [ShapeException] that names `operation` and both shapes.
  public static Shape broadcast(String operation, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] result = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int p = i <= a.rank() ? a.lengths[a.rank() - i] : 1;
      int q = i <= b.rank() ? b.lengths[b.rank() - i] : 1;
      if (p != q && p != 1 && q != 1) {
        throw new ShapeException(
            operation
                + ": "
                + a
                + " and "
                + b
                + " do not broadcast: lengths "
                + p
                + " and "
                + q
                + " at axis -"
                + i
                + " differ and neither is 1");
      }
      result[rank - i] = p == 1 ? q : p;
    }
    return of(result);
  }

  /// Whether a tensor of this shape can be repeated, along new leading axes and axes of length 1, to fill `shape`.
  public boolean broadcastsTo(Shape shape) {
    int added = shape.rank() - rank();
    boolean fits = added >= 0;
    for (int i = 0; fits && i < rank(); i++) {
      fits = lengths[i] == 1 || lengths[i] == shape.lengths[i + added];
    }
    return fits;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape shape && Arrays.equals(lengths, shape.lengths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  @Override
  public String toString() {
    return text(lengths);
  }

  private static String text(int[] lengths) {
    return Arrays.toString(lengths).replace('[', '(').replace(']', ')').replace(" ", "");
  }
}
