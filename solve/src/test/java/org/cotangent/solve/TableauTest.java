package org.cotangent.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The order conditions, by which a wrong digit in a coefficient is found: the weights of order 5, the estimate of order 4, and the
/// continuous extension of order 4 at several places.
class TableauTest {
  private static final double[] PLACES = {0.1, 0.3, 0.5, 0.77, 1};

  static Stream<Tableau> methods() {
    return Stream.of(Tableau.DORMAND_PRINCE, Tableau.TSITOURAS);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void rowsAddUp(Tableau method) {
    for (int i = 1; i < method.stages(); i++) {
      assertEquals(method.c()[i], sum(method.a()[i - 1], _ -> 1), 1e-14);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void weightsHaveOrderFive(Tableau method) {
    var last = method.a()[method.stages() - 2];
    double[] b = java.util.Arrays.copyOf(last, method.stages());
    conditions(method, b, 1, 5);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void extensionHasOrderFour(Tableau method) {
    for (double place : PLACES) {
      double[] b = new double[method.stages()];
      for (int j = 0; j < b.length; j++) {
        double[] p = method.dense()[j];
        for (int q = p.length - 1; q >= 0; q--) {
          b[j] = (b[j] + p[q]) * place;
        }
      }
      conditions(method, b, place, 4);
      if (place == 1) {
        var last = method.a()[method.stages() - 2];
        for (int j = 0; j < last.length; j++) {
          assertEquals(last[j], b[j], 1e-13);
        }
      }
    }
  }

  /// The estimate is the difference from a method of order 4: it vanishes for everything up to there.
  @ParameterizedTest
  @MethodSource("methods")
  void estimateHasOrderFour(Tableau method) {
    double[] e = method.error();
    for (int q = 0; q < 4; q++) {
      int power = q;
      assertEquals(0, sum(e, j -> Math.pow(method.c()[j], power)), 1e-14);
    }
    assertEquals(0, sum(e, j -> inner(method, j, k -> method.c()[k])), 1e-14);
    assertEquals(0, sum(e, j -> inner(method, j, k -> method.c()[k] * method.c()[k])), 1e-14);
    assertEquals(0, sum(e, j -> method.c()[j] * inner(method, j, k -> method.c()[k])), 1e-14);
  }

  private interface Weight {
    double of(int j);
  }

  private static double sum(double[] b, Weight weight) {
    double sum = 0;
    for (int j = 0; j < b.length; j++) {
      sum += b[j] * weight.of(j);
    }
    return sum;
  }

  private static double inner(Tableau method, int j, Weight weight) {
    return j == 0 ? 0 : sum(method.a()[j - 1], weight);
  }

  /// The conditions of the rooted trees up to `order`; θ is where the extension is evaluated.
  private static void conditions(Tableau m, double[] b, double theta, int order) {
    double[] c = m.c();
    double eps = 1e-13;
    for (int q = 1; q <= order; q++) {
      int power = q - 1;
      assertEquals(Math.pow(theta, q) / q, sum(b, j -> Math.pow(c[j], power)), eps);
    }
    Weight ac = j -> inner(m, j, k -> c[k]);
    Weight ac2 = j -> inner(m, j, k -> c[k] * c[k]);
    Weight aac = j -> inner(m, j, ac);
    assertEquals(Math.pow(theta, 3) / 6, sum(b, ac), eps);
    assertEquals(Math.pow(theta, 4) / 8, sum(b, j -> c[j] * ac.of(j)), eps);
    assertEquals(Math.pow(theta, 4) / 12, sum(b, ac2), eps);
    assertEquals(Math.pow(theta, 4) / 24, sum(b, aac), eps);
    if (order >= 5) {
      assertEquals(1.0 / 10, sum(b, j -> c[j] * c[j] * ac.of(j)), eps);
      assertEquals(1.0 / 20, sum(b, j -> ac.of(j) * ac.of(j)), eps);
      assertEquals(1.0 / 15, sum(b, j -> c[j] * ac2.of(j)), eps);
      assertEquals(1.0 / 20, sum(b, j -> inner(m, j, k -> c[k] * c[k] * c[k])), eps);
      assertEquals(1.0 / 30, sum(b, j -> c[j] * aac.of(j)), eps);
      assertEquals(1.0 / 40, sum(b, j -> inner(m, j, k -> c[k] * ac.of(k))), eps);
      assertEquals(1.0 / 60, sum(b, j -> inner(m, j, ac2)), eps);
      assertEquals(1.0 / 120, sum(b, j -> inner(m, j, aac)), eps);
    }
  }
}
