package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// Contractions of arrays, brought to stacks of matrix products.
public final class Products {
  private Products() {}

  /// Contracts; `left` and `right` give, of each operand, the batch, the free and the summed axes.
  public static Array dot(
      Array a, Array b, List<List<Integer>> left, List<List<Integer>> right, Aval aval) {
    int batch = product(a.shape(), left.get(0));
    int m = product(a.shape(), left.get(1));
    int k = product(a.shape(), left.get(2));
    int n = product(b.shape(), right.get(1));
    if (aval.shape().size() == 0 || k == 0) {
      return Buffers.fill(aval, 0);
    }
    Array rows = arranged(a, List.of(left.get(0), left.get(1), left.get(2)));
    boolean transposed = !isIdentity(List.of(right.get(0), right.get(2), right.get(1)));
    // A right operand whose summed axes lie last is used as it is, row by row.
    boolean dots = transposed && isIdentity(List.of(right.get(0), right.get(1), right.get(2)));
    Array columns = dots ? b : arranged(b, List.of(right.get(0), right.get(2), right.get(1)));
    return switch (aval.dtype()) {
      case F64 -> {
        double[] out = new double[aval.shape().size()];
        for (int s = 0; s < batch; s++) {
          MatrixProduct.f64(
              m, n, k, Buffers.f64(rows), s * m * k, Buffers.f64(columns), s * k * n, dots, out, s * m * n);
        }
        yield Buffers.wrap(aval, out);
      }
      case F32 -> {
        float[] out = new float[aval.shape().size()];
        for (int s = 0; s < batch; s++) {
          MatrixProduct.f32(
              m, n, k, Buffers.f32(rows), s * m * k, Buffers.f32(columns), s * k * n, dots, out, s * m * n);
        }
        yield Buffers.wrap(aval, out);
      }
      case I32, I64, BOOL -> {
        long[] x = Buffers.toLongs(rows);
        long[] y = Buffers.toLongs(columns);
        long[] out = new long[aval.shape().size()];
        for (int s = 0; s < batch; s++) {
          whole(m, n, k, x, s * m * k, y, s * k * n, dots, out, s * m * n);
        }
        yield Buffers.ofLongs(aval, out);
      }
    };
  }

  private static void whole(
      int m, int n, int k, long[] a, int p, long[] b, int q, boolean dots, long[] out, int o) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        long sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[p + i * k + l] * b[dots ? q + j * k + l : q + l * n + j];
        }
        out[o + i * n + j] = sum;
      }
    }
  }

  private static int product(Shape shape, List<Integer> axes) {
    int product = 1;
    for (int axis : axes) {
      product *= shape.length(axis);
    }
    return product;
  }

  private static boolean isIdentity(List<List<Integer>> groups) {
    int next = 0;
    for (List<Integer> group : groups) {
      for (int axis : group) {
        if (axis != next++) {
          return false;
        }
      }
    }
    return true;
  }

  private static Array arranged(Array x, List<List<Integer>> groups) {
    if (isIdentity(groups)) {
      return x;
    }
    int[] from = Strided.strides(x.shape());
    var lengths = new ArrayList<Integer>();
    var strides = new ArrayList<Integer>();
    for (List<Integer> group : groups) {
      for (int axis : group) {
        lengths.add(x.shape().length(axis));
        strides.add(from[axis]);
      }
    }
    return Strided.gather(
        x,
        0,
        strides.stream().mapToInt(i -> i).toArray(),
        Aval.of(x.dtype(), Shape.of(lengths.stream().mapToInt(i -> i).toArray())));
  }
}
