package org.cotangent.compiler.matrix;

/// The same without vectors, until the others are compiled.
final class PlainDoubleTiles implements DoubleTiles {
  private final int lanes;

  PlainDoubleTiles(int lanes) {
    this.lanes = lanes;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public void column(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      int aColumn,
      double[] b,
      int q,
      int bRow,
      int vectors,
      double[] c,
      int at,
      int cRow) {
    int width = vectors * lanes;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < width; j += 4) {
        int n = Math.min(4, width - j);
        four(n, k, a, p + i * aRow, aColumn, b, q + j, bRow, c, at + i * cRow + j);
      }
    }
  }

  /// So many elements of a row, up to four, side by side.
  private static void four(
      int n,
      int k,
      double[] a,
      int p,
      int aColumn,
      double[] b,
      int q,
      int bRow,
      double[] c,
      int at) {
    int f = n > 1 ? 1 : 0;
    int g = n > 2 ? 2 : 0;
    int h = n > 3 ? 3 : 0;
    double r = 0;
    double s = 0;
    double t = 0;
    double u = 0;
    int i = p;
    int j = q;
    for (int l = 0; l < k; l++) {
      double x = a[i];
      r = Math.fma(x, b[j], r);
      s = Math.fma(x, b[j + f], s);
      t = Math.fma(x, b[j + g], t);
      u = Math.fma(x, b[j + h], u);
      i += aColumn;
      j += bRow;
    }
    c[at] = r;
    if (n > 1) {
      c[at + 1] = s;
    }
    if (n > 2) {
      c[at + 2] = t;
    }
    if (n > 3) {
      c[at + 3] = u;
    }
  }

  @Override
  public void pack(int k, int vectors, double[] from, int p, int row, double[] into, int at) {
    int width = vectors * lanes;
    for (int l = 0; l < k; l++) {
      System.arraycopy(from, p + l * row, into, at + l * width, width);
    }
  }

  @Override
  public void add(
      int rows, int n, double[] from, int p, int row, double[] into, int at, int intoRow) {
    for (int i = 0; i < rows; i++) {
      add(n, 1, from, p + i * row, into, at + i * intoRow);
    }
  }

  @Override
  public void dots(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      double[] x,
      int q,
      double[] y,
      int at,
      int step,
      boolean add,
      double[] scratch) {
    for (int i = 0; i < m; i++) {
      double sum = dot(k, m < TOGETHER, a, p + i * aRow, x, q, scratch);
      int o = at + i * step;
      y[o] = add ? y[o] + sum : sum;
    }
  }

  private double dot(int k, boolean turns, double[] a, int p, double[] x, int q, double[] sums) {
    int all = 4 * lanes;
    java.util.Arrays.fill(sums, 0, all, 0);
    int l = 0;
    for (; turns && l <= k - all; l += all) {
      for (int i = 0; i < all; i++) {
        sums[i] = Math.fma(a[p + l + i], x[q + l + i], sums[i]);
      }
    }
    for (; l <= k - lanes; l += lanes) {
      for (int i = 0; i < lanes; i++) {
        sums[i] = Math.fma(a[p + l + i], x[q + l + i], sums[i]);
      }
    }
    for (int i = 0; i < lanes; i++) {
      sums[i] = (sums[i] + sums[lanes + i]) + (sums[2 * lanes + i] + sums[3 * lanes + i]);
    }
    for (int half = lanes / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[half + i];
      }
    }
    double sum = sums[0];
    for (; l < k; l++) {
      sum = Math.fma(a[p + l], x[q + l], sum);
    }
    return sum;
  }

  @Override
  public void addEight(
      int n, double[] a, int p, int aRow, double[] x, int q, int step, double[] y, int at) {
    for (int l = 0; l < 8; l++) {
      add(n, x[q + l * step], a, p + l * aRow, y, at);
    }
  }

  @Override
  public void add(int n, double x, double[] a, int p, double[] y, int at) {
    for (int i = 0; i < n; i++) {
      y[at + i] = Math.fma(x, a[p + i], y[at + i]);
    }
  }
}
