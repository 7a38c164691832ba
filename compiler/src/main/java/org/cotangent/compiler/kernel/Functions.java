package org.cotangent.compiler.kernel;

import java.util.Arrays;
import org.cotangent.primitive.Scalar;

/// Elementary functions as instructions without branches, the same for single numbers and for vectors of any length: so a scalar
/// and a vector kernel agree to the last bit.
///
/// All use reductions that hold for every argument: `eˣ = 2ⁿ·eʳ` with `|r| ≤ ½ ln 2`, `ln x = n ln 2 + ln m` with `½√2 ≤ m < √2`
/// (W. J. Cody and W. Waite, *Software Manual for the Elementary Functions*, 1980), with ln 2 in two parts, and on
/// what is left polynomials of least relative error (E. Remez, 1934), as many terms as the lane has digits. Errors are below 2 units in
/// the last place, of tanh, and of sines and cosines of large numbers, below 3.
final class Functions {
  private static final double LOG2E = 1 / Math.log(2);

  /// ln 2 with 32 zero bits at the end, so that n times it is exact, and what it lacks of ln 2.
  private static final double LN2_HIGH = Double.longBitsToDouble(0x3FE62E42FEE00000L);

  private static final double LN2_LOW = 1.9082149292705877e-10;

  /// π/2 in three parts: multiples of the first two by whole numbers of 19 bits are exact.
  private static final double[] HALF_PI = {
    1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21
  };

  private static final double[] HALF_PI_F32 = {
    1.57080078125, -4.470348358154297e-06, 1.5893254773528196e-08
  };

  /// `(eʳ − 1 − r)/r²`, `|r| ≤ ½ ln 2`; for `eʳ − 1` to 2^-54.7, and in single precision to 2^-25.8.
  private static final double[] EXP = {
    0.5000000000000006,
    0.16666666666666588,
    0.04166666666657676,
    0.008333333333389557,
    0.0013888888931565008,
    0.0001984126971899396,
    2.480150527366177e-05,
    2.7557407556203304e-06,
    2.762603793338099e-07,
    2.5053770148985287e-08
  };

  private static final double[] EXP_F32 = {
    0.4999999701976776,
    0.1666654348373413,
    0.04166720062494278,
    0.008366520516574383,
    0.0013882522471249104
  };

  /// `(ln((1 + s)/(1 − s))/s − 2)/s²` by `s²`, `|s| ≤ (√2 − 1)/(√2 + 1)`; for the logarithm to 2^-59 and 2^-30.
  private static final double[] LOG = {
    0.6666666666666734,
    0.39999999999416014,
    0.2857142874210323,
    0.22222198601040272,
    0.18183562947251847,
    0.15314084102105383,
    0.14795630829644238
  };

  private static final double[] LOG_F32 = {
    0.6666677594184875, 0.3997756838798523, 0.29871073365211487
  };

  /// `(sin r/r − 1)/r²` by `r²`, `|r| ≤ ¼π`; for the sine to 2^-56 and 2^-27.
  private static final double[] SIN_TERMS = {
    -0.1666666666666663,
    0.008333333333322106,
    -0.00019841269829579887,
    2.7557313617931022e-06,
    -2.5050747206254034e-08,
    1.5896197020814268e-10
  };

  private static final double[] SIN_TERMS_F32 = {
    -0.16666655242443085, 0.00833216030150652, -0.00019515218446031213
  };

  /// `(cos r − 1)/r²` by `r²`, `|r| ≤ ¼π`; for the cosine to 2^-57 and 2^-28.
  private static final double[] COS_TERMS = {
    -0.5,
    0.04166666666666647,
    -0.0013888888888861973,
    2.4801587284080482e-05,
    -2.755731311359671e-07,
    2.087558165422772e-09,
    -1.135325768040774e-11
  };

  private static final double[] COS_TERMS_F32 = {
    -0.5, 0.04166661947965622, -0.0013886680826544762, 2.438348383293487e-05
  };

  private static final double ROOT = Math.sqrt(0.5);

  /// A power of two by which small results are larger until the end; its exponent.
  private static final int LIFTED = 64;

