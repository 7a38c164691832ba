package org.cotangent.kernel;

import java.util.Arrays;

/// Products of matrices in heap arrays, in scalar Java that the JIT vectorises.
///
/// The JIT vectorises a loop over several arrays only if all of them are read at the same index. So the rows of the right matrix
/// are copied into arrays of their own, a panel at a time that stays in a near cache; four of them go into two rows of the result
/// in one loop (after K. Goto and R. van de Geijn, *Anatomy of high-performance matrix multiplication*, 2008). The copy takes any
/// stride and either floating type, so a transposed factor costs nothing more, and `F32` is summed in double precision within a panel.
/// Small products are simple loops over the arrays as they are.
final class ScalarBlas implements Blas {
  /// A panel has at most so many rows and columns: a megabyte.
  private static final int ROWS = 256;

  private static final int COLUMNS = 512;

  /// A panel that serves few rows of the result is read soon after it is written: it is to fit the nearest cache.
  private static final int FEW_ROWS = 8;

  /// Fewer columns than this make poor loops: dot products, or the transposed product, are better.
  private static final int NARROW = 8;

  /// Up to so many multiplications nothing is copied.
  private static final int SMALL = 4096;

  @Override
  public int precedence() {
    return 0;
  }

  @Override
  public String description() {
    return "scalar Java";
  }

