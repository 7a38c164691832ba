package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

class BesselTest {
  /// `x² y″ + x y′ + (± x² − v²) y = 0`, for all four, by derivatives that the library found.
  @Test
  void theEquationHolds() {
    for (double v : new double[] {0, 1, 0.4, 3.7}) {
      Tensor order = scalar(v);
      check(x -> Bessel.j(order, x), v, 1);
      check(x -> Bessel.y(order, x), v, 1);
      check(x -> Bessel.i(order, x), v, -1);
      check(x -> Bessel.k(order, x), v, -1);
    }
  }

  private static void check(TensorFunction f, double v, int sign) {
    TensorFunction first = grad(f);
    TensorFunction second = grad(first);
    for (double x : new double[] {0.3, 1, 4, 12, 30}) {
      double size = x * x * Math.abs(second.at(x)) + (x * x + v * v) * Math.abs(f.at(x));
      double sum = x * x * second.at(x) + x * first.at(x) + (sign * x * x - v * v) * f.at(x);
      assertEquals(0, sum / size, 1e-13);
    }
  }

  @Test
  void derivativesAtZeroAreFinite() {
    TensorFunction f = Bessel::i0;
    assertEquals(0, grad(f).at(0));
    assertEquals(0.5, grad(grad(f)).at(0));
    assertEquals(0, grad(grad(grad(f))).at(0));
    assertEquals(0.5, grad(Bessel::i1).at(0));
    assertEquals(0, grad(Bessel::i0e).at(0));
    assertEquals(-0.5, grad(grad(Bessel::j0)).at(0));
    assertEquals(1.0 / 3, grad(x -> Bessel.sphericalJ(1, x)).at(0), 1e-15);
  }

  /// At half an order both are elementary: `∂J/∂v` at ½ is that of NIST 10.15.6 by differences of the exact functions.
  @Test
  void orderAndArgumentDifferentiateTogether() {
    double h = 1e-5;
    double x = 2.3;
    double up = Bessel.j(scalar(0.5 + h), scalar(x)).item();
    double down = Bessel.j(scalar(0.5 - h), scalar(x)).item();
    TensorFunction byOrder = grad(v -> Bessel.j(v, scalar(x)));
    assertEquals((up - down) / (2 * h), byOrder.at(0.5), 1e-9);
    double mixed = grad(v -> grad(t -> Bessel.j(v, t), scalar(x))).at(0.5);
    double turned = grad(t -> grad(v -> Bessel.j(v, t), scalar(0.5))).at(x);
    assertEquals(turned, mixed, 1e-13);
  }

  @Test
  void airyFunctionsSolveTheirEquation() {
    for (double x : new double[] {-8, -1, 0, 0.5, 3}) {
      assertEquals(x * Bessel.airyAi(scalar(x)).item(), grad(grad(Bessel::airyAi)).at(x), 1e-15);
      double bi = Bessel.airyBi(scalar(x)).item();
      assertEquals(x * bi, grad(grad(Bessel::airyBi)).at(x), 1e-13 * Math.max(1, Math.abs(bi)));
    }
    double wronskian =
        Bessel.airyAi(scalar(-2.5)).item() * Bessel.airyBiPrime(scalar(-2.5)).item()
            - Bessel.airyAiPrime(scalar(-2.5)).item() * Bessel.airyBi(scalar(-2.5)).item();
    assertEquals(1 / Math.PI, wronskian, 1e-15);
  }

  @Test
  void edgesTypesAndErrors() {
    assertArrayEquals(
        new double[] {1, Double.POSITIVE_INFINITY, Double.NaN},
        Bessel.i0(vector(0, 1e4, Double.NaN)).toDoubles());
    assertEquals(DType.F32, Bessel.k0(scalar(1).to(DType.F32)).dtype());
    assertEquals(0.42102443824070834, Bessel.k0(scalar(1)).item(), 1e-15);
    assertEquals(0.42102444f, (float) Bessel.k0(scalar(1).to(DType.F32)).item());
    assertEquals(
        "sphericalJ: the order is -1, and must be 0 or more",
        assertThrowsExactly(IllegalArgumentException.class, () -> Bessel.sphericalJ(-1, scalar(1)))
            .getMessage());
  }
}