  private static final double LIFT = 0x1p64;

  private final Body body;
  private final Lane lane;
  private final boolean wide;

  Functions(Body body, Lane lane) {
    this.body = body;
    this.lane = lane;
    this.wide = lane == Lane.F64;
  }

  private int number(double value) {
    return body.constant(value, lane);
  }

  /// `c[0] + c[1]·x + c[2]·x² + …`, in pairs, and pairs of pairs (G. Estrin, 1960): what waits for one another is short.
  private int polynomial(int x, double... c) {
    return polynomial(x, numbers(c));
  }

  private int[] numbers(double... c) {
    return Arrays.stream(c).mapToInt(this::number).toArray();
  }

  private int polynomial(int x, int[] terms) {
    if (terms.length > 3) {
      return polynomial(body.mul(x, x), pairs(x, terms));
    }
    int sum = terms[terms.length - 1];
    for (int k = terms.length - 2; k >= 0; k--) {
      sum = body.fma(sum, x, terms[k]);
    }
    return sum;
  }

  /// `c[0] + c[1]·x`, `c[2] + c[3]·x`, and so on.
  private int[] pairs(int x, int[] terms) {
    int[] pairs = new int[(terms.length + 1) / 2];
    for (int k = 0; k < pairs.length; k++) {
      boolean single = 2 * k + 1 == terms.length;
      pairs[k] = single ? terms[2 * k] : body.fma(terms[2 * k + 1], x, terms[2 * k]);
    }
    return pairs;
  }

  /// Adding it rounds to a whole number, whose bits are then the lowest ones of the sum.
  private double magic() {
    return wide ? 0x1.8p52 : 0x1.8p23f;
  }

  private int exponentBias() {
    return wide ? 1023 : 127;
  }

  private int mantissaBits() {
    return wide ? 52 : 23;
  }

  /// The lowest bits of `bits` as an exponent.
  private int exponent(int bits) {
    return body.shiftUp(bits, mantissaBits());
  }

  /// `x`, but not less than `least`; NaN stays.
  private int atLeast(double least, int x) {
    return body.select(body.less(x, number(least)), number(least), x);
  }

  /// `x`, but not more than `most`; NaN stays.
  private int atMost(double most, int x) {
    return body.select(body.less(number(most), x), number(most), x);
  }

  /// `eˣ = 2ⁿ·(1 + fraction)`.
  ///
  /// @param bits whose lowest bits are those of n and what was asked to be added to it
  private record Power(int bits, int fraction) {}

  /// For arguments of moderate size; `added` is a whole number.
  private Power powerOf(int x, int added) {
    double magic = magic() + added;
    int sum = body.fma(x, number(LOG2E), number(magic));
    int n = body.sub(sum, number(magic));
    int r = body.fma(n, number(-low()), body.fma(n, number(-high()), x));
    int fraction = body.fma(body.mul(r, r), polynomial(r, wide ? EXP : EXP_F32), r);
    return new Power(body.bitsOf(sum), fraction);
  }

  /// Beyond these, `eˣ` is infinite or 0.
  private double largest() {
    return wide ? 709.7827128933841 : 88.72283935546875;
  }

  private double smallest() {
    return wide ? -745.1332191019412 : -103.97208404541016;
  }

  /// `eˣ`.
  int exp(int x) {
    if (neverPositive(x)) {
      Power p = powerBelow(x);
      return body.mul(times(p, exponent(p.bits)), number(1 / LIFT));
    }
    // Two powers of two, so that neither overflows where the result does not, and small results are
    // rounded once.
    Power p = powerOf(x, 2 * exponentBias());
    int half = exponent(body.shiftDown(p.bits, 1));
    int rest = body.sub(exponent(p.bits), half);
    int y = body.mul(times(p, half), body.fromBits(rest));
    int over = body.select(body.less(number(largest()), x), number(Double.POSITIVE_INFINITY), y);
    return body.select(body.less(x, number(smallest())), number(0), over);
  }

  /// `1 + fraction`, times a power of two whose bits are given.
  private int times(Power p, int bits) {
    int scale = body.fromBits(bits);
    return body.fma(p.fraction, scale, scale);
  }

