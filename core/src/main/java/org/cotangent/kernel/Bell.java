package org.cotangent.kernel;

/// Densities `exp(κ g(x))/Z(κ)` with an even g that is 0 at 0 and falls on both sides: distribution function and quantile, and
/// derivatives in the concentration κ of every order.
///
/// Integrals by the rule of Gauss and Legendre, from x outward until nothing is left, so small probabilities keep all their digits;
/// derivatives in κ come with them as truncated power series, since the integrand's are `gᵏ/k!` times itself. Thread-safe.
public enum Bell {
  /// `g(x) = cos x − 1` between −π and π: the distribution of R. von Mises.
  CIRCLE {
    @Override
    double exponent(double x) {
      double half = Math.sin(0.5 * x);
      return -2 * half * half;
    }

    @Override
    double reach(double depth) {
      return 2 * Math.asin(Math.sqrt(Math.min(1, 0.5 * depth)));
    }

    @Override
    double end() {
      return Math.PI;
    }
  },

  /// `g(x) = −ln cosh x`: the distribution of `asinh(t/√κ)` for Student's t with κ degrees of freedom.
  LINE {
    @Override
    double exponent(double x) {
      double size = Math.abs(x);
      if (size > 300) {
        return Math.log(2) - size;
      }
      double sinh = Math.sinh(size);
      return -0.5 * Math.log1p(sinh * sinh);
    }

    @Override
    double reach(double depth) {
      return depth + Math.log1p(Math.sqrt(-Math.expm1(-2 * depth)));
    }

    @Override
    double end() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    double straightFrom() {
      return 20;
    }
  };

  /// What is less than `e⁻⁵⁰` of the largest is nothing.
  private static final double DEPTH = 50;

  /// A panel as wide as the smallest length on which g changes much.
  private static final double PANEL = 2.5;

  /// `g(x)`.
  abstract double exponent(double x);

  /// The x ≥ 0 with `g(x) = −depth`, or the end if there is none.
  abstract double reach(double depth);

  /// Where the support ends.
  abstract double end();

  /// From where on `g(x) = ln 2 − x`, to the last digit.
  double straightFrom() {
    return Double.POSITIVE_INFINITY;
  }

  /// The coefficients in κ, up to the n-th, of the integral of `exp(κ g)` from x ≥ 0 to the end.
  private double[] tail(int n, double kappa, double x) {
    double[] sum = new double[n + 1];
    double far = reach(DEPTH / kappa - exponent(x));
    double high = Math.min(far, straightFrom());
    int panels = x < high ? 1 + (int) ((high - x) / PANEL) : 0;
    double width = (high - x) / panels;
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < GaussLegendre.NODES.length; i++) {
        double g = exponent(x + width * (p + GaussLegendre.NODES[i]));
        double value = width * GaussLegendre.WEIGHTS[i] * Math.exp(kappa * g);
        for (int k = 0; k <= n; k++) {
          sum[k] += value;
          value *= g / (k + 1);
        }
      }
    }
    if (far > straightFrom()) {
      addStraight(sum, kappa, Math.max(x, straightFrom()) - Math.log(2));
    }
    return sum;
  }

  /// Adds `∫ (−w)ᵏ/k! e^(−κw) dw` from w on: `(−1)ᵏ e^(−κw) Σ wᵏ⁻ʲ/((k − j)! κʲ⁺¹)`.
  private static void addStraight(double[] sum, double kappa, double w) {
    double whole = Math.exp(-kappa * w);
    for (int k = 0; k < sum.length; k++) {
      double power = 1;
      double terms = 0;
      for (int j = k; j >= 0; j--) {
        terms += power / Math.pow(kappa, j + 1);
        power *= w / (k - j + 1);
      }
      sum[k] += (k % 2 == 0 ? whole : -whole) * terms;
    }
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

  private double[] total(int n, double kappa) {
    double[] total = tail(n, kappa, 0);
    for (int k = 0; k <= n; k++) {
      total[k] *= 2;
    }
    return total;
  }

  /// Whether there is such a distribution: that on the line needs κ above 0, the circle's is uniform for κ = 0.
  private boolean exists(double kappa) {
    return kappa >= 0
        && kappa < Double.POSITIVE_INFINITY
        && (kappa > 0 || end() < Double.POSITIVE_INFINITY);
  }

  /// The n-th derivative in κ of the distribution function; NaN where κ is negative or infinite.
  public double cdf(int n, double kappa, double x) {
    if (!exists(kappa) || Double.isNaN(x)) {
      return Double.NaN;
    }
    double size = Math.abs(x);
    double above = size >= end() ? 0 : Jets.derivative(over(tail(n, kappa, size), total(n, kappa)));
    return x < 0 ? above : n == 0 ? 1 - above : 0 - above;
  }

  /// The n-th derivative in κ of the density; 0 beyond the support.
  public double density(int n, double kappa, double x) {
    if (!exists(kappa) || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (Math.abs(x) > end() || Double.isInfinite(x)) {
      return 0;
    }
    double[] top = new double[n + 1];
    double g = exponent(x);
    double value = Math.exp(kappa * g);
    for (int k = 0; k <= n; k++) {
      top[k] = value;
      value *= g / (k + 1);
    }
    return Jets.derivative(over(top, total(n, kappa)));
  }

  /// The x below which the probability p lies; NaN for p outside of [0, 1]. Newton's method on the logarithm of the tail, which is
  /// concave where the density's is, within a bracket.
  public double quantile(double kappa, double p) {
    if (!exists(kappa) || !(p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    double size = upper(kappa, Math.min(p, 1 - p));
    return p < 0.5 ? -size : size;
  }

  /// The x ≥ 0 above which the probability q ≤ ½ lies.
  private double upper(double kappa, double q) {
    if (q == 0) {
      return end();
    }
    double half = tail(0, kappa, 0)[0];
    double low = 0;
    // No double is as small as e⁻⁸⁰⁰.
    double high = reach(800 / kappa);
    double x = 0;
    double rest = half;
    for (int i = 0; i < 200; i++) {
      double excess = Math.log(rest / half) - Math.log(2 * q);
      if (excess > 0) {
        low = x;
      } else {
        high = x;
      }
      double next = x + excess * rest / Math.exp(kappa * exponent(x));
      if (!(next >= low && next <= high)) {
        next = 0.5 * (low + high);
      }
      if (Math.abs(next - x) <= 0x1p-53 * next) {
        return next;
      }
      x = next;
      rest = tail(0, kappa, x)[0];
    }
    return x;
  }
}
