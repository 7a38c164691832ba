package org.cotangent.kernel;

/// The regularised incomplete gamma functions `P(a, x)` and `Q(a, x) = 1 − P(a, x)`, their derivatives in a to any order, the density
/// `xᵃ⁻¹·e⁻ˣ/Γ(a)`, and the inverses.
///
/// For small a and x by the power series (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 6.5.29 and 6.5.4), else
/// by quadrature. With `t = x·eᵛ` the integrals of `tᵃ⁻¹·e⁻ᵗ` from x to either side become those of `exp(±av − x(e^±ᵛ − 1))`, whose
/// exponent is concave and falls on the side that is away from the mode; 48 points of Gauss are exact for it whatever a and x are.
/// A derivative in a is one more factor v, of one sign, so it costs nothing and loses nothing.
///
/// Thread-safe.
public final class IncompleteGamma {
  /// From this a on the lower integral is taken by quadrature.
  private static final double LARGE = 30;

  /// Where a is small, the series is used up to this x.
  private static final double SMALL = 0.75;

  /// The integral ends where the exponent has fallen by so much.
  private static final double DEPTH = 50;

  private IncompleteGamma() {}

  /// The derivative of that order in a of `P(a, x)`, which is 0 at `x = 0` and 1 at infinity.
  public static double lower(double a, double x, int order) {
    if (!(a >= 0 && x >= 0) || (a == 0 && x == 0) || (a == Double.POSITIVE_INFINITY && x == a)) {
      return Double.NaN;
    }
    if (x == 0 || a == Double.POSITIVE_INFINITY) {
      return 0;
    }
    if (x == Double.POSITIVE_INFINITY || (a == 0 && order == 0)) {
      return order == 0 ? 1 : 0;
    }
    if (upwards(a, x)) {
      double upper = Jets.derivative(upper(a, x, order));
      return order == 0 ? 1 - upper : -upper;
    }
    return Jets.derivative(a < LARGE ? series(a, x, order) : downwards(a, x, order));
  }

  /// `Q(a, x)`, which is 1 at `x = 0` and 0 at infinity.
  public static double upper(double a, double x) {
    if (!(a > 0 && x > 0 && x < Double.POSITIVE_INFINITY && a < Double.POSITIVE_INFINITY)) {
      return 1 - lower(a, x, 0);
    }
    if (upwards(a, x)) {
      return upper(a, x, 0)[0];
    }
    return a < SMALL ? smallUpper(a, x) : 1 - lower(a, x, 0);
  }

  /// The derivative of that order in a of `xᵃ⁻¹·e⁻ˣ/Γ(a)`, for all a and `x ≥ 0`.
  public static double density(double a, double x, int order) {
    if (!(x >= 0) || Double.isNaN(a)) {
      return Double.NaN;
    }
    if (x == 0) {
      return densityAtZero(a, order);
    }
    if (x == Double.POSITIVE_INFINITY || Double.isInfinite(a)) {
      return a == x || a < 0 ? Double.NaN : 0;
    }
    if (a >= Gamma.LARGE) {
      double[] c = Jets.timesLinear(prefactor(a, x, order), a);
      return Jets.derivative(c) / x;
    }
    double[] power = power(x, order, fading(x, a - 1));
    return Jets.derivative(Jets.times(power, Gamma.reciprocalCoefficients(a, order)));
  }

  private static double densityAtZero(double a, int order) {
    if (a > 1 || (order == 0 && a == Math.rint(a))) {
      return a == 1 ? 1 : 0;
    }
    double sign = Gamma.reciprocal(a);
    return (order % 2 == 0 ? sign : -sign) * Double.POSITIVE_INFINITY;
  }

  /// Whether the upper integral is computed, and the lower one by its complement.
  private static boolean upwards(double a, double x) {
    return x > Math.max(a, SMALL);
  }

  /// The Taylor coefficients in a of `xᵃ·e⁻ˣ/Γ(a + 1)`.
  private static double[] prefactor(double a, double x, int order) {
    if (a < Gamma.LARGE) {
      double[] power = power(x, order, fading(x, a));
      return Jets.times(power, Gamma.reciprocalCoefficients(a + 1, order));
    }
    double[] log = new double[order + 1];
    for (int k = 1; k <= order; k++) {
      // ln x − ψ(a + 1), where neither logarithm is taken of a large number
      log[k] =
          k == 1
              ? Excess.log1p((x - a) / a, x / a) + Polygamma.belowLog(a) - 1 / a
              : Zeta.hurwitz(k, a + 1, 0) / (k % 2 == 0 ? -k : k);
    }
    double value = Math.exp(-a * Excess.log((x - a) / a, x / a) - Gamma.correction(a));
    return Jets.exp(log, value / Math.sqrt(2 * Math.PI * a));
  }

  /// `xᵃ·e⁻ˣ` for moderate a.
  private static double fading(double x, double a) {
    return x > 1e4 ? 0 : Math.pow(x, a) * Math.exp(-x);
  }

