package org.cotangent.kernel;

/// The error function, its complement and its inverse, to a few units in the last place over the whole range.
///
/// `erf x = 2/√π · ∫₀ˣ exp(−t²) dt` and its complement by the rational approximations of W. J. Cody, "Rational Chebyshev
/// approximations for the error function", Mathematics of Computation 23 (1969); the inverse by those of M. J. Wichura, "The
/// percentage points of the normal distribution", Algorithm AS 241, Applied Statistics 37 (1988).
///
/// Thread-safe.
public final class Erf {
  /// Up to here Cody's first approximation holds, of erf itself; the others are of `erfc x · exp x²`.
  private static final double SMALL = 0.46875;

  private static final double MEDIUM = 4;

  /// From here on erfc is below the smallest double.
  private static final double VANISHING = 27.3;

  private static final double SQRT_PI_RECIPROCAL = 0.56418958354775628695;

  private static final double SQRT_HALF = Math.sqrt(0.5);

  // Coefficients, the highest power first. Cody's: in x², in x, in 1/x².

  private static final double[] SMALL_P = {
    1.85777706184603153e-1,
    3.16112374387056560e0,
    1.13864154151050156e2,
    3.77485237685302021e2,
    3.20937758913846947e3
  };
  private static final double[] SMALL_Q = {
    1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
  };
  private static final double[] MEDIUM_P = {
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
    2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
    1.23033935479799725e3
  };
  private static final double[] MEDIUM_Q = {
    1,
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
    1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3,
    3.43936767414372164e3,
    1.23033935480374942e3
  };
  private static final double[] LARGE_P = {
    1.63153871373020978e-2,
    3.05326634961232344e-1,
    3.60344899949804439e-1,
    1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4
  };
  private static final double[] LARGE_Q = {
    1,
    2.56852019228982242e0,
    1.87295284992346725e0,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3
  };

  // Wichura's: in 0.425² − q² near the median, then in √−ln p less 1.6, then less 5.

