package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /// Value against the definition in `StrictMath`, derivative against central differences of it.
  private static void agrees(TensorFunction f, DoubleUnaryOperator definition) {
    for (double x = -6; x <= 6; x += 0.37) {
      double expected = definition.applyAsDouble(x);
      assertEquals(expected, f.at(x), 1e-14 * Math.max(1, Math.abs(expected)), "at " + x);
      double h = 1e-5;
      double difference =
          (definition.applyAsDouble(x + h) - definition.applyAsDouble(x - h)) / (2 * h);
      assertEquals(difference, grad(f).at(x), 1e-9, "derivative at " + x);
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Test
  void definitions() {
    agrees(Activation::relu, x -> Math.max(x, 0));
    agrees(x -> Activation.leakyRelu(x, 0.2), x -> x > 0 ? x : 0.2 * x);
    agrees(Activation::leakyRelu, x -> x > 0 ? x : 0.01 * x);
    agrees(Activation::elu, x -> x > 0 ? x : StrictMath.expm1(x));
    agrees(x -> Activation.elu(x, 0.3), x -> x > 0 ? x : 0.3 * StrictMath.expm1(x));
    agrees(x -> Activation.celu(x, 0.3), x -> x > 0 ? x : 0.3 * StrictMath.expm1(x / 0.3));
    agrees(
        Activation::selu,
        x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * StrictMath.expm1(x)));
    agrees(Activation::silu, x -> x * sigmoid(x));
    agrees(Activation::mish, x -> x * StrictMath.tanh(StrictMath.log1p(StrictMath.exp(x))));
    agrees(
        Activation::geluTanh,
        x -> x / 2 * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
    agrees(Activation::softSign, x -> x / (1 + Math.abs(x)));
    agrees(Activation::hardTanh, x -> Math.clamp(x, -1, 1));
    agrees(Activation::hardSigmoid, x -> Math.clamp(x + 3, 0, 6) / 6);
    agrees(Activation::hardSilu, x -> x * Math.clamp(x + 3, 0, 6) / 6);
  }

  @Test
  void kinksHaveTheDocumentedDerivatives() {
    assertEquals(0, grad(Tensor::relu).at(0));
    assertEquals(0.2, grad(x -> Activation.leakyRelu(x, 0.2)).at(0));
    assertEquals(0, grad(Activation::relu6).at(0));
    assertEquals(0.5, grad(Activation::relu6).at(6));
    assertEquals(0.5, grad(Activation::hardTanh).at(1));
    assertEquals(0.7, grad(x -> Activation.elu(x, 0.7)).at(0));
  }

  @Test
  void extremes() {
    assertArrayEquals(
        new double[] {0, 0, NAN, INF, 0}, vector(0, -0.0, NAN, INF, -INF).relu().toDoubles());
    assertArrayEquals(
        new double[] {1e10, -1, NAN}, Activation.elu(vector(1e10, -1e10, NAN)).toDoubles());
    assertArrayEquals(
        new double[] {1, 0}, grad(x -> Activation.elu(x).sum(), vector(800, -800)).toDoubles());
    assertEquals(0, grad(grad(x -> Activation.elu(x))).at(800));
    assertArrayEquals(new double[] {800, 0}, Activation.silu(vector(800, -800)).toDoubles(), 0.0);
    assertEquals(1, Activation.softSign(scalar(1e300)).item());
    assertArrayEquals(new double[] {800, 0}, Activation.mish(vector(800, -800)).toDoubles(), 0.0);
  }

  @Test
  void whereTheApproximationOfGeluIsTinyItDoesNotCancel() {
    // x·σ(2u) with u far below 0
    double x = -6;
    double u = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    double expected = x * (Math.exp(2 * u) / (1 + Math.exp(2 * u)));
    assertEquals(expected, Activation.geluTanh(scalar(x)).item(), 1e-13 * Math.abs(expected));
  }

  @Test
  void reluOfWholeNumbersStaysWhole() {
    Tensor x = Tensor.of(new int[] {-3, 0, 5}, 3);
    assertEquals(x.dtype(), x.relu().dtype());
    assertArrayEquals(new double[] {0, 0, 5}, x.relu().toDoubles());
  }

  @Test
  void shrinking() {
    Tensor x = vector(-2, -0.5, -0.25, 0, 0.5, 2, INF, NAN);
    assertArrayEquals(
        new double[] {-1.5, 0, 0, 0, 0, 1.5, INF, NAN}, Activation.softShrink(x, 0.5).toDoubles());
    assertArrayEquals(
        new double[] {-2, 0, 0, 0, 0, 2, INF, NAN}, Activation.hardShrink(x, 0.5).toDoubles());
    assertArrayEquals(
        new double[] {9, 9, 9, 9, 9, 2, INF, NAN}, Activation.threshold(x, 0.5, 9).toDoubles());
    double[] slopes = {1, 0, 0, 0, 0, 1, 1, 0};
    assertArrayEquals(
        slopes, finite(grad(t -> Activation.softShrink(t, 0.5).sum(), x).toDoubles()));
    assertArrayEquals(
        slopes, finite(grad(t -> Activation.hardShrink(t, 0.5).sum(), x).toDoubles()));
    assertEquals(0, grad(t -> Activation.threshold(t, 0.5, 9)).at(0.5));
  }

  /// Without the last, which belongs to NaN.
  private static double[] finite(double[] x) {
    x[x.length - 1] = 0;
    return x;
  }

  @Test
  void slopesThatAreLearned() {
    Tensor x = Tensor.matrix(new double[] {-2, 3}, new double[] {0, -4});
    Tensor slopes = vector(0.5, 0.25);
    assertArrayEquals(new double[] {-1, 3, 0, -1}, Activation.prelu(x, slopes).toDoubles());
    assertArrayEquals(
        new double[] {0.5, 1, 0.5, 0.25},
        grad(t -> Activation.prelu(t, slopes).sum(), x).toDoubles());
    assertArrayEquals(
        new double[] {-2, -4}, grad(t -> Activation.prelu(x, t).sum(), slopes).toDoubles());
    agrees(Activation::quickGelu, x1 -> x1 / (1 + StrictMath.exp(-1.702 * x1)));
  }

  /// `x − tanh x` from exp(2x) with 120 digits.
  private static double tanhShrink(double x) {
    var digits = new MathContext(120);
    var twice = new BigDecimal(x).multiply(BigDecimal.TWO);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal exp = BigDecimal.ONE;
    for (int k = 1; k < 200; k++) {
      term = term.multiply(twice, digits).divide(BigDecimal.valueOf(k), digits);
      exp = exp.add(term, digits);
    }
    BigDecimal tanh = exp.subtract(BigDecimal.ONE).divide(exp.add(BigDecimal.ONE), digits);
    return new BigDecimal(x).subtract(tanh, digits).doubleValue();
  }

  @Test
  void tanhShrinkKeepsItsDigits() {
    double worst = 0;
    for (double x = 1e-12; x < 8; x *= 1.07) {
      double expected = tanhShrink(x);
      double y = Activation.tanhShrink(scalar(x)).item();
      worst = Math.max(worst, Math.abs(y - expected) / Math.ulp(expected));
      assertEquals(-y, Activation.tanhShrink(scalar(-x)).item());
      float single = (float) Activation.tanhShrink(scalar((float) x).to(DType.F32)).item();
      float rounded = (float) tanhShrink((float) x);
      assertEquals(rounded, single, 2 * Math.ulp(rounded));
    }
    assertTrue(worst <= 6, worst + " ulp");
    assertArrayEquals(
        new double[] {INF, -INF, NAN, 0},
        Activation.tanhShrink(vector(INF, -INF, NAN, 0)).toDoubles());
    assertEquals(1, grad(Activation::tanhShrink).at(INF));
    agrees(Activation::tanhShrink, x -> x - StrictMath.tanh(x));
  }
}
