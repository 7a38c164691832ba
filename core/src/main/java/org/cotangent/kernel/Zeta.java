package org.cotangent.kernel;

/// The zeta functions of Riemann and Hurwitz with their derivatives in s, by the summation formula of Euler and Maclaurin: F. Johansson,
/// "Rigorous high-precision computation of the Hurwitz zeta function and its derivatives", Numerical Algorithms 69 (2015).
///
/// Thread-safe.
public final class Zeta {
  /// `B₂, B₄, …`, the numbers of Bernoulli.
  static final double[] BERNOULLI = {
    1.0 / 6,
    -1.0 / 30,
    1.0 / 42,
    -1.0 / 30,
    5.0 / 66,
    -691.0 / 2730,
    7.0 / 6,
    -3617.0 / 510,
    43867.0 / 798,
    -174611.0 / 330,
    854513.0 / 138,
    -236364091.0 / 2730,
    8553103.0 / 6,
    -23749461029.0 / 870,
    8615841276005.0 / 14322
  };

  /// The sum goes on until its argument is above this number, and more so for large s.
  private static final double FAR = 10;

  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  private Zeta() {}

  /// The derivative of that order in s of `ζ(s, q) = Σ (k + q)⁻ˢ`, k from 0: infinite at `s = 1`, NaN below; for `q ≤ 0` infinite at
  /// whole numbers and otherwise NaN unless s is whole.
  public static double hurwitz(double s, double q, int order) {
    if (!(s > 1) || Double.isNaN(q)) {
      return s == 1 && !Double.isNaN(q) ? pole(order) : Double.NaN;
    }
    if (!(q > 0)) {
      if (q == Math.rint(q)) {
        return order == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      return s == Math.rint(s) && order == 0 ? negative(s, q) : Double.NaN;
    }
    if (q == Double.POSITIVE_INFINITY) {
      return 0;
    }
    if (s == Double.POSITIVE_INFINITY) {
      return q > 1 || order > 0 ? 0 : q == 1 ? 1 : s;
    }
    return Jets.derivative(summed(s, q, order));
  }

  /// `ζ(s, q)` for `q < 0` and whole s: the terms before those with a positive base are a difference of such sums too.
  private static double negative(double s, double q) {
    if (s == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double before = hurwitz(s, Math.ceil(q) - q, 0) - hurwitz(s, 1 - q, 0);
    return hurwitz(s, q - Math.floor(q), 0) + (s % 2 == 0 ? before : -before);
  }

  /// The derivative of that order of `ζ(s) = Σ k⁻ˢ`, continued to all s; infinite at 1.
  public static double riemann(double s, int order) {
    if (s == 1) {
      return pole(order);
    }
    if (s == Double.POSITIVE_INFINITY) {
      return order == 0 ? 1 : 0;
    }
    if (!(s > Double.NEGATIVE_INFINITY)) {
      return Double.NaN;
    }
    if (order == 0 && s < 0 && s % 2 == 0) {
      return 0;
    }
    return Jets.derivative(s > -0.5 ? summed(s, 1, order) : reflected(s, order));
  }

  /// The value at `s = 1`: of even derivatives the limit from the right, as that of the function is taken.
  private static double pole(int order) {
    return order % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /// `ζ(s) = 2·(2π)ˢ⁻¹·sin(πs/2)·Γ(1 − s)·ζ(1 − s)`.
  private static double[] reflected(double s, int order) {
    double[] sine = new double[order + 1];
    double[] log = new double[order + 1];
    double scale = 1;
    for (int k = 0; k <= order; k++) {
      sine[k] = scale * sineOfHalves(s + k);
      scale *= 0.5 * Math.PI / (k + 1);
      log[k] = k == 1 ? LOG_2_PI : 0;
    }
    // Γ(1 − s) = −s·Γ(−s): that argument is exact.
    double scaled =
        s > -170
            ? Gamma.gamma(-s) * Math.pow(2 * Math.PI, s)
            : Math.exp(Gamma.log(-s) + s * LOG_2_PI);
    double[] factorial = Jets.exp(Gamma.logCoefficients(-s, order), scaled);
    Jets.timesLinear(factorial, -s);
    double[] power = Jets.exp(log, 1);
    double[] mirrored = Jets.mirror(Jets.times(factorial, summed(1 - s, 1, order)));
    double[] result = Jets.times(Jets.times(sine, power), mirrored);
    for (int k = 0; k <= order; k++) {
      result[k] /= Math.PI;
    }
    return result;
  }

  /// `sin(πs/2)`, exact at whole s.
  private static double sineOfHalves(double s) {
    double turn = s - 4 * Math.rint(s / 4);
    double half = turn > 1 ? 2 - turn : turn < -1 ? -2 - turn : turn;
    return Math.sin(0.5 * Math.PI * half);
  }

  /// `ζ(s, q)·qˢ`, for `s > 1` and `q > 0`: of moderate size where the powers are not.
  static double scaledHurwitz(double s, double q) {
    return summed(s, q, 0, q)[0];
  }

  private static double[] summed(double s, double q, int order) {
    return summed(s, q, order, 1);
  }

  /// The Taylor coefficients in s of `ζ(s, q)`, the powers being those of multiples of a unit.
  private static double[] summed(double s, double q, int order, double unit) {
    double[] sum = new double[order + 1];
    double far = FAR + 0.7 * Math.min(s, 200);
    double w = q;
    for (int k = 0; w < far; w = q + ++k) {
      if (!addPower(sum, s, w / unit) && k > 1 && s > 30) {
        return sum;
      }
    }
    double[] integral = power(s - 1, w / unit, order);
    Jets.overLinear(integral, s - 1);
    double[] term = power(s, w / unit, order);
    for (int k = 0; k <= order; k++) {
      sum[k] += unit * integral[k] + 0.5 * term[k];
    }
    Jets.timesLinear(term, s);
    double factor = 1 / w;
    for (int j = 0; j < BERNOULLI.length; j++) {
      // s(s + 1)…(s + 2j)/(2j + 2)! · w⁻ˢ⁻²ʲ⁻¹
      factor /= (2 * j + 1) * (2 * j + 2);
      boolean counts = false;
      for (int k = 0; k <= order; k++) {
        double before = sum[k];
        sum[k] += BERNOULLI[j] * factor * term[k];
        counts |= before != sum[k];
      }
      if (!counts) {
        break;
      }
      Jets.timesLinear(Jets.timesLinear(term, s + 2 * j + 1), s + 2 * j + 2);
      factor /= w * w;
    }
    return sum;
  }

  /// Adds `w⁻ˢ`; whether that changed anything.
  private static boolean addPower(double[] sum, double s, double w) {
    double c = Math.pow(w, -s);
    double log = sum.length > 1 ? -Math.log(w) : 0;
    boolean counts = false;
    for (int k = 0; k < sum.length; k++) {
      counts |= Math.abs(c) > 1e-18 * Math.abs(sum[k]);
      sum[k] += c;
      c *= log / (k + 1);
    }
    return counts;
  }

  private static double[] power(double s, double w, int order) {
    double[] power = new double[order + 1];
    addPower(power, s, w);
    return power;
  }

  /// `ζ(s, q) − ζ(s, q + h)` for `s > 1` and positive q and `q + h`, without the loss of that difference for small h.
  static double hurwitzDrop(double s, double q, double h) {
    double far = FAR + 0.7 * s;
    double sum = 0;
    double w = q;
    for (int k = 0; Math.min(w, w + h) < far; w = q + ++k) {
      sum += powerDrop(s, w, h);
    }
    sum += powerDrop(s - 1, w, h) / (s - 1) + 0.5 * powerDrop(s, w, h);
    double factor = s;
    for (int j = 0; j < BERNOULLI.length; j++) {
      factor /= (2 * j + 1) * (2 * j + 2);
      sum += BERNOULLI[j] * factor * powerDrop(s + 2 * j + 1, w, h);
      factor *= (s + 2 * j + 1) * (s + 2 * j + 2);
    }
    return sum;
  }

  /// `w⁻ᵐ − (w + h)⁻ᵐ`.
  static double powerDrop(double m, double w, double h) {
    return -Math.pow(w, -m) * Math.expm1(-m * Math.log1p(h / w));
  }
}
