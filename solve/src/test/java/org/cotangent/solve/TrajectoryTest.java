package org.cotangent.solve;

import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrajectoryTest {
  private static Tensor logistic(Tensor y, Tensor t, Tensor p) {
    return y.times(p.minus(y));
  }

  private static Trajectory<Tensor> trajectory(Ode ode, Tensor p) {
    return ode.trajectory(TrajectoryTest::logistic, scalar(0.1), scalar(0), scalar(5), p);
  }

  private static double closed(double p, double t) {
    return p / (1 + (p / 0.1 - 1) * Math.exp(-p * t));
  }

  /// The same steps as those of [Ode#solve], so the same numbers.
  @ParameterizedTest
  @MethodSource("org.cotangent.solve.OdeEventsTest#methods")
  void isTheSolution(Ode ode) {
    var trajectory = trajectory(ode, scalar(2));
    var times = linspace(0, 5, 23);
    var solved = ode.solve(TrajectoryTest::logistic, scalar(0.1), times, scalar(2));
    for (int i = 0; i < 23; i++) {
      double t = times.get(i).item();
      assertEquals(solved.get(i).item(), trajectory.at(t).item(), 1e-14);
      assertEquals(closed(2, t), trajectory.at(t).item(), 1e-6);
    }
    double[] ends = trajectory.times();
    assertEquals(0, ends[0]);
    assertEquals(5, ends[ends.length - 1]);
    for (int i = 1; i < ends.length; i++) {
      assertTrue(ends[i] > ends[i - 1]);
    }
  }

  /// By the time and by a parameter, at a time found by looking at the solution.
  @Test
  void derivatives() {
    var ode = Ode.dormandPrince().tolerance(1e-10);
    TensorFunction f = x -> trajectory(ode, x.get(0)).at(x.get(1));
    var x = vector(2, 1.7);
    double h = 1e-5;
    double y = closed(2, 1.7);
    assertArrayEquals(
        new double[] {(closed(2 + h, 1.7) - closed(2 - h, 1.7)) / (2 * h), y * (2 - y)},
        Autodiff.grad(f, x).toDoubles(),
        1e-6);
    assertArrayEquals(
        Autodiff.grad(f, x).toDoubles(),
        new double[] {
          Autodiff.jvp(f, x, vector(1, 0)).tangent().item(),
          Autodiff.jvp(f, x, vector(0, 1)).tangent().item()
        },
        1e-12);
  }

  @Test
  void refuses() {
    var trajectory = trajectory(Ode.tsitouras(), scalar(2));
    assertEquals(
        "Trajectory: 5.5 is not between 0.0 and 5.0",
        assertThrows(IllegalArgumentException.class, () -> trajectory.at(5.5)).getMessage());
    assertEquals(
        "Trajectory: NaN is not between 0.0 and 5.0",
        assertThrows(IllegalArgumentException.class, () -> trajectory.at(Double.NaN)).getMessage());
    assertEquals(
        "Trajectory: under vmap the time is not one value: give all times to Ode.solve",
        assertThrows(
                RuntimeException.class,
                () -> Autodiff.vmap((Tensor t) -> trajectory.at(t)).apply(vector(1, 2)))
            .getMessage());
    assertEquals(
        "Ode: trajectory under vmap, stage or compile: the steps are not known there: give the"
            + " times to solve",
        assertThrows(
                RuntimeException.class,
                () ->
                    Autodiff.vmap((Tensor p) -> trajectory(Ode.tsitouras(), p).at(1))
                        .apply(vector(1, 2)))
            .getMessage());
  }
}
