package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class InterpolationTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_203);
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Tensor XP = vector(-1, 0, 0.5, 2);
  private static final Tensor FP = vector(3, 1, 2, -4);

  /// In decimals of 50 digits, by a walk through the intervals.
  private static BigDecimal exact(double x, double[] xp, double[] fp) {
    int n = xp.length;
    if (x <= xp[0]) {
      return new BigDecimal(fp[0]);
    }
    if (x >= xp[n - 1]) {
      return new BigDecimal(fp[n - 1]);
    }
    int i = 0;
    while (xp[i + 1] <= x) {
      i++;
    }
    var digits = new MathContext(50);
    BigDecimal part =
        new BigDecimal(x)
            .subtract(new BigDecimal(xp[i]))
            .divide(new BigDecimal(xp[i + 1]).subtract(new BigDecimal(xp[i])), digits);
    BigDecimal rise = new BigDecimal(fp[i + 1]).subtract(new BigDecimal(fp[i]));
    return new BigDecimal(fp[i]).add(rise.multiply(part));
  }

  @Test
  void agreesWithExactDecimals() {
    System.out.println("InterpolationTest: -Dcotangent.test.seed=" + SEED);
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < 100; round++) {
      int n = 1 + random.nextInt(12);
      double[] xp = random.doubles(n, -3, 3).sorted().toArray();
      double[] fp = random.doubles(n, -3, 3).toArray();
      double[] x = random.doubles(40, -4, 4).toArray();
      x[0] = xp[0];
      x[1] = xp[n - 1];
      x[2] = xp[n / 2];
      Tensor y = Interpolation.linear(vector(x), vector(xp), vector(fp));
      for (int i = 0; i < x.length; i++) {
        double expected = exact(x[i], xp, fp).doubleValue();
        double tolerance = i < 3 ? 0 : 2e-15;
        assertEquals(expected, y.get(i).item(), tolerance, "at " + x[i]);
      }
      Tensor single =
          Interpolation.linear(
              vector(x).to(DType.F32), vector(xp).to(DType.F32), vector(fp).to(DType.F32));
      assertEquals(DType.F32, single.dtype());
    }
  }

  @Test
  void slopes() {
    assertEquals(-2, grad(x -> Interpolation.linear(x, XP, FP)).at(-0.25));
    assertEquals(2, grad(x -> Interpolation.linear(x, XP, FP)).at(0.25));
    assertEquals(0, grad(x -> Interpolation.linear(x, XP, FP)).at(-1.5));
    assertEquals(0, grad(x -> Interpolation.linear(x, XP, FP)).at(7));
    // At knots: to the right; at the last one, to the left.
    assertEquals(-2, grad(x -> Interpolation.linear(x, XP, FP)).at(-1));
    assertEquals(2, grad(x -> Interpolation.linear(x, XP, FP)).at(0));
    assertEquals(-4, grad(x -> Interpolation.linear(x, XP, FP)).at(2));
    assertEquals(0, grad(grad(x -> Interpolation.linear(x, XP, FP))).at(0.25));
    assertArrayEquals(
        new double[] {0.25, 0.75, 0, 0},
        grad(f -> Interpolation.linear(scalar(-0.25), XP, f), FP).toDoubles());
    assertArrayEquals(
        new double[] {0, 0, 0, 1},
        grad(f -> Interpolation.linear(scalar(9), XP, f), FP).toDoubles());
    // A knot that moves to the right takes its line along: the derivatives by the two knots and by
    // x sum to 0.
    assertArrayEquals(
        new double[] {0.5, 1.5, 0, 0},
        grad(k -> Interpolation.linear(scalar(-0.25), k, FP), XP).toDoubles());
  }

  @Test
  void specialNumbersAndRepeatedKnots() {
    Tensor x = vector(-INF, INF, Double.NaN);
    assertArrayEquals(
        new double[] {3, -4, Double.NaN}, Interpolation.linear(x, XP, FP).toDoubles());
    assertArrayEquals(
        new double[] {0, 0},
        grad(t -> Interpolation.linear(t, XP, FP).sum(), vector(-INF, INF)).toDoubles());
    Tensor jump = vector(0, 1, 1, 2);
    Tensor values = vector(0, 1, 5, 6);
    assertArrayEquals(
        new double[] {0.5, 5, 5.5},
        Interpolation.linear(vector(0.5, 1, 1.5), jump, values).toDoubles());
    assertArrayEquals(
        new double[] {1, 2, 2},
        Interpolation.linear(vector(-1, 0, 5), vector(0, 0), vector(1, 2)).toDoubles());
  }

  @Test
  void eachExampleHasKnotsOfItsOwn() {
    Tensor knots = Tensor.matrix(new double[] {0, 1}, new double[] {0, 2});
    Tensor y = vmap(k -> Interpolation.linear(vector(0.5, 1), k, vector(0, 1))).apply(knots);
    assertArrayEquals(new double[] {0.5, 1, 0.25, 0.5}, y.toDoubles());
  }

  @Test
  void errors() {
    var error =
        assertThrowsExactly(
            ShapeException.class, () -> Interpolation.linear(ones(2), ones(3), ones(4)));
    assertEquals(
        "linear: knots (3) and values (4) are not vectors of one length with elements",
        error.getMessage());
  }
}