  /// The Taylor coefficients of `xᵃ`, scaled to a value.
  private static double[] power(double x, int order, double value) {
    double[] log = new double[order + 1];
    if (order > 0) {
      log[1] = Math.log(x);
    }
    return Jets.exp(log, value);
  }

  /// `P = xᵃ·e⁻ˣ/Γ(a + 1) · Σ xⁿ/((a + 1)…(a + n))`.
  private static double[] series(double a, double x, int order) {
    double[] term = new double[order + 1];
    double[] sum = new double[order + 1];
    term[0] = 1;
    sum[0] = 1;
    boolean counts = true;
    for (int n = 1; counts; n++) {
      Jets.overLinear(term, a + n);
      counts = false;
      for (int k = 0; k <= order; k++) {
        term[k] *= x;
        sum[k] += term[k];
        counts |= Math.abs(term[k]) > 1e-18 * Math.abs(sum[k]);
      }
    }
    return Jets.times(prefactor(a, x, order), sum);
  }

  /// `Q = 1 − xᵃ/Γ(a + 1)·(1 + a·Σ (−x)ⁿ/((a + n)·n!))`, which is of the size of a: nothing near 1 may be subtracted.
  private static double smallUpper(double a, double x) {
    double log = a * Math.log(x) - Gamma.logOfNext(a);
    double term = 1;
    double sum = 0;
    for (int n = 1; Math.abs(term) > 1e-18; n++) {
      term *= -x / n;
      sum += term / (a + n);
    }
    return -Math.expm1(log) - Math.exp(log) * a * sum;
  }

  /// The Taylor coefficients in a of Q: exponent `av − x(eᵛ − 1)`.
  private static double[] upper(double a, double x, int order) {
    return integral(a, x, order, x - a, 1);
  }

  /// The Taylor coefficients in a of P: exponent `−av + x(1 − e⁻ᵛ)`.
  private static double[] downwards(double a, double x, int order) {
    return integral(a, x, order, a - x, -1);
  }

  /// `xᵃ·e⁻ˣ/Γ(a) · ∫ exp(−slope·v − x·(e^sv − 1 − sv)) dv`, s being the side.
  private static double[] integral(double a, double x, int order, double slope, int side) {
    double end = end(x, slope, side);
    double[] moments = new double[order + 1];
    for (int i = 0; i < GaussLegendre.NODES.length; i++) {
      double v = end * GaussLegendre.NODES[i];
      double term =
          end * GaussLegendre.WEIGHTS[i] * Math.exp(-slope * v - x * Excess.exp(side * v));
      for (int k = 0; k <= order; k++) {
        moments[k] += term;
        term *= side * v / (k + 1);
      }
    }
    return Jets.times(Jets.timesLinear(prefactor(a, x, order), a), moments);
  }

  /// Where the exponent is below `−DEPTH`, but not far: by Newton's method, which comes from the right because it is concave.
  private static double end(double x, double slope, int side) {
    double v = Math.min(Math.sqrt(2 * DEPTH / x), DEPTH / slope);
    for (int i = 0; i < 40; i++) {
      double depth = slope * v + x * Excess.exp(side * v);
      if (depth >= DEPTH && depth < 1.1 * DEPTH) {
        break;
      }
      v -= (depth - 1.04 * DEPTH) / (slope + x * side * Math.expm1(side * v));
    }
    return v;
  }

  /// The x with `P(a, x) = p`.
  public static double inverseLower(double a, double p) {
    return p <= 0.5 ? inverse(a, p, false) : inverse(a, 1 - p, true);
  }

  /// The x with `Q(a, x) = q`.
  public static double inverseUpper(double a, double q) {
    return q <= 0.5 ? inverse(a, q, true) : inverse(a, 1 - q, false);
  }

  /// The x where the smaller of `P` and `Q` is `tail`; their logarithms are concave in `ln x`.
  private static double inverse(double a, double tail, boolean upper) {
    if (!(a >= 0) || !(tail >= 0)) {
      return Double.NaN;
    }
    if (tail == 0) {
      return upper ? Double.POSITIVE_INFINITY : 0;
    }
    if (a == 0 || a == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double least = ((upper ? Math.log1p(-tail) : Math.log(tail)) + Gamma.logOfNext(a)) / a;
    if (least < -40) {
      return Math.exp(least);
    }
    double y =
        Math.max(least, guess(a, upper ? -Erf.normalQuantile(tail) : Erf.normalQuantile(tail)));
    var search = new ConcaveSearch(tail, upper);
    while (search.goesOn()) {
      double x = Math.exp(y);
      double value = upper ? upper(a, x) : lower(a, x, 0);
      y = search.next(y, value, x * density(a, x, 0));
    }
    return Math.exp(y);
  }

  /// The logarithm of E. B. Wilson's and M. M. Hilferty's approximation of 1931, for the normal quantile z.
  private static double guess(double a, double z) {
    double root = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
    return root > 0.1 ? Math.log(a) + 3 * Math.log(root) : Double.NEGATIVE_INFINITY;
  }
}
