package org.cotangent.kernel;

/// Owen's function `T(h, a) = 1/2π · ∫₀ᵃ exp(−h²(1 + x²)/2)/(1 + x²) dx`.
///
/// The integral by the rule of Gauss, after the relations of D. B. Owen, "Tables for computing bivariate normal probabilities",
/// Annals of Mathematical Statistics 27 (1956), have brought a into `[0, 1]`; the integrand has one sign, so no digits are lost.
///
/// Thread-safe.
public final class OwensT {
  /// Where the integrand has fallen by `exp(−40)`, in `hx`.
  private static final double DEPTH = 9;

  private OwensT() {}

  /// `T(h, a)`: even in h, odd in a.
  public static double owensT(double h, double a) {
    if (Double.isNaN(h) || Double.isNaN(a)) {
      return Double.NaN;
    }
    return Math.copySign(positive(Math.abs(h), Math.abs(a)), a);
  }

  private static double positive(double h, double a) {
    if (h == Double.POSITIVE_INFINITY) {
      return 0;
    }
    if (a <= 1) {
      return integral(h, a);
    }
    double p = Erf.normalCdf(-h);
    if (a == Double.POSITIVE_INFINITY) {
      return h == 0 ? 0.25 : 0.5 * p;
    }
    double q = Erf.normalCdf(-a * h);
    return 0.5 * p + q * (0.5 - p) - integral(a * h, 1 / a);
  }

  private static double integral(double h, double a) {
    double end = a * h > DEPTH ? DEPTH / h : a;
    double sum = 0;
    for (int i = 0; i < GaussLegendre.NODES.length; i++) {
      double x = end * GaussLegendre.NODES[i];
      double hx = h == 0 ? 0 : h * x;
      sum += GaussLegendre.WEIGHTS[i] * Math.exp(-0.5 * hx * hx) / (1 + x * x);
    }
    return Erf.bell(h) * end * sum / (2 * Math.PI);
  }
}
