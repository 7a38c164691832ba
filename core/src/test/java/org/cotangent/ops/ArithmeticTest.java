package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.BinaryOperator;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static double[] gradients(BinaryOperator<Tensor> f, double a, double b) {
    var both = gradBoth(f::apply).apply(scalar(a), scalar(b));
    return new double[] {both.first().item(), both.second().item()};
  }

  private static long[] longs(Tensor x) {
    return ((Array) x).toLongs();
  }

  @Test
  void wholeNumbersStayExactBeyondTheMantissaOfADouble() {
    long big = (1L << 53) + 1;
    long largest = Long.parseLong("9223372036854775807"); // no constant: it overflows on purpose
    Tensor a = Tensor.of(new long[] {big, -big, largest}, 3);
    Tensor b = Tensor.of(new long[] {3, 2, 10}, 3);
    assertArrayEquals(new long[] {big + 3, -big + 2, largest + 10}, longs(a.plus(b)));
    assertArrayEquals(new long[] {3 * big, -2 * big, 10 * largest}, longs(a.times(b)));
    assertArrayEquals(
        new long[] {big % 3, Math.floorMod(-big, 2L), largest % 10},
        longs(Arithmetic.remainder(a, b)));
    assertArrayEquals(
        new long[] {big / 3, Math.floorDiv(-big, 2L), largest / 10},
        longs(Arithmetic.floorDivide(a, b)));
    assertArrayEquals(
        new long[] {big * 3 + 1, -big * 2 + 1, largest * 10 + 1},
        longs(Arithmetic.fma(a, b, Tensor.of(new int[] {1}, 1))));
  }

  @Test
  void floorDivisionAndRemainderAgreeWithJavasOnWholeNumbers() {
    for (long x : new long[] {-7, -6, -1, 0, 1, 6, 7}) {
      for (long y : new long[] {-3, -2, 2, 3}) {
        Tensor a = Tensor.of(new long[] {x}, 1);
        Tensor b = Tensor.of(new long[] {y}, 1);
        assertEquals(Math.floorDiv(x, y), longs(Arithmetic.floorDivide(a, b))[0], x + " / " + y);
        assertEquals(Math.floorMod(x, y), longs(Arithmetic.remainder(a, b))[0], x + " mod " + y);
        assertEquals(x % y, longs(Arithmetic.rem(a, b))[0], x + " rem " + y);
      }
    }
    Tensor zero = Tensor.of(new long[] {0}, 1);
    assertEquals(0, longs(Arithmetic.floorDivide(Tensor.of(new long[] {5}, 1), zero))[0]);
    assertEquals(0, longs(Arithmetic.remainder(Tensor.of(new long[] {5}, 1), zero))[0]);
  }

  @Test
  void floorDivisionUsesTheUnroundedQuotient() {
    // 1 / 0.1 rounds to 10, but 0.1 is a little more than a tenth
    assertEquals(9, Arithmetic.floorDivide(scalar(1), 0.1).item());
    assertEquals(-1, Arithmetic.floorDivide(scalar(-5), INF).item());
    assertEquals(INF, Arithmetic.floorDivide(scalar(5), 0.0).item());
    assertEquals(0, grad(x -> Arithmetic.floorDivide(x, 0.3)).at(1.0));
  }

  @Test
  void theRemainderHasTheSignOfTheDivisor() {
    assertEquals(1.5, Arithmetic.remainder(scalar(-4.5), 3).item());
    assertEquals(-1.5, Arithmetic.remainder(scalar(4.5), -3).item());
    assertEquals(INF, Arithmetic.remainder(scalar(-5), INF).item());
    assertEquals(NAN, Arithmetic.remainder(scalar(5), 0).item());
    assertEquals(-0.0, Arithmetic.remainder(scalar(6), -3).item());
    assertEquals(-1.5, Arithmetic.rem(scalar(-4.5), 3).item());
    assertArrayEquals(new double[] {1, 2}, gradients(Arithmetic::remainder, -4.5, 3));
    assertArrayEquals(new double[] {1, 1}, gradients(Arithmetic::rem, -4.5, 3));
  }

  @Test
  void fmaRoundsOnce() {
    double a = 1 + 0x1p-30;
    var exact = new BigDecimal(a).multiply(new BigDecimal(a)).subtract(BigDecimal.ONE);
    assertEquals(exact.doubleValue(), Arithmetic.fma(scalar(a), scalar(a), scalar(-1)).item());
    Tensor x = vector(2, 3);
    assertArrayEquals(
        new double[] {8, 10},
        grad(y -> Arithmetic.fma(y, scalar(4), y.square()).sum(), x).toDoubles());
  }

  @Test
  void compositions() {
    Tensor x = scalar(2);
    assertEquals(2 - 3 * 5 * 0.5, Arithmetic.addcmul(x, scalar(3), scalar(5), -0.5).item());
    assertEquals(2, Arithmetic.lerp(x, scalar(6), 0).item());
    assertEquals(6, Arithmetic.lerp(x, scalar(6), scalar(1)).item());
    assertEquals(25, Arithmetic.squaredDifference(x, scalar(7)).item());
    assertEquals(Math.PI, Arithmetic.deg2rad(scalar(180)).item());
    assertEquals(180, Arithmetic.rad2deg(scalar(Math.PI)).item());
  }

  @Test
  void powersAtTheEdges() {
    assertEquals(1, scalar(NAN).pow(0.0).item());
    assertEquals(1, Tensor.pow(1, scalar(NAN)).item());
    assertEquals(0, grad(x -> x.pow(0.0)).at(0));
    assertEquals(1, grad(x -> x.pow(1.0)).at(0));
    assertEquals(0, grad(x -> x.pow(2.0)).at(0));
    assertEquals(INF, grad(x -> x.pow(0.5)).at(0));
    assertEquals(0, gradients(Tensor::pow, 0, 2)[1]);
    assertEquals(0, gradients(Tensor::pow, 0, 0)[1]);
    assertEquals(NAN, gradients(Tensor::pow, -2, 3)[1]);
    assertEquals(12, gradients(Tensor::pow, -2, 3)[0]);
  }

  @Test
  void wholeExponentsAreExactForNegativeBases() {
    Tensor exponents = Tensor.of(new long[] {0, 1, 2, 3, 5}, 5);
    Tensor base = vector(-3, -3, -3, -3, -3);
    assertArrayEquals(new double[] {1, -3, 9, -27, -243}, base.pow(exponents).toDoubles());
    assertArrayEquals(
        new double[] {0, 1, -6, 27, 405}, grad(x -> x.pow(exponents).sum(), base).toDoubles());
    var second = grad(y -> grad(x -> x.pow(exponents).sum()).apply(y).sum(), base);
    assertArrayEquals(new double[] {0, 0, 2, -18, -540}, second.toDoubles());
  }

  @Test
  void aPowersDerivativeDoesNotRoundTheExponent() {
    // d/dx x^0.1 = 0.1 x^(0.1 − 1) at x = 10^300; 0.1·x^0.1/x has no rounded exponent
    double x = 1e300;
    double expected = 0.1 * (Math.pow(x, 0.1) / x);
    assertEquals(expected, grad(t -> t.pow(0.1)).at(x), 4 * Math.ulp(expected));
  }

  @Test
  void aSquareOfWholeNumbersIsLikeOtherPowers() {
    assertEquals(DType.F64, Tensor.arange(3).pow(2).dtype());
    assertEquals(DType.I64, Tensor.arange(3).square().dtype());
  }

  @Test
  void kinksHaveTheDocumentedDerivatives() {
    assertEquals(0, grad(Arithmetic::abs).at(0));
    assertArrayEquals(new double[] {0, 0}, gradients(Arithmetic::hypot, 0, 0));
    assertEquals(0.5, grad(x -> Arithmetic.clip(x, -1, 1)).at(1));
    assertEquals(0.5, grad(x -> Arithmetic.clip(x, -1, 1)).at(-1));
    assertEquals(0, grad(x -> Arithmetic.clip(x, -1, 1)).at(-2));
    assertEquals(1, grad(x -> Arithmetic.clip(x, 0, INF)).at(3));
    assertEquals(NAN, Arithmetic.clip(scalar(NAN), -1, 1).item());
    assertEquals(INF, grad(Tensor::sqrt).at(0));
    assertEquals(INF, grad(Arithmetic::cbrt).at(0));
    assertEquals(-1, grad(x -> Arithmetic.copySign(x, -2)).at(3));
  }

  @Test
  void bounds() {
    Tensor x = vector(-2, 0.25, 2);
    var both =
        gradBoth((Tensor low, Tensor high) -> Arithmetic.clip(x, low, high).sum())
            .apply(scalar(-1), scalar(1));
    assertEquals(1, both.first().item());
    assertEquals(1, both.second().item());
  }

  @Test
  void hypotDoesNotOverflow() {
    double expected = Math.sqrt(2) * 1e300;
    assertEquals(expected, Arithmetic.hypot(scalar(1e300), 1e300).item(), Math.ulp(expected));
    assertEquals(INF, Arithmetic.hypot(scalar(INF), NAN).item());
    double[] gradients = gradients(Arithmetic::hypot, 3e200, 4e200);
    assertArrayEquals(new double[] {0.6, 0.8}, gradients, 1e-15);
    // y²/r³, far from where the quotient rule's two terms cancel
    assertEquals(1e-16, grad(grad(x -> Arithmetic.hypot(x, 1e-8))).at(1), 1e-30);
  }

  @Test
  void signedZeros() {
    assertEquals(-0.0, scalar(-0.0).sqrt().item());
    assertEquals(-0.0, scalar(0.0).unaryMinus().item());
    assertEquals(0.0, scalar(-0.0).abs().item());
    assertEquals(-0.0, Arithmetic.copySign(scalar(0), -1).item());
  }

  @Test
  void truthValuesCountAsWholeNumbers() {
    Tensor truths = Tensor.of(new boolean[] {true, false}, 2);
    assertEquals(DType.I64, truths.plus(truths).dtype());
    assertArrayEquals(new long[] {2, 0}, longs(truths.plus(truths)));
    assertArrayEquals(new long[] {-1, 0}, longs(truths.unaryMinus()));
    assertArrayEquals(new long[] {1, 0}, longs(truths.square()));
  }

  @Test
  void singlePrecisionIsComputedInDoubleAndRoundedOnce() {
    float a = 0.1f;
    float b = 3.3f;
    Tensor x = Tensor.of(new float[] {a}, 1);
    Tensor y = Tensor.of(new float[] {b}, 1);
    assertEquals((float) ((double) a / b), (float) x.div(y).toDoubles()[0]);
    assertEquals((float) Math.pow(a, b), (float) x.pow(y).toDoubles()[0]);
    assertEquals(DType.F32, Arithmetic.clip(x, 0, 1).dtype());
    assertEquals(DType.F32, Arithmetic.lerp(x, y, 0.5).dtype());
  }

  @Test
  void emptyOperandsHaveEmptyGradients() {
    var both =
        gradBoth((Tensor a, Tensor b) -> a.plus(b).sum()).apply(zeros(0, 3), vector(1, 1, 1));
    assertEquals(Shape.of(0, 3), both.first().shape());
    assertArrayEquals(new double[3], both.second().toDoubles());
  }

  @Test
  void shapesThatDoNotBroadcastAreNamedWithTheOperationAsWritten() {
    Tensor a = zeros(2, 3);
    Tensor b = zeros(4, 5);
    String rest =
        ": (2,3) and (4,5) do not broadcast: lengths 3 and 5 at axis -1 differ and neither is 1";
    assertEquals("plus" + rest, assertThrows(ShapeException.class, () -> a.plus(b)).getMessage());
    assertEquals("minus" + rest, assertThrows(ShapeException.class, () -> a.minus(b)).getMessage());
    assertEquals("times" + rest, assertThrows(ShapeException.class, () -> a.times(b)).getMessage());
    assertEquals("div" + rest, assertThrows(ShapeException.class, () -> a.div(b)).getMessage());
    assertEquals(
        "copySign" + rest,
        assertThrows(ShapeException.class, () -> Arithmetic.copySign(a, b)).getMessage());
    assertEquals(
        "fma" + rest,
        assertThrows(ShapeException.class, () -> Arithmetic.fma(a, b, a)).getMessage());
  }

  @Test
  void cubeRootsOfCubesAreExact() {
    for (int i = -50; i <= 50; i++) {
      double cube = BigInteger.valueOf(i).pow(3).doubleValue();
      assertEquals(i, Arithmetic.cbrt(scalar(cube)).item());
    }
    assertTrue(Double.isInfinite(Arithmetic.rsqrt(scalar(0)).item()));
    assertEquals(0.5, Arithmetic.rsqrt(scalar(4)).item());
  }
}
