package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.BinaryOperator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final Tensor EDGES = vector(0, INF, -INF, 800, -800, NAN);

  private static double[] gradients(BinaryOperator<Tensor> f, double a, double b) {
    var both = gradBoth(f::apply).apply(scalar(a), scalar(b));
    return new double[] {both.first().item(), both.second().item()};
  }

  @Test
  void sigmoidAndSoftplusDoNotOverflow() {
    assertArrayEquals(new double[] {0.5, 1, 0, 1, 0, NAN}, EDGES.sigmoid().toDoubles());
    assertArrayEquals(
        new double[] {0.25, 0, 0, 0, 0, NAN}, grad(x -> x.sigmoid().sum(), EDGES).toDoubles());
    assertArrayEquals(
        new double[] {Math.log(2), INF, 0, 800, 0, NAN}, EDGES.softplus().toDoubles());
    assertArrayEquals(
        new double[] {0.5, 1, 0, 1, 0, NAN}, grad(x -> x.softplus().sum(), EDGES).toDoubles());
    assertArrayEquals(
        new double[] {-Math.log(2), -0.0, -INF, -0.0, -800, NAN},
        Exponential.logSigmoid(EDGES).toDoubles());
  }

  @Test
  void secondDerivativesOfTheSigmoidAreOddAndFlatAtZero() {
    var second = grad(grad(Exponential::sigmoid));
    assertEquals(0, second.at(0), 0.0);
    assertEquals(-second.at(1e-9), second.at(-1e-9));
    assertEquals(-1.25e-10, second.at(1e-9), 1e-24);
    assertEquals(-0.125, grad(second).at(0));
  }

  @Test
  void powersOfTwoAreExact() {
    for (int n = -1074; n < 1024; n++) {
      double power = Math.scalb(1.0, n);
      assertEquals(power, Exponential.exp2(scalar(n)).item());
      assertEquals(n, Exponential.log2(scalar(power)).item());
    }
    assertArrayEquals(
        new double[] {-INF, INF, NAN, NAN}, Exponential.log2(vector(0, INF, -1, NAN)).toDoubles());
  }

  @Test
  void logaddexpOfInfinities() {
    assertEquals(-INF, Exponential.logaddexp(scalar(-INF), scalar(-INF)).item());
    assertEquals(INF, Exponential.logaddexp(scalar(INF), scalar(INF)).item());
    assertEquals(3, Exponential.logaddexp(scalar(3), scalar(-INF)).item());
    assertArrayEquals(new double[] {1, 0}, gradients(Exponential::logaddexp, 3, -INF));
    assertArrayEquals(new double[] {NAN, NAN}, gradients(Exponential::logaddexp, -INF, -INF));
    assertEquals(-INF, Exponential.logaddexp2(scalar(-INF), scalar(-INF)).item());
    assertArrayEquals(new double[] {0, 1}, gradients(Exponential::logaddexp2, -INF, 3));
    assertArrayEquals(new double[] {NAN, NAN}, gradients(Exponential::logaddexp2, -INF, -INF));
    assertEquals(NAN, Exponential.logaddexp(scalar(NAN), scalar(1)).item());
  }

  @Test
  void logaddexpOfLogarithmsIsTheLogarithmOfTheSum() {
    for (double a : new double[] {1e-3, 0.7, 5, 2e4}) {
      for (double b : new double[] {2e-3, 0.7, 9}) {
        double sum = Math.log(a + b);
        assertEquals(
            sum, Exponential.logaddexp(scalar(Math.log(a)), scalar(Math.log(b))).item(), 4e-15);
        double binary =
            Exponential.logaddexp2(
                    scalar(Math.log(a) / Math.log(2)), scalar(Math.log(b) / Math.log(2)))
                .item();
        assertEquals(sum / Math.log(2), binary, 4e-15);
      }
    }
    assertArrayEquals(new double[] {0.2, 0.8}, gradients(Exponential::logaddexp2, 5, 7), 1e-16);
  }

  @Test
  void aFarSummandsShareIsAccurate() {
    // e^−366.8…/(1 + e^…): the difference of the two numbers is not representable
    double a = -366.8115789182733;
    double b = 0.025947258481909975;
    double expected = Math.exp(a) / Math.exp(b);
    assertEquals(expected, gradients(Exponential::logaddexp, a, b)[0], 4 * Math.ulp(expected));
  }

  @Test
  void zeroTimesALogarithmIsZero() {
    assertEquals(0, Exponential.xlogy(scalar(0), scalar(0)).item());
    assertEquals(0, Exponential.xlogy(scalar(0), scalar(INF)).item());
    assertEquals(0, Exponential.xlogy(scalar(0), scalar(-1)).item());
    assertEquals(NAN, Exponential.xlogy(scalar(0), scalar(NAN)).item());
    assertEquals(0, Exponential.xlog1py(scalar(0), scalar(-1)).item());
    assertEquals(0, gradients(Exponential::xlogy, 0, 0)[1]);
    assertEquals(0, gradients(Exponential::xlogy, 0, 2)[1]);
    assertEquals(0, gradients(Exponential::xlog1py, 0, -1)[1]);
    assertEquals(Math.log(2), gradients(Exponential::xlogy, 0, 2)[0]);
    // ∂²/∂x∂y = 1/y also at x = 0
    assertEquals(0.5, grad(x -> grad(y -> Exponential.xlogy(x, y)).apply(scalar(2))).at(0));
  }

  @Test
  void entropyTerms() {
    assertArrayEquals(
        new double[] {0, 0, -INF, -INF, NAN},
        Exponential.entr(vector(0, 1, -1, INF, NAN)).toDoubles(),
        0.0);
    assertEquals(INF, grad(Exponential::entr).at(0));
  }

  @Test
  void logitInvertsTheSigmoid() {
    assertArrayEquals(
        new double[] {-INF, 0, INF, NAN}, Exponential.logit(vector(0, 0.5, 1, 1.5)).toDoubles());
    for (double x = -30; x <= 10; x += 0.37) {
      assertEquals(x, Exponential.logit(scalar(x).sigmoid()).item(), 1e-11);
    }
  }

  @Test
  void exponentialsAtTheEndsOfTheRange() {
    assertArrayEquals(new double[] {INF, 0}, vector(710, -746).exp().toDoubles());
    assertArrayEquals(
        new double[] {INF, 0}, grad(x -> x.exp().sum(), vector(710, -746)).toDoubles());
    assertEquals(-1, scalar(-INF).expm1().item());
    double tiny = Math.exp(-50);
    assertEquals(tiny, grad(Exponential::expm1).at(-50), Math.ulp(tiny));
  }
}
