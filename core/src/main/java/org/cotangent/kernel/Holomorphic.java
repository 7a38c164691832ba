package org.cotangent.kernel;

/// Holomorphic functions of `a + ib`, one part at a time: right to a few units in the last place of each part wherever the part is
/// well-conditioned, without overflow on the way, and with the signs of zeros on the branch cuts that C99 (annex G) and W. Kahan,
/// "Branch cuts for complex elementary functions, or much ado about nothing's sign bit" (1987), give them.
///
/// Thread-safe.
public final class Holomorphic {
  /// Below it `exp`, `cosh` and `sinh` are finite, with some room.
  private static final double FINITE = 700;

  /// From here on `tanh` is 1.
  private static final double FLAT = 20;

  private static final double LN2 = Math.log(2);

  private Holomorphic() {}

  /// The real part of `1/(a + ib) = (a − ib)/(a² + b²)` (R. Smith, "Algorithm 116: complex division", Communications of the ACM 5,
  /// 1962). Infinite at 0, 0 at infinity.
  public static double reciprocalRe(double a, double b) {
    if (a == 0 && b == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isInfinite(a) || Double.isInfinite(b)) {
      return Math.copySign(0, a);
    }
    double scale = scale(a, b);
    double c = a * scale;
    double d = b * scale;
    return Math.abs(c) >= Math.abs(d)
        ? scale / (c + d * (d / c))
        : scale * (c / d) / (c * (c / d) + d);
  }

  /// Its imaginary part; 0 at 0.
  public static double reciprocalIm(double a, double b) {
    if (a == 0 && b == 0) {
      return Math.copySign(0, -b);
    }
    // 1/(b + ia) is i times the conjugate of 1/(a + ib).
    return -reciprocalRe(b, a);
  }

  /// A power of two that brings the larger of both between a quarter and a half; 1 if that is 0, infinite or NaN.
  public static double scale(double a, double b) {
    double larger = Math.max(Math.abs(a), Math.abs(b));
    return larger > 0 && larger < Double.POSITIVE_INFINITY
        ? Math.scalb(1.0, -2 - Math.getExponent(larger))
        : 1;
  }

  /// `eᵃ·cos b`.
  public static double expRe(double a, double b) {
    return grown(a, b == 0 ? 1 : a == Double.NEGATIVE_INFINITY && !finite(b) ? 0 : Math.cos(b));
  }

  /// `eᵃ·sin b`.
  public static double expIm(double a, double b) {
    return grown(a, a == Double.NEGATIVE_INFINITY && !finite(b) ? 0 : Math.sin(b));
  }

  /// `eᵃ·f` for |f| ≤ 1: it may be finite where `eᵃ` is not.
  private static double grown(double a, double f) {
    if (f == 0) {
      return f;
    }
    if (a < FINITE) {
      return Math.exp(a) * f;
    }
    double root = Math.exp(0.5 * a);
    return root * f * root;
  }

  /// `ln|a + ib|`, also where the modulus over- or underflows, and without loss where it is close to 1.
  public static double logRe(double a, double b) {
    double x = Math.max(Math.abs(a), Math.abs(b));
    double y = Math.min(Math.abs(a), Math.abs(b));
    if (x > 0.5 && x < 1.5) {
      double square = squareLessOne(x, y);
      if (Math.abs(square) < 0.5) {
        return 0.5 * Math.log1p(square);
      }
    }
    if (x > 0x1p1000 && x < Double.POSITIVE_INFINITY) {
      return Math.log(Math.hypot(0.25 * x, 0.25 * y)) + 2 * LN2;
    }
    if (x < 0x1p-900 && x > 0) {
      return Math.log(Math.hypot(x * 0x1p200, y * 0x1p200)) - 200 * LN2;
    }
    return Math.log(Math.hypot(a, b));
  }

  /// `x² + y² − 1`, the squares with twice the digits (T. Dekker, 1971): they nearly cancel on the unit circle.
  private static double squareLessOne(double x, double y) {
    double xx = x * x;
    double yy = y * y;
    double lost = Math.fma(x, x, -xx) + Math.fma(y, y, -yy);
    double less = xx - 1;
    lost += (xx - (less + 1)) + (-1 - (less - (less + 1)));
    double sum = less + yy;
    double other = sum - less;
    return sum + (lost + ((less - (sum - other)) + (yy - other)));
  }

  /// The real part of the square root with a real part of 0 or more.
  public static double sqrtRe(double a, double b) {
    if (Double.isInfinite(b)) {
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isInfinite(a)) {
      return a > 0 ? a : b != b ? b : 0;
    }
    if (a == 0 && b == 0) {
      return 0;
    }
    return a < 0 ? other(a, b) : larger(a, b);
  }

  /// The imaginary part of the square root: its sign is that of b, also of a zero.
  public static double sqrtIm(double a, double b) {
    if (Double.isInfinite(b)) {
      return b;
    }
    if (Double.isInfinite(a)) {
      return a > 0 ? (b != b ? b : Math.copySign(0, b)) : Math.copySign(a, b);
    }
    if (a == 0 && b == 0) {
      return b;
    }
    return Math.copySign(a < 0 ? larger(a, b) : other(a, b), b);
  }

  /// `√((|a| + |a + ib|)/2)`: the part of the root that does not cancel.
  private static double larger(double a, double b) {
    double scale = rootScale(a, b);
    double x = Math.abs(a) * scale * scale;
    return Math.sqrt(0.5 * (x + Math.hypot(x, b * scale * scale))) / scale;
  }

