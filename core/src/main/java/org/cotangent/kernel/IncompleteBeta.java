package org.cotangent.kernel;

/// The regularised incomplete beta function `I_x(a, b)`, its derivatives in a and b to any order, the density
/// `xᵃ⁻¹·(1 − x)ᵇ⁻¹/B(a, b)`, and the inverse.
///
/// In the coordinate `ln(t/(1 − t))` the integral from 0 to x is that of `exp(−az − (a + b)·ln(1 − x + x·e⁻ᶻ))` over `z ≥ 0`, whose
/// exponent is concave, has no singularity nearer than π, and falls where x is below the mean `a/(a + b)`; elsewhere the complement is
/// computed. It is taken by quadrature; a below 10 is raised before by
/// `I_x(a, b) = I_x(a + 1, b) + xᵃ·(1 − x)ᵇ/(a·B(a, b))` (NIST Handbook of Mathematical Functions, 2010, 8.17.20), whose terms are
/// positive. As for [IncompleteGamma], a derivative in a or b is one more factor of one sign.
///
/// x and `y = 1 − x` go together, so that neither is rounded near 1. Thread-safe.
public final class IncompleteBeta {
  /// From this a on no term is taken before the integral.
  private static final double LARGE = 10;

  /// So many terms are tried in place of the integral where x is small.
  private static final int TERMS = 80;

  /// The integral ends where the exponent has fallen by so much.
  private static final double DEPTH = 50;

  /// The search for a quantile begins with a logit up to this.
  private static final double FAR = 36;

  private IncompleteBeta() {}

  /// The derivative of these orders in a and b of `I_x(a, b)`, which is 0 at `x = 0` and 1 at `x = 1`.
  public static double regularised(double a, double b, double x, int i, int j) {
    if (!(a >= 0 && b >= 0 && x >= 0 && x <= 1)) {
      return Double.NaN;
    }
    boolean point = i + j == 0;
    boolean atZero = a == 0 || b == Double.POSITIVE_INFINITY;
    boolean atOne = b == 0 || a == Double.POSITIVE_INFINITY;
    if (atZero && atOne) {
      return Double.NaN;
    }
    if (x == 0 || x == 1) {
      return point ? x : 0;
    }
    if (a == Double.POSITIVE_INFINITY
        || b == Double.POSITIVE_INFINITY
        || (point && (atZero || atOne))) {
      return point && atZero ? 1 : 0;
    }
    double y = 1 - x;
    if (point) {
      return below(a, b, x, y);
    }
    return slope(a, b, x, y) >= 0
        ? BivariateJets.derivative(lower(a, b, x, y, i, j))
        : -BivariateJets.derivative(lower(b, a, y, x, j, i));
  }

  /// `1 − I_x(a, b)`, without loss for small x and for small results.
  public static double upper(double a, double b, double x) {
    boolean inside = a > 0 && b > 0 && a + b < Double.POSITIVE_INFINITY && x > 0 && x < 1;
    return inside ? below(b, a, 1 - x, x) : 1 - regularised(a, b, x, 0, 0);
  }

