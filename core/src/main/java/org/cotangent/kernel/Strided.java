package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// Walks through a row-major array along strides: one kernel for broadcasts, permutations, slices and reversals, and its
/// transpose.
public final class Strided {
  private Strided() {}

  /// The distance between neighbours along each axis of a row-major array.
  public static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.length(axis);
    }
    return strides;
  }

  /// The row-major array of `aval` whose element at `(i, j, …)` is `source[offset + i·strides[0] + j·strides[1] + …]`.
  public static Array gather(Array source, int offset, int[] strides, Aval aval) {
    int size = aval.shape().size();
    if (Buffers.filled(source) && aval.dtype() == source.dtype() && size > 0) {
      return Buffers.fill(aval, Buffers.fill(source));
    }
    Object out = Buffers.allocate(aval);
    if (size > 0) {
      new Walk(aval.shape(), strides).gather(Buffers.data(source), offset, out);
    }
    return Buffers.wrap(aval, out);
  }

  /// Adds the row-major `source` of shape `shape` into `target[offset + i·strides[0] + …]`.
  public static void addTo(
      double[] source, Shape shape, double[] target, int offset, int[] strides) {
    if (shape.size() > 0) {
      new Walk(shape, strides).add(source, target, offset);
    }
  }

  /// Copies the row-major `source` of shape `shape`, an array of any type, to `target[offset + i·strides[0] + …]`.
  public static void put(Object source, Shape shape, Object target, int offset, int[] strides) {
    if (shape.size() > 0) {
      new Walk(shape, strides).put(source, target, offset);
    }
  }

  /// One walk: rows along the last axis, an odometer over the others.
  private static final class Walk {
    private final int[] lengths;
    private final int[] strides;
    private final int row;
    private final int step;
    private final int rows;

    Walk(Shape shape, int[] strides) {
      int rank = shape.rank();
      this.row = rank == 0 ? 1 : shape.length(rank - 1);
      this.step = rank == 0 ? 0 : strides[rank - 1];
      this.lengths = java.util.Arrays.copyOf(shape.toArray(), Math.max(0, rank - 1));
      this.strides = strides;
      this.rows = shape.size() / row;
    }

    /// The start of the next row, given that of the current one; `index` is the odometer.
    private int next(int start, int[] index) {
      int at = start;
      for (int axis = lengths.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < lengths[axis]) {
          return at;
        }
        at -= strides[axis] * lengths[axis];
        index[axis] = 0;
      }
      return at;
    }

    void gather(Object source, int offset, Object out) {
      int[] index = new int[lengths.length];
      int start = offset;
      for (int r = 0; r < rows; r++) {
        copy(source, start, out, r * row);
        start = next(start, index);
      }
    }

    private void copy(Object source, int start, Object out, int to) {
      if (step == 1) {
        System.arraycopy(source, start, out, to, row);
        return;
      }
      switch (source) {
        case double[] from -> {
          double[] into = (double[]) out;
          for (int i = 0; i < row; i++) {
            into[to + i] = from[start + i * step];
          }
        }
        case float[] from -> {
          float[] into = (float[]) out;
          for (int i = 0; i < row; i++) {
            into[to + i] = from[start + i * step];
          }
        }
        case int[] from -> {
          int[] into = (int[]) out;
          for (int i = 0; i < row; i++) {
            into[to + i] = from[start + i * step];
          }
        }
        case long[] from -> {
          long[] into = (long[]) out;
          for (int i = 0; i < row; i++) {
            into[to + i] = from[start + i * step];
          }
        }
        case boolean[] from -> {
          boolean[] into = (boolean[]) out;
          for (int i = 0; i < row; i++) {
            into[to + i] = from[start + i * step];
          }
        }
        default -> throw new AssertionError(source.getClass());
      }
    }

    void put(Object source, Object target, int offset) {
      int[] index = new int[lengths.length];
      int start = offset;
      for (int r = 0; r < rows; r++) {
        if (step == 1) {
          System.arraycopy(source, r * row, target, start, row);
        } else {
          spread(source, r * row, target, start);
        }
        start = next(start, index);
      }
    }

    /// Copies a row to every `step`-th place.
    private void spread(Object source, int from, Object target, int start) {
      if (source instanceof double[] elements) {
        double[] into = (double[]) target;
        for (int i = 0; i < row; i++) {
          into[start + i * step] = elements[from + i];
        }
        return;
      }
      for (int i = 0; i < row; i++) {
        System.arraycopy(source, from + i, target, start + i * step, 1);
      }
    }

    void add(double[] source, double[] target, int offset) {
      int[] index = new int[lengths.length];
      int start = offset;
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < row; i++) {
          target[start + i * step] += source[r * row + i];
        }
        start = next(start, index);
      }
    }
  }
}
