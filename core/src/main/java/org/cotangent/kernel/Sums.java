package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// Sums along axes. Floating sums are pairwise, in an order that depends on the shape only, so they repeat bit for bit and
/// their error grows with the logarithm of the length (N. J. Higham, *The accuracy of floating point summation*, 1993). `F32` is
/// summed in double precision and rounded once. The sum of one element is that element, with its sign if it is 0.
public final class Sums {
  /// Below this length a sum is a plain loop over four partial sums.
  private static final int BLOCK = 128;

  private Sums() {}

  /// The sum of `x` over `axes`, with abstract value `aval`.
  public static Array sum(Array x, int[] axes, Aval aval) {
    int size = aval.shape().size();
    int count = size == 0 ? 0 : x.shape().size() / size;
    if (count == 1) {
      return Buffers.filled(x)
          ? Buffers.fill(aval, Buffers.fill(x))
          : Buffers.wrap(aval, Buffers.data(x));
    }
    if (Buffers.filled(x)
        && x.dtype().floating()
        && Math.abs(Buffers.fill(x)) < 1L << 20
        && Buffers.fill(x) == Math.rint(Buffers.fill(x))) {
      return Buffers.fill(
          // Exact: whole numbers below 2^51. A sum starts at 0, so it is not -0.
          aval, rounded(x.dtype(), 0.0 + Buffers.fill(x) * count));
    }
    if (inRows(x.aval(), axes)) {
      double[] out = new double[size];
      rows(Buffers.f64(x), 0, count, out);
      return Buffers.wrap(aval, out);
    }
    if (x.dtype() == DType.F32 && size > 1 && first(axes)) {
      return Buffers.ofDoubles(aval, columns(Buffers.f32(x), 0, count, size));
    }
    Array rows = leading(x, axes, aval.shape(), count);
    if (!x.dtype().floating()) {
      return whole(Buffers.toLongs(rows), aval, size, count);
    }
    double[] out = new double[size];
    if (x.dtype() == DType.F64) {
      double[] data = Buffers.f64(rows);
      for (int i = 0; i < size; i++) {
        out[i] = pairwise(data, i * count, count);
      }
    } else {
      float[] data = Buffers.f32(rows);
      for (int i = 0; i < size; i++) {
        out[i] = pairwise(data, i * count, count);
      }
    }
    return Buffers.ofDoubles(aval, out);
  }

  private static double rounded(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }

  private static Array whole(long[] data, Aval aval, int size, int count) {
    long[] out = new long[size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < count; k++) {
        out[i] += data[i * count + k];
      }
    }
    return Buffers.ofLongs(aval, out);
  }

  /// Whether the sum of `x` over `axes` is made row by row: then the order of additions is that of the rows.
  public static boolean inRows(Aval x, int[] axes) {
    int size = x.shape().without(axes).size();
    int count = size == 0 ? 0 : x.shape().size() / size;
    return x.dtype() == DType.F64 && count > 1 && size > 1 && first(axes);
  }

  /// Whether these are the first axes: then what is summed are rows of the kept ones.
  private static boolean first(int[] axes) {
    int last = -1;
    for (int axis : axes) {
      last = Math.max(last, axis);
    }
    return last + 1 == axes.length;
  }

  /// Adds `n` rows of the length of `out`, pairwise too.
  private static void rows(double[] data, int first, int n, double[] out) {
    int width = out.length;
    if (n <= BLOCK) {
      for (int row = first; row < first + n; row++) {
        int from = row * width;
        for (int i = 0; i < width; i++) {
          out[i] += data[from + i];
        }
      }
      return;
    }
    int half = n / 2;
    rows(data, first, half, out);
    double[] rest = new double[width];
    rows(data, first + half, n - half, rest);
    for (int i = 0; i < width; i++) {
      out[i] += rest[i];
    }
  }

  /// `x` arranged so that what is summed lies together: shape `(size, count)`, the identity if the last axes are summed.
  public static Array leading(Array x, int[] axes, Shape kept, int count) {
    Shape shape = x.shape();
    boolean[] summed = new boolean[shape.rank()];
    for (int axis : axes) {
      summed[axis] = true;
    }
    int[] from = Strided.strides(shape);
    int[] strides = new int[shape.rank()];
    int[] lengths = new int[shape.rank()];
    int next = 0;
    boolean identity = true;
    for (int pass = 0; pass < 2; pass++) {
      for (int axis = 0; axis < summed.length; axis++) {
        if (summed[axis] == (pass == 1)) {
          identity &= axis == next;
          strides[next] = from[axis];
          lengths[next++] = shape.length(axis);
        }
      }
    }
    return identity ? x : Strided.gather(x, 0, strides, x.aval().with(Shape.of(lengths)));
  }

  /// The sum of `n` elements from `from`.
  public static double pairwise(double[] data, int from, int n) {
    if (n <= BLOCK) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 3 < n; i += 4) {
        a += data[from + i];
        b += data[from + i + 1];
        c += data[from + i + 2];
        d += data[from + i + 3];
      }
      for (; i < n; i++) {
        a += data[from + i];
      }
      return (a + b) + (c + d);
    }
    int half = half(n);
    return pairwise(data, from, half) + pairwise(data, from + half, n - half);
  }

  /// Where more than a block is divided.
  private static int half(int n) {
    return Math.max(BLOCK, n / 2 / BLOCK * BLOCK);
  }

  /// The same of single precision, in double precision.
  private static double pairwise(float[] data, int from, int n) {
    if (n <= BLOCK) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 3 < n; i += 4) {
        a += data[from + i];
        b += data[from + i + 1];
        c += data[from + i + 2];
        d += data[from + i + 3];
      }
      for (; i < n; i++) {
        a += data[from + i];
      }
      return (a + b) + (c + d);
    }
    int half = half(n);
    return pairwise(data, from, half) + pairwise(data, from + half, n - half);
  }

  /// The sums of `n` rows of `width` elements from row `first`, each column in the order of [#pairwise].
  private static double[] columns(float[] data, int first, int n, int width) {
    if (n > BLOCK) {
      int half = half(n);
      return plus(columns(data, first, half, width), columns(data, first + half, n - half, width));
    }
    var partial = new double[4][width];
    int whole = n / 4 * 4;
    for (int i = 0; i < n; i++) {
      double[] into = partial[i < whole ? i % 4 : 0];
      int from = (first + i) * width;
      for (int k = 0; k < width; k++) {
        into[k] += data[from + k];
      }
    }
    return plus(plus(partial[0], partial[1]), plus(partial[2], partial[3]));
  }

  /// Adds `y` to `x`.
  private static double[] plus(double[] x, double[] y) {
    for (int k = 0; k < x.length; k++) {
      x[k] += y[k];
    }
    return x;
  }
}
