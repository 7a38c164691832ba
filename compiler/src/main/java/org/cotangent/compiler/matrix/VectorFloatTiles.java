package org.cotangent.compiler.matrix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// By the vectors of the machine. Loaded only where their module is there.
///
/// Each method is one loop and its stores, with all vectors in local variables: C2 keeps these in registers, and a vector that crosses a
/// call which is not inlined would become an object. A tile of four rows and three vectors needs all of 16 registers and reads least for
/// what it computes; C2 keeps to them as long as each row is addressed from the same index
/// and nothing else happens in the method. So the file is long: each kind of tile is written out.
final class VectorFloatTiles implements FloatTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final int LANES = SPECIES.length();

  /// Whether half a vector is a vector too.
  private static final boolean HALVES = LANES > 2;

  /// Half as long, if there is such a one.
  private static final VectorSpecies<Float> HALF =
      HALVES
          ? VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2))
          : SPECIES;

  /// Exchange the halves of a vector, and parts of half a vector.
  private static final VectorShuffle<Float> TURN = turn(SPECIES, LANES / 2);

  private static final VectorShuffle<Float> FOUR = turn(HALF, 4);
  private static final VectorShuffle<Float> TWO = turn(HALF, 2);
  private static final VectorShuffle<Float> ONE = turn(HALF, 1);

  private static VectorShuffle<Float> turn(VectorSpecies<Float> species, int numbers) {
    return VectorShuffle.fromOp(species, i -> (i + numbers) % species.length());
  }

  @Override
  public int lanes() {
    return LANES;
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
      float[] a,
      int p,
      int aRow,
      int aColumn,
      float[] b,
      int q,
      int bRow,
      float[] c,
      int at,
      int cRow) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < m; i += ROWS) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? aRow : 0;
      int third = rows > 2 ? 2 * aRow : 0;
      int fourth = rows > 3 ? 3 * aRow : 0;
      FloatVector c00 = zero;
      FloatVector c01 = zero;
      FloatVector c02 = zero;
      FloatVector c10 = zero;
      FloatVector c11 = zero;
      FloatVector c12 = zero;
      FloatVector c20 = zero;
      FloatVector c21 = zero;
      FloatVector c22 = zero;
      FloatVector c30 = zero;
      FloatVector c31 = zero;
      FloatVector c32 = zero;
      for (int l = 0; l < k; l++) {
        int g = first + l * aColumn;
        int j = q + l * bRow;
        FloatVector x = FloatVector.fromArray(SPECIES, b, j);
        FloatVector y = FloatVector.fromArray(SPECIES, b, j + LANES);
        FloatVector z = FloatVector.fromArray(SPECIES, b, j + 2 * LANES);
        FloatVector s = FloatVector.broadcast(SPECIES, a[g]);
        c00 = s.fma(x, c00);
        c01 = s.fma(y, c01);
        c02 = s.fma(z, c02);
        s = FloatVector.broadcast(SPECIES, a[g + second]);
        c10 = s.fma(x, c10);
        c11 = s.fma(y, c11);
        c12 = s.fma(z, c12);
        s = FloatVector.broadcast(SPECIES, a[g + third]);
        c20 = s.fma(x, c20);
        c21 = s.fma(y, c21);
        c22 = s.fma(z, c22);
        s = FloatVector.broadcast(SPECIES, a[g + fourth]);
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
      float[] a,
      int p,
      int aRow,
      int aColumn,
      float[] b,
      int q,
      int bRow,
      float[] c,
      int at,
      int cRow) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < m; i += ROWS) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? aRow : 0;
      int third = rows > 2 ? 2 * aRow : 0;
      int fourth = rows > 3 ? 3 * aRow : 0;
      FloatVector c00 = zero;
      FloatVector c01 = zero;
      FloatVector c10 = zero;
      FloatVector c11 = zero;
      FloatVector c20 = zero;
      FloatVector c21 = zero;
      FloatVector c30 = zero;
      FloatVector c31 = zero;
      for (int l = 0; l < k; l++) {
        int g = first + l * aColumn;
        int j = q + l * bRow;
        FloatVector x = FloatVector.fromArray(SPECIES, b, j);
        FloatVector y = FloatVector.fromArray(SPECIES, b, j + LANES);
        FloatVector s = FloatVector.broadcast(SPECIES, a[g]);
        c00 = s.fma(x, c00);
        c01 = s.fma(y, c01);
        s = FloatVector.broadcast(SPECIES, a[g + second]);
        c10 = s.fma(x, c10);
        c11 = s.fma(y, c11);
        s = FloatVector.broadcast(SPECIES, a[g + third]);
        c20 = s.fma(x, c20);
        c21 = s.fma(y, c21);
        s = FloatVector.broadcast(SPECIES, a[g + fourth]);
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
      float[] a,
      int p,
      int aRow,
      float[] b,
      int q,
      int bRow,
      float[] c,
      int at,
      int cRow) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < m; i += 6) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? first + aRow : first;
      int third = rows > 2 ? first + 2 * aRow : first;
      int fourth = rows > 3 ? first + 3 * aRow : first;
      int fifth = rows > 4 ? first + 4 * aRow : first;
      int sixth = rows > 5 ? first + 5 * aRow : first;
      FloatVector c00 = zero;
      FloatVector c01 = zero;
      FloatVector c10 = zero;
      FloatVector c11 = zero;
      FloatVector c20 = zero;
      FloatVector c21 = zero;
      FloatVector c30 = zero;
      FloatVector c31 = zero;
      FloatVector c40 = zero;
      FloatVector c41 = zero;
      FloatVector c50 = zero;
      FloatVector c51 = zero;
      for (int l = 0; l < k; l++) {
        int j = q + l * bRow;
        FloatVector x = FloatVector.fromArray(SPECIES, b, j);
        FloatVector y = FloatVector.fromArray(SPECIES, b, j + LANES);
        FloatVector s = FloatVector.broadcast(SPECIES, a[first + l]);
        c00 = s.fma(x, c00);
        c01 = s.fma(y, c01);
        s = FloatVector.broadcast(SPECIES, a[second + l]);
        c10 = s.fma(x, c10);
        c11 = s.fma(y, c11);
        s = FloatVector.broadcast(SPECIES, a[third + l]);
        c20 = s.fma(x, c20);
        c21 = s.fma(y, c21);
        s = FloatVector.broadcast(SPECIES, a[fourth + l]);
        c30 = s.fma(x, c30);
        c31 = s.fma(y, c31);
        s = FloatVector.broadcast(SPECIES, a[fifth + l]);
        c40 = s.fma(x, c40);
        c41 = s.fma(y, c41);
        s = FloatVector.broadcast(SPECIES, a[sixth + l]);
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
      float[] a,
      int p,
      int aRow,
      int aColumn,
      float[] b,
      int q,
      int bRow,
      float[] c,
      int at,
      int cRow) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < m; i += ROWS) {
      int rows = m - i;
      int first = p + i * aRow;
      int second = rows > 1 ? aRow : 0;
      int third = rows > 2 ? 2 * aRow : 0;
      int fourth = rows > 3 ? 3 * aRow : 0;
      FloatVector c00 = zero;
      FloatVector c10 = zero;
      FloatVector c20 = zero;
      FloatVector c30 = zero;
      for (int l = 0; l < k; l++) {
        int g = first + l * aColumn;
        int j = q + l * bRow;
        FloatVector x = FloatVector.fromArray(SPECIES, b, j);
        FloatVector s = FloatVector.broadcast(SPECIES, a[g]);
        c00 = s.fma(x, c00);
        s = FloatVector.broadcast(SPECIES, a[g + second]);
        c10 = s.fma(x, c10);
        s = FloatVector.broadcast(SPECIES, a[g + third]);
        c20 = s.fma(x, c20);
        s = FloatVector.broadcast(SPECIES, a[g + fourth]);
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
  public void pack(int k, int vectors, float[] from, int p, int row, float[] into, int at) {
    int width = vectors * LANES;
    for (int l = 0; l < k; l++) {
      int i = p + l * row;
      int j = at + l * width;
      for (int v = 0; v < width; v += LANES) {
        FloatVector.fromArray(SPECIES, from, i + v).intoArray(into, j + v);
      }
    }
  }

  @Override
  public void add(
      int rows, int n, float[] from, int p, int row, float[] into, int at, int intoRow) {
    for (int i = 0; i < rows; i++) {
      int x = p + i * row;
      int y = at + i * intoRow;
      int j = 0;
      for (; j <= n - LANES; j += LANES) {
        FloatVector.fromArray(SPECIES, from, x + j)
            .add(FloatVector.fromArray(SPECIES, into, y + j))
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
    int i = 0;
    for (; i <= m - TOGETHER; i += TOGETHER) {
      fourDots(k, a, p + i * aRow, aRow, x, q, scratch);
      for (int j = 0; j < TOGETHER; j++) {
        put(y, at + (i + j) * step, scratch[j], add);
      }
    }
    for (; i < m; i++) {
      float sum = m < TOGETHER ? dot(k, a, p + i * aRow, x, q) : oneDot(k, a, p + i * aRow, x, q);
      put(y, at + i * step, sum, add);
    }
  }

  private static void put(float[] y, int at, float x, boolean add) {
    y[at] = add ? y[at] + x : x;
  }

  /// Four rows, into the first four elements of `scratch`.
  private static void fourDots(
      int k, float[] a, int p, int aRow, float[] x, int q, float[] scratch) {
    FloatVector r = FloatVector.zero(SPECIES);
    FloatVector s = r;
    FloatVector t = r;
    FloatVector u = r;
    int b = p + aRow;
    int c = b + aRow;
    int d = c + aRow;
    int l = 0;
    for (; l <= k - LANES; l += LANES) {
      FloatVector z = FloatVector.fromArray(SPECIES, x, q + l);
      r = FloatVector.fromArray(SPECIES, a, p + l).fma(z, r);
      s = FloatVector.fromArray(SPECIES, a, b + l).fma(z, s);
      t = FloatVector.fromArray(SPECIES, a, c + l).fma(z, t);
      u = FloatVector.fromArray(SPECIES, a, d + l).fma(z, u);
    }
    float e;
    float f;
    float g;
    float h;
    if (HALVES) {
      FloatVector m = half(r);
      FloatVector n = half(s);
      FloatVector o = half(t);
      FloatVector w = half(u);
      if (l <= k - HALF.length()) {
        FloatVector z = FloatVector.fromArray(HALF, x, q + l);
        m = FloatVector.fromArray(HALF, a, p + l).fma(z, m);
        n = FloatVector.fromArray(HALF, a, b + l).fma(z, n);
        o = FloatVector.fromArray(HALF, a, c + l).fma(z, o);
        w = FloatVector.fromArray(HALF, a, d + l).fma(z, w);
        l += HALF.length();
      }
      e = sum(m);
      f = sum(n);
      g = sum(o);
      h = sum(w);
    } else {
      e = r.lane(0) + r.lane(1);
      f = s.lane(0) + s.lane(1);
      g = t.lane(0) + t.lane(1);
      h = u.lane(0) + u.lane(1);
    }
    for (; l < k; l++) {
      float z = x[q + l];
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

  /// The sums of the numbers of both halves.
  private static FloatVector half(FloatVector r) {
    return (FloatVector) r.add(r.rearrange(TURN)).reinterpretShape(HALF, 0);
  }

  /// The sum of the numbers of half a vector, in halves. (Not reduceLanes, whose order nobody promises.)
  private static float sum(FloatVector half) {
    FloatVector s = half;
    if (HALF.length() > 4) {
      s = s.add(s.rearrange(FOUR));
    }
    if (HALF.length() > 2) {
      s = s.add(s.rearrange(TWO));
    }
    return s.add(s.rearrange(ONE)).lane(0);
  }

  /// The sum of the numbers of a vector, and of the products from l on.
  private static float rest(FloatVector r, int k, int l, float[] a, int p, float[] x, int q) {
    int from = l;
    float sum;
    if (HALVES) {
      FloatVector h = half(r);
      if (from <= k - HALF.length()) {
        h =
            FloatVector.fromArray(HALF, a, p + from)
                .fma(FloatVector.fromArray(HALF, x, q + from), h);
        from += HALF.length();
      }
      sum = sum(h);
    } else {
      sum = r.lane(0) + r.lane(1);
    }
    for (; from < k; from++) {
      sum = Math.fma(a[p + from], x[q + from], sum);
    }
    return sum;
  }

  private static float oneDot(int k, float[] a, int p, float[] x, int q) {
    FloatVector r = FloatVector.zero(SPECIES);
    int l = 0;
    for (; l <= k - LANES; l += LANES) {
      r = FloatVector.fromArray(SPECIES, a, p + l).fma(FloatVector.fromArray(SPECIES, x, q + l), r);
    }
    return rest(r, k, l, a, p, x, q);
  }

  private static float dot(int k, float[] a, int p, float[] x, int q) {
    FloatVector r = FloatVector.zero(SPECIES);
    FloatVector s = r;
    FloatVector t = r;
    FloatVector u = r;
    int l = 0;
    for (; l <= k - 4 * LANES; l += 4 * LANES) {
      int i = p + l;
      int j = q + l;
      r = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, x, j), r);
      i += LANES;
      j += LANES;
      s = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, x, j), s);
      i += LANES;
      j += LANES;
      t = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, x, j), t);
      i += LANES;
      j += LANES;
      u = FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, x, j), u);
    }
    for (; l <= k - LANES; l += LANES) {
      r = FloatVector.fromArray(SPECIES, a, p + l).fma(FloatVector.fromArray(SPECIES, x, q + l), r);
    }
    return rest(r.add(s).add(t.add(u)), k, l, a, p, x, q);
  }

  @Override
  public void addEight(
      int n, float[] a, int p, int aRow, float[] x, int q, int step, float[] y, int at) {
    float x0 = x[q];
    float x1 = x[q + step];
    float x2 = x[q + 2 * step];
    float x3 = x[q + 3 * step];
    float x4 = x[q + 4 * step];
    float x5 = x[q + 5 * step];
    float x6 = x[q + 6 * step];
    float x7 = x[q + 7 * step];
    FloatVector r0 = FloatVector.broadcast(SPECIES, x0);
    FloatVector r1 = FloatVector.broadcast(SPECIES, x1);
    FloatVector r2 = FloatVector.broadcast(SPECIES, x2);
    FloatVector r3 = FloatVector.broadcast(SPECIES, x3);
    FloatVector r4 = FloatVector.broadcast(SPECIES, x4);
    FloatVector r5 = FloatVector.broadcast(SPECIES, x5);
    FloatVector r6 = FloatVector.broadcast(SPECIES, x6);
    FloatVector r7 = FloatVector.broadcast(SPECIES, x7);
    int p1 = p + aRow;
    int p2 = p1 + aRow;
    int p3 = p2 + aRow;
    int p4 = p3 + aRow;
    int p5 = p4 + aRow;
    int p6 = p5 + aRow;
    int p7 = p6 + aRow;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector z = FloatVector.fromArray(SPECIES, y, at + i);
      z = r0.fma(FloatVector.fromArray(SPECIES, a, p + i), z);
      z = r1.fma(FloatVector.fromArray(SPECIES, a, p1 + i), z);
      z = r2.fma(FloatVector.fromArray(SPECIES, a, p2 + i), z);
      z = r3.fma(FloatVector.fromArray(SPECIES, a, p3 + i), z);
      z = r4.fma(FloatVector.fromArray(SPECIES, a, p4 + i), z);
      z = r5.fma(FloatVector.fromArray(SPECIES, a, p5 + i), z);
      z = r6.fma(FloatVector.fromArray(SPECIES, a, p6 + i), z);
      z = r7.fma(FloatVector.fromArray(SPECIES, a, p7 + i), z);
      z.intoArray(y, at + i);
    }
    for (; i < n; i++) {
      float z = y[at + i];
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
  public void add(int n, float x, float[] a, int p, float[] y, int at) {
    FloatVector s = FloatVector.broadcast(SPECIES, x);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s.fma(FloatVector.fromArray(SPECIES, a, p + i), FloatVector.fromArray(SPECIES, y, at + i))
          .intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] = Math.fma(x, a[p + i], y[at + i]);
    }
  }
}
