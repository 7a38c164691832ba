package org.cotangent.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Entries that come back from the products, for matrices of random whole numbers, which are added without rounding.
class CompressionTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20261128);

  private static double[] numbers(Pattern pattern, Random random, boolean symmetric) {
    double[] values = random.doubles(pattern.entries()).map(x -> Math.rint(1000 * x)).toArray();
    if (symmetric) {
      int[] row = pattern.rowOfEntry();
      int[] next = pattern.pointers().clone();
      for (int k = 0; k < values.length; k++) {
        values[next[pattern.indices()[k]]++] = values[k];
        assertEquals(row[next[pattern.indices()[k]] - 1], pattern.indices()[k]);
      }
    }
    return values;
  }

  /// All products of a matrix, as [Compression] wants them.
  private static double[] products(Pattern pattern, double[] values, Compression compression) {
    int m = pattern.rows();
    int n = pattern.columns();
    int behind = compression.columns().colours() * m;
    double[] all = new double[behind + compression.rows().colours() * n];
    int[] row = pattern.rowOfEntry();
    for (int k = 0; k < values.length; k++) {
      int j = pattern.indices()[k];
      int column = compression.columns().of()[j];
      if (column >= 0) {
        all[column * m + row[k]] += values[k];
      }
      int colour = compression.rows().of()[row[k]];
      if (colour >= 0) {
        all[behind + colour * n + j] += values[k];
      }
    }
    return all;
  }

  private static void comesBack(
      Pattern pattern, Compression compression, boolean symmetric, Random random) {
    double[] values = numbers(pattern, random, symmetric);
    double[] all = products(pattern, values, compression);
    double[] y = IntStream.of(compression.products()).mapToDouble(place -> all[place]).toArray();
    for (int s = 0; s < compression.parents().length; s++) {
      int parent = compression.parents()[s];
      assertTrue(parent >= s);
      if (parent > s) {
        y[parent] -= y[s];
      }
    }
    boolean direct = compression.parents().length == 0;
    for (int k = 0; k < values.length; k++) {
      assertEquals(values[k], y[direct ? k : compression.unknowns()[k]], "entry " + k);
    }
  }

  @Test
  void symmetricMatricesComeBack() {
    System.out.println("CompressionTest: seed " + SEED);
    var random = new Random(SEED);
    int fewer = 0;
    for (int run = 0; run < 300; run++) {
      int n = 1 + random.nextInt(20);
      Pattern pattern = ColouringTest.random(random, n, n, random.nextDouble() * 0.4).symmetric();
      Compression star = Compression.ofHessian(pattern, false);
      assertEquals(0, star.parents().length);
      assertEquals(Colouring.star(pattern).colours(), star.colours());
      comesBack(pattern, star, true, random);
      Compression substituted = Compression.ofHessian(pattern, true);
      assertTrue(substituted.colours() <= star.colours());
      fewer += substituted.colours() < star.colours() ? 1 : 0;
      comesBack(pattern, substituted, true, random);
    }
    assertTrue(fewer > 50, "substitution needed fewer products " + fewer + " times of 300");
  }

  @Test
  void otherMatricesComeBack() {
    System.out.println("CompressionTest: seed " + SEED);
    var random = new Random(SEED);
    int both = 0;
    for (int run = 0; run < 300; run++) {
      int m = 2 + random.nextInt(20);
      int n = 2 + random.nextInt(20);
      Pattern pattern = withFullLines(random, m, n);
      Compression compression = Compression.ofJacobian(pattern);
      int one =
          Math.min(
              Colouring.columns(pattern).colours(),
              Colouring.columns(pattern.transposed()).colours());
      assertTrue(compression.colours() <= one);
      boolean mixed = compression.columns().colours() > 0 && compression.rows().colours() > 0;
      assertTrue(!mixed || compression.colours() < one, "two kinds of products for nothing");
      both += mixed ? 1 : 0;
      comesBack(pattern, compression, false, random);
    }
    assertTrue(both > 50, "rows and columns at once " + both + " times of 300");
  }

  /// A sparse matrix of which some rows and columns are full.
  private static Pattern withFullLines(Random random, int m, int n) {
    double rows = random.nextDouble() * 0.3;
    double columns = random.nextDouble() * 0.3;
    double others = random.nextDouble() * 0.3;
    boolean[] fullColumn = new boolean[n];
    for (int j = 0; j < n; j++) {
      fullColumn[j] = random.nextDouble() < columns;
    }
    int[][] entries = new int[m][];
    for (int i = 0; i < m; i++) {
      boolean full = random.nextDouble() < rows;
      entries[i] =
          IntStream.range(0, n)
              .filter(j ->
                  full
                      || fullColumn[j] && random.nextDouble() < 0.9
                      || random.nextDouble() < others)
              .toArray();
    }
    return Pattern.of(n, entries);
  }

  /// A band beside full rows and columns.
  private static Pattern bordered(int n, int full, int band) {
    int[][] entries = new int[n][];
    for (int i = 0; i < n; i++) {
      int at = i;
      entries[i] =
          i < full
              ? IntStream.range(0, n).toArray()
              : IntStream.concat(
                      IntStream.range(0, full),
                      IntStream.range(Math.max(full, at - band), Math.min(n, at + band + 1)))
                  .toArray();
    }
    return Pattern.of(n, entries);
  }

  @Test
  void arrowsNeedRowsAndColumns() {
    var random = new Random(1);
    Compression arrow = Compression.ofJacobian(bordered(1000, 1, 0));
    assertEquals(3, arrow.colours());
    comesBack(bordered(1000, 1, 0), arrow, false, random);
    Compression wide = Compression.ofJacobian(bordered(1000, 2, 1));
    assertEquals(2 + 2 + 3, wide.colours());
    comesBack(bordered(1000, 2, 1), wide, false, random);
    assertEquals(2, Compression.ofHessian(bordered(1000, 1, 0), true).colours());
  }

  @Test
  void hundredThousandUnknownsInSeconds() {
    int n = 100_000;
    long start = System.nanoTime();
    Compression chain = Compression.ofHessian(bordered(n, 0, 1), true);
    assertEquals(2, chain.colours());
    long next = System.nanoTime();
    Compression bordered = Compression.ofHessian(bordered(n, 3, 2), true);
    long last = System.nanoTime();
    Compression jacobian = Compression.ofJacobian(bordered(n, 1, 1));
    assertEquals(5, jacobian.colours());
    long end = System.nanoTime();
    int side = 316;
    Compression grid = Compression.ofHessian(grid(side), true);
    long grids = System.nanoTime();
    System.out.printf(
        "%d unknowns: chain %.2f s, border of 3 and band of 5 %.2f s (%d colours), arrow %.2f s,"
            + " grid %.2f s (%d colours, star %d)%n",
        n,
        (next - start) * 1e-9,
        (last - next) * 1e-9,
        bordered.colours(),
        (end - last) * 1e-9,
        (grids - end) * 1e-9,
        grid.colours(),
        Colouring.star(grid(side)).colours());
    assertTrue(grids - start < 30e9, "near linear");
  }

  /// Five points of a square grid.
  private static Pattern grid(int side) {
    int[][] entries = new int[side * side][];
    for (int i = 0; i < entries.length; i++) {
      int row = i / side;
      int column = i % side;
      entries[i] =
          IntStream.of(
                  row > 0 ? i - side : -1,
                  column > 0 ? i - 1 : -1,
                  i,
                  column < side - 1 ? i + 1 : -1,
                  row < side - 1 ? i + side : -1)
              .filter(j -> j >= 0)
              .toArray();
    }
    return Pattern.of(entries.length, entries);
  }
}
