package org.cotangent.kernel;

/// The sine and cosine integrals, and the derivatives of `sin x/x`.
///
/// Small arguments by the power series (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 5.2.14 and 5.2.16), others
/// by the continued fraction of `E₁(ix)` (5.1.22).
///
/// Thread-safe.
public final class SineIntegral {
  private static final double EULER = 0.57721566490153286061;

  /// Up to this x the power series are used.
  private static final double SMALL = 3;

  /// From this x on the asymptotic series has all digits.
  private static final double LARGE = 50;

  private SineIntegral() {}

  /// `Si(x) = ∫₀ˣ sin t/t dt`, odd; ±π/2 at ±∞.
  public static double si(double x) {
    double a = Math.abs(x);
    if (a <= SMALL) {
      double term = x;
      double sum = 0;
      for (int k = 1; k < 40; k += 2) {
        sum += term / k;
        term *= -x * x / ((k + 1.0) * (k + 2));
      }
      return x == 0 ? x : sum;
    }
    if (a == Double.POSITIVE_INFINITY) {
      return Math.copySign(0.5 * Math.PI, x);
    }
    double[] fg = auxiliary(a);
    return Math.copySign(0.5 * Math.PI - fg[0] * Math.cos(a) - fg[1] * Math.sin(a), x);
  }

  /// `Ci(|x|) = γ + ln |x| + ∫₀ˣ (cos t − 1)/t dt`, −∞ at 0.
  public static double ci(double x) {
    double a = Math.abs(x);
    if (a <= SMALL) {
      double square = -a * a;
      double term = 0.5 * square;
      double sum = 0;
      for (int k = 2; k < 40; k += 2) {
        sum += term / k;
        term *= square / ((k + 1.0) * (k + 2));
      }
      return EULER + Math.log(a) + sum;
    }
    if (a == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double[] fg = auxiliary(a);
    return fg[0] * Math.sin(a) - fg[1] * Math.cos(a);
  }

  /// `f = ∫₀^∞ e⁻ˣᵗ/(1 + t²) dt` and `g = ∫₀^∞ t·e⁻ˣᵗ/(1 + t²) dt`: `e^ix·E₁(ix) = −i·f − …`, that is `g − i·f` (5.2.6, 5.2.7).
  private static double[] auxiliary(double x) {
    if (x > LARGE) {
      return asymptotic(x);
    }
    // 1/(z + 1/(1 + 1/(z + 2/(1 + 2/(z + …))))) at z = ix, from the inside.
    double re = 0;
    double im = 0;
    for (int k = 30 + (int) (400 / x); k > 0; k--) {
      double scale = k / (re * re + (im + x) * (im + x));
      double a = 1 + re * scale;
      double b = -(im + x) * scale;
      double factor = k / (a * a + b * b);
      re = a * factor;
      im = -b * factor;
    }
    double norm = re * re + (im + x) * (im + x);
    return new double[] {(im + x) / norm, re / norm};
  }

  private static double[] asymptotic(double x) {
    double f = 0;
    double g = 0;
    double term = 1 / x;
    for (int k = 1; f + term != f && k < 50; k += 2) {
      f += term;
      g += term * k / x;
      term *= -k * (k + 1.0) / (x * x);
    }
    return new double[] {f, g};
  }

  /// The derivative of that order of `sin x/x`.
  ///
  /// Differentiating `x·f(x) = sin x` n times gives `x·f⁽ⁿ⁾ + n·f⁽ⁿ⁻¹⁾ = sin(x + nπ/2)`, a recurrence that is stable for `|x| > n`;
  /// below that the Taylor series takes over.
  public static double sinQuotient(double x, int order) {
    if (Math.abs(x) <= order + 1) {
      return series(x, order);
    }
    double y = 0;
    for (int n = 0; n <= order; n++) {
      y = (shiftedSine(x, n) - n * y) / x;
    }
    return y;
  }

  private static double shiftedSine(double x, int quarters) {
    if (Double.isInfinite(x)) {
      return 0; // the quotients by x that it is used for are 0
    }
    double y = quarters % 2 == 0 ? Math.sin(x) : Math.cos(x);
    return quarters % 4 < 2 ? y : -y;
  }

  /// `Σ (−1)ᵏ x²ᵏ⁻ⁿ/((2k + 1)·(2k − n)!)` over `2k ≥ n`.
  private static double series(double x, int n) {
    int k = (n + 1) / 2;
    double term = (k % 2 == 0 ? 1 : -1) * (n % 2 == 0 ? 1 : x);
    double sum = term / (2 * k + 1);
    for (int m = 2 * k - n; m < 200; m += 2) {
      term *= -x * x / ((m + 1.0) * (m + 2));
      k++;
      double next = sum + term / (2 * k + 1);
      if (next == sum) {
        break;
      }
      sum = next;
    }
    return sum;
  }
}
