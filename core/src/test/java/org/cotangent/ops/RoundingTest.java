package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class RoundingTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final Tensor X =
      vector(-2.5, -1.5, -0.5, -0.0, 0.0, 0.5, 1.5, 2.5, 1e300, INF, -INF, NAN);

  @Test
  void stepsKeepTheSignOfZeroAndPassNaN() {
    assertArrayEquals(
        new double[] {-1, -1, -1, -0.0, 0, 1, 1, 1, 1, 1, -1, NAN}, X.sign().toDoubles());
    assertArrayEquals(
        new double[] {-3, -2, -1, -0.0, 0, 0, 1, 2, 1e300, INF, -INF, NAN}, X.floor().toDoubles());
    assertArrayEquals(
        new double[] {-2, -1, -0.0, -0.0, 0, 1, 2, 3, 1e300, INF, -INF, NAN}, X.ceil().toDoubles());
    assertArrayEquals(
        new double[] {-2, -2, -0.0, -0.0, 0, 0, 2, 2, 1e300, INF, -INF, NAN},
        X.round().toDoubles());
    assertArrayEquals(
        new double[] {-2, -1, -0.0, -0.0, 0, 0, 1, 2, 1e300, INF, -INF, NAN},
        Rounding.trunc(X).toDoubles());
  }

  @Test
  void theirDerivativesAreZeroInTheMiddleOfAProgram() {
    for (UnaryOperator<Tensor> step :
        List.<UnaryOperator<Tensor>>of(
            Tensor::sign, Tensor::floor, Tensor::ceil, Tensor::round, Rounding::trunc)) {
      Tensor x = vector(-1.3, 0, 2.7);
      assertArrayEquals(new double[3], grad(y -> step.apply(y).sum(), x).toDoubles());
      assertArrayEquals(
          step.apply(x).toDoubles(), grad(y -> y.times(step.apply(y)).sum(), x).toDoubles());
    }
  }

  @Test
  void fractions() {
    assertArrayEquals(
        new double[] {-0.5, 0.25, 0}, Rounding.frac(vector(-1.5, 3.25, 7)).toDoubles());
    assertArrayEquals(
        new double[] {1, 1}, grad(x -> Rounding.frac(x).sum(), vector(-1.5, 3.25)).toDoubles());
  }

  @Test
  void wholeNumbersAreNotRounded() {
    long big = (1L << 53) + 1;
    Tensor x = Tensor.of(new long[] {big, -big}, 2);
    for (UnaryOperator<Tensor> step :
        List.<UnaryOperator<Tensor>>of(
            Tensor::floor, Tensor::ceil, Tensor::round, Rounding::trunc)) {
      assertArrayEquals(new long[] {big, -big}, ((Array) step.apply(x)).toLongs());
    }
    assertEquals(-1, ((Array) x.sign()).toLongs()[1]);
  }
}
