package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Against values computed with 50 digits: `gamma.csv`, which `gamma.py` beside it wrote.
class GammaTest {
  /// How many units in the last place are allowed; where a function of the table has zeros, relative to a neighbourhood's values.
  private static final Map<String, Integer> ULPS =
      Map.of(
          "gamma", 4,
          "logGamma", 4,
          "reciprocal", 200,
          "polygamma", 12,
          "multivariate", 8,
          "drop", 8,
          "beta", 100,
          "logBeta", 8,
          "hurwitz", 12,
          "riemann", 4000);

  @Test
  void table() throws IOException {
    var counts = new TreeMap<String, Integer>();
    try (var in = GammaTest.class.getResourceAsStream("gamma.csv")) {
      assertTrue(in != null, "gamma.csv is missing");
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] columns = line.split(",");
        double[] x = new double[columns.length - 2];
        for (int i = 0; i < x.length; i++) {
          x[i] = Double.parseDouble(columns[i + 1]);
        }
        double expected = Double.parseDouble(columns[columns.length - 1]);
        int ulps = ULPS.getOrDefault(columns[0], 0);
        assertEquals(expected, of(columns[0], x), ulps * Math.ulp(expected), line);
        counts.merge(columns[0], 1, Integer::sum);
      }
    }
    assertEquals(
        "{beta=83, drop=168, gamma=140, hurwitz=148, logBeta=93, logGamma=120, multivariate=64,"
            + " polygamma=318, reciprocal=150, riemann=140}",
        counts.toString());
  }

  private static double of(String name, double[] x) {
    int order = (int) x[0];
    return switch (name) {
      case "gamma" -> Gamma.gamma(x[0]);
      case "logGamma" -> Gamma.log(x[0]);
      case "reciprocal" -> Gamma.reciprocal(x[1], order);
      case "polygamma" -> Polygamma.polygamma(order, x[1]);
      case "multivariate" -> Gamma.logMultivariate(x[2], order, (int) x[1]);
      case "drop" -> Polygamma.drop(order, x[1], x[2]);
      case "beta" -> Beta.beta(x[0], x[1]);
      case "logBeta" -> Beta.log(x[0], x[1]);
      case "hurwitz" -> Zeta.hurwitz(x[1], x[2], order);
      case "riemann" -> Zeta.riemann(x[1], order);
      default -> throw new AssertionError("no function is called " + name);
    };
  }

  /// `Γ(n + 1) = n!`, exactly as long as that is a number with 53 digits.
  @Test
  void factorials() {
    double factorial = 1;
    for (int n = 1; n <= 22; n++) {
      factorial *= n;
      assertEquals(factorial, Gamma.gamma(n + 1), n <= 10 ? 0 : 3 * Math.ulp(factorial), "" + n);
    }
    assertEquals(7.257415615307994e306, Gamma.gamma(171), 1e293);
    assertEquals(Double.POSITIVE_INFINITY, Gamma.gamma(172));
  }

  /// Where one approximation gives way to the next, nothing jumps.
  @Test
  void seams() {
    for (double x :
        new double[] {-0.5, 0.5, 1.5, 2.5, 12, 140, 0.9616321449683623, 1.9616321449683623, 10}) {
      double after = Math.nextUp(x);
      double slope = Gamma.gamma(x) * Polygamma.digamma(x);
      double expected = Gamma.gamma(x) + slope * (after - x);
      assertEquals(expected, Gamma.gamma(after), 6 * Math.ulp(expected));
      double size = 1 + Math.abs(Gamma.log(x));
      assertEquals(Gamma.log(x), Gamma.log(after), 2e-15 * size);
      assertEquals(Polygamma.digamma(x), Polygamma.digamma(after), 5e-15);
    }
  }
}
