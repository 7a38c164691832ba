package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

class TrigonometricTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void inverseHyperbolicFunctionsAtTheEdges() {
    assertArrayEquals(
        new double[] {0, -0.0, INF, -INF, NAN},
        Trigonometric.asinh(vector(0, -0.0, INF, -INF, NAN)).toDoubles());
    assertArrayEquals(
        new double[] {0, INF, NAN, NAN}, Trigonometric.acosh(vector(1, INF, 0.5, NAN)).toDoubles());
    assertArrayEquals(
        new double[] {0, -0.0, INF, -INF, NAN, NAN},
        Trigonometric.atanh(vector(0, -0.0, 1, -1, 2, NAN)).toDoubles());
    assertArrayEquals(
        new double[] {1, 0, 0},
        grad(x -> Trigonometric.asinh(x).sum(), vector(0, INF, -INF)).toDoubles());
    assertEquals(1, grad(Trigonometric::atanh).at(0));
    assertEquals(INF, grad(Trigonometric::asin).at(1));
    assertEquals(-INF, grad(Trigonometric::acos).at(-1));
    assertEquals(NAN, grad(Trigonometric::asin).at(2));
  }

  @Test
  void inversesInvert() {
    for (double x = -5; x < 5; x += 0.31) {
      assertEquals(x, Trigonometric.asinh(scalar(x).sinh()).item(), 1e-14);
      assertEquals(Math.abs(x), Trigonometric.acosh(scalar(x).cosh()).item(), 1e-14);
      assertEquals(x, Trigonometric.atanh(scalar(x).tanh()).item(), 1e-11);
    }
  }

  @Test
  void sincIsSmoothAtZero() {
    TensorFunction derivative = Trigonometric::sinc;
    double[] expected = {1, 0, -Math.PI * Math.PI / 3, 0, Math.pow(Math.PI, 4) / 5, 0};
    for (double value : expected) {
      assertEquals(value, derivative.at(0), 4e-15 * Math.abs(value));
      derivative = grad(derivative);
    }
  }

  @Test
  void sincIsExactlyZeroAtWholeNumbers() {
    for (int n = 1; n < 100; n++) {
      assertEquals(0, Trigonometric.sinc(scalar(n)).item(), 0.0);
      double slope = (n % 2 == 0 ? 1.0 : -1) / n;
      assertEquals(slope, grad(Trigonometric::sinc).at(n), Math.ulp(slope));
    }
    assertEquals(0, Trigonometric.sinc(scalar(INF)).item());
    assertEquals(NAN, Trigonometric.sinc(scalar(NAN)).item());
  }

  /// Σ (−1)ᵏ π²ᵏ x²ᵏ⁻ⁿ/((2k + 1)(2k − n)!) with 60 digits, for all orders on both sides of where the method changes.
  @Test
  void derivativesOfSincAgreeWithTheirSeries() {
    TensorFunction derivative = Trigonometric::sinc;
    for (int order = 0; order <= 4; order++) {
      for (double x :
          new double[] {
            -2.3, -0.4, 1e-3, 0.2, 0.31, 0.33, 0.63, 0.65, 0.95, 0.97, 1.27, 1.6, 1.62, 3.1
          }) {
        double expected = series(x, order);
        assertEquals(
            expected,
            derivative.at(x),
            1e-13 * Math.max(1, Math.abs(expected)),
            order + " at " + x);
      }
      derivative = grad(derivative);
    }
  }

  private static double series(double x, int order) {
    var digits = new MathContext(60);
    var pi = new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459");
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = (order + 1) / 2; k < 60; k++) {
      BigDecimal term =
          pi.pow(2 * k, digits).multiply(new BigDecimal(x).pow(2 * k - order, digits), digits);
      BigDecimal divisor = BigDecimal.valueOf(2 * k + 1);
      for (int i = 2; i <= 2 * k - order; i++) {
        divisor = divisor.multiply(BigDecimal.valueOf(i));
      }
      term = term.divide(divisor, digits);
      sum = k % 2 == 0 ? sum.add(term, digits) : sum.subtract(term, digits);
    }
    return sum.doubleValue();
  }

  @Test
  void anglesInAllQuadrantsAndOfSignedZeros() {
    assertArrayEquals(
        new double[] {0, Math.PI, -Math.PI},
        Trigonometric.atan2(vector(0, 0, -0.0), vector(1, -1, -1)).toDoubles());
    for (double[] point :
        new double[][] {{1, 2}, {-1, 2}, {-1, -2}, {1, -2}, {3e200, 4e200}, {3e-200, 4e-200}}) {
      double y = point[0];
      double x = point[1];
      assertEquals(StrictMath.atan2(y, x), Trigonometric.atan2(scalar(y), x).item(), 1e-15);
      double r = Math.hypot(x, y);
      var both =
          gradBoth((Tensor a, Tensor b) -> Trigonometric.atan2(a, b)).apply(scalar(y), scalar(x));
      assertEquals(x / r / r, both.first().item(), 4 * Math.ulp(x / r / r));
      assertEquals(-y / r / r, both.second().item(), 4 * Math.ulp(y / r / r));
    }
  }

  @Test
  void tanhsDerivativesDoNotCancel() {
    double expected = 4 * Math.exp(-80);
    assertEquals(expected, grad(Tensor::tanh).at(40), 4 * Math.ulp(expected));
    assertEquals(-2e-12, grad(grad(Tensor::tanh)).at(1e-12), 1e-27);
    assertEquals(-2, grad(grad(grad(Tensor::tanh))).at(0));
  }

  @Test
  void hyperbolicFunctionsOfInfinities() {
    assertArrayEquals(new double[] {0, INF, -INF}, vector(0, INF, -INF).sinh().toDoubles());
    assertArrayEquals(
        new double[] {1, INF, INF}, grad(x -> x.sinh().sum(), vector(0, INF, -INF)).toDoubles());
    assertArrayEquals(new double[] {1, -1}, vector(INF, -INF).tanh().toDoubles());
    assertArrayEquals(
        new double[] {0, 0}, grad(x -> x.tanh().sum(), vector(INF, -INF)).toDoubles());
  }
}
