package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IncompleteBetasTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /// The density at an end is 0, finite or infinite as the parameter there is above 1, 1 or below; its slopes in turn.
  @Test
  void derivativesAtTheEnds() {
    Tensor a = vector(3, 2, 1, 0.5);
    Tensor b = vector(2, 2, 2, 2);
    TensorFunction left = grad(x -> Special.betainc(a, b, x).sum());
    assertArrayEquals(new double[] {0, 0, 2, INF}, left.apply(vector(0, 0, 0, 0)).toDoubles());
    TensorFunction right = grad(x -> Special.betainc(b, a, x).sum());
    assertArrayEquals(new double[] {0, 0, 2, INF}, right.apply(vector(1, 1, 1, 1)).toDoubles());
    // f = 12x²(1 − x), 6x(1 − x) and 2(1 − x)
    Tensor three = vector(3, 2, 1);
    TensorFunction density = grad(x -> Special.betainc(three, scalar(2), x).sum());
    assertArrayEquals(
        new double[] {0, 6, -2},
        grad((Tensor x) -> density.apply(x).sum()).apply(vector(0, 0, 0)).toDoubles());
    assertArrayEquals(
        new double[] {-12, -6, -2},
        grad((Tensor x) -> density.apply(x).sum()).apply(vector(1, 1, 1)).toDoubles());
    assertArrayEquals(
        new double[] {0, 0},
        grad(t -> Special.betainc(t, scalar(2), vector(0, 1)).sum(), vector(2, 3)).toDoubles());
    assertArrayEquals(
        new double[] {0, 0},
        grad(t -> Special.betaincinv(t, scalar(2), vector(0, 1)).sum(), vector(2, 3)).toDoubles());
  }

  /// `I_x(a, 1) = xᵃ` and `I_x(1, b) = 1 − (1 − x)ᵇ`.
  @Test
  void powers() {
    double x = 0.3;
    for (double p : new double[] {0.01, 0.9, 2, 30}) {
      double power = Math.pow(x, p);
      assertEquals(power, Special.betainc(scalar(p), scalar(1), scalar(x)).item(), 4e-14 * power);
      assertEquals(
          Math.log(x) * power,
          grad(a -> Special.betainc(a, scalar(1), scalar(x))).at(p),
          4e-14 * power);
      double upper = Math.pow(1 - x, p);
      assertEquals(
          -Math.log(1 - x) * upper,
          grad(b -> Special.betainc(scalar(1), b, scalar(x))).at(p),
          4e-14 * upper);
    }
  }

  @Test
  void inversesInvert() {
    double[] parameters = {0.02, 0.8, 3, 150, 1e5};
    for (double a : parameters) {
      for (double b : parameters) {
        for (double p : new double[] {1e-100, 1e-8, 0.3, 0.5, 0.9}) {
          double x = Special.betaincinv(scalar(a), scalar(b), scalar(p)).item();
          if (x > 1e-300 && x < 0.999) {
            double back = Special.betainc(scalar(a), scalar(b), scalar(x)).item();
            // A digit of x is as good as this.
            double slope = grad(t -> Special.betainc(scalar(a), scalar(b), t)).at(x);
            assertEquals(p, back, 1e-12 * p + slope * Math.ulp(x), a + " " + b + " " + p);
          }
        }
      }
    }
  }

  @Test
  void shapesAndTypes() {
    Tensor a = vector(1, 2);
    Tensor page = vector(0.1, 0.2, 0.3).reshape(3, 1);
    assertEquals("f64[3,2]", Special.betainc(a, scalar(2), page).aval().toString());
    Tensor single = a.to(DType.F32);
    Tensor y = Special.betainc(single, single, vector(0.25, 0.25).to(DType.F32));
    assertEquals(DType.F32, y.dtype());
    assertArrayEquals(new double[] {0.25, 0.15625}, y.toDoubles());
    Tensor b = vector(1, 2, 3);
    fails("betainc", () -> Special.betainc(a, b, a));
    fails("betainc", () -> Special.betainc(a, a, b));
    fails("betaincinv", () -> Special.betaincinv(a, b, a));
    fails("beta", () -> Special.beta(a, b));
    fails("betaln", () -> Special.betaln(a, b));
    fails("gammainc", () -> Special.gammainc(a, b));
    fails("gammaincc", () -> Special.gammaincc(a, b));
    fails("gammaincinv", () -> Special.gammaincinv(a, b));
    fails("gammainccinv", () -> Special.gammainccinv(a, b));
    fails("zeta", () -> Special.zeta(a, b));
  }

  private static void fails(String name, Executable call) {
    var thrown = assertThrows(ShapeException.class, call);
    assertEquals(
        name + ": (2) and (3) do not broadcast: lengths 2 and 3 at axis -1 differ and neither is 1",
        String.valueOf(thrown.getMessage()));
  }
}
