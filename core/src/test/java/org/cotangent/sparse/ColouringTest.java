package org.cotangent.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Colourings of random and of well-known matrices, against their definitions.
class ColouringTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20261128);

  static Pattern random(Random random, int rows, int columns, double density) {
    int[][] entries = new int[rows][];
    for (int i = 0; i < rows; i++) {
      entries[i] =
          java.util.stream.IntStream.range(0, columns)
              .filter(_ -> random.nextDouble() < density)
              .toArray();
    }
    return Pattern.of(columns, entries);
  }

  private static int[] row(Pattern pattern, int i) {
    return Arrays.copyOfRange(pattern.indices(), pattern.pointers()[i], pattern.pointers()[i + 1]);
  }

  @Test
  void columnsOfOneColourHaveNoRowInCommon() {
    System.out.println("ColouringTest: seed " + SEED);
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      Pattern pattern =
          random(random, 1 + random.nextInt(20), 1 + random.nextInt(20), random.nextDouble());
      Colouring colouring = Colouring.columns(pattern);
      for (int i = 0; i < pattern.rows(); i++) {
        var colours = new TreeSet<Integer>();
        for (int j : row(pattern, i)) {
          assertTrue(colours.add(colouring.of()[j]), "row " + i + " of " + pattern);
        }
      }
      assertTrue(colouring.colours() >= pattern.fullestRow());
    }
  }

  @Test
  void noPathOfFourHasTwoColours() {
    System.out.println("ColouringTest: seed " + SEED);
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      int n = 1 + random.nextInt(14);
      Pattern pattern = random(random, n, n, random.nextDouble() * 0.4).symmetric();
      int[] of = Colouring.star(pattern).of();
      for (int a = 0; a < n; a++) {
        for (int b : row(pattern, a)) {
          if (b != a) {
            assertNotEquals(of[a], of[b], "neighbours");
          }
          for (int c : row(pattern, b)) {
            for (int d : row(pattern, c)) {
              boolean path = a != b && b != c && c != d && a != c && b != d && a != d;
              assertTrue(!path || of[a] != of[c] || of[b] != of[d], "a path of two colours");
            }
          }
        }
      }
    }
  }

  @Test
  void noCycleHasTwoColours() {
    System.out.println("ColouringTest: seed " + SEED);
    var random = new Random(SEED);
    for (int run = 0; run < 200; run++) {
      int n = 1 + random.nextInt(16);
      Pattern pattern = random(random, n, n, random.nextDouble() * 0.5).symmetric();
      Colouring colouring = Colouring.acyclic(pattern);
      assertTrue(colouring.colours() >= Colouring.fewestAcyclic(pattern));
      int[] of = colouring.of();
      for (int p = 0; p < colouring.colours(); p++) {
        for (int q = 0; q < p; q++) {
          // Joins what an edge between the two colours connects: a cycle joins what is joined.
          int[] part = java.util.stream.IntStream.range(0, n).toArray();
          for (int a = 0; a < n; a++) {
            for (int b : row(pattern, a)) {
              assertTrue(a == b || of[a] != of[b], "neighbours");
              if (a < b && Math.min(of[a], of[b]) == q && Math.max(of[a], of[b]) == p) {
                int from = part[a];
                int to = part[b];
                assertNotEquals(from, to, "a cycle of two colours");
                Arrays.setAll(part, i -> part[i] == from ? to : part[i]);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void bandsAndArrowsNeedFewColours() {
    int n = 1000;
    int[][] band = new int[n][];
    int[][] arrow = new int[n][];
    for (int i = 0; i < n; i++) {
      band[i] = java.util.stream.IntStream.range(Math.max(0, i - 2), Math.min(n, i + 3)).toArray();
      arrow[i] = i == 0 ? java.util.stream.IntStream.range(0, n).toArray() : new int[] {0, i};
    }
    assertEquals(5, Colouring.columns(Pattern.of(n, band)).colours());
    assertEquals(5, Colouring.star(Pattern.of(n, band)).colours());
    assertEquals(2, Colouring.star(Pattern.of(n, arrow)).colours());
    assertEquals(3, Colouring.acyclic(Pattern.of(n, band)).colours());
    assertEquals(2, Colouring.acyclic(Pattern.of(n, arrow)).colours());
    assertEquals(n, Colouring.columns(Pattern.of(n, arrow)).colours());
  }

  @Test
  void patternsTurnOverAndJoin() {
    Pattern pattern = Pattern.of(3, new int[][] {{1, 2}, {}, {0}});
    assertEquals("[2, 0, 0]", Arrays.toString(pattern.transposed().indices()));
    assertEquals("[0, 1, 2, 3]", Arrays.toString(pattern.transposed().pointers()));
    assertEquals("[1, 2, 0, 0]", Arrays.toString(pattern.symmetric().indices()));
    assertEquals("[0, 0, 2]", Arrays.toString(pattern.rowOfEntry()));
    assertEquals(2, pattern.fullestRow());
  }
}
