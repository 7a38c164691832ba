package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Against values computed with 60 digits (mpmath 1.4), and the relations between the functions.
class ErfTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final double[][] ERF = {
    {1e-300, 1.1283791670955126e-300},
    {1e-10, 1.1283791670955126e-10},
    {0.01, 0.011283415555849618},
    {0.25, 0.27632639016823696},
    {0.46875, 0.49261347321793797},
    {0.47, 0.4937450508860821},
    {0.5, 0.5204998778130465},
    {0.75, 0.7111556336535151},
    {1.0, 0.8427007929497149},
    {1.5, 0.9661051464753108},
    {2.0, 0.9953222650189527},
    {3.0, 0.9999779095030014},
    {4.0, 0.9999999845827421},
    {5.5, 0.9999999999999927},
    {6.0, 1.0},
  };

  private static final double[][] ERFC = {
    {-6.0, 2.0},
    {-1.0, 1.8427007929497148},
    {-0.4, 1.4283923550466684},
    {0.0, 1.0},
    {1e-10, 0.999999999887162},
    {0.3, 0.6713732405408726},
    {0.47, 0.5062549491139179},
    {1.0, 0.15729920705028513},
    {1.33, 0.059984973841669786},
    {2.0, 0.004677734981047266},
    {3.99, 1.6739211364520814e-08},
    {4.0, 1.541725790028002e-08},
    {4.01, 1.4196939421371052e-08},
    {6.0, 2.1519736712498913e-17},
    {10.0, 2.088487583762545e-45},
    {15.5, 1.6632016400488723e-106},
    {20.0, 5.395865611607901e-176},
    {26.0, 5.663192408856143e-296},
    {26.5, 2.2109076642637343e-307},
    {27.0, 5.23705e-319},
  };

  private static final double[][] ERFINV = {
    {1e-300, 8.86226925452758e-301},
    {1e-10, 8.862269254527581e-11},
    {0.01, 0.008862501280950598},
    {0.25, 0.2253120550121781},
    {0.5, 0.4769362762044699},
    {0.849, 1.0154111558190084},
    {0.851, 1.0204064737926706},
    {0.9, 1.1630871536766743},
    {0.99, 1.8213863677184494},
    {0.999999, 3.458910737275499},
    {0.9999999999, 4.572824958544925},
    {0.9999999999990905, 5.05125408524939},
    {0.9999999999999999, 5.8635847487551676},
  };

  @Test
  void erf() {
    for (double[] row : ERF) {
      near(row[1], Erf.erf(row[0]), 4, "erf " + row[0]);
      near(-row[1], Erf.erf(-row[0]), 4, "erf " + -row[0]);
    }
  }

  @Test
  void erfc() {
    for (double[] row : ERFC) {
      near(row[1], Erf.erfc(row[0]), 6, "erfc " + row[0]);
    }
  }

  @Test
  void erfinv() {
    for (double[] row : ERFINV) {
      near(row[1], Erf.erfinv(row[0]), 6, "erfinv " + row[0]);
      near(-row[1], Erf.erfinv(-row[0]), 6, "erfinv " + -row[0]);
      near(Math.sqrt(2) * row[1], Erf.quantile(row[0]), 6, "quantile " + row[0]);
    }
  }

  /// Many arguments, over the whole range of each function: `erf.csv`, which `erf.py` beside it wrote.
  @Test
  void sweep() throws IOException {
    var counts = new HashMap<String, Integer>();
    try (var in = ErfTest.class.getResourceAsStream("erf.csv")) {
      assertTrue(in != null, "erf.csv is missing");
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] columns = line.split(",");
        double x = Double.parseDouble(columns[1]);
        double actual =
            switch (columns[0]) {
              case "erf" -> Erf.erf(x);
              case "erfc" -> Erf.erfc(x);
              case "erfinv" -> Erf.erfinv(x);
              case "normalQuantile" -> Erf.normalQuantile(x);
              default -> throw new AssertionError("no function is called " + columns[0]);
            };
        near(Double.parseDouble(columns[2]), actual, 5, columns[0] + " " + x);
        counts.merge(columns[0], 1, Integer::sum);
      }
    }
    assertEquals(Map.of("erf", 180, "erfc", 240, "erfinv", 200, "normalQuantile", 140), counts);
  }

  @Test
  void ends() {
    assertEquals(-0.0, Erf.erf(-0.0));
    assertEquals(-0.0, Erf.erfinv(-0.0));
    assertEquals(Double.MIN_VALUE, Erf.erf(Double.MIN_VALUE));
    assertEquals(1, Erf.erf(INFINITY));
    assertEquals(-1, Erf.erf(-INFINITY));
    assertEquals(0, Erf.erfc(INFINITY));
    assertEquals(2, Erf.erfc(-INFINITY));
    assertEquals(INFINITY, Erf.erfinv(1));
    assertEquals(-INFINITY, Erf.erfinv(-1));
    assertEquals(Double.NaN, Erf.erfinv(Math.nextUp(1.0)));
    assertEquals(Double.NaN, Erf.erf(Double.NaN));
    assertEquals(Double.NaN, Erf.erfc(Double.NaN));
    assertEquals(Double.NaN, Erf.erfinv(Double.NaN));
  }

  /// Where one approximation gives way to the next, the step is what the derivative says.
  @Test
  void seams() {
    for (double x : new double[] {0.46875, 4}) {
      double slope = -2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
      near(Erf.erfc(x) + slope * Math.ulp(x), Erf.erfc(Math.nextUp(x)), 6, "erfc at " + x);
    }
    for (double y : new double[] {0.85, 1 - 0x1p-20, 1 - 2 * Math.exp(-25)}) {
      double x = Erf.erfinv(y);
      double slope = Math.sqrt(Math.PI) / 2 * Math.exp(x * x);
      double step = Math.nextUp(y) - y;
      assertEquals(
          x + slope * step,
          Erf.erfinv(Math.nextUp(y)),
          1e-4 * slope * step + 8 * Math.ulp(x),
          "erfinv at " + y);
    }
  }

  @Test
  void inverse() {
    for (double y = -0.99; y < 1; y += 0.01) {
      assertEquals(y, Erf.erf(Erf.erfinv(y)), 4e-16);
      assertEquals(1 - y, Erf.erfc(Erf.erfinv(y)), 8e-16);
    }
  }

  private static void near(double expected, double actual, int ulps, String what) {
    assertEquals(expected, actual, ulps * Math.ulp(expected), what);
  }
}
