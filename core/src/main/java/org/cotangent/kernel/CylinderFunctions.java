package org.cotangent.kernel;

/// Bessel functions of real order and real argument, and their derivatives in the order.
///
/// By power series where their terms do not cancel, by the asymptotic expansions for large arguments, by integrals between
/// ([CylinderIntegrals]), and by the recurrence downwards for orders above the argument (NIST Digital Library of Mathematical
/// Functions, 10.8, 10.17, 10.25.2, 10.40, 10.9.6, 10.9.7, 10.74.5). Each algorithm is run with truncated Taylor series in the order.
/// Thread-safe.
public final class CylinderFunctions {
  private static final double HALF_PI_ROOT = Math.sqrt(0.5 * Math.PI);

  /// Orders beyond are refused: the time grows with the order.
  private static final double MOST = 1000;

  private CylinderFunctions() {}

  /// The n-th derivative in the order of I, times `exp(−|x|)` if scaled. Negative x only for whole orders, without derivative.
  public static double i(int n, double order, double x, boolean scaled) {
    if (Double.isNaN(x) || !(Math.abs(order) <= MOST)) {
      return Double.NaN;
    }
    boolean whole = order == Math.rint(order);
    if (x < 0) {
      double value = whole && n == 0 ? i(0, Math.abs(order), -x, scaled) : Double.NaN;
      return order % 2 == 0 ? value : -value;
    }
    if (x == 0) {
      return atZero(n, order);
    }
    if (Double.isInfinite(x)) {
      return n > 0 ? Double.NaN : scaled ? 0 : x;
    }
    if (order < 0 && whole && n == 0) {
      return i(0, -order, x, scaled);
    }
    double[] c = order < 0 ? reflectedI(order, x, n) : scaledI(order, x, n);
    return finish(c, scaled ? 0 : x);
  }

  /// I and J at 0.
  private static double atZero(int n, double order) {
    if (n > 0) {
      return order > 0 ? 0 : Double.NaN;
    }
    boolean whole = order == Math.rint(order);
    return order == 0
        ? 1
        : order > 0 || whole ? 0 : Gamma.reciprocal(order + 1) * Double.POSITIVE_INFINITY;
  }

  /// `k! c[k] eˣ`, without overflow before the result overflows.
  private static double finish(double[] c, double x) {
    double derivative = Jets.derivative(c);
    return x > 700 ? derivative * Math.exp(0.5 * x) * Math.exp(0.5 * x) : derivative * Math.exp(x);
  }

  /// The coefficients of `e⁻ˣ I` for an order that is not negative.
  private static double[] scaledI(double order, double x, int n) {
    if (x > 18 && x > 0.6 * order * order) {
      double[] c = hankel(order, x, n, -1);
      double scale = 1 / (2 * HALF_PI_ROOT * Math.sqrt(x));
      return scale(c, scale);
    }
    return series(order, x, n, 1);
  }

  /// `I(−v) = I(v) + 2/π · sin(πv) K(v)`.
  private static double[] reflectedI(double order, double x, int n) {
    double[] i = scaledI(-order, x, n);
    double[] k = CylinderIntegrals.scaledK(-order, x, n);
    double[] sine = sinPi(-order, n);
    double[] product = Jets.times(k, sine);
    double decay = Math.exp(-2 * x) * 2 / Math.PI;
    for (int j = 0; j <= n; j++) {
      i[j] += decay * product[j];
    }
    return Jets.mirror(i);
  }

  /// The coefficients of `sin π(order + t)`.
  private static double[] sinPi(double order, int n) {
    double[] c = new double[n + 1];
    double power = 1;
    for (int k = 0; k <= n; k++) {
      c[k] = power * Gamma.sinPi(order + 0.5 * k);
      power *= Math.PI / (k + 1);
    }
    return c;
  }

  /// `(x/2)^order Σ (sign x²/4)ᵏ / (k! Γ(order + k + 1))`, for sign 1 times `e⁻ˣ`; the order is above −1.
  private static double[] series(double order, double x, int n, int sign) {
    double[] term = new double[n + 1];
    term[0] = 1;
    double[] sum = term.clone();
    double quarter = sign * 0.25 * x * x;
    double logScale = 0;
    for (int k = 1; k < 1_000_000; k++) {
      for (int j = 0; j <= n; j++) {
        term[j] *= quarter / k;
      }
      Jets.overLinear(term, order + k);
      boolean done = true;
      for (int j = 0; j <= n; j++) {
        sum[j] += term[j];
        done &= Math.abs(term[j]) <= 0x1p-58 * Math.abs(sum[j]);
      }
      if (done && k > 0.5 * x) {
        break;
      }
      if (Math.abs(sum[0]) > 1e250) {
        scale(sum, 1e-250);
        scale(term, 1e-250);
        logScale += 250 * Math.log(10);
      }
    }
    // (x/2)^order / Γ(order + 1), as a series in the order.
    double[] log = Gamma.logCoefficients(order + 1, n);
    for (int k = 0; k <= n; k++) {
      log[k] = -log[k];
    }
    double half = Math.log(0.5 * x);
    if (n > 0) {
      log[1] += half;
    }
    double value;
    if (order < 20 && x < 100) {
      value = Math.pow(0.5 * x, order) * Gamma.reciprocal(order + 1);
      value *= Math.exp(logScale - (sign > 0 ? x : 0));
    } else {
      value = Math.exp(order * half - Gamma.log(order + 1) + logScale - (sign > 0 ? x : 0));
    }
    return Jets.times(sum, Jets.exp(log, value));
  }