  private static final double[] CENTRE_P = {
    2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
    4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
    1.3314166789178437745e2, 3.3871328727963666080e0
  };
  private static final double[] CENTRE_Q = {
    5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
    2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
    4.2313330701600911252e1, 1
  };
  private static final double[] TAIL_P = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
    1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
    4.63033784615654529590e0, 1.42343711074968357734e0
  };
  private static final double[] TAIL_Q = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
    1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
    2.05319162663775882187e0, 1
  };
  private static final double[] FAR_P = {
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
    2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
    5.46378491116411436990e0, 6.65790464350110377720e0
  };
  private static final double[] FAR_Q = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
    7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
    5.99832206555887937690e-1, 1
  };

  private Erf() {}

  /// `erf x`, from −1 to 1; odd, so −0 gives −0.
  public static double erf(double x) {
    double a = Math.abs(x);
    if (a <= SMALL) {
      return small(x);
    }
    return Math.copySign(1 - tail(a), x);
  }

  /// `erfc x = 1 − erf x`, from 2 to 0, without the loss of that difference for large x.
  public static double erfc(double x) {
    double a = Math.abs(x);
    if (a <= SMALL) {
      return 1 - small(x);
    }
    return x < 0 ? 2 - tail(a) : tail(a);
  }

  /// The x with `erf x = y`; infinite at ±1, NaN beyond.
  public static double erfinv(double y) {
    return SQRT_HALF * quantile(y);
  }

  /// `√2 · erfinv y`, which is the `(1 + y)/2` quantile of the standard normal distribution; infinite at ±1, NaN beyond.
  public static double quantile(double y) {
    return quantile(0.5 * y, 0.5 * (1 - Math.abs(y)));
  }

  /// The p quantile of the standard normal distribution, without loss for small p; infinite at 0 and 1, NaN outside.
  public static double normalQuantile(double p) {
    return quantile(p - 0.5, Math.min(p, 1 - p));
  }

  /// The x with `erfc x = y`, without loss for small y; infinite at 0 and 2, NaN outside.
  public static double erfcinv(double y) {
    return -SQRT_HALF * normalQuantile(0.5 * y);
  }

  /// The quantile at distance q from the median and with the probability `tail` beyond it.
  private static double quantile(double q, double tail) {
    if (Math.abs(q) <= 0.425) {
      return q * ratio(CENTRE_P, CENTRE_Q, 0.180625 - q * q);
    }
    if (!(tail > 0)) {
      return tail == 0 ? Math.copySign(Double.POSITIVE_INFINITY, q) : Double.NaN;
    }
    double r = Math.sqrt(-Math.log(tail));
    double x = r <= 5 ? ratio(TAIL_P, TAIL_Q, r - 1.6) : ratio(FAR_P, FAR_Q, r - 5);
    return Math.copySign(x, q);
  }

  /// `exp(x²) · iⁿerfc x`, the n-fold integral of erfc from x to ∞, scaled; n = 0 gives `erfcx x = exp(x²) · erfc x`.
  ///
  /// The integrals follow `2n·iⁿ = iⁿ⁻² − 2x·iⁿ⁻¹` (Abramowitz and Stegun, 7.2.5), which loses digits upwards for large x; there
  /// the ratios of neighbours are computed downwards, as a continued fraction of positive terms.
  public static double scaledIntegral(double x, int n) {
    double before = 2 * SQRT_PI_RECIPROCAL;
    if (!(x >= 1)) {
      double value = x < SMALL ? erfc(x) / expOfNegatedSquare(x) : tail(x) / expOfNegatedSquare(x);
      for (int k = 1; k <= n; k++) {
        double next = (before - 2 * x * value) / (2 * k);
        before = value;
        value = next;
      }
      return value;
    }
    double value = before;
    double ratio = 0;
    for (int k = n + 30 + (int) (200 / (x * x)); k >= 0; k--) {
      ratio = 1 / (2 * x + 2 * (k + 1) * ratio);
      if (k <= n) {
        value *= ratio;
      }
    }
    return value;
  }

  /// `Φ(x)`, the standard normal distribution function. In the tail it is a product, because `erfc(−x/√2)` would magnify the
  /// rounding of its argument.
  public static double normalCdf(double x) {
    if (!(x < -1)) {
      return 0.5 * erfc(-x * SQRT_HALF);
    }
    return 0.5 * bell(x) * scaledIntegral(-x * SQRT_HALF, 0);
  }

  /// `exp(−x²/2)`, without magnifying the rounding of the square.
  static double bell(double x) {
    double cut = Math.rint(16 * x) / 16;
    return Math.abs(x) > 40
        ? 0
        : Math.exp(-0.5 * cut * cut) * Math.exp(-0.5 * (x - cut) * (x + cut));
  }

  /// `ln Φ(x)`, without loss on either side and where Φ underflows.
  public static double logNormalCdf(double x) {
    double z = x * SQRT_HALF;
    return x < -1
        ? Math.log(0.5 * scaledIntegral(-z, 0)) - 0.5 * x * x
        : Math.log1p(-0.5 * erfc(z));
  }

  private static double small(double x) {
    return x * ratio(SMALL_P, SMALL_Q, x * x);
  }

  /// `erfc x` for `x > SMALL`; NaN for NaN.
  private static double tail(double x) {
    if (x > VANISHING) {
      return 0;
    }
    double scaled;
    if (x <= MEDIUM) {
      scaled = ratio(MEDIUM_P, MEDIUM_Q, x);
    } else {
      double z = 1 / (x * x);
      scaled = (SQRT_PI_RECIPROCAL - z * ratio(LARGE_P, LARGE_Q, z)) / x;
    }
    return scaled * expOfNegatedSquare(x);
  }

  /// `exp(−x²)`: x is cut to a multiple of 1/16, whose square is exact, so that the rounding of the square is not magnified.
  private static double expOfNegatedSquare(double x) {
    double cut = Math.rint(16 * x) / 16;
    return Math.exp(-cut * cut) * Math.exp(-(x - cut) * (x + cut));
  }

  private static double ratio(double[] p, double[] q, double x) {
    return polynomial(p, x) / polynomial(q, x);
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }
}
