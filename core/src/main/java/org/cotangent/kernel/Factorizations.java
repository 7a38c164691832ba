package org.cotangent.kernel;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.primitive.Aval;

/// Factorisations of each matrix of a stack, through [Lapack]. `F32` is factorised in double precision and rounded once. Where a
/// factor has a sign of its own it is chosen, so that all implementations give the same.
public final class Factorizations {
  private Factorizations() {}

  /// `P a = L U`: the packed factors, and P as the row of `a` that comes to each place.
  public static List<Array> lu(Array a, Aval packed, Aval permutation) {
    int m = a.shape().length(-2);
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    int[] order = new int[permutation.shape().size()];
    int count = count(order.length, m);
    for (int i = 0; i < count; i++) {
      if (n > 0) {
        double[] matrix = transposed(data, i * m * n, m, n);
        int[] pivots = new int[Math.min(m, n)];
        Lapack.instance().getrf(m, n, matrix, pivots);
        transpose(matrix, 0, n, m, data, i * m * n);
        permute(pivots, order, i * m, m);
      } else {
        permute(new int[0], order, i * m, m);
      }
    }
    return List.of(Buffers.ofDoubles(packed, data), Buffers.wrap(permutation, order));
  }

  static void permute(int[] pivots, int[] order, int from, int m) {
    for (int i = 0; i < m; i++) {
      order[from + i] = i;
    }
    for (int i = 0; i < pivots.length; i++) {
      int other = pivots[i] - 1;
      int held = order[from + i];
      order[from + i] = order[from + other];
      order[from + other] = held;
    }
  }

  /// Solves `a x = b` or `aᵀ x = b` with the factors of a.
  public static Array luSolve(boolean transposed, Array packed, Array permutation, Array b) {
    int n = packed.shape().length(-1);
    int columns = b.shape().length(-1);
    double[] lu = Buffers.toDoubles(packed);
    int[] order = Buffers.i32(permutation);
    double[] right = Buffers.toDoubles(b);
    double[] x = new double[right.length];
    int count = count(right.length, n * columns);
    for (int i = 0; i < count; i++) {
      int p = i * n * n;
      int q = i * n * columns;
      if (transposed) {
        Triangular.solve(false, true, false, n, lu, p, right, q, columns);
        Triangular.solve(true, true, true, n, lu, p, right, q, columns);
      }
      for (int row = 0; row < n; row++) {
        int other = order[i * n + row];
        int from = q + (transposed ? row : other) * columns;
        int to = q + (transposed ? other : row) * columns;
        System.arraycopy(right, from, x, to, columns);
      }
      if (!transposed) {
        Triangular.solve(true, false, true, n, lu, p, x, q, columns);
        Triangular.solve(false, false, false, n, lu, p, x, q, columns);
      }
    }
    return Buffers.ofDoubles(b.aval(), x);
  }

  /// Solves `t x = b` or `tᵀ x = b` with a triangle of t.
  public static Array triangularSolve(
      boolean lower, boolean transposed, boolean unit, Array t, Array b) {
    int n = t.shape().length(-1);
    int columns = b.shape().length(-1);
    double[] triangles = Buffers.toDoubles(t);
    double[] x = Buffers.toDoubles(b);
    int count = count(x.length, n * columns);
    for (int i = 0; i < count; i++) {
      Triangular.solve(
          lower, transposed, unit, n, triangles, i * n * n, x, i * n * columns, columns);
    }
    return Buffers.ofDoubles(b.aval(), x);
  }

  /// The lower triangular L of `a = L Lᵀ`, from the lower triangle of a; NaN for a matrix that is not positive definite.
  public static Array cholesky(Array a) {
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    int count = count(data.length, n * n);
    for (int i = 0; i < count; i++) {
      double[] matrix = transposed(data, i * n * n, n, n);
      boolean failed = Lapack.instance().potrf(n, matrix) != 0;
      for (int row = 0; row < n; row++) {
        for (int column = 0; column < n; column++) {
          data[(i * n + row) * n + column] =
              column > row ? 0 : failed ? Double.NaN : matrix[column * n + row];
        }
      }
    }
    return Buffers.ofDoubles(a.aval(), data);
  }

  /// `a = Q R` with no negative number on R's diagonal; Q has as many columns as `q` says.
  public static List<Array> qr(Array a, Aval q, Aval r) {
    int m = a.shape().length(-2);
    int n = a.shape().length(-1);
    int columns = q.shape().length(-1);
    int reflectors = Math.min(m, n);
    double[] data = Buffers.toDoubles(a);
    double[] left = new double[q.shape().size()];
    double[] right = new double[r.shape().size()];
    int count = count(left.length, m * columns);
    for (int i = 0; i < count; i++) {
      double[] matrix = transposed(data, i * m * n, m, n);
      double[] tau = new double[reflectors];
      if (reflectors > 0) {
        Lapack.instance().geqrf(m, n, matrix, tau);
      }
      double[] orthogonal = new double[m * columns];
      System.arraycopy(matrix, 0, orthogonal, 0, m * reflectors);
      Lapack.instance().orgqr(m, columns, reflectors, orthogonal, tau);
      for (int row = 0; row < columns; row++) {
        double sign = row < reflectors && matrix[row * m + row] < 0 ? -1 : 1;
        for (int column = row; column < n; column++) {
          right[(i * columns + row) * n + column] = sign * matrix[column * m + row];
        }
        for (int entry = 0; entry < m; entry++) {
          left[(i * m + entry) * columns + row] = sign * orthogonal[row * m + entry];
        }
      }
    }
    return List.of(Buffers.ofDoubles(q, left), Buffers.ofDoubles(r, right));
  }

