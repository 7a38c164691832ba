package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

class IncompleteGammasTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void edges() {
    Tensor a = vector(0, 0, 1, INF, 1, INF, -1, 1, 0);
    Tensor x = vector(0, 1, 0, 1, INF, INF, 1, -1, INF);
    assertArrayEquals(
        new double[] {NAN, 1, 0, 0, 1, NAN, NAN, NAN, 1}, Special.gammainc(a, x).toDoubles());
    assertArrayEquals(
        new double[] {NAN, 0, 1, 1, 0, NAN, NAN, NAN, 0}, Special.gammaincc(a, x).toDoubles());
  }

  /// The density at 0 is 0, 1 or infinite as a is above 1, 1 or below; its slope in turn, one further up.
  @Test
  void derivativesAtTheEnds() {
    Tensor a = vector(3, 2, 1, 0.5, 1);
    Tensor x = vector(0, 0, 0, 0, INF);
    TensorFunction byX = grad(t -> Special.gammainc(a, t).sum());
    assertArrayEquals(new double[] {0, 0, 1, INF, 0}, byX.apply(x).toDoubles());
    assertArrayEquals(
        new double[] {0, 1, -1},
        grad((Tensor t) -> grad(s -> Special.gammainc(vector(3, 2, 1), s).sum()).apply(t).sum())
            .apply(vector(0, 0, 0))
            .toDoubles());
    assertArrayEquals(
        new double[] {0, 0, 0, 0, 0}, grad(t -> Special.gammainc(t, x).sum(), a).toDoubles());
    assertArrayEquals(
        new double[] {0, 0},
        grad(t -> Special.gammaincinv(t, vector(0, 1)).sum(), vector(2, 3)).toDoubles());
  }

  /// The value that the reference cases name: `d/da P(2, 1) = −0.276196…`.
  @Test
  void theDerivativeByTheShape() {
    assertEquals(-0.2761960457028348, grad(a -> Special.gammainc(a, scalar(1))).at(2), 1e-15);
    assertEquals(0.2761960457028348, grad(a -> Special.gammaincc(a, scalar(1))).at(2), 1e-15);
  }

  @Test
  void inversesInvert() {
    for (double a : new double[] {0.01, 0.7, 3, 80, 4000}) {
      for (double p : new double[] {1e-200, 1e-10, 0.2, 0.5, 0.8, 0.999}) {
        double x = Special.gammaincinv(scalar(a), scalar(p)).item();
        if (x > 1e-300) {
          double back = Special.gammainc(scalar(a), scalar(x)).item();
          assertEquals(p, back, 1e-12 * p, a + " " + p);
        }
        double upper = Special.gammainccinv(scalar(a), scalar(p)).item();
        if (upper > 1e-300) {
          double back = Special.gammaincc(scalar(a), scalar(upper)).item();
          assertEquals(p, back, 1e-12 * p, a + " " + p);
        }
      }
    }
  }

  @Test
  void singlePrecisionStays() {
    Tensor a = vector(2, 3).to(DType.F32);
    assertEquals(DType.F32, Special.gammainc(a, a).dtype());
    assertEquals((float) 0.59399415029016192, Special.gammainc(a, a).toDoubles()[0]);
  }
}
