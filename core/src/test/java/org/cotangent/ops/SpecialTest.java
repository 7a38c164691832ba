package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

class SpecialTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void theErrorFunctionAtTheEdges() {
    assertArrayEquals(
        new double[] {0, -0.0, 1, -1, NAN}, vector(0, -0.0, INF, -INF, NAN).erf().toDoubles());
    assertArrayEquals(
        new double[] {2 / Math.sqrt(Math.PI), 0, 0},
        grad(x -> x.erf().sum(), vector(0, INF, -INF)).toDoubles());
    assertArrayEquals(
        new double[] {1, 0, 2, NAN}, Special.erfc(vector(0, INF, -INF, NAN)).toDoubles());
    assertArrayEquals(
        new double[] {INF, -INF, NAN, 0}, Special.erfinv(vector(1, -1, 1.5, 0)).toDoubles());
  }

  @Test
  void theNormalDistributionAtTheEdges() {
    assertArrayEquals(
        new double[] {0.5, 1, 0, 0}, Special.normalCdf(vector(0, INF, -INF, -50)).toDoubles());
    assertArrayEquals(
        new double[] {-INF, 0, INF, NAN}, Special.normalQuantile(vector(0, 0.5, 1, 2)).toDoubles());
    double far = Special.logNormalCdf(scalar(-1e5)).item();
    assertEquals(-5e9 - Math.log(1e5 * Math.sqrt(2 * Math.PI)), far, 1e-5);
    assertEquals(1e5, grad(Special::logNormalCdf).at(-1e5), 1e-4);
  }

  @Test
  void theScaledComplementNeitherUnderNorOverflows() {
    // erfcx x = 1/(x√π) · (1 − 1/(2x²) + …)
    double expected = 1 / (1e8 * Math.sqrt(Math.PI));
    assertEquals(expected, Special.erfcx(scalar(1e8)).item(), 2 * Math.ulp(expected));
    assertEquals(-expected / 1e8, grad(Special::erfcx).at(1e8), 4 * Math.ulp(expected / 1e8));
    assertEquals(0, Special.erfcx(scalar(INF)).item());
    assertEquals(INF, Special.erfcx(scalar(-30)).item());
    assertEquals(NAN, Special.erfcx(scalar(NAN)).item());
  }

  /// `f⁽ⁿ⁺²⁾ = 2x·f⁽ⁿ⁺¹⁾ + 2(n + 1)·f⁽ⁿ⁾` for erfcx, from differentiating `f' = 2x·f − 2/√π`.
  @Test
  void derivativesOfTheScaledComplementFollowItsEquation() {
    TensorFunction f = Special::erfcx;
    TensorFunction first = grad(f);
    for (int n = 0; n < 3; n++) {
      TensorFunction second = grad(first);
      for (double x : new double[] {-1.5, 0, 0.4, 0.99, 1.01, 2.5}) {
        double expected = 2 * x * first.at(x) + 2 * (n + 1) * f.at(x);
        assertEquals(
            expected, second.at(x), 1e-12 * Math.max(1, Math.abs(second.at(x))), n + " at " + x);
      }
      f = first;
      first = second;
    }
  }

  @Test
  void inversesInvert() {
    for (double x = -5; x <= 2; x += 0.23) {
      assertEquals(x, Special.normalQuantile(Special.normalCdf(scalar(x))).item(), 1e-13);
      assertEquals(
          Math.log(Special.normalCdf(scalar(x)).item()),
          Special.logNormalCdf(scalar(x)).item(),
          1e-14);
    }
    for (double y = -0.95; y < 1; y += 0.1) {
      assertEquals(y, Special.erfinv(scalar(y)).erf().item(), 1e-15);
    }
  }
}
