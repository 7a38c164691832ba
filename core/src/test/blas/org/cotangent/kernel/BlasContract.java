package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every [Blas] does; each implementation has a test that extends this one.
///
/// Single precision is tested through the same cases: elements are drawn as `float`, expected values are sums in double precision.
public abstract class BlasContract {
  private static final double UNTOUCHED = -77;

  private final Random random = new Random(seed());

  /// The one to test.
  protected abstract Blas blas();

  private static long seed() {
    String given = System.getProperty("cotangent.test.seed", "");
    long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    IO.println("seed " + seed);
    return seed;
  }

  /// A matrix somewhere in an array: element (i, j) at `at + i·row + j·column`.
  private record Placed(double[] data, int at, int row, int column) {
    double get(int i, int j) {
      return data[at + i * row + j * column];
    }
  }

  /// How a matrix lies: by rows or columns, with or without gaps, both strides large, or backwards.
  private Placed placed(int m, int n) {
    int gap = random.nextInt(3);
    int offset = random.nextInt(5);
    return switch (random.nextInt(5)) {
      case 0 -> filled(m * (n + gap) + offset, offset, n + gap, 1);
      case 1 -> filled(n * (m + gap) + offset, offset, 1, m + gap);
      case 2 -> filled(2 * m * (n + gap) + offset, offset, 2 * (n + gap), 2);
      case 3 -> filled(m * n + offset, offset + (m - 1) * n, -n, 1);
      default -> filled(m * n + offset, offset + m * n - 1, -n, -1);
    };
  }

  private Placed filled(int size, int at, int row, int column) {
    double[] data = new double[size];
    Arrays.setAll(data, i -> (float) (random.nextDouble() - 0.5));
    return new Placed(data, at, row, column);
  }

