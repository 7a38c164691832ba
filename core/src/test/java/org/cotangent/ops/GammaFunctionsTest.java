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