  /// The derivative of these orders in a and b of `xᵃ⁻¹·(1 − x)ᵇ⁻¹/B(a, b)`, at 0 and 1 for all a and b.
  public static double density(double a, double b, double x, int i, int j) {
    if (!(x >= 0 && x <= 1) || Double.isNaN(a) || Double.isNaN(b)) {
      return Double.NaN;
    }
    if (x == 0 || x == 1) {
      return x == 0 ? densityAtZero(a, b, i, j) : densityAtZero(b, a, j, i);
    }
    if (!(a >= 0 && b >= 0 && a + b > 0)) {
      return Double.NaN;
    }
    if (a + b == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double y = 1 - x;
    return BivariateJets.derivative(prefactor(a, b, x, y, i, j)) / (x * y);
  }

  private static double densityAtZero(double a, double b, int i, int j) {
    if (a > 1) {
      return 0;
    }
    if (a == 1 && i == 0) {
      return j == 0 ? b : j == 1 ? 1 : 0;
    }
    double sign = Gamma.reciprocal(a) * Gamma.reciprocal(b) * (a + b > 0 ? 1 : -1);
    return i + j == 0 && sign == 0 ? 0 : (i % 2 == 0 ? sign : -sign) * Double.POSITIVE_INFINITY;
  }

  /// `I_x(a, b)` inside, from whichever side of the mean.
  private static double below(double a, double b, double x, double y) {
    if (x == 0 || y == 0) {
      return x;
    }
    if (slope(a, b, x, y) >= 0) {
      return lower(a, b, x, y, 0, 0)[0][0];
    }
    double above = lower(b, a, y, x, 0, 0)[0][0];
    return above > 0.9 && b < 0.5 ? smallComplement(b, a, y) : 1 - above;
  }

  /// `a − (a + b)·x`, which is also `(a + b)·y − b`, without rounding of the product.
  private static double slope(double a, double b, double x, double y) {
    return x <= 0.5 ? distance(a, b, x) : -distance(b, a, y);
  }

  private static double distance(double a, double b, double x) {
    double sum = a + b;
    double lost = (a - (sum - b)) + (b - (sum - (sum - b)));
    double product = sum * x;
    return (a - product) - Math.fma(sum, x, -product) - lost * x;
  }

  /// The Taylor coefficients in a and b of `I_x(a, b)`, for x up to the mean.
  private static double[][] lower(double a, double b, double x, double y, int i, int j) {
    double[][] term = scaled(a, b, x, y, i, j);
    BivariateJets.overLinear(BivariateJets.timesLinear(term, b, 0, 1), a + b, 1, 1);
    double[][] sum = new double[i + 1][j + 1];
    double n = 0;
    int most = a >= LARGE ? 0 : x < 0.5 ? TERMS : (int) LARGE;
    boolean counts = true;
    while (counts && n < most) {
      counts = add(sum, term);
      BivariateJets.timesLinear(term, a + b + n, 1, 1);
      BivariateJets.overLinear(term, a + ++n, 1, 0);
      for (double[] row : term) {
        for (int k = 0; k <= j; k++) {
          row[k] *= x;
        }
      }
    }
    if (counts) {
      BivariateJets.timesLinear(term, a + n, 1, 0);
      add(sum, BivariateJets.times(term, integral(a + n, b, x, y, i, j)));
    }
    return sum;
  }

  /// Adds a term; whether it changed anything.
  private static boolean add(double[][] sum, double[][] term) {
    boolean counts = false;
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum[i].length; j++) {
        sum[i][j] += term[i][j];
        counts |= Math.abs(term[i][j]) > 1e-18 * Math.abs(sum[i][j]);
      }
    }
    return counts;
  }

  /// The Taylor coefficients of `∫ exp(−az + (a + b)·l) dz`, `l = −ln(1 − x + x·e⁻ᶻ)`.
  private static double[][] integral(double a, double b, double x, double y, int i, int j) {
    double slope = Math.max(0, slope(a, b, x, y));
    double end = end(a, b, x, y, slope);
    double[][] moments = new double[i + 1][j + 1];
    for (int node = 0; node < GaussLegendre.NODES.length; node++) {
      double z = end * GaussLegendre.NODES[node];
      double value =
          end * GaussLegendre.WEIGHTS[node] * Math.exp(-slope * z - (a + b) * fall(x, y, z));
      // l − z and l: the logarithms of t/x and of (1 − t)/(1 − x)
      double byA = i == 0 ? 0 : -logMixture(y, z);
      double byB = j == 0 ? 0 : -logMixture(x, -z);
      for (int p = 0; p <= i; p++) {
        double term = value;
        for (int q = 0; q <= j; q++) {
          moments[p][q] += term;
          term *= byB / (q + 1);
        }
        value *= byA / (p + 1);
      }
    }
    return moments;
  }

  /// `xz − l`, which is of second order in z.
  private static double fall(double x, double y, double z) {
    return x <= 0.5 ? curved(x, -z) : curved(y, z);
  }

  /// `ln(1 − x + x·eᶻ)`.
  private static double logMixture(double x, double z) {
    if (z < 600) {
      return Math.log1p(x * Math.expm1(z));
    }
    double log = Math.log(x) + z;
    return log > 40 ? log : Math.log1p(Math.exp(log));
  }

  private static double curved(double x, double z) {
    if (z > 5) {
      return logMixture(x, z) - x * z;
    }
    double m = x * Math.expm1(z);
    return x * Excess.exp(z) - Excess.log(m, 1 + m);
  }

  /// Where the exponent is below `−DEPTH`, but not far: by Newton's method, which comes from the right because it is concave.
  private static double end(double a, double b, double x, double y, double slope) {
    double z = Math.min(Math.sqrt(2 * DEPTH / ((a + b) * x * y)), DEPTH / slope);
    z = Math.min(z, Math.max(0, Math.log(x / y)) + 20);
    for (int i = 0; i < 60; i++) {
      double depth = slope * z + (a + b) * fall(x, y, z);
      if (depth >= DEPTH && depth < 1.1 * DEPTH) {
        break;
      }
      // The mean of a tilted distribution: the exponent's derivative, a − (a + b)·x·e⁻ᶻ/(y + x·e⁻ᶻ)
      double odds = Math.exp(-z) * x / y;
      z -= (depth - 1.04 * DEPTH) / (a - (a + b) * odds / (1 + odds));
    }
    return z;
  }

  /// The Taylor coefficients of `xᵃ·yᵇ/B(a, b)`.
  private static double[][] prefactor(double a, double b, double x, double y, int i, int j) {
    double[][] c = scaled(a, b, x, y, i, j);
    BivariateJets.timesLinear(BivariateJets.timesLinear(c, a, 1, 0), b, 0, 1);
    return BivariateJets.overLinear(c, a + b, 1, 1);
  }

  /// The Taylor coefficients of `xᵃ·yᵇ·(a + b)/(ab·B(a, b)) = xᵃ·yᵇ·Γ(a + b + 1)/(Γ(a + 1)·Γ(b + 1))`, which is smooth at 0.
  private static double[][] scaled(double a, double b, double x, double y, int i, int j) {
    double logX = x <= 0.5 ? Math.log(x) : Math.log1p(-y);
    double logY = y <= 0.5 ? Math.log(y) : Math.log1p(-x);
    double[][] log = new double[i + 1][j + 1];
    for (int p = 0; p <= i; p++) {
      for (int q = 0; q <= j; q++) {
        if (p + q > 0) {
          log[p][q] =
              q == 0
                  ? -Polygamma.drop(p - 1, a + 1, b)
                  : p == 0
                      ? -Polygamma.drop(q - 1, b + 1, a)
                      : Polygamma.polygamma(p + q - 1, a + b + 1);
          log[p][q] *= Gamma.reciprocal(p + 1) * Gamma.reciprocal(q + 1);
        }
      }
    }
    if (Math.min(a, b) >= Gamma.LARGE) {
      return nearMean(log, a, b, x, y);
    }
    if (i > 0) {
      log[1][0] += logX;
    }
    if (j > 0) {
      log[0][1] += logY;
    }
    double least = Math.min(a, b);
    double most = Math.max(a, b);
    double value =
        most < Gamma.LARGE
            ? Math.exp(a * logX)
                * Math.exp(b * logY)
                * Gamma.gamma(a + b + 1)
                * Gamma.reciprocal(a + 1)
                * Gamma.reciprocal(b + 1)
            : Math.exp(a * logX + b * logY - Beta.log(least + 1, most)) / most;
    return BivariateJets.exp(log, value);
  }

  /// For large a and b: everything relative to the mean, where the logarithms of powers and of B would cancel.
  private static double[][] nearMean(double[][] log, double a, double b, double x, double y) {
    double slope = slope(a, b, x, y);
    double sum = a + b;
    double overX = x * (sum / a);
    double overY = y * (sum / b);
    if (log.length > 1) {
      double gap = 1 / a - 1 / sum;
      log[1][0] = Excess.log1p(-slope / a, overX) + below(a, sum) - gap;
    }
    if (log[0].length > 1) {
      double gap = 1 / b - 1 / sum;
      log[0][1] = Excess.log1p(slope / b, overY) + below(b, sum) - gap;
    }
    double exponent = -a * Excess.log(-slope / a, overX) - b * Excess.log(slope / b, overY);
    double corrections = Gamma.correction(sum) - Gamma.correction(a) - Gamma.correction(b);
    double value = Math.exp(exponent + corrections) * Math.sqrt(sum / (2 * Math.PI * a) / b);
    return BivariateJets.exp(log, value);
  }

  /// `ln a − ψ(a)` less the same of the sum.
  private static double below(double a, double sum) {
    return Polygamma.belowLog(a) - Polygamma.belowLog(sum);
  }

  /// `1 − I_x(a, b)` for small a, where it is of the size of a, from
  /// `I_x(a, b) = xᵃ/(a·B(a, b)) · (1 + a·Σ (1 − b)ₙ·xⁿ/((a + n)·n!))` (NIST Handbook, 8.17.7).
  private static double smallComplement(double a, double b, double x) {
    double log = a * Math.log(x) + logRise(a, b) - Gamma.logOfNext(a);
    double term = 1;
    double sum = 0;
    for (int n = 1; n < 2000 && Math.abs(term) > 1e-18; n++) {
      term *= (n - b) * x / n;
      sum += term / (a + n);
    }
    return -Math.expm1(log) - Math.exp(log) * a * sum;
  }

  /// `ln Γ(a + b) − ln Γ(b)`, relative to a: the integral of `ψ`.
  private static double logRise(double a, double b) {
    double sum = 0;
    for (int i = 0; i < GaussLegendre.NODES.length; i++) {
      sum += GaussLegendre.WEIGHTS[i] * Polygamma.digamma(1 + b + a * GaussLegendre.NODES[i]);
    }
    return a * sum - Math.log1p(a / b);
  }

  /// The x with `I_x(a, b) = p`.
  public static double inverse(double a, double b, double p) {
    if (!(a >= 0 && b >= 0 && p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    if (a == 0 || b == 0) {
      return Double.NaN;
    }
    if (p == 0 || p == 1) {
      return p;
    }
    if (a + b == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    return logistic(p <= 0.5 ? logit(a, b, p) : -logit(b, a, 1 - p));
  }

  private static double logistic(double w) {
    return 1 / (1 + Math.exp(-w));
  }

  /// The logit of x: by Newton's method for the logarithm of I, which is concave in it.
  private static double logit(double a, double b, double p) {
    var search = new ConcaveSearch(p, false);
    double normal = Math.log(a / b) + Erf.normalQuantile(p) * Math.sqrt(1 / a + 1 / b);
    double w = Math.clamp(normal, -FAR, FAR);
    while (search.goesOn()) {
      double x = logistic(w);
      double y = logistic(-w);
      double value = below(a, b, x, y);
      double derivative = x == 0 || y == 0 ? 0 : prefactor(a, b, x, y, 0, 0)[0][0];
      w = search.next(w, value, derivative);
    }
    return w;
  }
}