  /// Whether it is plain that no value of an instruction is above 0.
  private boolean neverPositive(int x) {
    Body.Instruction in = body.get(x);
    return switch (in.code()) {
      case NEG -> neverNegative(in.operand(0));
      case MUL -> opposite(in.operand(0), in.operand(1)) || opposite(in.operand(1), in.operand(0));
      default -> false;
    };
  }

  private boolean opposite(int x, int y) {
    return body.get(x).code() == Code.NEG && body.get(x).operand(0) == y;
  }

  private boolean neverNegative(int x) {
    Body.Instruction in = body.get(x);
    return in.code() == Code.ABS || in.code() == Code.MUL && in.operand(0) == in.operand(1);
  }

  /// The power of a number that is not above 0, times [#LIFT], so that its exponent is one even where the result is subnormal.
  private Power powerBelow(int x) {
    return powerOf(atLeast(wide ? -746 : -104.5, x), exponentBias() + LIFTED);
  }

  /// `eˣ − 1`.
  int expm1(int x) {
    // Half of it, since the power of two alone may overflow.
    double most = Math.ceil(largest());
    Power p = powerOf(atMost(most, atLeast(-60, x)), exponentBias() - 1);
    int scale = body.fromBits(exponent(p.bits));
    int half = body.fma(p.fraction, scale, body.sub(scale, number(0.5)));
    // Keeps the sign of zero, and the digits of subnormal numbers.
    int small = body.less(body.abs(x), number(wide ? 0x1p-54 : 0x1p-25));
    return body.select(small, x, body.add(half, half));
  }

  /// `tanh x = −u/(u + 2)`, `u = exp(−2|x|) − 1`, both lifted.
  int tanh(int x) {
    Power p = powerBelow(body.neg(body.abs(body.add(x, x))));
    int scale = body.fromBits(exponent(p.bits));
    int u = body.fma(p.fraction, scale, body.sub(scale, number(LIFT)));
    return withSign(body.div(u, body.add(u, number(2 * LIFT))), x);
  }

  /// The magnitude of a number, with the sign of x.
  private int withSign(int y, int x) {
    int sign = body.bitAnd(body.bitsOf(x), signBit());
    return body.fromBits(body.bitOr(body.bitsOf(body.abs(y)), sign));
  }

  private int signBit() {
    return body.bits(wide ? Long.MIN_VALUE : Integer.MIN_VALUE, lane.bits());
  }

  /// `ln x`.
  int log(int x) {
    int subnormal = body.less(x, number(wide ? Double.MIN_NORMAL : Float.MIN_NORMAL));
    int lift = wide ? 54 : 25;
    int y = body.select(subnormal, body.mul(x, number(Math.scalb(1.0, lift))), x);
    int one = body.select(subnormal, number(unit() + lift), number(unit()));
    Split split = split(y);
    return ended(y, logarithm(split, one, body.mul(exponent(split, one), number(low()))));
  }

  /// `ln(1 + x)`: the logarithm of the rounded sum, and the part of it that rounding lost.
  int log1p(int x) {
    int w = body.add(number(1), x);
    int lost = body.sub(x, body.sub(w, number(1)));
    Split split = split(w);
    int one = number(unit());
    int added = body.fma(exponent(split, one), number(low()), body.div(lost, w));
    int y = ended(w, logarithm(split, one, added));
    // Keeps the sign of zero.
    return body.fromBits(body.bitOr(body.bitsOf(y), body.bitAnd(body.bitsOf(x), signBit())));
  }

  /// A number as `2ⁿ·m`, `½√2 ≤ m < √2`.
  ///
  /// @param raised the bits of `2ⁿ·(m + 1 − ½√2)`: whose exponent is n
  /// @param digits those of them that are not the exponent
  private record Split(int raised, int digits) {}

  private Split split(int y) {
    int raised = body.add(body.bitsOf(y), body.bits(bitsOf(1) - bitsOf(ROOT), lane.bits()));
    return new Split(
        raised, body.bitAnd(raised, body.bits((1L << mantissaBits()) - 1, lane.bits())));
  }

