package org.cotangent.solve;

import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Autodiff;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  record Line(Tensor slope, Tensor intercept) {}

  private static final Tensor X = vector(1, 2, 3, 4, 5);
  private static final Tensor Y = vector(1.1, 1.9, 3.2, 3.8, 5.1);

  /// A line has closed forms: slope Sxy/Sxx, its variance σ²/Sxx.
  @Test
  void line() {
    var fit =
        LeastSquares.of()
            .fit(
                (Line l) -> l.slope.times(X).plus(l.intercept).minus(Y),
                new Line(scalar(0), scalar(0)));
    double[] y = Y.toDoubles();
    double mean = 0;
    double sxy = 0;
    for (int i = 0; i < 5; i++) {
      mean += y[i] / 5;
      sxy += (i - 2) * y[i];
    }
    double slope = sxy / 10;
    assertEquals(slope, fit.params().slope.item(), 1e-14);
    assertEquals(mean - 3 * slope, fit.params().intercept.item(), 1e-14);
    double cost = 0;
    for (int i = 0; i < 5; i++) {
      cost += Math.pow(y[i] - mean - slope * (i - 2), 2);
    }
    assertEquals(cost, fit.cost(), 1e-14);
    assertEquals(3, fit.degreesOfFreedom());
    assertEquals(Math.sqrt(cost / 3), fit.residualDeviation(), 1e-14);
    assertEquals(Math.sqrt(cost / 3 / 10), fit.standardErrors().slope.item(), 1e-14);
    assertEquals(-3 * cost / 30, fit.covariance().get(0, 1).item(), 1e-14);
    assertEquals(Termination.GRADIENT, fit.reason());
    assertTrue(fit.converged());
    assertTrue(fit.iterations() <= 6, fit.toString());
  }

  /// Number 1 of Moré, Garbow and Hillstrom; zero residuals.
  @Test
  void rosenbrock() {
    var fit =
        LeastSquares.of()
            .fit(
                x ->
                    Tensor.stack(
                        x.get(1).minus(x.get(0).square()).times(10), Tensor.minus(1, x.get(0))),
                vector(-1.2, 1));
    assertArrayEquals(new double[] {1, 1}, fit.params().toDoubles(), 1e-14);
    assertTrue(Double.isNaN(fit.residualDeviation()));
  }

  /// A parameter without influence stays where it is, and its error says so.
  @Test
  void parameterWithoutInfluence() {
    var fit =
        LeastSquares.of()
            .fit(
                (Line l) -> l.slope.times(X).minus(Y).plus(l.intercept.times(0)),
                new Line(scalar(1), scalar(7)));
    assertEquals(7, fit.params().intercept.item());
    assertEquals(
        X.times(Y).sum().item() / X.square().sum().item(), fit.params().slope.item(), 1e-14);
    assertFalse(Double.isFinite(fit.standardErrors().intercept.item()));
  }

  /// A function that branches on a value cannot be compiled, and runs as it is.
  @Test
  void functionThatBranches() {
    var fit =
        LeastSquares.of()
            .fit(b -> b.get(0).item() > 100 ? b.times(2) : b.minus(Y), Tensor.zeros(5));
    assertArrayEquals(Y.toDoubles(), fit.params().toDoubles(), 1e-14);
  }

  /// Where an equation inside has no solution, a trial is refused, not the fit.
  @Test
  void trialWithoutValue() {
    var fit =
        LeastSquares.of()
            .fit(
                b -> {
                  if (b.item() > 3) {
                    throw new ArithmeticException("no solution");
                  }
                  return Tensor.stack(b.square().minus(8.9), b.minus(2.9));
                },
                scalar(0.1));
    assertEquals(2.98, fit.params().item(), 0.01);
    assertTrue(fit.converged(), fit.toString());
  }

  @Test
  void refuses() {
    assertEquals(
        "LeastSquares: 1 residuals do not determine 2 parameters: add observations, or a penalty"
            + " for each parameter",
        assertThrows(
                IllegalArgumentException.class,
                () -> LeastSquares.of().fit(b -> b.sum(), vector(1, 2)))
            .getMessage());
    assertEquals(
        "LeastSquares: the residuals or their derivatives are not finite at the start: begin where"
            + " they are",
        assertThrows(
                IllegalArgumentException.class,
                () -> LeastSquares.of().fit(b -> b.sqrt(), vector(0, 2)))
            .getMessage());
    assertEquals(
        "LeastSquares: the residuals use traced values from outside, by which the fit would have no"
            + " derivative: take them out of the differentiated function, or minimise the sum of"
            + " squares by argmin of Lbfgs",
        assertThrows(
                NotDifferentiableException.class,
                () ->
                    Autodiff.grad(
                        t -> LeastSquares.of().fit(b -> b.minus(t), scalar(0)).params(), scalar(1)))
            .getMessage());
    assertEquals(
        "LeastSquares: iterations must not be negative: -1",
        assertThrows(IllegalArgumentException.class, () -> LeastSquares.of().iterations(-1))
            .getMessage());
  }
}