  /// The other part, positive: the product of both is b/2.
  private static double other(double a, double b) {
    double scale = rootScale(a, b);
    return 0.5 * (Math.abs(b) * scale) / (larger(a, b) * scale);
  }

  /// A power of two whose square keeps the modulus away from both ends of the range.
  private static double rootScale(double a, double b) {
    double x = Math.max(Math.abs(a), Math.abs(b));
    return x > 0x1p1000 ? 0x1p-50 : x < 0x1p-900 ? 0x1p100 : 1;
  }

  /// `sin a·cosh b`.
  public static double sinRe(double a, double b) {
    return timesCosh(Math.sin(a), b);
  }

  /// `cos a·sinh b`.
  public static double sinIm(double a, double b) {
    return timesSinh(Math.cos(a), b);
  }

  /// `cos a·cosh b`.
  public static double cosRe(double a, double b) {
    return timesCosh(Math.cos(a), b);
  }

  /// `−sin a·sinh b`.
  public static double cosIm(double a, double b) {
    return timesSinh(-Math.sin(a), b);
  }

  private static double timesCosh(double f, double b) {
    if (f == 0) {
      return b != b ? b : f;
    }
    if (Math.abs(b) < FINITE) {
      return Math.cosh(b) * f;
    }
    double root = Math.exp(0.5 * Math.abs(b));
    return 0.5 * root * f * root;
  }

  private static double timesSinh(double f, double b) {
    if (b == 0) {
      return f != f ? b : Math.copySign(0, b) * Math.signum(Math.copySign(1, f));
    }
    if (Math.abs(b) < FINITE || f == 0) {
      return f == 0 && b == b ? Math.copySign(0, b) * Math.copySign(1, f) : Math.sinh(b) * f;
    }
    double root = Math.exp(0.5 * Math.abs(b));
    return Math.copySign(0.5, b) * root * f * root;
  }

  /// The real part of `tanh(a + ib) = (sinh a·cosh a + i·sin b·cos b)/(sinh² a + cos² b)`, written with the tangent of b as Kahan does:
  /// nothing cancels near the poles.
  public static double tanhRe(double a, double b) {
    if (Math.abs(a) > FLAT) {
      return finite(b) || Double.isInfinite(a) ? Math.copySign(1, a) : Double.NaN;
    }
    double t = Math.tan(b);
    double s = Math.sinh(a);
    double slope = 1 + t * t;
    return slope * Math.sqrt(1 + s * s) * s / (1 + slope * s * s);
  }

  /// The imaginary part of `tanh(a + ib)`.
  public static double tanhIm(double a, double b) {
    if (Math.abs(a) > FLAT) {
      if (!finite(b)) {
        return Double.isInfinite(a) ? Math.copySign(0, b) : Double.NaN;
      }
      double decay = Math.exp(-Math.abs(a));
      return 4 * Math.sin(b) * Math.cos(b) * decay * decay;
    }
    double t = Math.tan(b);
    double s = Math.sinh(a);
    return t / (1 + (1 + t * t) * s * s);
  }

  private static boolean finite(double x) {
    return Math.abs(x) < Double.POSITIVE_INFINITY;
  }

  /// The real part of `(a + ib)ᵖ`.
  public static double powerRe(double a, double b, double p) {
    return power(a, b, p).re;
  }

  /// The imaginary part of `(a + ib)ᵖ`.
  public static double powerIm(double a, double b, double p) {
    return power(a, b, p).im;
  }

  private record Pair(double re, double im) {
    Pair times(Pair z) {
      return new Pair(re * z.re - im * z.im, re * z.im + im * z.re);
    }
  }

  /// Small whole powers by multiplications, which are exact where the result is; others by modulus and angle. `0⁰` is 1, and 0 to a
  /// power below 0 is NaN.
  private static Pair power(double a, double b, double p) {
    if (p == 0) {
      return new Pair(1, 0);
    }
    if (a == 0 && b == 0) {
      return p > 0 ? new Pair(0, 0) : new Pair(Double.NaN, Double.NaN);
    }
    if (p == Math.rint(p) && Math.abs(p) <= 64) {
      Pair whole = whole(new Pair(a, b), (int) Math.abs(p));
      if (p > 0 && finite(whole.re) && finite(whole.im)) {
        return whole;
      }
      if (p < 0 && usual(whole)) {
        return new Pair(reciprocalRe(whole.re, whole.im), reciprocalIm(whole.re, whole.im));
      }
    }
    double angle = p * Math.atan2(b, a);
    double modulus = Math.exp(p * logRe(a, b));
    double direct = Math.pow(Math.hypot(a, b), p);
    double size = direct > 0 && finite(direct) ? direct : modulus;
    return new Pair(size * Math.cos(angle), b == 0 && a > 0 ? b : size * Math.sin(angle));
  }

  private static boolean usual(Pair z) {
    double larger = Math.max(Math.abs(z.re), Math.abs(z.im));
    return larger > 0x1p-900 && larger < Double.POSITIVE_INFINITY;
  }

  private static Pair whole(Pair z, int power) {
    Pair result = (power & 1) == 1 ? z : new Pair(1, 0);
    Pair square = z;
    for (int rest = power >> 1; rest > 0; rest >>= 1) {
      square = square.times(square);
      result =
          (rest & 1) == 0
              ? result
              : result.re == 1 && result.im == 0 ? square : result.times(square);
    }
    return result;
  }
}
