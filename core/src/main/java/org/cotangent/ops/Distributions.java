package org.cotangent.ops;

import org.cotangent.Tensor;

/// Distribution functions and quantiles; element by element, arguments broadcast.
///
/// Differentiable in the variable (or the probability) and in every parameter, to any order: in the variable the derivative is the density
/// ([Densities] has its logarithm). NaN passes. Parameters are not checked: inside of the support, those that make no distribution give NaN.
/// Thread-safe; all may be traced.
public final class Distributions {
  private Distributions() {}

  private static Tensor standard(Tensor x, Tensor location, Tensor scale) {
    return x.minus(location).div(scale);
  }

  /// The function on positive numbers, 0 below.
  private static Tensor fromZero(Tensor x, Densities.Inside inside) {
    return Densities.unless(x.less(0), 0, x, 1, inside);
  }

  /// The normal distribution function, `Φ((x − μ)/σ)`.
  public static Tensor normalCdf(Tensor x, Tensor mean, Tensor sd) {
    return Special.normalCdf(standard(x, mean, sd));
  }

  /// The normal quantile, `μ + σ Φ⁻¹(p)`.
  public static Tensor normalQuantile(Tensor p, Tensor mean, Tensor sd) {
    return mean.plus(sd.times(Special.normalQuantile(p)));
  }

  /// The distribution function of the exponential of a normal variable.
  public static Tensor logNormalCdf(Tensor x, Tensor mean, Tensor sd) {
    return Densities.unless(
        x.lessEqual(0), 0, x, 1, t -> Special.normalCdf(standard(t.log(), mean, sd)));
  }

  /// The quantile of the exponential of a normal variable.
  public static Tensor logNormalQuantile(Tensor p, Tensor mean, Tensor sd) {
    return normalQuantile(p, mean, sd).exp();
  }

  /// The distribution function of Student's t with `dof` degrees of freedom. In the variable `asinh(z/√ν)` the density is a power of the
  /// hyperbolic secant.
  public static Tensor studentTCdf(Tensor x, Tensor dof, Tensor location, Tensor scale) {
    Tensor v = Aligned.floating(dof);
    Tensor z = standard(x, location, scale);
    return Aligned.real(BellFunctions.LINE_CDF, v, Trigonometric.asinh(z.div(v.sqrt())));
  }

  /// The quantile of Student's t with `dof` degrees of freedom.
  public static Tensor studentTQuantile(Tensor p, Tensor dof, Tensor location, Tensor scale) {
    Tensor v = Aligned.floating(dof);
    Tensor u = Aligned.real(BellFunctions.LINE_QUANTILE, v, p);
    return location.plus(scale.times(v.sqrt().times(Trigonometric.sinh(u))));
  }

  /// The Cauchy distribution function, `½ + atan(z)/π`; its lower tail without loss.
  public static Tensor cauchyCdf(Tensor x, Tensor location, Tensor scale) {
    Tensor z = standard(x, location, scale);
    return Trigonometric.atan2(Tensor.full(z.dtype(), 1), z.unaryMinus()).div(Math.PI);
  }

  /// The Cauchy quantile, `μ − σ cot πp`.
  public static Tensor cauchyQuantile(Tensor p, Tensor location, Tensor scale) {
    // From the nearer one of 0 and ½, where the cotangent is large or small.
    Tensor real = Aligned.floating(p);
    Tensor low = real.less(0.25);
    Tensor tail = Tensor.where(low, real, Tensor.full(real.dtype(), 0.25));
    Tensor rest = Tensor.where(low, Tensor.full(real.dtype(), 0.5), real).minus(0.5);
    Tensor z =
        Tensor.where(
            low, Trigonometric.tanPi(tail).reciprocal().unaryMinus(), Trigonometric.tanPi(rest));
    return location.plus(scale.times(z));
  }

  /// The Laplace distribution function.
  public static Tensor laplaceCdf(Tensor x, Tensor location, Tensor scale) {
    Tensor z = standard(x, location, scale);
    Tensor half = z.abs().unaryMinus().exp().times(0.5);
    return Tensor.where(z.less(0), half, half.unaryMinus().plus(1));
  }

  /// The Laplace quantile.
  public static Tensor laplaceQuantile(Tensor p, Tensor location, Tensor scale) {
    Tensor below = p.less(0.5);
    Tensor low = Tensor.where(below, p, p.unaryMinus().plus(1)).times(2).log();
    return location.plus(scale.times(Tensor.where(below, low, low.unaryMinus())));
  }

  /// The logistic distribution function, `σ(z)`.
  public static Tensor logisticCdf(Tensor x, Tensor location, Tensor scale) {
    return standard(x, location, scale).sigmoid();
  }

  /// The logistic quantile, `μ + σ logit(p)`.
  public static Tensor logisticQuantile(Tensor p, Tensor location, Tensor scale) {
    return location.plus(scale.times(Exponential.logit(p)));
  }