  /// What holds an exponent in its lowest bits: so it becomes a floating number, since conversions of longs are not everywhere vectors.
  private double holder() {
    return wide ? 0x1p52 : 0x1p23;
  }

  /// The exponent 0 held so.
  private double unit() {
    return holder() + exponentBias();
  }

  /// The exponent n; `one` is that of 1, held.
  private int exponent(Split split, int one) {
    int held =
        body.bitOr(
            body.shiftDown(split.raised, mantissaBits()), body.bits(bitsOf(holder()), lane.bits()));
    return body.sub(body.fromBits(held), one);
  }

  /// The logarithm of a number that was split, and `added`, which is small.
  private int logarithm(Split split, int one, int added) {
    int m = body.fromBits(body.add(split.digits, body.bits(bitsOf(ROOT), lane.bits())));
    int f = body.sub(m, number(1));
    // ln(1 + f) = 2 artanh s with s = f/(2 + f), in a form whose largest term is exact.
    int s = body.div(f, body.add(f, number(2)));
    int z = body.mul(s, s);
    int rest = body.mul(z, polynomial(z, wide ? LOG : LOG_F32));
    int less = body.fma(s, body.sub(rest, f), added);
    return body.fma(exponent(split, one), number(high()), body.add(f, less));
  }

  /// `result`, but what the logarithm of y is where it is not finite.
  private int ended(int y, int result) {
    int infinite = body.select(body.equal(y, number(Double.POSITIVE_INFINITY)), y, result);
    int ends = body.select(body.equal(y, number(0)), number(Double.NEGATIVE_INFINITY), infinite);
    // Negative numbers have none, and NaN stays.
    return body.select(body.lessEqual(number(0), y), ends, number(Double.NaN));
  }

  private long bitsOf(double value) {
    return wide ? Double.doubleToRawLongBits(value) : Float.floatToRawIntBits((float) value);
  }

  private double high() {
    return wide ? LN2_HIGH : 0.693359375;
  }

  private double low() {
    return wide ? LN2_LOW : Math.log(2) - 0.693359375;
  }

  private static final Scalar.Function.Body SIN = (x, _, _) -> Math.sin(x);
  private static final Scalar.Function.Body COS = (x, _, _) -> Math.cos(x);

  /// `sin x`.
  int sin(int x) {
    return body.repair(SIN, x, circular(x, 0), circularLimit());
  }

  /// `cos x`.
  int cos(int x) {
    return body.repair(COS, x, circular(x, 1), circularLimit());
  }

  /// Beyond, multiples of π/2 are no longer exact, and the library is asked.
  private double circularLimit() {
    return wide ? 0x1p19 : 0x1p12;
  }

  /// The sine of x and `quarters` quarters of a turn, 0 or 1: of what is left of |x| by the nearest multiple of π/2, the sine or the
  /// cosine.
  private int circular(int x, int quarters) {
    int size = body.abs(x);
    int sum = body.fma(size, number(2 / Math.PI), number(magic()));
    int n = body.sub(sum, number(magic()));
    int r = size;
    for (double part : wide ? HALF_PI : HALF_PI_F32) {
      r = body.fma(n, number(-part), r);
    }
    int z = body.mul(r, r);
    int sine = body.fma(body.mul(r, z), polynomial(z, wide ? SIN_TERMS : SIN_TERMS_F32), r);
    int cosine = body.fma(z, polynomial(z, wide ? COS_TERMS : COS_TERMS_F32), number(1));
    // Of the number of quarters the lowest bit says which of the two, the next one is the sign:
    // together ±0 or ±2.
    int turns = quarters == 0 ? sum : body.add(sum, number(quarters));
    int turned = body.shiftUp(body.bitsOf(turns), wide ? 62 : 30);
    int magnitude = body.select(body.equal(body.fromBits(turned), number(0)), sine, cosine);
    int signed = quarters == 0 ? body.bitXor(turned, body.bitsOf(x)) : turned;
    return body.fromBits(body.bitXor(body.bitsOf(magnitude), body.bitAnd(signed, signBit())));
  }
}
