package org.cotangent.compiler.kernel;

import org.cotangent.primitive.Scalar;

/// Elementary functions as instructions without branches, the same for single numbers and for vectors of any length: so a scalar
/// and a vector kernel agree to the last bit.
///
/// All use reductions that hold for every argument: `eˣ = 2ⁿ·eʳ` with `|r| ≤ ½ ln 2`, `ln x = n ln 2 + ln m` with `½√2 ≤ m < √2`
/// (W. J. Cody and W. Waite, *Software Manual for the Elementary Functions*, 1980), with ln 2 in two parts, and Taylor's series on
/// what is left, as many terms as the lane has digits. Errors are below 2 units in the last place, of tanh and expm1 below 3.
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

  /// `c[0] + x·(c[1] + x·(…))`.
  private int polynomial(int x, double... c) {
    int sum = number(c[c.length - 1]);
    for (int i = c.length - 2; i >= 0; i--) {
      sum = body.fma(sum, x, number(c[i]));
    }
    return sum;
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

  /// The nearest whole number, as a floating one; for arguments far below `2^51`.
  private int rounded(int x) {
    return body.sub(body.add(x, number(magic())), number(magic()));
  }

  /// `2ⁿ` for a whole number n with `|n|` below the bias.
  private int power(int n) {
    int sum = body.add(n, number(magic() + exponentBias()));
    return body.fromBits(body.shiftUp(body.bitsOf(sum), mantissaBits()));
  }

  /// `x − n ln 2`.
  private int reduced(int x, int n) {
    double high = wide ? LN2_HIGH : (float) 0.693359375;
    double low = wide ? LN2_LOW : Math.log(2) - 0.693359375;
    return body.fma(n, number(-low), body.fma(n, number(-high), x));
  }

  private static double[] inverseFactorials(int from, int to) {
    double[] c = new double[to - from + 1];
    double factorial = 1;
    for (int k = 2; k <= to; k++) {
      factorial *= k;
      if (k >= from) {
        c[k - from] = 1 / factorial;
      }
    }
    return c;
  }

  /// `eʳ − 1 − r` over `r²`, for small r.
  private int tail(int r) {
    return polynomial(r, inverseFactorials(2, wide ? 13 : 8));
  }

  /// `eˣ = (1 + fraction)·high·low`: what exp, expm1 and tanh of one argument share. The two powers of two are so that neither
  /// overflows where the result does not, and small results are rounded once.
  private record Power(int fraction, int high, int low) {}

  private Power powerOf(int x) {
    int n = rounded(body.mul(x, number(LOG2E)));
    int r = reduced(x, n);
    int half = rounded(body.mul(n, number(0.5)));
    return new Power(body.fma(body.mul(r, r), tail(r), r), power(half), power(body.sub(n, half)));
  }

  private double largest() {
    return wide ? 709.7827128933841 : 88.72283935546875;
  }

  /// `eˣ`.
  int exp(int x) {
    Power p = powerOf(x);
    int y = body.mul(body.mul(body.add(number(1), p.fraction), p.high), p.low);
    double smallest = wide ? -745.1332191019412 : -103.97208404541016;
    int over = body.select(body.less(number(largest()), x), number(Double.POSITIVE_INFINITY), y);
    return body.select(body.less(x, number(smallest)), number(0), over);
  }

  /// `eˣ − 1`.
  int expm1(int x) {
    // Near the largest arguments the power of two alone overflows; there 1 is nothing.
    int most = number(wide ? 709 : 88);
    int large = body.select(body.less(most, x), exp(x), expm1Below(x));
    // Keeps the sign of zero.
    return body.select(body.equal(x, number(0)), x, large);
  }

  /// `eˣ − 1` where the power of two does not overflow.
  private int expm1Below(int x) {
    Power p = powerOf(x);
    int scale = body.mul(p.high, p.low);
    int y = body.fma(p.fraction, scale, body.sub(scale, number(1)));
    return body.select(body.less(x, number(-50)), number(-1), y);
  }

  /// `tanh x = −u/(u + 2)`, `u = exp(−2|x|) − 1`.
  int tanh(int x) {
    int u = expm1Below(body.neg(body.abs(body.mul(x, number(2)))));
    return withSign(body.div(u, body.add(u, number(2))), x);
  }

  /// The magnitude of a number, with the sign of x.
  private int withSign(int y, int x) {
    int sign = body.bits(wide ? Long.MIN_VALUE : Integer.MIN_VALUE, lane.bits());
    return body.fromBits(body.bitOr(body.bitsOf(body.abs(y)), body.bitAnd(body.bitsOf(x), sign)));
  }

  /// `ln x`.
  int log(int x) {
    Lane bits = lane.bits();
    double tiny = wide ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    int subnormal = body.less(x, number(tiny));
    double lift = wide ? 0x1p54 : 0x1p25;
    int y = body.select(subnormal, body.mul(x, number(lift)), x);
    int raw = body.bitsOf(y);
    int digits = body.bitAnd(raw, body.bits(wide ? 0xFFFFFFFFFFFFFL : 0x7FFFFF, bits));
    long one = wide ? 0x3FF0000000000000L : 0x3F800000;
    int m = body.fromBits(body.bitOr(digits, body.bits(one, bits)));
    // The exponent becomes a floating number by way of its bits: conversions of longs are not
    // everywhere vectors.
    double base = wide ? 0x1p52 : 0x1p23;
    long baseBits = wide ? Double.doubleToRawLongBits(base) : Float.floatToRawIntBits((float) base);
    int exponent =
        body.sub(
            body.fromBits(
                body.bitOr(body.shiftDown(raw, mantissaBits()), body.bits(baseBits, bits))),
            number(base + exponentBias()));
    int shift = number(wide ? 54 : 25);
    int e = body.select(subnormal, body.sub(exponent, shift), exponent);
    int large = body.less(number(Math.sqrt(2)), m);
    int n = body.select(large, body.add(e, number(1)), e);
    int f = body.sub(body.select(large, body.mul(m, number(0.5)), m), number(1));
    // ln(1 + f) = 2 artanh s with s = f/(2 + f), in a form whose largest term is exact.
    int s = body.div(f, body.add(f, number(2)));
    int z = body.mul(s, s);
    int terms = wide ? 11 : 4;
    double[] c = new double[terms];
    for (int k = 0; k < terms; k++) {
      c[k] = 2.0 / (2 * k + 3);
    }
    int rest = body.mul(z, polynomial(z, c));
    int small = body.sub(body.mul(s, body.sub(f, rest)), body.mul(n, number(low())));
    int result = body.add(body.mul(n, number(high())), body.sub(f, small));
    int infinite = body.select(body.equal(x, number(Double.POSITIVE_INFINITY)), x, result);
    int zero = body.select(body.equal(x, number(0)), number(Double.NEGATIVE_INFINITY), infinite);
    // Negative numbers have none, and NaN stays.
    return body.select(body.lessEqual(number(0), x), zero, number(Double.NaN));
  }

  private double high() {
    return wide ? LN2_HIGH : 0.693359375;
  }

  private double low() {
    return wide ? LN2_LOW : Math.log(2) - 0.693359375;
  }

  /// `ln(1 + x)`: the logarithm of the rounded sum, corrected by what rounding lost.
  int log1p(int x) {
    int w = body.add(number(1), x);
    int lost = body.sub(x, body.sub(w, number(1)));
    int y = body.add(log(w), body.div(lost, w));
    int infinite = number(Double.POSITIVE_INFINITY);
    int ends = body.select(body.or(body.equal(x, infinite), body.equal(x, number(-1))), log(w), y);
    return body.select(body.equal(x, number(0)), x, ends);
  }

  private static final Scalar.Function.Body SIN = (x, _, _) -> Math.sin(x);
  private static final Scalar.Function.Body COS = (x, _, _) -> Math.cos(x);

  /// `sin x`.
  int sin(int x) {
    // Keeps the sign of zero.
    int y = body.select(body.equal(x, number(0)), x, circular(x, 0));
    return body.repair(SIN, x, y, circularLimit());
  }

  /// `cos x`.
  int cos(int x) {
    return body.repair(COS, x, circular(x, 1), circularLimit());
  }

  /// Beyond, multiples of π/2 are no longer exact, and the library is asked.
  private double circularLimit() {
    return wide ? 0x1p19 : 0x1p12;
  }

  /// The sine of x and `quarters` quarters of a turn: of what is left of x by the nearest multiple of π/2, the sine or the cosine.
  private int circular(int x, int quarters) {
    double[] halfPi = wide ? HALF_PI : HALF_PI_F32;
    int n = rounded(body.mul(x, number(2 / Math.PI)));
    int r = x;
    for (double part : halfPi) {
      r = body.fma(n, number(-part), r);
    }
    int z = body.mul(r, r);
    double[] odd = new double[wide ? 8 : 4];
    double[] even = new double[wide ? 8 : 5];
    double factorial = 1;
    for (int k = 2; k <= 17; k++) {
      factorial *= k;
      if (k % 2 == 1 && k / 2 - 1 < odd.length) {
        odd[k / 2 - 1] = (k / 2 % 2 == 1 ? -1 : 1) / factorial;
      }
      if (k % 2 == 0 && k / 2 - 1 < even.length) {
        even[k / 2 - 1] = (k / 2 % 2 == 1 ? -1 : 1) / factorial;
      }
    }
    int sine = body.fma(body.mul(r, z), polynomial(z, odd), r);
    int cosine = body.fma(z, polynomial(z, even), number(1));
    int turns = quarters == 0 ? n : body.add(n, number(quarters));
    int half = rounded(body.mul(turns, number(0.5)));
    int straight = body.equal(body.add(half, half), turns);
    // Of an even number of quarters the second lowest bit is the sign, of an odd one too.
    int bits = body.bitsOf(body.add(turns, number(magic())));
    int two = body.bitAnd(bits, body.bits(2, lane.bits()));
    int sign = body.shiftUp(two, wide ? 62 : 30);
    int magnitude = body.select(straight, sine, cosine);
    int one = body.bits(wide ? 0x3FF0000000000000L : 0x3F800000, lane.bits());
    return body.mul(magnitude, body.fromBits(body.bitOr(sign, one)));
  }
}
