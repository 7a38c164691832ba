package org.cotangent.kernel;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// The thin singular value decomposition by one-sided Jacobi rotations: columns are rotated in pairs until all are orthogonal; their
/// lengths are the singular values. Small singular values come out with high relative accuracy (J. Demmel, K. Veselić, *Jacobi's
/// method is more accurate than QR*, 1992).
public final class SingularValues {
  private static final int SWEEPS = 60;

  private SingularValues() {}

  /// `u`, `s` and `v` with `a = u diag(s) vᵀ`, for each matrix of a stack; `F32` is decomposed in double precision and rounded once.
  public static List<Array> decompose(Array a, Aval u, Aval s, Aval v) {
    int m = a.shape().length(-2);
    int n = a.shape().length(-1);
    int k = Math.min(m, n);
    double[] data = Buffers.toDoubles(a);
    double[] left = new double[u.shape().size()];
    double[] values = new double[s.shape().size()];
    double[] right = new double[v.shape().size()];
    int count = k == 0 ? 0 : values.length / k;
    for (int i = 0; i < count; i++) {
      if (m >= n) {
        one(
            columns(data, i * m * n, m, n, false),
            m,
            n,
            left,
            i * m * k,
            values,
            i * k,
            right,
            i * n * k);
      } else {
        one(
            columns(data, i * m * n, m, n, true),
            n,
            m,
            right,
            i * n * k,
            values,
            i * k,
            left,
            i * m * k);
      }
    }
    return List.of(
        Buffers.ofDoubles(u, left), Buffers.ofDoubles(s, values), Buffers.ofDoubles(v, right));
  }

  /// The abstract values of the three results.
  public static List<Aval> shapes(Aval a) {
    Shape shape = a.shape();
    int rank = shape.rank();
    int m = shape.length(-2);
    int n = shape.length(-1);
    int k = Math.min(m, n);
    Shape stack = shape.without(rank - 2, rank - 1);
    int r = stack.rank();
    return List.of(
        a.with(stack.with(r, m).with(r + 1, k)),
        a.with(stack.with(r, k)),
        a.with(stack.with(r, n).with(r + 1, k)));
  }

  private static double[][] columns(double[] data, int from, int m, int n, boolean transposed) {
    double[][] columns = new double[transposed ? m : n][transposed ? n : m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        if (transposed) {
          columns[i][j] = data[from + i * n + j];
        } else {
          columns[j][i] = data[from + i * n + j];
        }
      }
    }
    return columns;
  }

  /// Decomposes the m×n matrix, m ≥ n, whose columns are given.
  private static void one(
      double[][] a,
      int m,
      int n,
      double[] left,
      int p,
      double[] values,
      int q,
      double[] right,
      int r) {
    double[][] v = new double[n][n];
    for (int j = 0; j < n; j++) {
      v[j][j] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
      rotated = false;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          rotated |= rotate(a[i], a[j], v[i], v[j]);
        }
      }
    }
    double[] lengths = new double[n];
    for (int j = 0; j < n; j++) {
      lengths[j] = length(a[j]);
    }
    Integer[] order = new Integer[n];
    java.util.Arrays.setAll(order, j -> j);
    java.util.Arrays.sort(order, (x, y) -> Double.compare(lengths[y], lengths[x]));
    for (int c = 0; c < n; c++) {
      int j = order[c];
      values[q + c] = lengths[j];
      for (int i = 0; i < m; i++) {
        left[p + i * n + c] = lengths[j] == 0 ? 0 : a[j][i] / lengths[j];
      }
      for (int i = 0; i < n; i++) {
        right[r + i * n + c] = v[j][i];
      }
    }
    complete(left, p, values, q, m, n);
  }

  /// Makes two columns orthogonal; says whether they were not.
  private static boolean rotate(double[] x, double[] y, double[] v, double[] w) {
    double xx = dot(x, x);
    double yy = dot(y, y);
    double xy = dot(x, y);
    if (!(Math.abs(xy) > 0x1p-52 * Math.sqrt(xx * yy)) || xy == 0) {
      return false;
    }
    double zeta = (yy - xx) / (2 * xy);
    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = c * t;
    turn(x, y, c, s);
    turn(v, w, c, s);
    return true;
  }

  private static void turn(double[] x, double[] y, double c, double s) {
    for (int i = 0; i < x.length; i++) {
      double held = x[i];
      x[i] = c * held - s * y[i];
      y[i] = s * held + c * y[i];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double length(double[] x) {
    double top = 0;
    for (double value : x) {
      top = Math.max(top, Math.abs(value));
    }
    if (top == 0 || !Double.isFinite(top)) {
      return top;
    }
    double sum = 0;
    for (double value : x) {
      sum += value / top * (value / top);
    }
    return top * Math.sqrt(sum);
  }

  /// Fills the left vectors of singular values 0 with any that are orthonormal to the others (Gram and Schmidt, twice).
  private static void complete(double[] left, int p, double[] values, int q, int m, int n) {
    for (int c = 0; c < n; c++) {
      for (int axis = 0; values[q + c] == 0 && axis < m; axis++) {
        double[] candidate = new double[m];
        candidate[axis] = 1;
        for (int pass = 0; pass < 2; pass++) {
          for (int other = 0; other < c; other++) {
            double along = 0;
            for (int i = 0; i < m; i++) {
              along += candidate[i] * left[p + i * n + other];
            }
            for (int i = 0; i < m; i++) {
              candidate[i] -= along * left[p + i * n + other];
            }
          }
        }
        double length = length(candidate);
        if (length > 0.5 / Math.sqrt(m)) {
          for (int i = 0; i < m; i++) {
            left[p + i * n + c] = candidate[i] / length;
          }
          break;
        }
      }
    }
  }
}
