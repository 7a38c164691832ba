package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CylinderFunctionsTest {
  /// Against values of 40 digits: orders to 40, arguments from 0.01 to 100. The error is relative; of the oscillating functions to their
  /// amplitude, where they oscillate.
  @Test
  void valuesAndDerivativesInTheOrder() throws IOException {
    var worst = new TreeMap<String, Double>();
    int rows = 0;
    for (String line : table().split("\n")) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] f = line.split(",");
      int n = Integer.parseInt(f[1]);
      double order = Double.parseDouble(f[2]);
      double x = Double.parseDouble(f[3]);
      double expected = Double.parseDouble(f[4]);
      double error = Math.abs(value(f[0], n, order, x) - expected);
      double size = Math.abs(expected);
      if ((f[0].equals("j") || f[0].equals("y")) && x > Math.abs(order)) {
        size = Math.max(size, Math.sqrt(2 / (Math.PI * x)));
      }
      if (f[0].endsWith("i") && f[0].length() == 2 && x < 0) {
        size = Math.max(size, Math.pow(-x, n == 0 ? -0.25 : 0.25) / Math.sqrt(Math.PI));
      }
      worst.merge(f[0] + n, error / size, Math::max);
      rows++;
    }
    assertTrue(rows > 1000, "rows " + rows);
    worst.forEach((name, error) -> assertTrue(error <= 3e-13, name + ": " + error));
    assertTrue(worst.size() == 16, worst.toString());
  }

  private static double value(String function, int n, double order, double x) {
    return switch (function) {
      case "i" -> CylinderFunctions.i(n, order, x, false);
      case "j" -> CylinderFunctions.j(n, order, x);
      case "k" -> CylinderFunctions.k(n, order, x, false);
      case "y" -> CylinderFunctions.y(n, order, x);
      case "ai" -> Airy.ai(n == 1, x);
      default -> Airy.bi(n == 1, x);
    };
  }

  private static String table() throws IOException {
    try (InputStream in = CylinderFunctionsTest.class.getResourceAsStream("bessel.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// `J(v + 1) Y(v) − J(v) Y(v + 1) = 2/πx` and `I(v) K(v + 1) + I(v + 1) K(v) = 1/x`, also where the single ones are extreme.
  @Test
  void wronskians() {
    for (double v : new double[] {0, 0.3, 1, 2.5, 10, 47.5, 200}) {
      for (double x : new double[] {1e-3, 0.5, 3, 17.9, 18.1, 24.9, 25.1, 60, 333, 5000}) {
        double oscillating =
            CylinderFunctions.j(0, v + 1, x) * CylinderFunctions.y(0, v, x)
                - CylinderFunctions.j(0, v, x) * CylinderFunctions.y(0, v + 1, x);
        String at = v + " " + x;
        if (Double.isFinite(oscillating)) {
          assertEquals(1, oscillating * Math.PI * x / 2, 2e-12, at);
        }
        double growing =
            CylinderFunctions.i(0, v, x, true) * CylinderFunctions.k(0, v + 1, x, true)
                + CylinderFunctions.i(0, v + 1, x, true) * CylinderFunctions.k(0, v, x, true);
        if (Double.isFinite(growing) && v < 60) {
          assertEquals(1, growing * x, 2e-12, at);
        }
      }
    }
  }

  @Test
  void edges() {
    double inf = Double.POSITIVE_INFINITY;
    assertEquals(1, CylinderFunctions.i(0, 0, 0, false));
    assertEquals(0, CylinderFunctions.i(0, 1, 0, false));
    assertEquals(inf, CylinderFunctions.i(0, -0.5, 0, false));
    assertEquals(inf, CylinderFunctions.i(0, 0, 800, false));
    assertEquals(0, CylinderFunctions.i(0, 0, inf, true));
    assertEquals(inf, CylinderFunctions.k(0, 0, 0, false));
    assertEquals(Double.NaN, CylinderFunctions.k(0, 0, -1, false));
    assertEquals(0, CylinderFunctions.k(0, 0, 1e4, false));
    assertEquals(-inf, CylinderFunctions.y(0, 0, 0));
    assertEquals(Double.NaN, CylinderFunctions.y(0, 0, -1));
    assertEquals(1, CylinderFunctions.j(0, 0, -0.0));
    assertEquals(0, CylinderFunctions.j(0, 0, inf));
    assertEquals(Double.NaN, CylinderFunctions.j(0, 0.5, -1));
    assertEquals(-CylinderFunctions.j(0, 1, 2), CylinderFunctions.j(0, 1, -2));
    assertEquals(-CylinderFunctions.j(0, 1, 2), CylinderFunctions.j(0, -1, 2));
    assertEquals(CylinderFunctions.j(0, 1, 2), CylinderFunctions.j(0, -1, -2));
    assertEquals(CylinderFunctions.i(0, 2, 3, true), CylinderFunctions.i(0, -2, -3, true));
    assertEquals(-CylinderFunctions.i(0, 1, 3, true), CylinderFunctions.i(0, 1, -3, true));
    assertEquals(Double.NaN, CylinderFunctions.j(0, 1e9, 1));
  }

  /// `j₀ = sin x / x`, `y₀ = −cos x / x`, `j₁ = sin x / x² − cos x / x`.
  @Test
  void sphericalOnesAreElementary() {
    for (double x : new double[] {-3, 0.1, 1, 10, 40}) {
      assertEquals(Math.sin(x) / x, Airy.sphericalJ(0, x), 1e-15);
      assertEquals(-Math.cos(x) / x, Airy.sphericalY(0, x), 1e-14 / Math.abs(x));
      double one = Math.sin(x) / (x * x) - Math.cos(x) / x;
      assertEquals(one, Airy.sphericalJ(1, x), 1e-14);
    }
    assertEquals(1, Airy.sphericalJ(0, 0));
    assertEquals(0, Airy.sphericalJ(2, 0));
  }
}
