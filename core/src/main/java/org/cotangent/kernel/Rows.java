package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.primitive.Aval;

/// Rows of arrays at computed places. A row is what lies behind one index of the leading axis.
public final class Rows {
  private Rows() {}

  /// The places, checked, negative ones counted from the end.
  private static int[] places(Array indices, int rows) {
    int[] places = new int[indices.shape().size()];
    places(Buffers.data(indices), rows, places);
    return places;
  }

  /// Writes to `places` the indices, elements of a `long[]` or an `int[]`, of rows of which there are `rows`: checked, negative ones
  /// counted from the end. Throws a [ShapeException] that names the first that is out of range.
  public static void places(Object indices, int rows, int[] places) {
    switch (indices) {
      case long[] wide -> {
        for (int i = 0; i < places.length; i++) {
          places[i] = place(wide[i], rows);
        }
      }
      case int[] narrow -> {
        for (int i = 0; i < places.length; i++) {
          places[i] = place(narrow[i], rows);
        }
      }
      default -> throw new AssertionError(indices.getClass());
    }
  }

  private static int place(long index, int rows) {
    if (index < -rows || index >= rows) {
      throw new ShapeException("index " + index + " is out of range for an axis of length " + rows);
    }
    return (int) (index < 0 ? index + rows : index);
  }

  /// `indices` as `I64`, checked, none negative.
  public static Array wrap(Array indices, int rows) {
    int[] places = places(indices, rows);
    long[] out = new long[places.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = places[i];
    }
    return Buffers.wrap(indices.aval().with(DType.I64), out);
  }

  private static int width(Array rows, int count) {
    return count == 0 ? 0 : rows.shape().size() / count;
  }

  /// The rows of `x` at `indices`.
  public static Array gather(Array x, Array indices, Aval aval) {
    int n = x.shape().length(0);
    int width = width(x, n);
    int[] places = places(indices, n);
    Object from = Buffers.data(x);
    Object out = Buffers.allocate(aval);
    if (from instanceof double[] source && width == 1) {
      double[] target = (double[]) out;
      for (int i = 0; i < places.length; i++) {
        target[i] = source[places[i]];
      }
    } else if (from instanceof float[] source && width == 1) {
      float[] target = (float[]) out;
      for (int i = 0; i < places.length; i++) {
        target[i] = source[places[i]];
      }
    } else {
      for (int i = 0; i < places.length; i++) {
        System.arraycopy(from, places[i] * width, out, i * width, width);
      }
    }
    return Buffers.wrap(aval, out);
  }

  /// Adds `rows` into `into`, whose leading axis has length n, at `indices`.
  public static void add(Array rows, Array indices, int n, double[] into) {
    int[] places = places(indices, n);
    if (rows.dtype() == DType.F32) {
      add(Buffers.f32(rows), places, into);
      return;
    }
    double[] from = Buffers.f64(rows);
    int width = places.length == 0 ? 0 : from.length / places.length;
    for (int i = 0; i < places.length; i++) {
      for (int k = 0; k < width; k++) {
        into[places[i] * width + k] += from[i * width + k];
      }
    }
  }

  /// The same of single precision, whose sums are made in double precision.
  private static void add(float[] from, int[] places, double[] into) {
    int width = places.length == 0 ? 0 : from.length / places.length;
    for (int i = 0; i < places.length; i++) {
      for (int k = 0; k < width; k++) {
        into[places[i] * width + k] += from[i * width + k];
      }
    }
  }

  /// Adds numbers to zeros, if no two meet: those are added in double precision.
  private static boolean addedAlone(float[] from, int[] places, float[] out) {
    for (int i = 0; i < places.length; i++) {
      int at = places[i];
      if (out[at] != 0) {
        return false;
      }
      out[at] += from[i];
    }
    return true;
  }

  /// Zeros of `aval` with `rows` added at `indices`.
  public static Array scatterAdd(Array rows, Array indices, Aval aval) {
    int n = aval.shape().length(0);
    if (aval.dtype() == DType.F32 && width(rows, indices.shape().size()) == 1) {
      float[] out = (float[]) Buffers.allocate(aval);
      if (addedAlone((float[]) Buffers.data(rows), places(indices, n), out)) {
        return Buffers.wrap(aval, out);
      }
    }
    if (aval.dtype().floating()) {
      double[] out = new double[aval.shape().size()];
      add(rows, indices, n, out);
      return Buffers.ofDoubles(aval, out);
    }
    int[] places = places(indices, n);
    long[] from = Buffers.toLongs(rows);
    long[] out = new long[aval.shape().size()];
    int width = places.length == 0 ? 0 : from.length / places.length;
    for (int i = 0; i < places.length; i++) {
      for (int k = 0; k < width; k++) {
        out[places[i] * width + k] += from[i * width + k];
      }
    }
    return Buffers.ofLongs(aval, out);
  }

  /// `x` with `rows` at `indices`; the last of repeated ones wins.
  public static Array set(Array x, Array rows, Array indices) {
    int n = x.shape().length(0);
    int width = width(x, n);
    int[] places = places(indices, n);
    Object out = Buffers.allocate(x.aval());
    System.arraycopy(Buffers.data(x), 0, out, 0, x.shape().size());
    Object from = Buffers.data(rows);
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(from, i * width, out, places[i] * width, width);
    }
    return Buffers.wrap(x.aval(), out);
  }

  /// True at the last of repeated indices.
  public static Array last(Array indices, int rows) {
    int[] places = places(indices, rows);
    boolean[] out = new boolean[places.length];
    boolean[] seen = new boolean[rows];
    for (int i = places.length - 1; i >= 0; i--) {
      out[i] = !seen[places[i]];
      seen[places[i]] = true;
    }
    return Buffers.wrap(indices.aval().with(DType.BOOL), out);
  }

  /// `x` with the larger elements of the `rows` that meet at `indices`; NaN passes.
  public static Array max(Array x, Array rows, Array indices) {
    int n = x.shape().length(0);
    int width = width(x, n);
    int[] places = places(indices, n);
    if (x.dtype().floating()) {
      double[] out = Buffers.toDoubles(x);
      double[] from = Buffers.toDoubles(rows);
      for (int i = 0; i < places.length; i++) {
        for (int k = 0; k < width; k++) {
          int at = places[i] * width + k;
          out[at] = Math.max(out[at], from[i * width + k]);
        }
      }
      return Buffers.ofDoubles(x.aval(), out);
    }
    long[] out = Buffers.toLongs(x);
    long[] from = Buffers.toLongs(rows);
    for (int i = 0; i < places.length; i++) {
      for (int k = 0; k < width; k++) {
        int at = places[i] * width + k;
        out[at] = Math.max(out[at], from[i * width + k]);
      }
    }
    return Buffers.ofLongs(x.aval(), out);
  }
}
