package org.cotangent.kernel;

/// Elementary functions of one or two `double`s that `java.lang.Math` lacks, to 1 or 2 ulp over the whole range.
///
/// Thread-safe.
public final class Elementary {
  private static final double LN2 = Math.log(2);

  /// From here on `√(x² ± 1)` is x.
  private static final double HUGE = 0x1p28;

  private Elementary() {}

  /// `asinh x = sign(x) · ln(|x| + √(x² + 1))`, without the loss of that formula for small x and its overflow for large x.
  public static double asinh(double x) {
    double a = Math.abs(x);
    double y;
    if (a > HUGE) {
      y = Math.log(a) + LN2;
    } else if (a > 2) {
      y = Math.log(2 * a + 1 / (a + Math.sqrt(a * a + 1)));
    } else {
      y = Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    }
    return Math.copySign(y, x);
  }

  /// `acosh x = ln(x + √(x² − 1))`, without loss near 1; NaN below 1.
  public static double acosh(double x) {
    if (x > HUGE) {
      return Math.log(x) + LN2;
    }
    if (x > 2) {
      return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  /// `atanh x = ½ ln((1 + x)/(1 − x))`, without loss near 0; infinite at ±1, NaN outside.
  public static double atanh(double x) {
    double a = Math.abs(x);
    double t = 2 * a;
    double y = a < 0.5 ? Math.log1p(t + t * a / (1 - a)) : Math.log1p(t / (1 - a));
    return Math.copySign(0.5 * y, x);
  }

  /// `log₂ x`, exact for powers of two.
  public static double log2(double x) {
    if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
      return Math.log(x);
    }
    double normal = x < Double.MIN_NORMAL ? x * 0x1p54 : x;
    int exponent = Math.getExponent(normal);
    double mantissa = Math.scalb(normal, -exponent);
    if (mantissa > 1.4142135623730951) {
      mantissa *= 0.5;
      exponent++;
    }
    double y = exponent + Math.log(mantissa) / LN2;
    return normal == x ? y : y - 54;
  }

  /// `ln(x/(1 − x))`: near ½ by the distance from there, where the quotient is close to 1.
  public static double logit(double x) {
    return x > 0.25 && x < 0.75 ? Math.log1p((2 * x - 1) / (1 - x)) : Math.log(x) - Math.log1p(-x);
  }

  /// `x^(p − by)` as if `p − by` were not rounded: what the rounding lost is a factor close to 1.
  ///
  /// A large base makes a small error of the exponent visible: `1e300^(0.1 − 1)` would lose 8 bits.
  public static double powLess(double x, double p, int by) {
    double exponent = p - by;
    double lost = lost(p, by, exponent);
    double y = pow(x, exponent);
    return lost == 0 || !(x > 0) || !(Math.abs(lost) < 1) || y == 0 || Double.isInfinite(y)
        ? y
        : y + y * (lost * Math.log(x));
  }

  /// `bˣ/(bˣ + bʸ)` for the base b, as if `x − y` were not rounded.
  public static double share(double x, double y, double base) {
    double difference = x - y;
    double lost = lost(x, y, difference);
    double e =
        base == Math.E ? Math.exp(-Math.abs(difference)) : Math.pow(base, -Math.abs(difference));
    if (Math.abs(lost) < 1) {
      e -= e * (Math.signum(difference) * lost * Math.log(base));
    }
    return difference < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  /// `x − y` less its rounded value, exactly (Knuth, The Art of Computer Programming 2, 4.2.2); NaN for infinities.
  private static double lost(double x, double y, double difference) {
    double taken = x - difference;
    return (x - (difference + taken)) + (taken - y);
  }

  /// `xᵖ` as C99 defines it: `x⁰ = 1ᵖ = 1` even for NaN.
  private static double pow(double x, double p) {
    return x == 1 ? 1 : Math.pow(x, p);
  }

  /// `ln(1 − e^−|x|)`: by that of the two logarithms that does not cancel (M. Mächler, "Accurately computing log(1 − exp(−|a|))",
  /// 2012); −∞ at 0.
  public static double log1mexp(double x) {
    double a = Math.abs(x);
    return a < LN2 ? Math.log(-Math.expm1(-a)) : Math.log1p(-Math.exp(-a));
  }

  /// `ln(eˣ − eʸ)`, without overflow: −∞ for equal finite numbers or −∞ twice, NaN for `x < y`.
  public static double logDiffExp(double x, double y) {
    if (x < y) {
      return Double.NaN;
    }
    return x == Double.NEGATIVE_INFINITY && x == y ? x : x + log1mexp(x - y);
  }

  /// `sin πx`: exactly 0 for whole x, with the sign of x; NaN for infinities.
  public static double sinPi(double x) {
    double y = Double.isInfinite(x) ? Double.NaN : sinPi(x, 0);
    return y == 0 ? Math.copySign(0, x) : y;
  }

  /// `cos πx`: exactly 0 halfway between whole numbers; NaN for infinities.
  public static double cosPi(double x) {
    return Double.isInfinite(x) ? Double.NaN : sinPi(x, 1) + 0.0;
  }

  /// The derivative of that order of `sin(πx)/(πx)`; order 0 is the function itself.
  ///
  /// Differentiating `x·f(x) = sin(πx)/π` n times gives `x·f⁽ⁿ⁾ + n·f⁽ⁿ⁻¹⁾ = πⁿ⁻¹ sin(πx + nπ/2)`, a recurrence that is stable
  /// for `π|x| > n`; below that the Taylor series takes over.
  public static double sinc(double x, int order) {
    if (Math.PI * Math.abs(x) <= order + 1) {
      return sincSeries(x, order);
    }
    double y = 0;
    double power = 1 / Math.PI;
    for (int n = 0; n <= order; n++) {
      y = (power * sinPi(x, n) - n * y) / x;
      power *= Math.PI;
    }
    return y;
  }

  /// `Σ (−1)ᵏ π²ᵏ x²ᵏ⁻ⁿ / ((2k + 1)·(2k − n)!)` over `2k ≥ n`.
  private static double sincSeries(double x, int n) {
    int k = (n + 1) / 2;
    double term = (k % 2 == 0 ? 1 : -1) * Math.pow(Math.PI, 2 * k) * (n % 2 == 0 ? 1 : x);
    double square = Math.PI * x * (Math.PI * x);
    double sum = term / (2 * k + 1);
    for (int m = 2 * k - n; m < 200; m += 2) {
      term *= -square / ((m + 1.0) * (m + 2));
      k++;
      double next = sum + term / (2 * k + 1);
      if (next == sum) {
        break;
      }
      sum = next;
    }
    return sum;
  }

  /// `sin(πx + nπ/2)`, with π·x reduced before it is rounded, so it is exactly 0 where it should be.
  private static double sinPi(double x, int n) {
    if (Double.isInfinite(x)) {
      return 0; // the quotients by x that it is used for are 0
    }
    double reduced = Math.IEEEremainder(x, 2); // exact, in −1 to 1
    double half = Math.rint(2 * reduced); // nearest multiple of ½, in halves
    double rest = Math.PI * (reduced - half / 2);
    return switch (Math.floorMod((int) half + n, 4)) {
      case 0 -> Math.sin(rest);
      case 1 -> Math.cos(rest);
      case 2 -> -Math.sin(rest);
      default -> -Math.cos(rest);
    };
  }
}
