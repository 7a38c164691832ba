package org.cotangent.compiler.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.cotangent.kernel.Blas;
import org.cotangent.kernel.BlasContract;
import org.junit.jupiter.api.Test;

/// Products by vectors: what every implementation does, and that it does not matter when, and on how many threads, they run.
class VectorBlasTest extends BlasContract {
  private final Random random = new Random(7);

  @Override
  protected Blas blas() {
    return new VectorBlas(1);
  }

  @Test
  void isTheOneInUse() {
    assertEquals("vectors in Java", Blas.of(50, 50, 50).description());
    assertEquals("scalar Java", Blas.of(2, 2, 2).description());
  }

  /// A size, and how operands of that size lie.
  private record Case(
      int m, int n, int k, int aRow, int aColumn, int bRow, int bColumn, boolean add) {
    static Case any(Random random) {
      int m = 1 + random.nextInt(60);
      int k = 1 + random.nextInt(random.nextBoolean() ? 32 : 400);
      int n = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(60);
      boolean left = random.nextBoolean();
      boolean right = random.nextBoolean();
      return new Case(
          m, n, k, left ? 1 : k, left ? m : 1, right ? 1 : n, right ? k : 1, random.nextBoolean());
    }
  }

  @Test
  void theSameBitsBeforeAndAfterWarming() {
    for (int i = 0; i < 200; i++) {
      Case c = Case.any(random);
      double[] a = random.doubles((long) c.m * c.k).toArray();
      double[] b = random.doubles((long) c.k * c.n).toArray();
      double[] before = random.doubles((long) c.m * c.n).toArray();
      double[] after = before.clone();
      var vectors = new VectorDoubleTiles();
      multiply(new PlainDoubleTiles(vectors.lanes()), c, a, b, before);
      multiply(vectors, c, a, b, after);
      assertArrayEquals(before, after, c.toString());

      float[] x = floats(a);
      float[] y = floats(b);
      float[] first = new float[c.m * c.n];
      float[] second = new float[c.m * c.n];
      var single = new VectorFloatTiles();
      multiply(new PlainFloatTiles(single.lanes()), c, x, y, first);
      multiply(single, c, x, y, second);
      assertArrayEquals(first, second, c.toString());
    }
  }

  private static float[] floats(double[] from) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
    return to;
  }

  private static void multiply(DoubleTiles tiles, Case c, double[] a, double[] b, double[] out) {
    DoubleProduct.multiply(
        tiles, c.m, c.n, c.k, a, 0, c.aRow, c.aColumn, b, 0, c.bRow, c.bColumn, out, 0, c.n, c.add);
  }

  private static void multiply(FloatTiles tiles, Case c, float[] a, float[] b, float[] out) {
    FloatProduct.multiply(
        tiles, c.m, c.n, c.k, a, 0, c.aRow, c.aColumn, b, 0, c.bRow, c.bColumn, out, 0, c.n, c.add);
  }

  @Test
  void theSameBitsOnAnyNumberOfThreads() {
    int[][] sizes = {{483, 130, 140}, {130, 483, 140}, {30_001, 1, 300}, {1, 30_002, 300}};
    for (int[] s : sizes) {
      int m = s[0];
      int n = s[1];
      int k = s[2];
      double[] a = random.doubles((long) m * k).toArray();
      double[] b = random.doubles((long) k * n).toArray();
      double[] expected = new double[m * n];
      new VectorBlas(1).multiply(m, n, k, a, 0, k, 1, b, 0, n, 1, expected, 0, n, false);
      float[] x = floats(a);
      float[] y = floats(b);
      float[] single = new float[m * n];
      new VectorBlas(1).multiply(m, n, k, x, 0, k, 1, y, 0, n, 1, single, 0, n, false);
      for (int threads = 2; threads < 5; threads++) {
        double[] out = new double[m * n];
        new VectorBlas(threads).multiply(m, n, k, a, 0, k, 1, b, 0, n, 1, out, 0, n, false);
        assertArrayEquals(expected, out);
        float[] result = new float[m * n];
        new VectorBlas(threads).multiply(m, n, k, x, 0, k, 1, y, 0, n, 1, result, 0, n, false);
        assertArrayEquals(single, result);
      }
    }
  }

  /// Within the time that a machine under load needs to compile a few methods.
  @Test
  void vectorCodeTakesOver() throws InterruptedException {
    for (int i = 0; i < 600 && !VectorBlas.warm(); i++) {
      Thread.sleep(100);
    }
    assertTrue(VectorBlas.warm());
  }
}