  private static float[] floats(double[] from) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
    return to;
  }

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    Arrays.setAll(to, i -> from[i]);
    return to;
  }

  private double[] product(
      boolean single,
      int m,
      int n,
      int k,
      Placed a,
      Placed b,
      double[] out,
      int at,
      int row,
      boolean add) {
    if (!single) {
      double[] result = out.clone();
      double[] x = a.data.clone();
      double[] y = b.data.clone();
      blas()
          .multiply(
              m, n, k, x, a.at, a.row, a.column, y, b.at, b.row, b.column, result, at, row, add);
      assertArrayEquals(a.data, x, "the left operand was written");
      assertArrayEquals(b.data, y, "the right operand was written");
      return result;
    }
    float[] result = floats(out);
    blas()
        .multiply(
            m,
            n,
            k,
            floats(a.data),
            a.at,
            a.row,
            a.column,
            floats(b.data),
            b.at,
            b.row,
            b.column,
            result,
            at,
            row,
            add);
    return doubles(result);
  }

  private void check(boolean single, int m, int n, int k, Placed a, Placed b) {
    int at = random.nextInt(4);
    int row = n + random.nextInt(3);
    boolean add = random.nextBoolean();
    double[] out = new double[at + m * row + 3];
    Arrays.setAll(out, i -> add ? (float) random.nextDouble() : Double.NaN);
    for (int i = 0; i < out.length; i++) {
      if (i < at || (i - at) % row >= n || (i - at) / row >= m) {
        out[i] = UNTOUCHED;
      }
    }
    double[] result = product(single, m, n, k, a, b, out, at, row, add);
    String what =
        (single ? "f32 " : "f64 ") + m + "x" + k + " by " + k + "x" + n + " " + shape(a) + shape(b);
    for (int i = 0; i < out.length; i++) {
      int r = (i - at) / row;
      int c = (i - at) % row;
      if (i < at || c >= n || r >= m) {
        assertEquals(UNTOUCHED, result[i], what + ": written outside");
        continue;
      }
      double sum = add ? out[i] : 0;
      double size = Math.abs(sum);
      for (int l = 0; l < k; l++) {
        sum += a.get(r, l) * b.get(l, c);
        size += Math.abs(a.get(r, l) * b.get(l, c));
      }
      double unit = single ? 0x1p-23 : 0x1p-52;
      assertEquals(sum, result[i], (k + 2) * unit * size, what + " at (" + r + "," + c + ")");
    }
  }

  private static String shape(Placed x) {
    return "[" + x.at + " " + x.row + " " + x.column + "]";
  }

  private void check(int m, int n, int k) {
    for (boolean single : new boolean[] {false, true}) {
      check(single, m, n, k, placed(m, k), placed(k, n));
    }
  }

  @Test
  void smallSizesInAllLayouts() {
    for (int i = 0; i < 1500; i++) {
      check(1 + random.nextInt(40), 1 + random.nextInt(40), 1 + random.nextInt(40));
    }
  }

  @Test
  void vectorsInAllLayouts() {
    for (int i = 0; i < 400; i++) {
      int n = 1 + random.nextInt(150);
      int k = 1 + random.nextInt(150);
      check(n, 1, k);
      check(1, n, k);
      check(1, 1, k);
      check(n, k, 1);
      check(n, 2, k);
    }
  }

  @Test
  void sizesAroundThoseOfBlocks() {
    int[] sizes = {63, 65, 127, 129, 199, 201, 255, 257, 300};
    for (int i = 0; i < 12; i++) {
      check(
          sizes[random.nextInt(sizes.length)],
          sizes[random.nextInt(sizes.length)],
          sizes[random.nextInt(sizes.length)]);
    }
    check(3, 1100, 20);
    check(420, 5, 530);
    check(7, 40, 1200);
    check(1, 600, 700);
    check(600, 1, 700);
  }

  @Test
  void infinitiesAndNaN() {
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0};
    for (int i = 0; i < 300; i++) {
      int m = 1 + random.nextInt(i % 10 == 0 ? 80 : 12);
      int n = 1 + random.nextInt(i % 10 == 0 ? 80 : 12);
      int k = 1 + random.nextInt(20);
      Placed a = placed(m, k);
      Placed b = placed(k, n);
      for (int j = 0; j < 3; j++) {
        a.data[random.nextInt(a.data.length)] = odd[random.nextInt(odd.length)];
        b.data[random.nextInt(b.data.length)] = odd[random.nextInt(odd.length)];
      }
      for (boolean single : new boolean[] {false, true}) {
        double[] result = product(single, m, n, k, a, b, new double[m * n], 0, n, false);
        for (int r = 0; r < m; r++) {
          for (int c = 0; c < n; c++) {
            double sum = 0;
            for (int l = 0; l < k; l++) {
              sum += a.get(r, l) * b.get(l, c);
            }
            double found = result[r * n + c];
            if (Double.isFinite(sum)) {
              assertEquals(sum, found, single ? 1e-4 : 1e-12);
            } else {
              assertEquals(sum, found, m + " " + n + " " + k + " " + shape(a) + shape(b));
            }
          }
        }
      }
    }
  }

  @Test
  void overwritingForgetsWhatWasThere() {
    for (int n : new int[] {1, 3, 30, 70}) {
      for (int m : new int[] {1, 2, 40}) {
        double[] out = new double[m * n];
        Arrays.fill(out, Double.NaN);
        for (boolean single : new boolean[] {false, true}) {
          double[] result = product(single, m, n, 4, placed(m, 4), placed(4, n), out, 0, n, false);
          assertTrue(Arrays.stream(result).allMatch(Double::isFinite), m + " " + n);
        }
      }
    }
  }

  /// The same bits again and again, from several threads at once too.
  @Test
  void theSameBitsInEveryCallAndThread() throws Exception {
    record Job(boolean single, int m, int n, int k, Placed a, Placed b) {}
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < 16; i++) {
      int m = 1 + random.nextInt(90);
      int n = i % 4 == 0 ? 1 : 1 + random.nextInt(90);
      int k = 1 + random.nextInt(300);
      jobs.add(new Job(i % 2 == 0, m, n, k, placed(m, k), placed(k, n)));
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (Job job : jobs) {
        Callable<double[]> run =
            () ->
                product(
                    job.single,
                    job.m,
                    job.n,
                    job.k,
                    job.a,
                    job.b,
                    new double[job.m * job.n],
                    0,
                    job.n,
                    false);
        double[] expected = run.call();
        var others = new ArrayList<Callable<double[]>>();
        for (int i = 0; i < 8; i++) {
          others.add(run);
        }
        for (var result : pool.invokeAll(others)) {
          assertArrayEquals(expected, result.get());
        }
      }
    }
  }
}
