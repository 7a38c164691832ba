package org.cotangent.kernel;

/// Integrals over the parameter of an exponential kernel, with all derivatives in the order: `∫ tᵏ e^(…)` costs no more than the integral
/// itself.
final class CylinderIntegrals {
  /// Below this share an integrand adds nothing.
  private static final double EXPONENT = 46;

  private CylinderIntegrals() {}

  /// The Taylor coefficients in `order` of `eˣ K(order, x) = ∫₀^∞ exp(−x (cosh t − 1)) cosh(order t) dt`, x > 0, by the trapezoidal rule,
  /// which converges exponentially for it (NIST Digital Library of Mathematical Functions, 10.32.9; L. N. Trefethen, J. A. C.
  /// Weideman, *The exponentially convergent trapezoidal rule*, 2014). All terms have one sign.
  static double[] scaledK(double order, double x, int count) {
    double v = Math.abs(order);
    double width = Math.sqrt(Math.hypot(x, v));
    double h = Math.min(0.2, 0.55 / width);
    // The largest exponent, at sinh t = order/x, for the sake of orders that would overflow on the
    // way.
    double peak = asinh(v, x);
    double top = exponent(v, x, peak);
    double[] sum = new double[count + 1];
    for (int i = 0; ; i++) {
      double t = i * h;
      double one = exponent(v, x, t) - top;
      if (one < -EXPONENT && t > peak) {
        break;
      }
      double up = Math.exp(one);
      double down = Math.exp(one - 2 * v * t);
      double even = (i == 0 ? 0.5 : 1) * 0.5 * (up + down);
      double odd = (i == 0 ? 0.5 : 1) * 0.5 * (up - down);
      double power = 1;
      for (int k = 0; k <= count; k++) {
        sum[k] += power * (k % 2 == 0 ? even : odd);
        power *= t / (k + 1);
      }
    }
    double scale = h * Math.exp(top);
    for (int k = 0; k <= count; k++) {
      sum[k] *= k % 2 == 1 && order < 0 ? -scale : scale;
    }
    return sum;
  }

  private static double exponent(double v, double x, double t) {
    double half = Math.sinh(0.5 * t);
    return v * t - 2 * x * half * half;
  }

  /// `asinh(v/x)`, also where the quotient overflows.
  private static double asinh(double v, double x) {
    double z = v / x;
    return z > 1e8 ? Math.log(2 * v) - Math.log(x) : Math.log(z + Math.sqrt(z * z + 1));
  }

  /// The coefficients in `order` of `∫₀^∞ exp(sign · order t − x sinh t) dt`, x > 0: by panels of the rule of Gauss and Legendre.
  static double[] tail(double order, double x, int sign, int count) {
    double[] sum = new double[count + 1];
    double v = sign * order;
    // Where the exponent is largest, and its height there.
    double peak = v > x ? acosh(v, x) : 0;
    double top = v * peak - x * Math.sinh(peak);
    double panel = Math.min(1, 8 / Math.max(x, Math.sqrt(Math.hypot(x, v))));
    double start = 0;
    for (int p = 0; p < 100_000; p++) {
      double reached = v * start - x * Math.sinh(start) - top;
      if (reached < -EXPONENT && start > peak) {
        break;
      }
      // A panel may be wide as long as x does not matter: tiny x has a long way to go.
      double wide = x * Math.exp(start + 4) < 1 ? Math.min(4, 40 / (Math.abs(v) + 1)) : panel;
      for (int i = 0; i < GaussLegendre.NODES.length; i++) {
        double t = start + wide * GaussLegendre.NODES[i];
        double value = wide * GaussLegendre.WEIGHTS[i] * Math.exp(v * t - x * Math.sinh(t) - top);
        double power = 1;
        for (int k = 0; k <= count; k++) {
          sum[k] += power * value;
          power *= sign * t / (k + 1);
        }
      }
      start += wide;
    }
    double scale = Math.exp(top);
    for (int k = 0; k <= count; k++) {
      sum[k] *= scale;
    }
    return sum;
  }

  /// `acosh(v/x)`, also where the quotient overflows.
  private static double acosh(double v, double x) {
    double z = v / x;
    return z > 1e8 ? Math.log(2 * v) - Math.log(x) : Math.log(z + Math.sqrt((z - 1) * (z + 1)));
  }

  /// The coefficients in `order` of `1/π · ∫₀^π cos(order θ − x sin θ) dθ`, or of the sine of `x sin θ − order θ`.
  static double[] circle(double order, double x, boolean sine, int count) {
    double[] sum = new double[count + 1];
    int panels = 1 + (int) ((Math.abs(order) + x) / 12);
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < GaussLegendre.NODES.length; i++) {
        double theta = Math.PI * (p + GaussLegendre.NODES[i]) / panels;
        double weight = GaussLegendre.WEIGHTS[i] / panels;
        double angle = order * theta - x * Math.sin(theta);
        double power = weight;
        for (int k = 0; k <= count; k++) {
          // The k-th derivative of the cosine, or of minus the sine, in the angle.
          sum[k] += power * turned(angle, sine ? k + 1 : k);
          power *= theta / (k + 1);
        }
      }
    }
    return sum;
  }

  /// The k-th derivative of the cosine.
  private static double turned(double angle, int k) {
    return switch (k % 4) {
      case 0 -> Math.cos(angle);
      case 1 -> -Math.sin(angle);
      case 2 -> -Math.cos(angle);
      default -> Math.sin(angle);
    };
  }
}