  /// `Σ sᵏ a(k) / xᵏ` with `a(k) = (4v² − 1)(4v² − 9)… / (k! 8ᵏ)`: Hankel's expansion with all terms of sign sᵏ.
  private static double[] hankel(double order, double x, int n, int sign) {
    double[] sum = new double[n + 1];
    sum[0] = 1;
    double[] term = sum.clone();
    double last = Double.POSITIVE_INFINITY;
    for (int k = 1; k < 200; k++) {
      term = hankelTerm(term, order, x, k);
      for (int j = 0; j <= n; j++) {
        term[j] *= sign;
      }
      double size = Math.abs(term[0]) + Math.abs(term[n]);
      if (size > last && k > Math.abs(order)) {
        break;
      }
      last = size;
      for (int j = 0; j <= n; j++) {
        sum[j] += term[j];
      }
      if (size < 0x1p-60) {
        break;
      }
    }
    return sum;
  }

  /// The k-th term of the expansion from the one before.
  private static double[] hankelTerm(double[] term, double order, double x, int k) {
    double odd = 2 * k - 1;
    double[] factor = new double[term.length];
    factor[0] = (2 * order - odd) * (2 * order + odd) / (8 * x * k);
    if (factor.length > 1) {
      factor[1] = order / (x * k);
    }
    if (factor.length > 2) {
      factor[2] = 0.5 / (x * k);
    }
    return Jets.times(term, factor);
  }

