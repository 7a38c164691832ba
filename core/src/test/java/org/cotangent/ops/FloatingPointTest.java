package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.math.BigInteger;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// The representation of numbers, whole numbers, closeness and choices.
class FloatingPointTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final double MIN = Double.MIN_VALUE;

  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    3,
    -1e300,
    1e-300,
    MIN,
    -7 * MIN,
    0x1p-1022,
    Double.MAX_VALUE,
    INF,
    -INF,
    NAN
  };

  private static double[] of(double... values) {
    return values;
  }

  private static long[] longs(Tensor x) {
    return ((Array) x).toLongs();
  }

  @Test
  void fractionsAndExponents() {
    var parts = FloatingPoint.frexp(vector(NUMBERS));
    double[] mantissas = parts.mantissa().toDoubles();
    long[] exponents = longs(parts.exponent());
    for (int i = 0; i < NUMBERS.length; i++) {
      double x = NUMBERS[i];
      double again = Math.scalb(mantissas[i], (int) exponents[i]);
      assertEquals(x, again);
      boolean ordinary = x != 0 && Math.abs(x) < INF;
      assertEquals(ordinary, Math.abs(mantissas[i]) >= 0.5 && Math.abs(mantissas[i]) < 1);
      assertEquals(ordinary ? exponents[i] : 0, exponents[i]);
    }
    assertArrayEquals(NUMBERS, FloatingPoint.ldexp(parts.mantissa(), parts.exponent()).toDoubles());
    assertEquals(0.125, grad(x -> FloatingPoint.frexp(x).mantissa()).at(5));
    assertEquals(0, grad(x -> FloatingPoint.frexp(x).exponent().to(DType.F64)).at(5));
    var narrow = FloatingPoint.frexp(Tensor.of(new float[] {Float.MIN_VALUE, 10}, 2));
    assertArrayEquals(of(0.5, 0.625), narrow.mantissa().toDoubles());
    assertArrayEquals(new long[] {-148, 4}, longs(narrow.exponent()));
    assertEquals(DType.F32, narrow.mantissa().dtype());
  }

  @Test
  void powersOfTwo() {
    Tensor x = vector(1.5, -3, 1e-300, MIN);
    Tensor n = indices(4, -2, 1990, 2097);
    assertArrayEquals(
        of(24, -0.75, Math.scalb(1e-300, 1990), Math.scalb(MIN, 2097)),
        FloatingPoint.ldexp(x, n).toDoubles());
    assertArrayEquals(
        of(16, 0.25, INF, INF),
        grad(t -> FloatingPoint.ldexp(t, n).sum(), vector(0, 0, 0, 0)).toDoubles());
    // A cotangent as small as the factor is large is scaled without overflow.
    assertEquals(
        0x1p110,
        grad(t -> FloatingPoint.ldexp(t, indices(1110)).times(0x1p-1000).sum()).at(0x1p-1000));
    assertEquals(DType.F32, FloatingPoint.ldexp(x.to(DType.F32), n).dtype());
    assertEquals(8.0, FloatingPoint.ldexp(indices(1), indices(3)).item());
    assertEquals(
        "ldexp: exponents are whole numbers, not f64: use x.times(exp2(n))",
        assertThrowsExactly(DTypeException.class, () -> FloatingPoint.ldexp(ones(2), scalar(1)))
            .getMessage());
  }

  @Test
  void neighbours() {
    Tensor x = vector(1, 1, 0, -0.0, INF, 2, NAN);
    Tensor to = vector(2, 0, -1, 1, 0, 2, 1);
    double[] expected = new double[7];
    for (int i = 0; i < 7; i++) {
      expected[i] = Math.nextAfter(x.get(i).item(), to.get(i).item());
    }
    assertArrayEquals(expected, FloatingPoint.nextAfter(x, to).toDoubles());
    assertEquals(
        Math.nextUp(1f),
        FloatingPoint.nextAfter(Tensor.of(new float[] {1}, 1), Tensor.of(new float[] {2}, 1))
            .item());
    assertEquals(Math.ulp(1f), FloatingPoint.spacing(Tensor.of(new float[] {-1}, 1)).item());
    assertEquals(Math.ulp(3.0), FloatingPoint.spacing(scalar(3)).item());
    assertEquals(0, grad(t -> FloatingPoint.nextAfter(t, scalar(9))).at(1));
    assertEquals(0, grad(FloatingPoint::spacing).at(1));
    for (double number : NUMBERS) {
      assertEquals(
          Math.copySign(1, number) < 0 ? 1 : 0, FloatingPoint.signBit(scalar(number)).item());
    }
  }

  @Test
  void divisors() {
    long[] numbers = {0, 1, -1, 12, -18, 35, 1L << 40, (1L << 40) * 3};
    Tensor a = indices(numbers).reshape(-1, 1);
    long[] gcd = longs(WholeNumbers.gcd(a, indices(numbers)));
    long[] lcm = longs(WholeNumbers.lcm(a, indices(numbers)));
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        BigInteger p = BigInteger.valueOf(numbers[i]);
        BigInteger q = BigInteger.valueOf(numbers[j]);
        BigInteger divisor = p.gcd(q);
        assertEquals(divisor.longValue(), gcd[8 * i + j]);
        BigInteger multiple =
            divisor.signum() == 0 ? BigInteger.ZERO : p.divide(divisor).multiply(q).abs();
        assertEquals(multiple.longValue(), lcm[8 * i + j]);
      }
    }
    assertEquals(
        "gcd: f64[2] and i64[1] are not whole numbers: use to(I64)",
        assertThrowsExactly(DTypeException.class, () -> WholeNumbers.gcd(ones(2), indices(1)))
            .getMessage());
  }

  @Test
  void divisionsAndPowers() {
    var parts = Arithmetic.divmod(vector(7, -7, 7.5), vector(2, 2, -2));
    assertArrayEquals(of(3, -4, -4), parts.quotient().toDoubles());
    assertArrayEquals(of(1, 1, -0.5), parts.remainder().toDoubles());
    Tensor power = Arithmetic.floatPower(Tensor.of(new float[] {3}, 1), indices(-2));
    assertEquals(DType.F64, power.dtype());
    assertEquals(1 / 9d, power.item(), 1e-17);
    assertEquals(-27, Arithmetic.cube(scalar(-3)).item());
    assertEquals(27, grad(Arithmetic::cube).at(-3), 1e-13);
  }

  @Test
  void decimals() {
    assertArrayEquals(
        of(1.2, -1.2, 1.4, 0, 1e300, INF, NAN),
        Rounding.round(vector(1.25, -1.25, 1.35, 0.04, 1e300, INF, NAN), 1).toDoubles());
    assertArrayEquals(of(120, 120, -140), Rounding.round(vector(115, 125, -135), -1).toDoubles());
    assertEquals(2, Rounding.round(scalar(2.5), 0).item());
    assertEquals(0, grad(x -> Rounding.round(x, 2)).at(1.234));
    assertEquals(0, grad(x -> Rounding.round(x, 2)).at(1e308));
  }

  @Test
  void closeness() {
    Tensor a = vector(1, 1, INF, INF, NAN, 1e10, 0);
    Tensor b = vector(1.000001, 1.1, INF, -INF, NAN, INF, 1e-9);
    assertArrayEquals(of(1, 0, 1, 0, 0, 0, 1), Closeness.isClose(a, b).toDoubles());
    assertEquals(0, Closeness.allClose(a, b).item());
    assertEquals(1, Closeness.allClose(a.slice(":1"), scalar(1.05), 0.1, 0).item());
    assertEquals(0, Closeness.isClose(scalar(1), scalar(1.05), 0, 0.04).item());
    assertEquals(1, Closeness.allClose(ones(0), ones(0)).item());
    assertEquals(1, Closeness.arrayEqual(indices(1, 2), vector(1, 2)).item());
    assertEquals(0, Closeness.arrayEqual(ones(2), ones(2, 1)).item());
    assertEquals(0, Closeness.arrayEqual(vector(NAN), vector(NAN)).item());
  }

  @Test
  void infinitiesAndSteps() {
    Tensor x = vector(-INF, -1, -0.0, 2, INF, NAN);
    assertArrayEquals(of(1, 0, 0, 0, 0, 0), Comparison.isNegativeInfinity(x).toDoubles());
    assertArrayEquals(of(0, 0, 0, 0, 1, 0), Comparison.isPositiveInfinity(x).toDoubles());
    assertArrayEquals(of(0, 0, .5, 1, 1, NAN), Comparison.heaviside(x, scalar(.5)).toDoubles());
    var slopes =
        gradBoth((Tensor t, Tensor h) -> Comparison.heaviside(t, h).sum())
            .apply(vector(-1, 0, 1), ones(3));
    assertArrayEquals(of(0, 0, 0), slopes.first().toDoubles());
    assertArrayEquals(of(0, 1, 0), slopes.second().toDoubles());
    assertArrayEquals(of(-9, -1, -0.0, 2, 8, 7), Comparison.nanToNum(x, 7, 8, -9).toDoubles());
    assertArrayEquals(
        of(-Double.MAX_VALUE, -1, -0.0, 2, Double.MAX_VALUE, 0),
        Comparison.nanToNum(x).toDoubles());
    assertArrayEquals(of(0, 1, 1, 1, 0, 0), grad(t -> Comparison.nanToNum(t).sum(), x).toDoubles());
  }

  @Test
  void choices() {
    Tensor x = vector(-2, 0.5, 3);
    Tensor chosen =
        Comparison.select(
            List.of(x.greater(1), x.greater(0)), List.of(x.times(10), x.log()), scalar(-1));
    assertArrayEquals(of(-1, Math.log(0.5), 30), chosen.toDoubles());
    assertArrayEquals(
        of(0, 2, 10),
        grad(
                t ->
                    Comparison.select(
                            List.of(t.greater(1), t.greater(0)),
                            List.of(t.times(10), t.log()),
                            scalar(-1))
                        .sum(),
                x)
            .toDoubles());
    assertEquals(Shape.of(3), Comparison.select(List.of(), List.of(), x).shape());
    assertEquals(
        "select: 1 tests, but 0 choices",
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> Comparison.select(List.of(x.greater(0)), List.of(), x))
            .getMessage());
  }
}