  @Override
  public boolean takes(int m, int n, int k) {
    return true;
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    if (!accumulate) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(out, outAt + i * outRow, outAt + i * outRow + n, 0);
      }
    }
    if ((long) m * n * k > SMALL) {
      multiply(
          m,
          n,
          k,
          new Matrix(a, aAt, aRow, aColumn),
          new Matrix(b, bAt, bRow, bColumn),
          new Matrix(out, outAt, outRow, 1));
      return;
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int p = aAt + i * aRow;
        int q = bAt + j * bColumn;
        double s = 0;
        double t = 0;
        int l = 0;
        for (; l + 1 < k; l += 2) {
          s += a[p] * b[q];
          t += a[p + aColumn] * b[q + bRow];
          p += 2 * aColumn;
          q += 2 * bRow;
        }
        if (l < k) {
          s += a[p] * b[q];
        }
        out[outAt + i * outRow + j] += s + t;
      }
    }
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    if (!accumulate) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(out, outAt + i * outRow, outAt + i * outRow + n, 0);
      }
    }
    if ((long) m * n * k > SMALL) {
      multiply(
          m,
          n,
          k,
          new Matrix(a, aAt, aRow, aColumn),
          new Matrix(b, bAt, bRow, bColumn),
          new Matrix(out, outAt, outRow, 1));
      return;
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int p = aAt + i * aRow;
        int q = bAt + j * bColumn;
        double s = 0;
        double t = 0;
        int l = 0;
        for (; l + 1 < k; l += 2) {
          s += (double) a[p] * b[q];
          t += (double) a[p + aColumn] * b[q + bRow];
          p += 2 * aColumn;
          q += 2 * bRow;
        }
        if (l < k) {
          s += (double) a[p] * b[q];
        }
        out[outAt + i * outRow + j] += (float) (s + t);
      }
    }
  }

  /// A matrix in a `double[]` or `float[]`: element `(i, j)` lies at `start + i·down + j·across`.
  private record Matrix(Object data, int start, int down, int across) {
    Matrix transposed() {
      return new Matrix(data, start, across, down);
    }

    /// Copies `n` elements of row `i`, from column `j` on.
    void row(int i, int j, double[] into, int n) {
      copy(start + i * down + j * across, across, into, n);
    }

    /// Whether rows lie in one piece, as doubles.
    boolean direct() {
      return across == 1 && data instanceof double[];
    }

    /// The first `n` elements of row `i`: where they lie, or a copy in `buffer` (in an array of its own if that is too short).
    Row row(int i, int n, double[] buffer) {
      if (across == 1 && data instanceof double[] elements) {
        return new Row(elements, start + i * down);
      }
      double[] copy = buffer.length < n ? new double[n] : buffer;
      row(i, 0, copy, n);
      return new Row(copy, 0);
    }

    private void copy(int from, int step, double[] into, int n) {
      if (data instanceof double[] elements) {
        if (step == 1) {
          System.arraycopy(elements, from, into, 0, n);
          return;
        }
        for (int i = 0; i < n; i++) {
          into[i] = elements[from + i * step];
        }
      } else {
        float[] elements = (float[]) data;
        for (int i = 0; i < n; i++) {
          into[i] = elements[from + i * step];
        }
      }
    }

    /// Writes row `i`, from column `j` on.
    void set(int i, int j, double[] from, int n) {
      int at = start + i * down + j * across;
      if (data instanceof float[] elements) {
        for (int l = 0; l < n; l++) {
          elements[at + l * across] = (float) from[l];
        }
        return;
      }
      double[] elements = (double[]) data;
      if (across == 1) {
        System.arraycopy(from, 0, elements, at, n);
        return;
      }
      for (int l = 0; l < n; l++) {
        elements[at + l * across] = from[l];
      }
    }
  }

  /// Neighbouring elements of a heap array.
  private record Row(double[] data, int from) {}

  /// `out += a · b` for an m×k and a k×n matrix.
  private static void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix out) {
    if (n < NARROW && a.across == 1) {
      dots(m, n, k, a, b.transposed(), out);
    } else if (m < NARROW && b.down == 1) {
      dots(n, m, k, b.transposed(), a, out.transposed());
    } else if (n < NARROW && n < m) {
      panels(n, m, k, b.transposed(), a.transposed(), out.transposed());
    } else {
      panels(m, n, k, a, b, out);
    }
  }

  private static void panels(int m, int n, int k, Matrix a, Matrix b, Matrix out) {
    int height = Math.min(k, m < NARROW ? FEW_ROWS : ROWS);
    double[][] panel = new double[height][Math.min(n, COLUMNS)];
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      for (int l = 0; l < k; l += height) {
        int rows = Math.min(height, k - l);
        for (int r = 0; r < rows; r++) {
          b.row(l + r, j, panel[r], columns);
        }
        panel(m, rows, columns, a, l, panel, out, j);
      }
    }
  }

  /// Adds to columns `j` and on of `out` the product of columns `l` and on of `a` with the panel.
  private static void panel(
      int m, int rows, int columns, Matrix a, int l, double[][] panel, Matrix out, int j) {
    double[] x = new double[rows];
    double[] y = new double[rows];
    double[] p = new double[columns];
    double[] q = new double[columns];
    for (int i = 0; i < m; i += 2) {
      boolean two = i + 1 < m;
      a.row(i, l, x, rows);
      out.row(i, j, p, columns);
      if (two) {
        a.row(i + 1, l, y, rows);
        out.row(i + 1, j, q, columns);
      }
      int r = 0;
      for (; r + 3 < rows; r += 4) {
        if (two) {
          addFourToTwo(columns, x, y, r, panel[r], panel[r + 1], panel[r + 2], panel[r + 3], p, q);
        } else {
          addFour(columns, x, r, panel[r], panel[r + 1], panel[r + 2], panel[r + 3], p);
        }
      }
      for (; r < rows; r++) {
        add(columns, x[r], panel[r], p);
        if (two) {
          add(columns, y[r], panel[r], q);
        }
      }
      out.set(i, j, p, columns);
      if (two) {
        out.set(i + 1, j, q, columns);
      }
    }
  }

  private static void addFourToTwo(
      int n,
      double[] x,
      double[] y,
      int r,
      double[] a,
      double[] b,
      double[] c,
      double[] d,
      double[] p,
      double[] q) {
    double s = x[r];
    double t = x[r + 1];
    double u = x[r + 2];
    double v = x[r + 3];
    double e = y[r];
    double f = y[r + 1];
    double g = y[r + 2];
    double h = y[r + 3];
    for (int i = 0; i < n; i++) {
      p[i] += (s * a[i] + t * b[i]) + (u * c[i] + v * d[i]);
      q[i] += (e * a[i] + f * b[i]) + (g * c[i] + h * d[i]);
    }
  }

  private static void addFour(
      int n, double[] x, int r, double[] a, double[] b, double[] c, double[] d, double[] p) {
    double s = x[r];
    double t = x[r + 1];
    double u = x[r + 2];
    double v = x[r + 3];
    for (int i = 0; i < n; i++) {
      p[i] += (s * a[i] + t * b[i]) + (u * c[i] + v * d[i]);
    }
  }

  private static void add(int n, double x, double[] a, double[] p) {
    for (int i = 0; i < n; i++) {
      p[i] += x * a[i];
    }
  }

  /// `out += a · bᵀ` for a few rows of b.
  private static void dots(int m, int n, int k, Matrix a, Matrix b, Matrix out) {
    var columns = new Row[n];
    for (int j = 0; j < n; j++) {
      columns[j] = b.row(j, k, new double[0]);
    }
    double[] buffer = a.direct() ? new double[0] : new double[k];
    double[] sums = new double[n];
    for (int i = 0; i < m; i++) {
      Row row = a.row(i, k, buffer);
      out.row(i, 0, sums, n);
      for (int j = 0; j < n; j++) {
        sums[j] += dot(row.data, row.from, columns[j].data, columns[j].from, k);
      }
      out.set(i, 0, sums, n);
    }
  }

  private static double dot(double[] x, int p, double[] y, int q, int n) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s += x[p + i] * y[q + i];
      t += x[p + i + 1] * y[q + i + 1];
      u += x[p + i + 2] * y[q + i + 2];
      v += x[p + i + 3] * y[q + i + 3];
    }
    for (; i < n; i++) {
      s += x[p + i] * y[q + i];
    }
    return (s + t) + (u + v);
  }
}
