package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against values computed with at least 45 digits: `incompletegamma.csv`, which `incompletegamma.py` beside it wrote.
class IncompleteGammaTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private record Row(String function, int order, double a, double x, double value) {}

  private static List<Row> rows() throws IOException {
    try (var in = IncompleteGammaTest.class.getResourceAsStream("incompletegamma.csv")) {
      assertTrue(in != null, "incompletegamma.csv is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(","))
          .map(c ->
              new Row(
                  c[0],
                  Integer.parseInt(c[1]),
                  Double.parseDouble(c[2]),
                  Double.parseDouble(c[3]),
                  Double.parseDouble(c[4])))
          .toList();
    }
  }

  @Test
  void table() throws IOException {
    var counts = new TreeMap<String, Integer>();
    for (Row row : rows()) {
      double actual =
          switch (row.function()) {
            case "lower" -> IncompleteGamma.lower(row.a(), row.x(), row.order());
            case "upper" -> IncompleteGamma.upper(row.a(), row.x());
            case "density" -> IncompleteGamma.density(row.a(), row.x(), row.order());
            default -> throw new AssertionError("no function is called " + row.function());
          };
      double tolerance = row.order() < 3 ? 1e-13 : 3e-13;
      assertEquals(row.value(), actual, tolerance * Math.abs(row.value()), row.toString());
      counts.merge(row.function(), 1, Integer::sum);
    }
    assertEquals("{density=240, lower=456, upper=114}", counts.toString());
  }

  /// The inverses find the table's x, as exactly as its probability says it.
  @Test
  void inverses() throws IOException {
    int checked = 0;
    for (Row row : rows()) {
      double p = row.value();
      if (row.order() > 0 || row.function().equals("density") || !(p > 0 && p < 0.9)) {
        continue;
      }
      boolean lower = row.function().equals("lower");
      double x =
          lower
              ? IncompleteGamma.inverseLower(row.a(), p)
              : IncompleteGamma.inverseUpper(row.a(), p);
      double slope = IncompleteGamma.density(row.a(), row.x(), 0);
      double tolerance = 2e-15 * row.x() + 6e-14 * p / slope;
      assertEquals(row.x(), x, tolerance, row.toString());
      checked++;
    }
    assertEquals(149, checked);
  }

  @Test
  void edges() {
    assertEquals(Double.NaN, IncompleteGamma.lower(0, 0, 0));
    assertEquals(1, IncompleteGamma.lower(0, 1, 0));
    assertEquals(0, IncompleteGamma.upper(0, 1));
    assertEquals(0, IncompleteGamma.upper(0, 0.5));
    assertEquals(1, IncompleteGamma.lower(2, 1e300, 0));
    assertEquals(0, IncompleteGamma.lower(1, 0, 0));
    assertEquals(1, IncompleteGamma.upper(1, 0));
    assertEquals(0, IncompleteGamma.lower(INF, 1, 0));
    assertEquals(1, IncompleteGamma.lower(1, INF, 0));
    assertEquals(0, IncompleteGamma.upper(1, INF));
    assertEquals(Double.NaN, IncompleteGamma.lower(INF, INF, 0));
    assertEquals(Double.NaN, IncompleteGamma.lower(-1, 1, 0));
    assertEquals(Double.NaN, IncompleteGamma.upper(1, -1));
    assertEquals(0, IncompleteGamma.inverseLower(2, 0));
    assertEquals(INF, IncompleteGamma.inverseLower(2, 1));
    assertEquals(INF, IncompleteGamma.inverseUpper(2, 0));
    assertEquals(0, IncompleteGamma.inverseUpper(2, 1));
    assertEquals(Double.NaN, IncompleteGamma.inverseLower(2, 2));
    assertEquals(Double.NaN, IncompleteGamma.inverseLower(0, 0.5));
    assertEquals(Double.NaN, IncompleteGamma.inverseLower(2, Double.NaN));
    // d/da P at a = 0 is −E₁(x)
    assertEquals(-0.21938393439552029, IncompleteGamma.lower(0, 1, 1), 4e-16);
  }

  /// `P(n, x) = 1 − e⁻ˣ·Σ xᵏ/k!`, k below n: for whole numbers, however large.
  @Test
  void sumsOfPoisson() {
    for (int n : new int[] {1, 2, 10, 100, 500}) {
      for (double x : new double[] {0.5 * n, n, 1.3 * n}) {
        double term = Math.exp(-x);
        double sum = term;
        for (int k = 1; k < n; k++) {
          term *= x / k;
          sum += term;
        }
        assertEquals(sum, IncompleteGamma.upper(n, x), 2e-13 * sum, n + " " + x);
        assertEquals(1, IncompleteGamma.lower(n, x, 0) + IncompleteGamma.upper(n, x), 4e-16);
      }
    }
  }

  /// For huge a, P is the normal distribution's, with a correction of the order of `1/√a`.
  @Test
  void hugeParameters() {
    for (double a : new double[] {1e8, 1e12, 1e16}) {
      double half = 0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * a));
      assertEquals(half, IncompleteGamma.lower(a, a, 0), 1e-9 / Math.sqrt(a) + 1e-15);
      double x = IncompleteGamma.inverseLower(a, Erf.normalCdf(1));
      assertEquals(1, (x - a) / Math.sqrt(a), 1 / Math.sqrt(a) + 1e-6);
    }
  }
}