  /// The Gumbel distribution function, `exp(−e⁻ᶻ)`.
  public static Tensor gumbelCdf(Tensor x, Tensor location, Tensor scale) {
    return standard(x, location, scale).unaryMinus().exp().unaryMinus().exp();
  }

  /// The Gumbel quantile, `μ − σ ln(−ln p)`.
  public static Tensor gumbelQuantile(Tensor p, Tensor location, Tensor scale) {
    return location.minus(scale.times(p.log().unaryMinus().log()));
  }

  /// `1 − e^logarithm`, which is +0 where the logarithm is −0.
  private static Tensor complement(Tensor logarithm) {
    return Tensor.full(logarithm.dtype(), 0).minus(Exponential.expm1(logarithm));
  }

  /// The exponential distribution function, `1 − e^(−λx)`.
  public static Tensor exponentialCdf(Tensor x, Tensor rate) {
    return fromZero(x, t -> complement(t.times(rate).unaryMinus()));
  }

  /// The exponential quantile, `−ln(1 − p)/λ`.
  public static Tensor exponentialQuantile(Tensor p, Tensor rate) {
    return depth(p).div(rate);
  }

  /// The gamma distribution function of shape a and rate β, `P(a, βx)`.
  public static Tensor gammaCdf(Tensor x, Tensor shape, Tensor rate) {
    return fromZero(x, t -> Special.gammainc(shape, t.times(rate)));
  }

  /// The gamma quantile of shape a and rate β.
  public static Tensor gammaQuantile(Tensor p, Tensor shape, Tensor rate) {
    return Special.gammaincinv(shape, p).div(rate);
  }

  /// The distribution function of the inverse of a gamma variable, `Q(a, β/x)`.
  public static Tensor inverseGammaCdf(Tensor x, Tensor shape, Tensor scale) {
    return Densities.unless(x.lessEqual(0), 0, x, 1, t -> Special.gammaincc(shape, scale.div(t)));
  }

  /// The quantile of the inverse of a gamma variable.
  public static Tensor inverseGammaQuantile(Tensor p, Tensor shape, Tensor scale) {
    return scale.div(Special.gammainccinv(shape, p));
  }

  /// The chi-squared distribution function with `dof` degrees of freedom.
  public static Tensor chiSquaredCdf(Tensor x, Tensor dof) {
    Tensor v = Aligned.floating(dof);
    return gammaCdf(x, v.times(0.5), Tensor.full(v.dtype(), 0.5));
  }

  /// The chi-squared quantile with `dof` degrees of freedom.
  public static Tensor chiSquaredQuantile(Tensor p, Tensor dof) {
    return Special.gammaincinv(Aligned.floating(dof).times(0.5), p).times(2);
  }

  /// The Weibull distribution function of shape k, `1 − exp(−(x/σ)ᵏ)`.
  public static Tensor weibullCdf(Tensor x, Tensor shape, Tensor scale) {
    return fromZero(x, t -> complement(t.div(scale).pow(shape).unaryMinus()));
  }

  /// The Weibull quantile of shape k.
  public static Tensor weibullQuantile(Tensor p, Tensor shape, Tensor scale) {
    return scale.times(depth(p).pow(Tensor.div(1, shape)));
  }

  /// The Pareto distribution function above `minimum`, `1 − (m/x)ᵃ`.
  public static Tensor paretoCdf(Tensor x, Tensor shape, Tensor minimum) {
    return Densities.unless(
        x.less(minimum),
        0,
        x.minus(minimum),
        0,
        above -> complement(Exponential.log1p(above.div(minimum)).times(shape).unaryMinus()));
  }

  /// The Pareto quantile above `minimum`.
  public static Tensor paretoQuantile(Tensor p, Tensor shape, Tensor minimum) {
    return minimum.times(depth(p).div(shape).exp());
  }

  /// The beta distribution function, `I(a, b, x)`.
  public static Tensor betaCdf(Tensor x, Tensor a, Tensor b) {
    return fromZero(
        x, t -> Densities.unless(t.greater(1), 1, t, 0.5, inner -> Special.betainc(a, b, inner)));
  }

  /// The beta quantile.
  public static Tensor betaQuantile(Tensor p, Tensor a, Tensor b) {
    return Special.betaincinv(a, b, p);
  }

  /// The uniform distribution function, `(x − low)/(high − low)`.
  public static Tensor uniformCdf(Tensor x, Tensor low, Tensor high) {
    return Densities.unless(
        x.less(low),
        0,
        x,
        0,
        t ->
            Densities.unless(
                t.greater(high), 1, t, 0, inner -> inner.minus(low).div(high.minus(low))));
  }

