package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.function.Supplier;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final double[] POINTS = {0, 0.5, 2, 2.25, 4};

  private static double[] of(double... values) {
    return values;
  }

  private static double parabola(double x) {
    return 3 * x * x - 2 * x + 1;
  }

  /// Formulas through three points are exact for parabolas.
  @Test
  void gradientIsExactForParabolas() {
    Tensor points = vector(POINTS);
    Tensor f = points.square().times(3).minus(points.times(2)).plus(1);
    Tensor slope = points.times(6).minus(2);
    assertArrayEquals(slope.toDoubles(), Differences.gradient(f, points, 0, 2).toDoubles(), 1e-13);
    double[] first = slope.toDoubles();
    first[0] = (parabola(0.5) - parabola(0)) / 0.5;
    first[4] = (parabola(4) - parabola(2.25)) / 1.75;
    assertArrayEquals(first, Differences.gradient(f, points, 0, 1).toDoubles(), 1e-13);
  }

  @Test
  void gradientWithOneStepAlongAnAxis() {
    double[][] f = {{1, 4, 9, 2}, {0, 1, -1, 5}};
    double[] expected = new double[8];
    double[] below = new double[8];
    for (int i = 0; i < 2; i++) {
      double[] y = f[i];
      double[] slopes = {
        (y[1] - y[0]) / .5, (y[2] - y[0]) / 1, (y[3] - y[1]) / 1, (y[3] - y[2]) / .5
      };
      System.arraycopy(slopes, 0, expected, 4 * i, 4);
      for (int j = 0; j < 4; j++) {
        below[4 * i + j] = (f[1][j] - f[0][j]) / .25;
      }
    }
    assertArrayEquals(
        expected, Differences.gradient(Tensor.matrix(f), 0.5, 1, 1).toDoubles(), 1e-14);
    assertArrayEquals(below, Differences.gradient(Tensor.matrix(f), 0.25, 0, 1).toDoubles(), 1e-14);
    Tensor narrow = Differences.gradient(Tensor.matrix(f).to(DType.F32), 0.5, -1, 1);
    assertEquals(DType.F32, narrow.dtype());
    assertArrayEquals(expected, narrow.toDoubles(), 1e-6);
  }

  @Test
  void integralsByTrapezia() {
    double sum = 0;
    double[] y = {1, -2, 3, 0.5, 2};
    double[] running = new double[4];
    for (int i = 0; i < 4; i++) {
      sum += (POINTS[i + 1] - POINTS[i]) * (y[i] + y[i + 1]) / 2;
      running[i] = sum;
    }
    assertEquals(sum, Differences.trapezoid(vector(y), vector(POINTS), 0).item(), 1e-14);
    assertArrayEquals(
        running, Differences.cumulativeTrapezoid(vector(y), vector(POINTS), 0).toDoubles(), 1e-14);
    assertEquals(1.5, Differences.trapezoid(vector(1, -2, 3, 0.5, 2), 0.5, 0).item(), 1e-14);
    Tensor both = Tensor.matrix(y, y).transpose();
    assertArrayEquals(
        of(sum, sum), Differences.trapezoid(both, vector(POINTS), 0).toDoubles(), 1e-14);
    assertArrayEquals(of(0, 0), Differences.trapezoid(ones(2, 1), 1, 1).toDoubles());
    assertEquals(Shape.of(2, 0), Differences.cumulativeTrapezoid(ones(2, 1), 1, 1).shape());
    assertEquals(0, Differences.trapezoid(ones(0), 1, 0).item());
    // By the points: the integral grows at its ends by the values there.
    Tensor slopes = grad(x -> Differences.trapezoid(vector(y), x, 0), vector(POINTS));
    assertEquals(-0.5 * (y[0] + y[1]), slopes.get(0).item(), 1e-14);
    assertEquals(0.5 * (y[3] + y[4]), slopes.get(4).item(), 1e-14);
  }

  @Test
  void phasesWithoutJumps() {
    Tensor smooth = linspace(0, 20, 30);
    Tensor wrapped = Arithmetic.remainder(smooth, 2 * Math.PI);
    assertArrayEquals(
        smooth.toDoubles(), Differences.unwrap(wrapped, 2 * Math.PI, 0).toDoubles(), 1e-13);
    // A jump of just half a period stays as it is.
    assertArrayEquals(
        of(0, 1, 0, 1, 1.5, 1.25),
        Differences.unwrap(vector(0, 1, 0, 1, 3.5, -.75), 2, 0).toDoubles());
    assertArrayEquals(
        of(1, 1, 1), grad(x -> Differences.unwrap(x, 2, 0).sum(), vector(0, 5, -3)).toDoubles());
    assertArrayEquals(of(7), Differences.unwrap(vector(7), 2, 0).toDoubles());
  }

  @Test
  void equallySpacedNumbers() {
    assertArrayEquals(of(1, 1.5, 2), Ranges.linspace(scalar(1), scalar(2), 3).toDoubles());
    Tensor lines = Ranges.linspace(vector(0, 10), scalar(4), 5);
    assertEquals(Shape.of(5, 2), lines.shape());
    for (int i = 0; i < 5; i++) {
      assertEquals(i, lines.get(i, 0).item(), 1e-15);
      assertEquals(10 - 1.5 * i, lines.get(i, 1).item(), 1e-14);
    }
    assertEquals(Shape.of(0, 2), Ranges.linspace(vector(0, 1), scalar(1), 0).shape());
    assertArrayEquals(
        of(0.1, 100), Ranges.logspace(scalar(-1), scalar(2), 2, 10).toDoubles(), 1e-13);
    assertArrayEquals(of(1, 2, 4, 8), Ranges.geomspace(scalar(1), scalar(8), 4).toDoubles(), 1e-14);
    assertArrayEquals(
        of(1, 2 / 3d, 1 / 3d, 0),
        jacobian(a -> Ranges.linspace(a, scalar(5), 4)).apply(scalar(2)).toDoubles(),
        1e-15);
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  @Test
  void whatHasNoAnswer() {
    shape(
        "gradient: (2,2) has 2 elements along axis 1, but 3 are needed",
        () -> Differences.gradient(ones(2, 2), 1, 1, 2));
    shape(
        "gradient: points of (3) for the 2 elements along axis 0 of (2,4)",
        () -> Differences.gradient(ones(2, 4), ones(3), 0, 1));
    shape(
        "trapezoid: points of (2,1) for the 2 elements along axis -1 of (2)",
        () -> Differences.trapezoid(ones(2), ones(2, 1), -1));
    shape("linspace: -1 numbers", () -> Ranges.linspace(scalar(0), scalar(1), -1));
    assertEquals(
        "gradient: edgeOrder is 3, not 1 or 2",
        assertThrowsExactly(
                IllegalArgumentException.class, () -> Differences.gradient(ones(9), 1, 0, 3))
            .getMessage());
  }
}