  /// The n-th derivative in the order of K, times `exp(x)` if scaled; infinite at 0, NaN below.
  public static double k(int n, double order, double x, boolean scaled) {
    if (!(x >= 0) || !(Math.abs(order) <= MOST)) {
      return Double.NaN;
    }
    if (x == 0) {
      return n == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    if (Double.isInfinite(x)) {
      return 0;
    }
    double derivative = Jets.derivative(CylinderIntegrals.scaledK(order, x, n));
    return scaled || derivative == 0 ? derivative : derivative * Math.exp(-x);
  }

  /// The n-th derivative in the order of J. Negative x only for whole orders, without derivative.
  public static double j(int n, double order, double x) {
    if (Double.isNaN(x) || !(Math.abs(order) <= MOST)) {
      return Double.NaN;
    }
    boolean whole = order == Math.rint(order);
    if (x < 0 || order < 0 && whole && n == 0) {
      double value = whole && n == 0 ? j(0, Math.abs(order), Math.abs(x)) : Double.NaN;
      boolean turned = order % 2 != 0 && order < 0 != x < 0;
      return turned ? -value : value;
    }
    if (x == 0) {
      return atZero(n, order);
    }
    if (Double.isInfinite(x)) {
      return n > 0 ? Double.NaN : 0;
    }
    return Jets.derivative(order < 0 ? reflectedJ(order, x, n) : coefficientsJ(order, x, n));
  }

  /// `J(−v) = cos(πv) J(v) − sin(πv) Y(v)`.
  private static double[] reflectedJ(double order, double x, int n) {
    double[] even = Jets.times(cosPi(-order, n), coefficientsJ(-order, x, n));
    double[] odd = Jets.times(sinPi(-order, n), coefficientsY(-order, x, n));
    for (int k = 0; k <= n; k++) {
      even[k] -= odd[k];
    }
    return Jets.mirror(even);
  }

  private static double[] cosPi(double order, int n) {
    double[] c = new double[n + 1];
    double power = 1;
    for (int k = 0; k <= n; k++) {
      c[k] = power * Gamma.sinPi(order + 0.5 * (k + 1));
      power *= Math.PI / (k + 1);
    }
    return c;
  }

  private static double[] coefficientsJ(double order, double x, int n) {
    if (x * x < 3 * (order + 1)) {
      return series(order, x, n, -1);
    }
    if (large(order, x)) {
      return oscillating(order, x, n, false);
    }
    if (order > x) {
      return downwards(order, x, n);
    }
    double[] c = CylinderIntegrals.circle(order, x, false, n);
    double[] rest = Jets.times(sinPi(order, n), CylinderIntegrals.tail(order, x, -1, n));
    for (int k = 0; k <= n; k++) {
      c[k] -= rest[k] / Math.PI;
    }
    return c;
  }

  private static boolean large(double order, double x) {
    return x > 25 && x > 0.5 * order * order;
  }

  /// J above its turning point: from an order below x upwards by ratios, which the continued fraction gives without loss.
  private static double[] downwards(double order, double x, int n) {
    int steps = (int) Math.ceil(order - x);
    double start = order - steps;
    double[] value = coefficientsJ(start, x, n);
    for (int s = 1; s <= steps; s++) {
      value = Jets.times(value, ratio(start + s, x, n));
    }
    return value;
  }

  /// `J(v)/J(v − 1)` by its continued fraction, from far above downwards: `r(v) = 1/(2v/x − r(v + 1))`.
  private static double[] ratio(double order, double x, int n) {
    int from = 60 + (int) (x + order);
    double[] r = new double[n + 1];
    double[] one = new double[n + 1];
    one[0] = 1;
    for (int k = from; k >= 0; k--) {
      double[] divisor = new double[n + 1];
      for (int j = 0; j <= n; j++) {
        divisor[j] = -r[j];
      }
      divisor[0] += 2 * (order + k) / x;
      if (n > 0) {
        divisor[1] += 2 / x;
      }
      r = over(one, divisor);
    }
    return r;
  }

  private static double[] over(double[] a, double[] b) {
    double[] c = new double[a.length];
    for (int k = 0; k < c.length; k++) {
      double rest = a[k];
      for (int i = 1; i <= k; i++) {
        rest -= b[i] * c[k - i];
      }
      c[k] = rest / b[0];
    }
    return c;
  }

  /// The n-th derivative in the order of Y; −∞ at 0, NaN below.
  public static double y(int n, double order, double x) {
    if (!(x >= 0) || !(Math.abs(order) <= MOST)) {
      return Double.NaN;
    }
    if (x == 0) {
      return n == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    if (Double.isInfinite(x)) {
      return n > 0 ? Double.NaN : 0;
    }
    if (order >= 0) {
      return Jets.derivative(coefficientsY(order, x, n));
    }
    // Y(−v) = sin(πv) J(v) + cos(πv) Y(v)
    double[] even = Jets.times(cosPi(-order, n), coefficientsY(-order, x, n));
    double[] odd = Jets.times(sinPi(-order, n), coefficientsJ(-order, x, n));
    for (int k = 0; k <= n; k++) {
      even[k] += odd[k];
    }
    return Jets.derivative(Jets.mirror(even));
  }

  private static double[] coefficientsY(double order, double x, int n) {
    if (large(order, x)) {
      return oscillating(order, x, n, true);
    }
    double[] c = CylinderIntegrals.circle(order, x, true, n);
    double[] up = CylinderIntegrals.tail(order, x, 1, n);
    double[] down = Jets.times(cosPi(order, n), CylinderIntegrals.tail(order, x, -1, n));
    for (int k = 0; k <= n; k++) {
      c[k] -= (up[k] + down[k]) / Math.PI;
    }
    return c;
  }

  /// Hankel's expansions of J and Y: `√(2/πx) (P cos w ∓ Q sin w)`, `w = x − (order/2 + 1/4) π`.
  private static double[] oscillating(double order, double x, int n, boolean second) {
    double[] p = new double[n + 1];
    double[] q = new double[n + 1];
    double[] term = new double[n + 1];
    term[0] = 1;
    double last = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 200; k++) {
      double size = Math.abs(term[0]) + Math.abs(term[n]);
      if (size > last && k > Math.abs(order)) {
        break;
      }
      last = size;
      double sign = k % 4 < 2 ? 1 : -1;
      double[] into = k % 2 == 0 ? p : q;
      for (int j = 0; j <= n; j++) {
        into[j] += sign * term[j];
      }
      if (size < 0x1p-60) {
        break;
      }
      term = hankelTerm(term, order, x, k + 1);
    }
    // The angle by the addition theorem: x itself is exact, and the order's part is a multiple of
    // π.
    double turn = -0.5 * order - 0.25;
    double sinTurn = Gamma.sinPi(turn);
    double cosTurn = Gamma.sinPi(turn + 0.5);
    double cosine = Math.cos(x) * cosTurn - Math.sin(x) * sinTurn;
    double sine = Math.sin(x) * cosTurn + Math.cos(x) * sinTurn;
    double[] cosines = new double[n + 1];
    double[] sines = new double[n + 1];
    double power = 1;
    for (int k = 0; k <= n; k++) {
      cosines[k] = power * (k % 4 == 0 ? cosine : k % 4 == 1 ? -sine : k % 4 == 2 ? -cosine : sine);
      sines[k] = power * (k % 4 == 0 ? sine : k % 4 == 1 ? cosine : k % 4 == 2 ? -sine : -cosine);
      power *= -0.5 * Math.PI / (k + 1);
    }
    double[] first = Jets.times(p, second ? sines : cosines);
    double[] other = Jets.times(q, second ? cosines : sines);
    double scale = 1 / (HALF_PI_ROOT * Math.sqrt(x));
    for (int k = 0; k <= n; k++) {
      first[k] = scale * (second ? first[k] + other[k] : first[k] - other[k]);
    }
    return first;
  }

  private static double[] scale(double[] c, double factor) {
    for (int k = 0; k < c.length; k++) {
      c[k] *= factor;
    }
    return c;
  }
}
