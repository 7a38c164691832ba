package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GammaFunctionsTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void edges() {
    Tensor x = vector(0, -0.0, -1, -2, INF, -INF, NAN, 1e-310);
    assertArrayEquals(
        new double[] {INF, -INF, NAN, NAN, INF, NAN, NAN, INF}, Special.gamma(x).toDoubles());
    assertArrayEquals(
        new double[] {INF, INF, INF, INF, INF, INF, NAN, -Math.log(1e-310)},
        x.lgamma().toDoubles(),
        1e-12);
    assertArrayEquals(
        new double[] {0, -0.0, 0, 0, 0, NAN, NAN, 1e-310}, Special.rgamma(x).toDoubles());
    assertArrayEquals(
        new double[] {-INF, INF, NAN, NAN, INF, NAN, NAN, -INF}, Special.digamma(x).toDoubles());
    assertArrayEquals(
        new double[] {INF, INF, INF, INF, 0, INF, NAN, INF}, Special.trigamma(x).toDoubles());
    assertArrayEquals(
        new double[] {INF, -1, NAN, NAN},
        Special.zeta(vector(1, 0, -INF, NAN)).times(vector(1, 2, 1, 1)).toDoubles());
    assertArrayEquals(
        new double[] {INF, INF, NAN, INF, NAN, 0, 1},
        Special.zeta(vector(1, 2, 0.5, 2, 2.5, 2, INF), vector(1, 0, 1, -1, -0.5, INF, 1))
            .toDoubles());
    assertArrayEquals(
        new double[] {INF, INF, 0, 0.5},
        Special.beta(vector(0, 2, INF, 1), vector(2, 0, 2, 2)).toDoubles(),
        1e-16);
    assertArrayEquals(
        new double[] {INF, -INF, -Math.log(1e12)},
        Special.betaln(vector(0, 2, 1), vector(2, INF, 1e12)).toDoubles(),
        1e-14);
    assertArrayEquals(new double[] {NAN, NAN}, Special.multigammaln(vector(1.5, 0), 4).toDoubles());
  }

  /// As SciPy has it: a pole is infinite, unless numerator and denominator have one each.
  @Test
  void betaOfNegativeArguments() {
    Tensor a = vector(-0.0, 0, -1, -2, -1, -0.5, -200.5, 2, -1);
    Tensor b = vector(2, 0, 1, 2, 3, -0.5, 2, -200.5, -3.5);
    double small = 1 / (200.5 * 199.5);
    assertArrayEquals(
        new double[] {INF, INF, -1, 0.5, INF, 0, small, small, INF},
        Special.beta(a, b).toDoubles(),
        1e-17);
    assertArrayEquals(
        new double[] {INF, INF, 0, Math.log(0.5), INF, -INF, Math.log(small), Math.log(small), INF},
        Special.betaln(a, b).toDoubles(),
        1e-12);
  }

  /// Factorial and power over- and underflow; their product does not.
  @Test
  void highOrders() {
    double expected = Special.polygamma(200, scalar(200)).item();
    // ψₙ(x) = −(n − 1)!/xⁿ·(1 + n/(2x) + …), here by the sum
    double sum = 0;
    for (int k = 0; k < 4000; k++) {
      sum += Math.exp(-201 * Math.log1p(k / 200.0));
    }
    double scale = Special.lgamma(scalar(201)).item() - 201 * Math.log(200);
    assertEquals(-Math.exp(scale) * sum, expected, 1e-12 * Math.abs(expected));
    assertEquals(-0.0, Special.polygamma(200, scalar(INF)).item());
  }

  @Test
  void zetaFarToTheLeft() {
    assertEquals(0, Special.zeta(scalar(-300)).item());
    double near = Special.zeta(scalar(-169.5)).item();
    double far = Special.zeta(scalar(-170.5)).item();
    // ζ(s) = 2·(2π)ˢ⁻¹·sin(πs/2)·Γ(1 − s)·ζ(1 − s)
    double ratio = 170.5 / (2 * Math.PI) * Math.sin(-85.25 * Math.PI) / Math.sin(-84.75 * Math.PI);
    assertEquals(ratio, far / near, 1e-11 * Math.abs(ratio));
  }

  /// `F32` results are those of `F64`, rounded.
  @Test
  void singlePrecisionIsRounded() {
    Tensor x = Tensor.linspace(-5.3, 40, 97).to(DType.F32);
    Tensor wide = x.to(DType.F64);
    assertArrayEquals(Special.gamma(wide).to(DType.F32).toDoubles(), Special.gamma(x).toDoubles());
    assertArrayEquals(
        Special.lgamma(wide).to(DType.F32).toDoubles(), Special.lgamma(x).toDoubles());
    assertArrayEquals(
        Special.digamma(wide).to(DType.F32).toDoubles(), Special.digamma(x).toDoubles());
    Tensor y = x.abs().plus(0.5);
    Tensor wideY = y.to(DType.F64);
    assertArrayEquals(
        Special.gammaincc(wideY, scalar(7)).to(DType.F32).toDoubles(),
        Special.gammaincc(y, scalar(7).to(DType.F32)).toDoubles());
    assertArrayEquals(
        Special.betaln(wideY, wideY).to(DType.F32).toDoubles(), Special.betaln(y, y).toDoubles());
  }

  /// `1/Γ` has slope `(−1)ⁿ·n!` at −n, where Γ has a pole.
  @Test
  void theReciprocalIsSmoothAtThePoles() {
    assertArrayEquals(
        new double[] {1, -1, 2, -6},
        grad(x -> Special.rgamma(x).sum(), vector(0, -1, -2, -3)).toDoubles(),
        1e-14);
  }

  /// The logarithmic derivative of Γ at 1 is −γ, and `ψ₁(1) = π²/6`.
  @Test
  void derivatives() {
    TensorFunction first = grad(Special::lgamma);
    assertEquals(-0.5772156649015329, first.at(1), 3e-16);
    assertEquals(Math.PI * Math.PI / 6, grad(first).at(1), 4e-16);
    assertEquals(-0.9375482543158437, grad(s -> Special.zeta(s)).at(2), 2e-15);
    assertEquals(-0.9375482543158437, grad(s -> Special.zeta(s, scalar(1))).at(2), 2e-15);
    assertEquals(-2 * 1.2020569031595942, grad(q -> Special.zeta(scalar(2), q)).at(1), 2e-15);
    // ψ(1) − ψ(1 + 10⁹) by a, and −1/b + … by b: the large arguments leave no digit.
    assertEquals(-1e-9, grad(b -> Special.betaln(scalar(1), b)).at(1e9), 1e-23);
  }

  @Test
  void singlePrecisionStays() {
    Tensor x = vector(0.3, 4.5).to(DType.F32);
    assertEquals(DType.F32, Special.gamma(x).dtype());
    assertEquals((float) 11.631728396567448, Special.gamma(x).toDoubles()[1]);
    assertEquals(DType.F32, Special.zeta(x.plus(1), x).dtype());
    assertEquals(DType.F64, Special.lgamma(vector(1, 2).to(DType.I64)).dtype());
  }

  @Test
  void wrongParameters() {
    Tensor x = scalar(1);
    fails(
        "polygamma: n is -1: it counts derivatives of digamma, so 0 is the least",
        () -> Special.polygamma(-1, x));
    fails(
        "multigammaln: d is 0: it is a dimension, so 1 is the least",
        () -> Special.multigammaln(x, 0));
  }

  private static void fails(String message, Executable call) {
    var thrown = assertThrows(IllegalArgumentException.class, call);
    assertEquals(message, String.valueOf(thrown.getMessage()));
  }
}
