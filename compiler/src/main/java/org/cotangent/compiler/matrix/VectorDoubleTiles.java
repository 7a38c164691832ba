package org.cotangent.compiler.matrix;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// By the vectors of the machine. Loaded only where their module is there.
///
/// Each method is one loop and its stores, with all vectors in local variables: C2 keeps these in registers, and a vector that crosses a
/// call which is not inlined would become an object. A tile of four rows and three vectors needs all of 16 registers and reads least for
/// what it computes; C2 keeps to them as long as each row is addressed from the same index
/// and nothing else happens in the method. So the file is long: each kind of tile is written out.
final class VectorDoubleTiles implements DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  /// Turn a vector around by so many numbers.
  private static final VectorShuffle<Double> FOUR = turn(4);

  private static final VectorShuffle<Double> TWO = turn(2);
  private static final VectorShuffle<Double> ONE = turn(1);

  private static VectorShuffle<Double> turn(int numbers) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + numbers) % LANES);
  }

  @Override
  public int lanes() {
    return LANES;
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
    switch (vectors) {
      case 1 -> one(m, k, a, p, aRow, aColumn, b, q, bRow, c, at, cRow);
      case 2 -> {
        if (aColumn == 1) {
          twoAlongRows(m, k, a, p, aRow, b, q, bRow, c, at, cRow);
        } else {
          two(m, k, a, p, aRow, aColumn, b, q, bRow, c, at, cRow);
        }
      }
      default -> three(m, k, a, p, aRow, aColumn, b, q, bRow, c, at, cRow);
    }
  }

  private static void three(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      int aColumn,
      double[] b,
      int q,
      int bRow,
      double[] c,
      int at,
      int cRow) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = 0; i < m; i += ROWS) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? aRow : 0;
      int third = rows > 2 ? 2 * aRow : 0;
      int fourth = rows > 3 ? 3 * aRow : 0;
      DoubleVector c00 = zero;
      DoubleVector c01 = zero;
      DoubleVector c02 = zero;
      DoubleVector c10 = zero;
      DoubleVector c11 = zero;
      DoubleVector c12 = zero;
      DoubleVector c20 = zero;
      DoubleVector c21 = zero;
      DoubleVector c22 = zero;
      DoubleVector c30 = zero;
      DoubleVector c31 = zero;
      DoubleVector c32 = zero;
      for (int l = 0; l < k; l++) {
        int g = first + l * aColumn;
        int j = q + l * bRow;
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, j);
        DoubleVector y = DoubleVector.fromArray(SPECIES, b, j + LANES);
        DoubleVector z = DoubleVector.fromArray(SPECIES, b, j + 2 * LANES);
        DoubleVector s = DoubleVector.broadcast(SPECIES, a[g]);
        c00 = s.fma(x, c00);
        c01 = s.fma(y, c01);
        c02 = s.fma(z, c02);
        s = DoubleVector.broadcast(SPECIES, a[g + second]);
        c10 = s.fma(x, c10);
        c11 = s.fma(y, c11);
        c12 = s.fma(z, c12);
        s = DoubleVector.broadcast(SPECIES, a[g + third]);
        c20 = s.fma(x, c20);
        c21 = s.fma(y, c21);
        c22 = s.fma(z, c22);
        s = DoubleVector.broadcast(SPECIES, a[g + fourth]);
        c30 = s.fma(x, c30);
        c31 = s.fma(y, c31);
        c32 = s.fma(z, c32);
      }
      int o = at + i * cRow;
      c00.intoArray(c, o);
      c01.intoArray(c, o + LANES);
      c02.intoArray(c, o + 2 * LANES);
      if (rows > 1) {
        o += cRow;
        c10.intoArray(c, o);
        c11.intoArray(c, o + LANES);
        c12.intoArray(c, o + 2 * LANES);
      }
      if (rows > 2) {
        o += cRow;
        c20.intoArray(c, o);
        c21.intoArray(c, o + LANES);
        c22.intoArray(c, o + 2 * LANES);
      }
      if (rows > 3) {
        o += cRow;
        c30.intoArray(c, o);
        c31.intoArray(c, o + LANES);
        c32.intoArray(c, o + 2 * LANES);
      }
    }
  }

  private static void two(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      int aColumn,
      double[] b,
      int q,
      int bRow,
      double[] c,
      int at,
      int cRow) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = 0; i < m; i += ROWS) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? aRow : 0;
      int third = rows > 2 ? 2 * aRow : 0;
      int fourth = rows > 3 ? 3 * aRow : 0;
      DoubleVector c00 = zero;
      DoubleVector c01 = zero;
      DoubleVector c10 = zero;
      DoubleVector c11 = zero;
      DoubleVector c20 = zero;
      DoubleVector c21 = zero;
      DoubleVector c30 = zero;
      DoubleVector c31 = zero;
      for (int l = 0; l < k; l++) {
        int g = first + l * aColumn;
        int j = q + l * bRow;
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, j);
        DoubleVector y = DoubleVector.fromArray(SPECIES, b, j + LANES);
        DoubleVector s = DoubleVector.broadcast(SPECIES, a[g]);
        c00 = s.fma(x, c00);
        c01 = s.fma(y, c01);
        s = DoubleVector.broadcast(SPECIES, a[g + second]);
        c10 = s.fma(x, c10);
        c11 = s.fma(y, c11);
        s = DoubleVector.broadcast(SPECIES, a[g + third]);
        c20 = s.fma(x, c20);
        c21 = s.fma(y, c21);
        s = DoubleVector.broadcast(SPECIES, a[g + fourth]);
        c30 = s.fma(x, c30);
        c31 = s.fma(y, c31);
      }
      int o = at + i * cRow;
      c00.intoArray(c, o);
      c01.intoArray(c, o + LANES);
      if (rows > 1) {
        o += cRow;
        c10.intoArray(c, o);
        c11.intoArray(c, o + LANES);
      }
      if (rows > 2) {
        o += cRow;
        c20.intoArray(c, o);
        c21.intoArray(c, o + LANES);
      }
      if (rows > 3) {
        o += cRow;
        c30.intoArray(c, o);
        c31.intoArray(c, o + LANES);
      }
    }
  }

  /// The same where rows of a are in one piece: places in them need no product of indices, which leaves time for two rows more.
  private static void twoAlongRows(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      double[] b,
      int q,
      int bRow,
      double[] c,
      int at,
      int cRow) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = 0; i < m; i += 6) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? first + aRow : first;
      int third = rows > 2 ? first + 2 * aRow : first;
      int fourth = rows > 3 ? first + 3 * aRow : first;
      int fifth = rows > 4 ? first + 4 * aRow : first;
      int sixth = rows > 5 ? first + 5 * aRow : first;
      DoubleVector c00 = zero;
      DoubleVector c01 = zero;
      DoubleVector c10 = zero;
      DoubleVector c11 = zero;
      DoubleVector c20 = zero;
      DoubleVector c21 = zero;
      DoubleVector c30 = zero;
      DoubleVector c31 = zero;
      DoubleVector c40 = zero;
      DoubleVector c41 = zero;
      DoubleVector c50 = zero;
      DoubleVector c51 = zero;
      for (int l = 0; l < k; l++) {
        int j = q + l * bRow;
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, j);
        DoubleVector y = DoubleVector.fromArray(SPECIES, b, j + LANES);
        DoubleVector s = DoubleVector.broadcast(SPECIES, a[first + l]);
        c00 = s.fma(x, c00);
        c01 = s.fma(y, c01);
        s = DoubleVector.broadcast(SPECIES, a[second + l]);
        c10 = s.fma(x, c10);
        c11 = s.fma(y, c11);
        s = DoubleVector.broadcast(SPECIES, a[third + l]);
        c20 = s.fma(x, c20);
        c21 = s.fma(y, c21);
        s = DoubleVector.broadcast(SPECIES, a[fourth + l]);
        c30 = s.fma(x, c30);
        c31 = s.fma(y, c31);
        s = DoubleVector.broadcast(SPECIES, a[fifth + l]);
        c40 = s.fma(x, c40);
        c41 = s.fma(y, c41);
        s = DoubleVector.broadcast(SPECIES, a[sixth + l]);
        c50 = s.fma(x, c50);
        c51 = s.fma(y, c51);
      }
      int o = at + i * cRow;
      c00.intoArray(c, o);
      c01.intoArray(c, o + LANES);
      if (rows > 1) {
        o += cRow;
        c10.intoArray(c, o);
        c11.intoArray(c, o + LANES);
      }
      if (rows > 2) {
        o += cRow;
        c20.intoArray(c, o);
        c21.intoArray(c, o + LANES);
      }
      if (rows > 3) {
        o += cRow;
        c30.intoArray(c, o);
        c31.intoArray(c, o + LANES);
      }
      if (rows > 4) {
        o += cRow;
        c40.intoArray(c, o);
        c41.intoArray(c, o + LANES);
      }
      if (rows > 5) {
        o += cRow;
        c50.intoArray(c, o);
        c51.intoArray(c, o + LANES);
      }
    }
  }

  private static void one(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      int aColumn,
      double[] b,
      int q,
      int bRow,
      double[] c,
      int at,
      int cRow) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = 0; i < m; i += ROWS) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? aRow : 0;
      int third = rows > 2 ? 2 * aRow : 0;
      int fourth = rows > 3 ? 3 * aRow : 0;
      DoubleVector c00 = zero;
      DoubleVector c10 = zero;
      DoubleVector c20 = zero;
      DoubleVector c30 = zero;
      for (int l = 0; l < k; l++) {
        int g = first + l * aColumn;
        int j = q + l * bRow;
        DoubleVector x = DoubleVector.fromArray(SPECIES, b, j);
        DoubleVector s = DoubleVector.broadcast(SPECIES, a[g]);
        c00 = s.fma(x, c00);
        s = DoubleVector.broadcast(SPECIES, a[g + second]);
        c10 = s.fma(x, c10);
        s = DoubleVector.broadcast(SPECIES, a[g + third]);
        c20 = s.fma(x, c20);
        s = DoubleVector.broadcast(SPECIES, a[g + fourth]);
        c30 = s.fma(x, c30);
      }
      int o = at + i * cRow;
      c00.intoArray(c, o);
      if (rows > 1) {
        o += cRow;
        c10.intoArray(c, o);
      }
      if (rows > 2) {
        o += cRow;
        c20.intoArray(c, o);
      }
      if (rows > 3) {
        o += cRow;
        c30.intoArray(c, o);
      }
    }
  }

  @Override
  public void pack(int k, int vectors, double[] from, int p, int row, double[] into, int at) {
    int width = vectors * LANES;
    for (int l = 0; l < k; l++) {
      int i = p + l * row;
      int j = at + l * width;
      for (int v = 0; v < width; v += LANES) {
        DoubleVector.fromArray(SPECIES, from, i + v).intoArray(into, j + v);
      }
    }
  }

  @Override
  public void add(
      int rows, int n, double[] from, int p, int row, double[] into, int at, int intoRow) {
    for (int i = 0; i < rows; i++) {
      int x = p + i * row;
      int y = at + i * intoRow;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        DoubleVector.fromArray(SPECIES, from, x + j)
            .add(DoubleVector.fromArray(SPECIES, into, y + j))
            .intoArray(into, y + j);
      }
      for (; j < n; j++) {
        into[y + j] += from[x + j];
      }
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
    int i = 0;
    for (; i <= m - TOGETHER; i += TOGETHER) {
      fourDots(k, a, p + i * aRow, aRow, x, q, scratch);
      for (int j = 0; j < TOGETHER; j++) {
        put(y, at + (i + j) * step, scratch[j], add);
      }
    }
    for (; i < m; i++) {
      double sum = m < TOGETHER ? dot(k, a, p + i * aRow, x, q) : oneDot(k, a, p + i * aRow, x, q);
      put(y, at + i * step, sum, add);
    }
  }

  private static void put(double[] y, int at, double x, boolean add) {
    y[at] = add ? y[at] + x : x;
  }

  /// Four rows, into the first four elements of `scratch`.
  private static void fourDots(
      int k, double[] a, int p, int aRow, double[] x, int q, double[] scratch) {
    DoubleVector r = DoubleVector.zero(SPECIES);
    DoubleVector s = r;
    DoubleVector t = r;
    DoubleVector u = r;
    int b = p + aRow;
    int c = b + aRow;
    int d = c + aRow;
    int l = 0;
    for (; l <= k - LANES; l += LANES) {
      DoubleVector z = DoubleVector.fromArray(SPECIES, x, q + l);
      r = DoubleVector.fromArray(SPECIES, a, p + l).fma(z, r);
      s = DoubleVector.fromArray(SPECIES, a, b + l).fma(z, s);
      t = DoubleVector.fromArray(SPECIES, a, c + l).fma(z, t);
      u = DoubleVector.fromArray(SPECIES, a, d + l).fma(z, u);
    }
    double e = sum(r);
    double f = sum(s);
    double g = sum(t);
    double h = sum(u);
    for (; l < k; l++) {
      double z = x[q + l];
      e = Math.fma(a[p + l], z, e);
      f = Math.fma(a[b + l], z, f);
      g = Math.fma(a[c + l], z, g);
      h = Math.fma(a[d + l], z, h);
    }
    scratch[0] = e;
    scratch[1] = f;
    scratch[2] = g;
    scratch[3] = h;
  }

  /// The sum of the numbers of a vector, in halves. (Not reduceLanes, whose order nobody promises.)
  private static double sum(DoubleVector r) {
    DoubleVector s = r;
    if (LANES > 4) {
      s = s.add(s.rearrange(FOUR));
    }
    if (LANES > 2) {
      s = s.add(s.rearrange(TWO));
    }
    return s.add(s.rearrange(ONE)).lane(0);
  }

  private static double oneDot(int k, double[] a, int p, double[] x, int q) {
    DoubleVector r = DoubleVector.zero(SPECIES);
    int l = 0;
    for (; l <= k - LANES; l += LANES) {
      r =
          DoubleVector.fromArray(SPECIES, a, p + l)
              .fma(DoubleVector.fromArray(SPECIES, x, q + l), r);
    }
    double sum = sum(r);
    for (; l < k; l++) {
      sum = Math.fma(a[p + l], x[q + l], sum);
    }
    return sum;
  }

  private static double dot(int k, double[] a, int p, double[] x, int q) {
    DoubleVector r = DoubleVector.zero(SPECIES);
    DoubleVector s = r;
    DoubleVector t = r;
    DoubleVector u = r;
    int l = 0;
    for (; l <= k - 4 * LANES; l += 4 * LANES) {
      int i = p + l;
      int j = q + l;
      r = DoubleVector.fromArray(SPECIES, a, i).fma(DoubleVector.fromArray(SPECIES, x, j), r);
      i += LANES;
      j += LANES;
      s = DoubleVector.fromArray(SPECIES, a, i).fma(DoubleVector.fromArray(SPECIES, x, j), s);
      i += LANES;
      j += LANES;
      t = DoubleVector.fromArray(SPECIES, a, i).fma(DoubleVector.fromArray(SPECIES, x, j), t);
      i += LANES;
      j += LANES;
      u = DoubleVector.fromArray(SPECIES, a, i).fma(DoubleVector.fromArray(SPECIES, x, j), u);
    }
    for (; l <= k - LANES; l += LANES) {
      r =
          DoubleVector.fromArray(SPECIES, a, p + l)
              .fma(DoubleVector.fromArray(SPECIES, x, q + l), r);
    }
    double sum = sum(r.add(s).add(t.add(u)));
    for (; l < k; l++) {
      sum = Math.fma(a[p + l], x[q + l], sum);
    }
    return sum;
  }

  @Override
  public void addEight(
      int n, double[] a, int p, int aRow, double[] x, int q, int step, double[] y, int at) {
    double x0 = x[q];
    double x1 = x[q + step];
    double x2 = x[q + 2 * step];
    double x3 = x[q + 3 * step];
    double x4 = x[q + 4 * step];
    double x5 = x[q + 5 * step];
    double x6 = x[q + 6 * step];
    double x7 = x[q + 7 * step];
    DoubleVector r0 = DoubleVector.broadcast(SPECIES, x0);
    DoubleVector r1 = DoubleVector.broadcast(SPECIES, x1);
    DoubleVector r2 = DoubleVector.broadcast(SPECIES, x2);
    DoubleVector r3 = DoubleVector.broadcast(SPECIES, x3);
    DoubleVector r4 = DoubleVector.broadcast(SPECIES, x4);
    DoubleVector r5 = DoubleVector.broadcast(SPECIES, x5);
    DoubleVector r6 = DoubleVector.broadcast(SPECIES, x6);
    DoubleVector r7 = DoubleVector.broadcast(SPECIES, x7);
    int p1 = p + aRow;
    int p2 = p1 + aRow;
    int p3 = p2 + aRow;
    int p4 = p3 + aRow;
    int p5 = p4 + aRow;
    int p6 = p5 + aRow;
    int p7 = p6 + aRow;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      DoubleVector z = DoubleVector.fromArray(SPECIES, y, at + i);
      z = r0.fma(DoubleVector.fromArray(SPECIES, a, p + i), z);
      z = r1.fma(DoubleVector.fromArray(SPECIES, a, p1 + i), z);
      z = r2.fma(DoubleVector.fromArray(SPECIES, a, p2 + i), z);
      z = r3.fma(DoubleVector.fromArray(SPECIES, a, p3 + i), z);
      z = r4.fma(DoubleVector.fromArray(SPECIES, a, p4 + i), z);
      z = r5.fma(DoubleVector.fromArray(SPECIES, a, p5 + i), z);
      z = r6.fma(DoubleVector.fromArray(SPECIES, a, p6 + i), z);
      z = r7.fma(DoubleVector.fromArray(SPECIES, a, p7 + i), z);
      z.intoArray(y, at + i);
    }
    for (; i < n; i++) {
      double z = y[at + i];
      z = Math.fma(x0, a[p + i], z);
      z = Math.fma(x1, a[p1 + i], z);
      z = Math.fma(x2, a[p2 + i], z);
      z = Math.fma(x3, a[p3 + i], z);
      z = Math.fma(x4, a[p4 + i], z);
      z = Math.fma(x5, a[p5 + i], z);
      z = Math.fma(x6, a[p6 + i], z);
      z = Math.fma(x7, a[p7 + i], z);
      y[at + i] = z;
    }
  }

  @Override
  public void add(int n, double x, double[] a, int p, double[] y, int at) {
    DoubleVector s = DoubleVector.broadcast(SPECIES, x);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s.fma(DoubleVector.fromArray(SPECIES, a, p + i), DoubleVector.fromArray(SPECIES, y, at + i))
          .intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] = Math.fma(x, a[p + i], y[at + i]);
    }
  }
}
