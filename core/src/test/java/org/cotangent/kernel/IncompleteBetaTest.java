package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against values computed with at least 45 digits: `incompletebeta.csv`, which `incompletebeta.py` beside it wrote.
class IncompleteBetaTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private record Row(String function, int i, int j, double a, double b, double x, double value) {}

  private static List<Row> rows() throws IOException {
    try (var in = IncompleteBetaTest.class.getResourceAsStream("incompletebeta.csv")) {
      assertTrue(in != null, "incompletebeta.csv is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(","))
          .map(c ->
              new Row(
                  c[0],
                  Integer.parseInt(c[1]),
                  Integer.parseInt(c[2]),
                  Double.parseDouble(c[3]),
                  Double.parseDouble(c[4]),
                  Double.parseDouble(c[5]),
                  Double.parseDouble(c[6])))
          .toList();
    }
  }

  @Test
  void table() throws IOException {
    var counts = new TreeMap<String, Integer>();
    for (Row row : rows()) {
      double actual =
          row.function().equals("density")
              ? IncompleteBeta.density(row.a(), row.b(), row.x(), row.i(), row.j())
              : IncompleteBeta.regularised(row.a(), row.b(), row.x(), row.i(), row.j());
      int order = row.i() + row.j();
      if (order == 0 && row.function().equals("regularised")) {
        // That of the mirrored arguments, where mirroring is exact.
        double upper = IncompleteBeta.upper(row.a(), row.b(), row.x());
        assertEquals(1 - row.value(), upper, 2e-15, row.toString());
        double mirrored = IncompleteBeta.upper(row.b(), row.a(), 1 - row.x());
        if (1 - (1 - row.x()) == row.x()) {
          assertEquals(row.value(), mirrored, 4e-14 * row.value(), row.toString());
        }
      }
      double tolerance = order == 0 ? 4e-14 : order == 1 ? 3e-13 : 2e-12;
      assertEquals(row.value(), actual, tolerance * Math.abs(row.value()), row.toString());
      counts.merge(row.function(), 1, Integer::sum);
    }
    assertEquals("{density=291, regularised=774}", counts.toString());
  }

  /// The inverse finds the table's x, as exactly as its probability says it.
  @Test
  void inverses() throws IOException {
    int checked = 0;
    for (Row row : rows()) {
      double p = row.value();
      if (row.function().equals("density") || row.i() + row.j() > 0 || p > 0.9) {
        continue;
      }
      double x = IncompleteBeta.inverse(row.a(), row.b(), p);
      double slope = IncompleteBeta.density(row.a(), row.b(), row.x(), 0, 0);
      assertEquals(row.x(), x, 4e-15 * row.x() + 6e-14 * p / slope, row.toString());
      checked++;
    }
    assertEquals(80, checked);
  }

  @Test
  void edges() {
    double[][] rows = {
      {0, 1, 0.5, 1},
      {1, 0, 0.5, 0},
      {0, 0, 1, Double.NaN},
      {1e-300, 2, 1e-300, 1},
      {0, 50, 1e-300, 1},
      {1e-300, 1e-300, 0.5, 0.5},
      {0, 0, 0.5, Double.NaN},
      {INF, 1, 0.5, 0},
      {1, INF, 0.5, 1},
      {INF, INF, 0.5, Double.NaN},
      {1, 1, 0, 0},
      {1, 1, 1, 1},
      {0, 1, 0, 0},
      {1, 0, 1, 1},
      {-1, 1, 0.5, Double.NaN},
      {1, 1, 2, Double.NaN},
      {1, 1, Double.NaN, Double.NaN},
      {1, 1, -0.5, Double.NaN}
    };
    for (double[] row : rows) {
      assertEquals(row[3], IncompleteBeta.regularised(row[0], row[1], row[2], 0, 0));
    }
    assertEquals(0, IncompleteBeta.inverse(2, 3, 0));
    assertEquals(1, IncompleteBeta.inverse(2, 3, 1));
    assertEquals(Double.NaN, IncompleteBeta.inverse(2, 3, 1.5));
    assertEquals(Double.NaN, IncompleteBeta.inverse(0, 3, 0.5));
    // I_x(a, b) falls from 1 at a = 0 as −a·∫ (1 − t)ᵇ⁻¹/t dt, from x to 1: for b = 1 that is
    // −a·ln(1/x)
    assertEquals(-Math.log(4), IncompleteBeta.regularised(0, 1, 0.25, 1, 0), 4e-15);
  }

  /// `I_x(a, b) = Σ C(n, k)·xᵏ·(1 − x)ⁿ⁻ᵏ`, k from a to `n = a + b − 1`: for whole numbers.
  @Test
  void sumsOfBinomials() {
    for (int a : new int[] {1, 2, 7, 40}) {
      for (int b : new int[] {1, 3, 12, 60}) {
        for (double x : new double[] {0.1, 0.4, 0.5, 0.8}) {
          int n = a + b - 1;
          double sum = 0;
          for (int k = a; k <= n; k++) {
            double choose = 1;
            for (int i = 1; i <= k; i++) {
              choose *= (double) (n - k + i) / i;
            }
            sum += choose * Math.pow(x, k) * Math.pow(1 - x, n - k);
          }
          assertEquals(sum, IncompleteBeta.regularised(a, b, x, 0, 0), 1e-13 * sum);
        }
      }
    }
  }

  /// For huge equal parameters the mean is the median, and the distribution is normal.
  @Test
  void hugeParameters() {
    for (double a : new double[] {1e6, 1e10, 1e14}) {
      assertEquals(0.5, IncompleteBeta.regularised(a, a, 0.5, 0, 0), 1e-15);
      double deviation = 0.5 / Math.sqrt(2 * a + 1);
      double x = 0.5 - deviation;
      double z = (x - 0.5) / deviation;
      assertEquals(Erf.normalCdf(z), IncompleteBeta.regularised(a, a, x, 0, 0), 0.3 / a + 1e-14);
      assertEquals(x, IncompleteBeta.inverse(a, a, Erf.normalCdf(z)), deviation / a + 1e-15);
    }
  }
}
