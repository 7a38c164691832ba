package org.cotangent.compiler.matrix;

/// The same without vectors, until the others are compiled.
final class PlainFloatTiles implements FloatTiles {
  private final int lanes;

  PlainFloatTiles(int lanes) {
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
      float[] a,
      int p,
      int aRow,
      int aColumn,
      float[] b,
      int q,
      int bRow,
      int vectors,
      float[] c,
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
      int n, int k, float[] a, int p, int aColumn, float[] b, int q, int bRow, float[] c, int at) {
    int f = n > 1 ? 1 : 0;
    int g = n > 2 ? 2 : 0;
    int h = n > 3 ? 3 : 0;
    float r = 0;
    float s = 0;
    float t = 0;
    float u = 0;
    int i = p;
    int j = q;
    for (int l = 0; l < k; l++) {
      float x = a[i];
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
  public void pack(int k, int vectors, float[] from, int p, int row, float[] into, int at) {
    int width = vectors * lanes;
    for (int l = 0; l < k; l++) {
      System.arraycopy(from, p + l * row, into, at + l * width, width);
    }
  }

  @Override
  public void add(
      int rows, int n, float[] from, int p, int row, float[] into, int at, int intoRow) {
    for (int i = 0; i < rows; i++) {
      add(n, 1, from, p + i * row, into, at + i * intoRow);
    }
  }

  @Override
  public void dots(
      int m,
      int k,
      float[] a,
      int p,
      int aRow,
      float[] x,
      int q,
      float[] y,
      int at,
      int step,
      boolean add,
      float[] scratch) {
    for (int i = 0; i < m; i++) {
      float sum = dot(k, m < TOGETHER, a, p + i * aRow, x, q, scratch);
      int o = at + i * step;
      y[o] = add ? y[o] + sum : sum;
    }
  }

  private float dot(int k, boolean turns, float[] a, int p, float[] x, int q, float[] sums) {
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
    int half = lanes / 2;
    for (int i = 0; i < half; i++) {
      sums[i] += sums[half + i];
    }
    if (l <= k - half) {
      for (int i = 0; i < half; i++) {
        sums[i] = Math.fma(a[p + l + i], x[q + l + i], sums[i]);
      }
      l += half;
    }
    for (half /= 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[half + i];
      }
    }
    float sum = sums[0];
    for (; l < k; l++) {
      sum = Math.fma(a[p + l], x[q + l], sum);
    }
    return sum;
  }

  @Override
  public void addEight(
      int n, float[] a, int p, int aRow, float[] x, int q, int step, float[] y, int at) {
    for (int l = 0; l < 8; l++) {
      add(n, x[q + l * step], a, p + l * aRow, y, at);
    }
  }

  @Override
  public void add(int n, float x, float[] a, int p, float[] y, int at) {
    for (int i = 0; i < n; i++) {
      y[at + i] = Math.fma(x, a[p + i], y[at + i]);
    }
  }
}
