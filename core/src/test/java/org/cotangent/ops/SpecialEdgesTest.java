package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.full;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.BinaryOperator;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

/// Special functions at infinities, poles, ends of their domains and beyond.
class SpecialEdgesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static double[] each(TensorFunction f, double... x) {
    return f.apply(vector(x)).toDoubles();
  }

  private static double[] slopes(TensorFunction f, double... x) {
    return grad((Tensor t) -> f.apply(t).sum(), vector(x)).toDoubles();
  }

  private static double of(BinaryOperator<Tensor> f, double a, double b) {
    return f.apply(scalar(a), scalar(b)).item();
  }

  @Test
  void logarithmsOfDifferences() {
    assertArrayEquals(
        new double[] {-INF, -INF, 0, 0, NAN},
        each(Exponential::log1mexp, 0, -0.0, INF, -INF, NAN),
        0);
    assertArrayEquals(
        new double[] {NAN, 0, -0.0, 0}, slopes(Exponential::log1mexp, 0, INF, -INF, 800), 0);
    assertEquals(-INF, of(Exponential::logDiffExp, 2, 2));
    assertEquals(-INF, of(Exponential::logDiffExp, -INF, -INF));
    assertEquals(3, of(Exponential::logDiffExp, 3, -INF));
    assertEquals(INF, of(Exponential::logDiffExp, INF, 1));
    assertEquals(NAN, of(Exponential::logDiffExp, 1, 2));
    assertEquals(1000 + Math.log1p(-Math.exp(-1)), of(Exponential::logDiffExp, 1000, 999), 1e-12);
    assertArrayEquals(
        new double[] {NAN, -0.0},
        slopes(b -> Exponential.logDiffExp(full(b.dtype(), 1, 2), b), 2, -INF),
        0);
  }

  @Test
  void turnsOfPi() {
    assertArrayEquals(
        new double[] {0, -0.0, 0, -0.0, 1, -1, 0, NAN, NAN},
        each(Trigonometric::sinPi, 0, -0.0, 1, -2, 0.5, 1.5, 0x1p60, INF, NAN));
    assertArrayEquals(
        new double[] {1, -1, 0, 0, 1, NAN},
        each(Trigonometric::cosPi, 0, 1, 0.5, -1.5, 0x1p60, -INF));
    assertArrayEquals(
        new double[] {-0.0, -0.0, INF, -INF, NAN},
        each(Trigonometric::tanPi, -0.0, 1, 0.5, 1.5, INF));
    assertArrayEquals(new double[] {Math.PI, -Math.PI}, slopes(Trigonometric::sinPi, 0, 3));
  }

  @Test
  void theGudermannianIsFlatFarOut() {
    assertArrayEquals(
        new double[] {Math.PI / 2, -Math.PI / 2, -0.0, Math.PI / 2},
        each(Trigonometric::gudermannian, INF, -INF, -0.0, 800));
    TensorFunction slope = x -> grad((Tensor t) -> Trigonometric.gudermannian(t).sum(), x);
    assertArrayEquals(new double[] {0, 0, 1, 0}, each(slope, INF, -INF, 0, 800));
    assertArrayEquals(new double[] {-0.0, -0.0, 0}, slopes(slope, INF, 0, -800), 0);
  }

  @Test
  void relativesOfTheErrorFunction() {
    assertArrayEquals(
        new double[] {INF, -INF, NAN, NAN, 0}, each(Special::erfcinv, 0, 2, -1, 3, 1), 0);
    assertArrayEquals(new double[] {-INF, -INF}, slopes(Special::erfcinv, 0, 2));
    assertArrayEquals(
        new double[] {0, -0.0, 0, -0.0, NAN}, each(Special::dawson, 0, -0.0, INF, -INF, NAN));
    assertArrayEquals(new double[] {1, 0, 0}, slopes(Special::dawson, 0, INF, -INF));
    assertEquals(0.25, of(Special::owensT, 0, INF));
    assertEquals(0.125, of(Special::owensT, 0, 1), 1e-16);
    assertEquals(-0.0, of(Special::owensT, INF, -1));
    assertEquals(NAN, of(Special::owensT, 1, NAN));
    assertEquals(
        0.25 * Special.erfc(scalar(Math.sqrt(0.5))).item(), of(Special::owensT, 1, INF), 1e-16);
    assertArrayEquals(
        new double[] {-0.0}, slopes(h -> Special.owensT(h, full(h.dtype(), INF, 1)), 0), 0);
  }

  /// `T(h, a) + T(ah, 1/a) = ½Φ(h) + ½Φ(ah) − Φ(h)·Φ(ah)` for positive a (Owen, 1956).
  @Test
  void owensIdentity() {
    for (double h : new double[] {-2, -0.3, 0, 0.7, 1.9}) {
      for (double a : new double[] {0.2, 0.9, 1, 1.7, 6}) {
        double p = Special.normalCdf(scalar(h)).item();
        double q = Special.normalCdf(scalar(a * h)).item();
        double sum = of(Special::owensT, h, a) + of(Special::owensT, a * h, 1 / a);
        assertEquals(0.5 * p + 0.5 * q - p * q, sum, 2e-16, h + " " + a);
      }
    }
  }

  @Test
  void lambertsFunction() {
    double branchPoint = -Math.exp(-1);
    assertArrayEquals(
        new double[] {0, -0.0, INF, -1, NAN, NAN, NAN},
        each(Special::lambertW, 0, -0.0, INF, branchPoint, -0.4, -INF, NAN));
    assertArrayEquals(
        new double[] {1, 1, 0, INF, NAN},
        slopes(Special::lambertW, 0, -0.0, INF, branchPoint, -0.4));
    assertArrayEquals(
        new double[] {-INF, -INF, -1, NAN, NAN, NAN},
        each(Special::lambertWm1, 0, -0.0, branchPoint, -0.4, 0.1, INF));
    assertArrayEquals(
        new double[] {-INF, -INF, -INF}, slopes(Special::lambertWm1, 0, -0.0, branchPoint));
    TensorFunction slope = x -> grad((Tensor t) -> Special.lambertW(t).sum(), x);
    assertArrayEquals(new double[] {-2, 0}, slopes(slope, 0, INF), 0);
    for (double w = -30; w < 500; w += 0.37) {
      double x = w * Math.exp(w);
      double actual = each(w < -1 ? Special::lambertWm1 : Special::lambertW, x)[0];
      // x is rounded: so far may the inverse be off.
      double tolerance = 4 * Math.ulp(w) + 4e-16 * Math.abs(w * w / (1 + w)) / Math.abs(w);
      assertEquals(w, actual, tolerance * (1 + Math.abs(w)), "w·eʷ at " + w);
    }
  }

  @Test
  void exponentialIntegrals() {
    assertArrayEquals(
        new double[] {-INF, -INF, INF, -0.0, INF, NAN},
        each(Special::expi, 0, -0.0, INF, -INF, 720, NAN));
    assertArrayEquals(
        new double[] {INF, INF, 0, NAN, NAN}, each(Special::exp1, 0, -0.0, INF, -1, NAN));
    assertArrayEquals(new double[] {-INF, -0.0, NAN}, slopes(Special::exp1, 0, INF, -1), 0);
    assertArrayEquals(
        new double[] {1, 0, NAN, NAN}, each(x -> Special.expn(2, x), 0, INF, -1, NAN));
    assertArrayEquals(new double[] {-INF, -0.0}, slopes(x -> Special.expn(2, x), 0, INF), 0);
    assertArrayEquals(new double[] {-0.5}, slopes(x -> Special.expn(4, x), 0));
    assertArrayEquals(new double[] {INF, 0, NAN}, each(x -> Special.expn(0, x), 0, INF, -1));
    assertArrayEquals(new double[] {-0.0, -INF, INF, NAN}, each(Special::logInt, 0, 1, INF, -1));
    // Ei(712) is finite though e⁷¹² is not.
    assertEquals(2.3216800841052115e+306, each(Special::expi, 712)[0], 1e292);
    assertEquals(Math.exp(350) / 712 * Math.exp(362), slopes(Special::expi, 712)[0], 1e292);
  }

  /// `n·Eₙ₊₁(x) = e⁻ˣ − x·Eₙ(x)`.
  @Test
  void neighboursAmongExponentialIntegrals() {
    for (int n = 1; n < 9; n++) {
      for (double x : new double[] {0.1, 0.74, 0.76, 3, 20}) {
        double y = each(at(n), x)[0];
        assertEquals(Math.exp(-x) - x * y, n * each(at(n + 1), x)[0], 4e-16, n + " " + x);
      }
    }
  }

  private static TensorFunction at(int n) {
    return x -> Special.expn(n, x);
  }

  @Test
  void sineAndCosineIntegrals() {
    assertArrayEquals(
        new double[] {0, -0.0, Math.PI / 2, -Math.PI / 2, NAN},
        each(Special::si, 0, -0.0, INF, -INF, NAN));
    assertArrayEquals(new double[] {-INF, 0, 0, NAN}, each(Special::ci, 0, INF, -INF, NAN));
    assertArrayEquals(new double[] {1, 0}, slopes(Special::si, 0, INF));
    assertEquals(each(Special::ci, 1.7)[0], each(Special::ci, -1.7)[0]);
    assertEquals(-slopes(Special::ci, 1.7)[0], slopes(Special::ci, -1.7)[0]);
  }

  @Test
  void dilogarithms() {
    double zeta2 = Math.PI * Math.PI / 6;
    assertArrayEquals(
        new double[] {0, -0.0, zeta2, NAN, -INF, NAN},
        each(Special::dilogarithm, 0, -0.0, 1, 1.1, -INF, NAN));
    assertArrayEquals(new double[] {1, INF, NAN, 0}, slopes(Special::dilogarithm, 0, 1, 1.1, -INF));
    assertArrayEquals(
        new double[] {0, zeta2, NAN, -INF, NAN}, each(Special::spence, 1, 0, -1, INF, NAN));
    assertArrayEquals(new double[] {-1, -INF, NAN}, slopes(Special::spence, 1, 0, -1));
    // Landen (1780): Li₂(x) + Li₂(x/(x − 1)) = −ln²(1 − x)/2
    for (double x = -9; x < 0.99; x += 0.31) {
      double log = Math.log1p(-x);
      double sum = each(Special::dilogarithm, x)[0] + each(Special::dilogarithm, x / (x - 1))[0];
      assertEquals(-0.5 * log * log, sum, 2e-15, "at " + x);
    }
  }
}