  /// The uniform quantile, `low + p(high − low)`; NaN for p outside of [0, 1].
  public static Tensor uniformQuantile(Tensor p, Tensor low, Tensor high) {
    return fractile(p, t -> low.plus(t.times(high.minus(low))));
  }

  /// The distribution function of the magnitude of a normal variable of mean 0, `erf(x/σ√2)`.
  public static Tensor halfNormalCdf(Tensor x, Tensor sd) {
    return fromZero(x, t -> Special.erf(t.div(sd).times(Math.sqrt(0.5))));
  }

  /// The quantile of the magnitude of a normal variable of mean 0, `√2 σ erf⁻¹(p)`; NaN for p outside of [0, 1].
  public static Tensor halfNormalQuantile(Tensor p, Tensor sd) {
    return sd.times(fractile(p, t -> Special.erfinv(t).times(Math.sqrt(2))));
  }

  /// The distribution function of the magnitude of a Cauchy variable around 0, `2/π · atan(x/σ)`.
  public static Tensor halfCauchyCdf(Tensor x, Tensor scale) {
    return fromZero(x, t -> Trigonometric.atan(t.div(scale)).times(2 / Math.PI));
  }

  /// The quantile of the magnitude of a Cauchy variable around 0, `σ tan(πp/2)`; NaN for p outside of [0, 1].
  public static Tensor halfCauchyQuantile(Tensor p, Tensor scale) {
    return scale.times(fractile(p, t -> Trigonometric.tanPi(t.times(0.5))));
  }

  /// `−ln(1 − p)`, at 0 not −0.
  private static Tensor depth(Tensor p) {
    return fractile(p, t -> Tensor.full(t.dtype(), 0).minus(Exponential.log1p(t.unaryMinus())));
  }

  /// The function of probabilities, NaN outside of [0, 1].
  private static Tensor fractile(Tensor p, Densities.Inside inside) {
    return Densities.unless(Comparison.or(p.less(0), p.greater(1)), Double.NaN, p, 0.5, inside);
  }

  /// The distribution function of von Mises on the circle around 0, x between −π and π.
  public static Tensor vonMisesCdf(Tensor x, Tensor concentration) {
    return Aligned.real(BellFunctions.CIRCLE_CDF, concentration, x);
  }

  /// The quantile of von Mises on the circle around 0, between −π and π.
  public static Tensor vonMisesQuantile(Tensor p, Tensor concentration) {
    return Aligned.real(BellFunctions.CIRCLE_QUANTILE, concentration, p);
  }

  /// The Poisson distribution function, `Q(⌊x⌋ + 1, λ)`.
  public static Tensor poissonCdf(Tensor x, Tensor rate) {
    return counted(x, Densities.count(x, rate), t -> Special.gammaincc(t.plus(1), rate));
  }

  /// The function of `⌊x⌋`, 0 below 0 and 1 at infinity.
  private static Tensor counted(Tensor x, Tensor real, Densities.Inside inside) {
    Tensor count = Rounding.floor(real);
    return Densities.unless(
        x.less(0), 0, count, 0, t -> Densities.unless(Comparison.isInfinite(t), 1, t, 0, inside));
  }

  /// The distribution function of the successes in n trials of probability p, `1 − I(⌊x⌋ + 1, n − ⌊x⌋, p)`.
  public static Tensor binomialCdf(Tensor x, Tensor n, Tensor p) {
    Tensor trials = Densities.count(n, p);
    return counted(
        x,
        Densities.count(x, p),
        t ->
            Densities.unless(
                t.greaterEqual(trials),
                1,
                trials.minus(t),
                1,
                failures -> Special.betaincc(Comparison.minimum(t, trials).plus(1), failures, p)));
  }

  /// The distribution function of the failures before the first success, `1 − (1 − p)^(⌊x⌋ + 1)`.
  public static Tensor geometricCdf(Tensor x, Tensor p) {
    return counted(
        x, Densities.count(x, p), t -> complement(Exponential.xlog1py(t.plus(1), p.unaryMinus())));
  }

  /// The distribution function of the failures before the n-th success, `I(n, ⌊x⌋ + 1, p)`.
  public static Tensor negativeBinomialCdf(Tensor x, Tensor n, Tensor p) {
    Tensor successes = Densities.count(n, p);
    return counted(x, Densities.count(x, p), t -> Special.betainc(successes, t.plus(1), p));
  }

  /// The smallest number whose Poisson distribution function reaches p; derivative 0.
  public static Tensor poissonQuantile(Tensor p, Tensor rate) {
    return Aligned.real(CountQuantiles.POISSON, rate, p);
  }

  /// The smallest number of successes in n trials whose distribution function reaches p; derivative 0.
  public static Tensor binomialQuantile(Tensor p, Tensor n, Tensor chance) {
    return Aligned.real(CountQuantiles.BINOMIAL, Densities.count(n, chance), chance, p);
  }
}
