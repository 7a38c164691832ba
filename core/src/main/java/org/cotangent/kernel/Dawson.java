package org.cotangent.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/// Dawson's integral `F(x) = ∫₀ˣ exp(t² − x²) dt` and its derivatives.
///
/// `F' = 1 − 2xF` and its consequence `F⁽ⁿ⁺¹⁾ = −2x·F⁽ⁿ⁾ − 2n·F⁽ⁿ⁻¹⁾` lose digits in doubles. Up to 12, derivatives are therefore summed
/// from Taylor series about centres close by, whose coefficients this class computes with 120 digits when it is loaded, by the power
/// series (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 7.1.6) and that recurrence; beyond, by the asymptotic
/// series. To a few units in the last place for orders up to 8 wherever the derivative is well-conditioned.
///
/// Thread-safe.
public final class Dawson {
  /// Distance of the centres.
  private static final double STEP = 0.5;

  /// From here on the asymptotic series has all digits.
  private static final double LARGE = 12;

  private static final int COEFFICIENTS = 64;

  /// Higher orders by recurrence from two that have 30 coefficients left.
  private static final int HIGHEST = COEFFICIENTS - 32;

  /// The Taylor coefficients about the centres `i·STEP`.
  private static final double[][] SERIES = new double[(int) (LARGE / STEP) + 1][];

  static {
    for (int i = 0; i < SERIES.length; i++) {
      SERIES[i] = coefficients(i * STEP);
    }
  }

  private Dawson() {}

  private static double[] coefficients(double centre) {
    var context = new MathContext(120);
    var x = new BigDecimal(centre);
    BigDecimal square = x.multiply(x).multiply(BigDecimal.valueOf(-2));
    BigDecimal term = x;
    BigDecimal current = term;
    for (int k = 1; k < 1000 && term.abs().compareTo(BigDecimal.ONE.movePointLeft(90)) > 0; k++) {
      term = term.multiply(square).divide(BigDecimal.valueOf(2L * k + 1), context);
      current = current.add(term, context);
    }
    BigDecimal twice = x.multiply(BigDecimal.valueOf(-2));
    BigDecimal next = BigDecimal.ONE.add(twice.multiply(current, context));
    double[] c = new double[COEFFICIENTS];
    // With cₖ = F⁽ᵏ⁾/k! the recurrence is (k + 1)·cₖ₊₁ = −2x·cₖ − 2·cₖ₋₁.
    for (int k = 0; k < COEFFICIENTS; k++) {
      c[k] = current.doubleValue();
      BigDecimal sum = twice.multiply(next).subtract(current.add(current));
      current = next;
      next = sum.divide(BigDecimal.valueOf(k + 2L), context);
    }
    return c;
  }

  /// The derivative of that order of F; all vanish at infinity.
  public static double dawson(double x, int order) {
    double a = Math.abs(x);
    double y = positive(a, order);
    // Even derivatives are odd functions, −0 included.
    return order % 2 == 0 ? Math.copySign(1, x) * y : y;
  }

  private static double positive(double x, int order) {
    if (order > HIGHEST) {
      double before = positive(x, HIGHEST - 1);
      double y = positive(x, HIGHEST);
      for (int n = HIGHEST; n < order; n++) {
        double next = -2 * x * y - 2 * n * before;
        before = y;
        y = next;
      }
      return y;
    }
    return x < LARGE ? taylor(x, order) : asymptotic(x, order);
  }

  private static double taylor(double x, int order) {
    int centre = (int) Math.rint(x / STEP);
    double h = x - centre * STEP;
    double[] c = SERIES[centre];
    double sum = 0;
    for (int k = COEFFICIENTS - 1; k >= order; k--) {
      double factor = 1;
      for (int i = 0; i < order; i++) {
        factor *= k - i;
      }
      sum = sum * h + factor * c[k];
    }
    return sum;
  }

  /// `F ~ Σ (2j − 1)!!/(2ʲ⁺¹·x²ʲ⁺¹)`, differentiated term by term.
  private static double asymptotic(double x, int order) {
    double term = 0.5 / x;
    for (int n = 1; n <= order; n++) {
      term *= -n / x;
    }
    double z = x * x;
    double sum = 0;
    for (int j = 1; sum + term != sum && j < 200; j++) {
      sum += term;
      double grown = (2 * j - 1 + order) * (2.0 * j + order) / (2.0 * j);
      term *= 0.5 * grown / z;
    }
    return sum;
  }
}