  /// The symmetric `a = V diag(w) Vᵀ`, w ascending; the largest entry of each column of V is positive. NaN where a is not finite.
  public static List<Array> eigh(Array a, Aval w, Aval v) {
    int n = a.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    double[] values = new double[w.shape().size()];
    int count = count(data.length, n * n);
    for (int i = 0; i < count; i++) {
      double[] matrix = transposed(data, i * n * n, n, n);
      double[] one = new double[n];
      if (!finite(matrix) || Lapack.instance().syevd(n, matrix, one) != 0) {
        java.util.Arrays.fill(matrix, Double.NaN);
        java.util.Arrays.fill(one, Double.NaN);
      }
      for (int column = 0; column < n; column++) {
        scale(matrix, column * n, n, sign(matrix, column * n, n));
      }
      transpose(matrix, 0, n, n, data, i * n * n);
      System.arraycopy(one, 0, values, i * n, n);
    }
    return List.of(Buffers.ofDoubles(w, values), Buffers.ofDoubles(v, data));
  }

  /// `a = U diag(s) Vᵀ`, s descending; the largest entry of each column of U is positive. NaN where a is not finite.
  public static List<Array> svd(Array a, Aval u, Aval s, Aval v) {
    int m = a.shape().length(-2);
    int n = a.shape().length(-1);
    int k = Math.min(m, n);
    int lefts = u.shape().length(-1);
    int rights = v.shape().length(-1);
    double[] data = Buffers.toDoubles(a);
    double[] left = new double[u.shape().size()];
    double[] values = new double[s.shape().size()];
    double[] right = new double[v.shape().size()];
    int count = Math.max(count(left.length, m * lefts), count(right.length, n * rights));
    for (int i = 0; i < count; i++) {
      double[] us = new double[m * lefts];
      double[] vt = new double[rights * n];
      double[] one = new double[k];
      decompose(transposed(data, i * m * n, m, n), m, n, lefts > k || rights > k, one, us, vt);
      double[] vs = transposed(vt, 0, n, rights);
      for (int column = 0; column < Math.max(lefts, rights); column++) {
        double sign = column < lefts ? sign(us, column * m, m) : sign(vs, column * n, n);
        if (column < lefts) {
          scale(us, column * m, m, sign);
        }
        if (column < rights) {
          // Beyond the singular values the two sides have nothing to do with each other.
          scale(vs, column * n, n, column < k ? sign : sign(vs, column * n, n));
        }
      }
      transpose(us, 0, lefts, m, left, i * m * lefts);
      transpose(vs, 0, rights, n, right, i * n * rights);
      System.arraycopy(one, 0, values, i * k, k);
    }
    return List.of(
        Buffers.ofDoubles(u, left), Buffers.ofDoubles(s, values), Buffers.ofDoubles(v, right));
  }

  /// `V diag(1/s) Uᵀ`, in which singular values up to `threshold` times the largest count for nothing.
  public static Array pseudoInverse(Array a, Aval result, double threshold) {
    int m = a.shape().length(-2);
    int n = a.shape().length(-1);
    int k = Math.min(m, n);
    double[] data = Buffers.toDoubles(a);
    double[] inverse = new double[result.shape().size()];
    int count = count(data.length, m * n);
    for (int i = 0; i < count; i++) {
      double[] s = new double[k];
      double[] u = new double[m * k];
      double[] vt = new double[k * n];
      decompose(transposed(data, i * m * n, m, n), m, n, false, s, u, vt);
      for (int c = 0; c < k; c++) {
        if (s[c] <= threshold * s[0]) {
          continue;
        }
        for (int row = 0; row < n; row++) {
          double factor = vt[row * k + c] / s[c];
          for (int column = 0; column < m; column++) {
            inverse[(i * n + row) * m + column] += factor * u[c * m + column];
          }
        }
      }
    }
    return Buffers.ofDoubles(result, inverse);
  }

  private static void decompose(
      double[] a, int m, int n, boolean full, double[] s, double[] u, double[] vt) {
    if (s.length == 0) {
      identity(u, m);
      identity(vt, n);
    } else if (!finite(a) || Lapack.instance().gesdd(full, m, n, a, s, u, vt) != 0) {
      java.util.Arrays.fill(u, Double.NaN);
      java.util.Arrays.fill(s, Double.NaN);
      java.util.Arrays.fill(vt, Double.NaN);
    }
  }

  private static void identity(double[] square, int n) {
    for (int i = 0; i < n && square.length > 0; i++) {
      square[i * (n + 1)] = 1;
    }
  }

  private static boolean finite(double[] data) {
    for (double x : data) {
      if (!Double.isFinite(x)) {
        return false;
      }
    }
    return true;
  }

  /// −1 if the entry of largest magnitude is negative; the first of them, up to rounding.
  private static double sign(double[] data, int from, int length) {
    double top = 0;
    double sign = 1;
    for (int i = from; i < from + length; i++) {
      if (Math.abs(data[i]) > top * (1 + 1e-10)) {
        top = Math.abs(data[i]);
        sign = data[i] < 0 ? -1 : 1;
      }
    }
    return sign;
  }

  private static void scale(double[] data, int from, int length, double factor) {
    for (int i = from; i < from + length; i++) {
      data[i] *= factor;
    }
  }

  static int count(int size, int each) {
    return each == 0 ? 0 : size / each;
  }

  /// The m×n matrix at `from`, column by column.
  static double[] transposed(double[] data, int from, int m, int n) {
    double[] result = new double[m * n];
    transpose(data, from, m, n, result, 0);
    return result;
  }

  /// Writes the transpose of the m×n matrix at `from` to `to`.
  static void transpose(double[] data, int from, int m, int n, double[] result, int to) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        result[to + j * m + i] = data[from + i * n + j];
      }
    }
  }
}
