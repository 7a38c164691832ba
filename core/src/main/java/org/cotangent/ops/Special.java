package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.primitive.Op;

/// Special functions, element by element; arguments broadcast. Their rules are in the files of their families, [ErrorFunctions] and
/// so on.
///
/// Thread-safe; all may be traced, to any order.
public final class Special {
  private Special() {}

  /// `erf x = 2/√π · ∫₀ˣ exp(−t²) dt`, the error function.
  public static Tensor erf(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERF, x);
  }

  /// `erfc x = 1 − erf x`, without loss for large x.
  public static Tensor erfc(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFC, x);
  }

  /// `erfcx x = exp(x²) · erfc x`, which neither under- nor overflows for large x.
  public static Tensor erfcx(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFCX, x);
  }

  /// The inverse of the error function; infinite at ±1, NaN beyond.
  public static Tensor erfinv(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFINV, x);
  }

  /// `Φ(x)`, the standard normal distribution function, without loss for small probabilities.
  public static Tensor normalCdf(Tensor x) {
    return Aligned.unary(ErrorFunctions.NORMAL_CDF, x);
  }

  /// `ln Φ(x)`, also where Φ underflows.
  public static Tensor logNormalCdf(Tensor x) {
    return Aligned.unary(ErrorFunctions.LOG_NORMAL_CDF, x);
  }

  /// The inverse of `Φ`; infinite at 0 and 1, NaN outside.
  public static Tensor normalQuantile(Tensor x) {
    return Aligned.unary(ErrorFunctions.NORMAL_QUANTILE, x);
  }

  // Gamma, beta and zeta

  /// `Γ(x)`; infinite at ±0 with the sign of x, NaN at the negative whole numbers. Derivative `Γ·ψ`.
  public static Tensor gamma(Tensor x) {
    return Aligned.unary(GammaFunctions.GAMMA, x);
  }

  /// `ln |Γ(x)|`, also where Γ overflows; +∞ at its poles. Derivative `ψ`.
  public static Tensor lgamma(Tensor x) {
    return Aligned.unary(GammaFunctions.LOG_GAMMA, x);
  }

  /// `1/Γ(x)`, smooth everywhere; 0 at the poles of Γ.
  public static Tensor rgamma(Tensor x) {
    return Aligned.unary(GammaFunctions.RECIPROCAL_GAMMA, x);
  }

  /// `ψ(x) = d/dx ln Γ(x)`; infinite at ±0 with the other sign, NaN at the negative whole numbers.
  public static Tensor digamma(Tensor x) {
    return Aligned.unary(GammaFunctions.DIGAMMA, x);
  }

  /// `ψ₁(x) = d/dx ψ(x)`; +∞ at 0 and the negative whole numbers.
  public static Tensor trigamma(Tensor x) {
    return Aligned.unary(GammaFunctions.TRIGAMMA, x);
  }

  /// `ψₙ(x)`, the n-th derivative of [#digamma].
  ///
  /// Throws an [IllegalArgumentException] for a negative n.
  public static Tensor polygamma(int n, Tensor x) {
    if (n < 0) {
      throw new IllegalArgumentException(
          "polygamma: n is " + n + ": it counts derivatives of digamma, so 0 is the least");
    }
    return Aligned.unary(Op.of(new GammaFunctions.PolygammaFunction(n)), x);
  }

  /// `ln Γ_d(x) = d(d − 1)/4 · ln π + Σ ln Γ(x − i/2)`, i from 0 to d − 1: of the multivariate gamma function. NaN for
  /// `x ≤ (d − 1)/2`.
  ///
  /// Throws an [IllegalArgumentException] for d below 1.
  public static Tensor multigammaln(Tensor x, int d) {
    if (d < 1) {
      throw new IllegalArgumentException(
          "multigammaln: d is " + d + ": it is a dimension, so 1 is the least");
    }
    return Aligned.unary(Op.of(new GammaFunctions.MultivariateLogGamma(d, 0)), x);
  }

  /// `B(a, b) = Γ(a)·Γ(b)/Γ(a + b)`. Derivative by a `B·(ψ(a) − ψ(a + b))`.
  public static Tensor beta(Tensor a, Tensor b) {
    return Aligned.real(BetaFunctions.BETA, a, b);
  }

  /// `ln |B(a, b)|`, without loss for large arguments. Derivative by a `ψ(a) − ψ(a + b)`.
  public static Tensor betaln(Tensor a, Tensor b) {
    return Aligned.real(BetaFunctions.LOG_BETA, a, b);
  }

  /// `ζ(s) = Σ k⁻ˢ`, k from 1, continued to all s; infinite at 1.
  public static Tensor zeta(Tensor s) {
    return Aligned.unary(ZetaFunctions.RIEMANN, s);
  }

  /// `ζ(s, q) = Σ (k + q)⁻ˢ`, k from 0, for `s > 1`; infinite at `s = 1`, NaN below. For `q ≤ 0` it is infinite at whole q, and
  /// otherwise NaN unless s is whole. Derivative by q `−s·ζ(s + 1, q)`; that by s is a sum too.
  public static Tensor zeta(Tensor s, Tensor q) {
    return Aligned.real(ZetaFunctions.HURWITZ, s, q);
  }

  /// `P(a, x) = ∫₀ˣ tᵃ⁻¹·e⁻ᵗ dt / Γ(a)`, the regularised lower incomplete gamma function; NaN for negative arguments. It has
  /// derivatives in both, by x the density `xᵃ⁻¹·e⁻ˣ/Γ(a)`.
  public static Tensor gammainc(Tensor a, Tensor x) {
    return Aligned.real(IncompleteGammas.LOWER, a, x);
  }

  /// `Q(a, x) = 1 − P(a, x)`, the regularised upper incomplete gamma function, without loss where it is small.
  public static Tensor gammaincc(Tensor a, Tensor x) {
    return Aligned.real(IncompleteGammas.UPPER, a, x);
  }

  /// The x with `P(a, x) = p`: 0 at 0, infinite at 1, NaN outside. Derivative by p the reciprocal of the density.
  public static Tensor gammaincinv(Tensor a, Tensor p) {
    return Aligned.real(IncompleteGammas.INVERSE_LOWER, a, p);
  }

  /// The x with `Q(a, x) = q`, without loss for small q: infinite at 0, 0 at 1, NaN outside.
  public static Tensor gammainccinv(Tensor a, Tensor q) {
    return Aligned.real(IncompleteGammas.INVERSE_UPPER, a, q);
  }

  /// `I_x(a, b) = ∫₀ˣ tᵃ⁻¹·(1 − t)ᵇ⁻¹ dt / B(a, b)`, the regularised incomplete beta function; NaN for negative parameters and for x
  /// outside `[0, 1]`. It has derivatives in all three, by x the density `xᵃ⁻¹·(1 − x)ᵇ⁻¹/B(a, b)`.
  public static Tensor betainc(Tensor a, Tensor b, Tensor x) {
    return Aligned.real(IncompleteBetas.REGULARISED, a, b, x);
  }

  /// `1 − I_x(a, b)`, without loss where that is small, or x is.
  public static Tensor betaincc(Tensor a, Tensor b, Tensor x) {
    return Aligned.real(IncompleteBetas.UPPER, a, b, x);
  }

  /// The x with `I_x(a, b) = p`: 0 at 0, 1 at 1, NaN outside. Derivative by p the reciprocal of the density.
  public static Tensor betaincinv(Tensor a, Tensor b, Tensor p) {
    return Aligned.real(IncompleteBetas.INVERSE, a, b, p);
  }

  // Relatives of the error function, Lambert's function

  /// The inverse of erfc, without loss for small x; infinite at 0 and 2, NaN outside.
  public static Tensor erfcinv(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFCINV, x);
  }

  /// Dawson's integral `exp(−x²)·∫₀ˣ exp(t²) dt`. Derivative `1 − 2x·dawson x`, without loss for large x.
  public static Tensor dawson(Tensor x) {
    return Aligned.unary(ErrorFunctions.DAWSON, x);
  }

  /// Owen's `T(h, a) = 1/2π · ∫₀ᵃ exp(−h²(1 + x²)/2)/(1 + x²) dx`, the probability that `X > h` and `0 < Y < aX` for independent
  /// standard normal X and Y.
  public static Tensor owensT(Tensor h, Tensor a) {
    return Aligned.real(ErrorFunctions.OWENS_T, h, a);
  }

  /// Lambert's function, the `w ≥ −1` with `w·eʷ = x`; NaN below −1/e, where its derivative `w/(x(1 + w))` is infinite.
  public static Tensor lambertW(Tensor x) {
    return Aligned.unary(LambertFunctions.PRINCIPAL, x);
  }

  /// The other branch of Lambert's function, the `w ≤ −1` with `w·eʷ = x`, for x from −1/e to 0, where it is −∞; NaN outside.
  public static Tensor lambertWm1(Tensor x) {
    return Aligned.unary(LambertFunctions.LOWER, x);
  }

  // Integrals of elementary functions

  /// `Ei(x)`, the principal value of `∫ eᵗ/t dt` from −∞ to x; −∞ at 0. Derivative `eˣ/x`.
  public static Tensor expi(Tensor x) {
    return Aligned.unary(IntegralFunctions.EXPI, x);
  }

  /// `E₁(x) = ∫ e⁻ᵗ/t dt`, t from x on; infinite at 0, NaN below.
  public static Tensor exp1(Tensor x) {
    return Aligned.unary(IntegralFunctions.EXP1, x);
  }

  /// `Eₙ(x) = ∫ e⁻ˣᵗ/tⁿ dt`, t from 1 on, for `n ≥ 0`: `1/(n − 1)` at 0, or infinite, NaN below. Derivative `−Eₙ₋₁(x)`.
  ///
  /// Throws an [IllegalArgumentException] for a negative n.
  public static Tensor expn(int n, Tensor x) {
    if (n < 0) {
      throw new IllegalArgumentException(
          "expn: n is " + n + ": it is the power in the denominator, and 0 is the least");
    }
    return n == 0
        ? Aligned.unary(IntegralFunctions.EXP0, x)
        : Aligned.unary(Op.of(new IntegralFunctions.Expn(n)), x);
  }

  /// `li(x) = ∫₀ˣ dt/ln t`, a principal value for `x > 1`; −∞ at 1, NaN below 0. Derivative `1/ln x`.
  public static Tensor logInt(Tensor x) {
    return Aligned.unary(IntegralFunctions.LOG_INT, x);
  }

  /// `Si(x) = ∫₀ˣ sin t/t dt`; ±π/2 at ±∞.
  public static Tensor si(Tensor x) {
    return Aligned.unary(IntegralFunctions.SI, x);
  }

  /// `Ci(|x|) = γ + ln |x| + ∫₀ˣ (cos t − 1)/t dt`; −∞ at 0. Derivative `cos x/x`.
  public static Tensor ci(Tensor x) {
    return Aligned.unary(IntegralFunctions.CI, x);
  }

  /// The dilogarithm `Li₂(x) = −∫₀ˣ ln(1 − t)/t dt = Σ xᵏ/k²`; NaN above 1.
  public static Tensor dilogarithm(Tensor x) {
    return Aligned.unary(IntegralFunctions.DILOGARITHM, x);
  }

  /// Spence's function as SciPy has it, `∫ ln t/(1 − t) dt` from 1 to x, which is `Li₂(1 − x)`; NaN below 0.
  public static Tensor spence(Tensor x) {
    return Aligned.unary(IntegralFunctions.SPENCE, x);
  }
}
