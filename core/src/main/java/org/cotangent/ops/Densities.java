package org.cotangent.ops;

import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Logarithms of probability densities, and of probabilities for whole-numbered variables; element by element, arguments broadcast.
///
/// Differentiable in the variable (where it is continuous) and in every parameter, to any order. Outside of the support they are −∞, with
/// derivative 0; at infinity too, whatever the parameters are. NaN passes. Parameters are not checked: inside of the support, those that
/// make no distribution give NaN. Thread-safe; all may be traced.
public final class Densities {
  private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

  /// Exact in every floating type: it raises none.
  private static final Tensor ZERO = Tensor.full(DType.F32, 0);

  private Densities() {}

  /// What is computed where a variable lies in its support.
  @FunctionalInterface
  interface Inside {
    Tensor of(Tensor x);
  }

  /// `inside(x)`, but `value` where the test holds; there it is computed at `safe`, so that nothing else than 0 comes back. Tests ask
  /// what is outside, because NaN is not.
  static Tensor unless(Tensor outside, double value, Tensor x, double safe, Inside inside) {
    Tensor real = Aligned.floating(x);
    Tensor harmless = Tensor.where(outside, Tensor.full(real.dtype(), safe), real);
    Tensor result = inside.of(harmless);
    return Tensor.where(outside, Tensor.full(result.dtype(), value), result);
  }

  private static Tensor impossible(Tensor outside, Tensor x, double safe, Inside inside) {
    return unless(outside, Double.NEGATIVE_INFINITY, x, safe, inside);
  }

  /// Below 0, or infinite.
  private static Tensor negative(Tensor x) {
    return Comparison.or(x.less(0), Comparison.isInfinite(x));
  }

  /// 0 or below, or infinite.
  private static Tensor notPositive(Tensor x) {
    return Comparison.or(x.lessEqual(0), Comparison.isInfinite(x));
  }

  /// Below 0, infinite, or a fraction.
  private static Tensor notCount(Tensor x) {
    Tensor real = Aligned.floating(x);
    return Comparison.or(negative(real), Comparison.less(Rounding.floor(real), real));
  }

  /// Neither 0 nor 1.
  private static Tensor notTruth(Tensor x) {
    Tensor real = Aligned.floating(x);
    return Comparison.and(
        Comparison.and(Comparison.notEqual(real, 0), Comparison.notEqual(real, 1)),
        Comparison.not(Comparison.isNaN(real)));
  }

  /// A count as a floating number of the parameter's dtype, unless it is floating itself.
  static Tensor count(Tensor x, Tensor parameter) {
    return x.dtype().floating() ? x : x.to(Aligned.floating(parameter).dtype());
  }

  private static Tensor standard(Tensor x, Tensor location, Tensor scale) {
    return x.minus(location).div(scale);
  }

  // ---- On the line

  /// The normal distribution: `−½ z² − ln σ − ½ ln 2π`, `z = (x − μ)/σ`.
  public static Tensor normal(Tensor x, Tensor mean, Tensor sd) {
    return standard(x, mean, sd).square().times(-0.5).minus(sd.log()).minus(HALF_LOG_2PI);
  }

  /// The normal distribution with fixed parameters.
  public static Tensor normal(Tensor x, double mean, double sd) {
    return Aligned.floating(x)
        .minus(mean)
        .div(sd)
        .square()
        .times(-0.5)
        .minus(Math.log(sd) + HALF_LOG_2PI);
  }

  /// Student's t with `dof` degrees of freedom: `lnΓ((ν + 1)/2) − lnΓ(ν/2) − ½ ln πν − ln σ − (ν + 1)/2 · ln(1 + z²/ν)`.
  public static Tensor studentT(Tensor x, Tensor dof, Tensor location, Tensor scale) {
    Tensor v = Aligned.floating(dof);
    Tensor half = v.times(0.5);
    Tensor z = standard(x, location, scale).div(v.sqrt());
    Tensor constant = Special.betaln(half, Tensor.full(v.dtype(), 0.5)).plus(v.log().times(0.5));
    return log1pSquare(z).times(half.plus(0.5)).plus(constant).plus(scale.log()).unaryMinus();
  }

  /// `ln(1 + z²)`, also where z² overflows.
  private static Tensor log1pSquare(Tensor z) {
    Tensor large = Comparison.greater(z.abs(), Tensor.full(z.dtype(), 1));
    Tensor near = Tensor.where(large, Tensor.full(z.dtype(), 0), z);
    Tensor far = Tensor.where(large, z, Tensor.full(z.dtype(), 1));
    return Tensor.where(
        large,
        far.abs().log().times(2).plus(Exponential.log1p(far.reciprocal().square())),
        Exponential.log1p(near.square()));
  }

  /// The Cauchy distribution: `−ln π − ln σ − ln(1 + z²)`.
  public static Tensor cauchy(Tensor x, Tensor location, Tensor scale) {
    return log1pSquare(standard(x, location, scale))
        .plus(scale.log())
        .plus(Math.log(Math.PI))
        .unaryMinus();
  }

  /// The Laplace distribution: `−|z| − ln 2σ`.
  public static Tensor laplace(Tensor x, Tensor location, Tensor scale) {
    return standard(x, location, scale).abs().plus(scale.log()).plus(Math.log(2)).unaryMinus();
  }

  /// The logistic distribution: `−z − ln σ − 2 ln(1 + e⁻ᶻ)`.
  public static Tensor logistic(Tensor x, Tensor location, Tensor scale) {
    Tensor z = standard(x, location, scale);
    return Exponential.logSigmoid(z)
        .plus(Exponential.logSigmoid(z.unaryMinus()))
        .minus(scale.log());
  }

  /// The Gumbel distribution: `−z − e⁻ᶻ − ln σ`.
  public static Tensor gumbel(Tensor x, Tensor location, Tensor scale) {
    return impossible(
        Comparison.isInfinite(x),
        x,
        0,
        t -> {
          Tensor z = standard(t, location, scale);
          return z.plus(z.unaryMinus().exp()).plus(scale.log()).unaryMinus();
        });
  }

  /// The uniform distribution between `low` and `high`: `−ln(high − low)`.
  public static Tensor uniform(Tensor x, Tensor low, Tensor high) {
    return impossible(
        Comparison.or(x.less(low), x.greater(high)),
        x,
        0,
        t -> high.minus(low).log().unaryMinus().plus(t.times(0)));
  }

  /// The distribution of R. von Mises on the circle, concentrated around `mean`: `κ cos(x − μ) − ln 2πI₀(κ)`.
  public static Tensor vonMises(Tensor x, Tensor mean, Tensor concentration) {
    Tensor k = Aligned.floating(concentration);
    return x.minus(mean)
        .cos()
        .minus(1)
        .times(k)
        .minus(Bessel.i0e(k).log())
        .minus(Math.log(2 * Math.PI));
  }

  // ---- On positive numbers

  /// The exponential distribution: `ln λ − λx`.
  public static Tensor exponential(Tensor x, Tensor rate) {
    return impossible(negative(x), x, 1, t -> rate.log().minus(rate.times(t)));
  }

  /// The gamma distribution of shape a and rate β: `a ln β + (a − 1) ln x − βx − lnΓ(a)`.
  public static Tensor gamma(Tensor x, Tensor shape, Tensor rate) {
    return impossible(
        negative(x),
        x,
        1,
        t ->
            Exponential.xlogy(shape.minus(1), t)
                .plus(shape.times(rate.log()))
                .minus(rate.times(t))
                .minus(Special.lgamma(shape)));
  }

  /// The distribution of the inverse of a gamma variable: `a ln β − (a + 1) ln x − β/x − lnΓ(a)`.
  public static Tensor inverseGamma(Tensor x, Tensor shape, Tensor scale) {
    return impossible(
        notPositive(x),
        x,
        1,
        t ->
            shape
                .times(scale.log())
                .minus(shape.plus(1).times(t.log()))
                .minus(scale.div(t))
                .minus(Special.lgamma(shape)));
  }

  /// The chi-squared distribution with `dof` degrees of freedom: gamma of shape ν/2 and rate ½.
  public static Tensor chiSquared(Tensor x, Tensor dof) {
    Tensor v = Aligned.floating(dof);
    return gamma(x, v.times(0.5), Tensor.full(v.dtype(), 0.5));
  }

  /// The distribution of the exponential of a normal variable: `normal(ln x, μ, σ) − ln x`.
  public static Tensor logNormal(Tensor x, Tensor mean, Tensor sd) {
    return impossible(notPositive(x), x, 1, t -> normal(t.log(), mean, sd).minus(t.log()));
  }

  /// The Weibull distribution of shape k: `ln(k/σ) + (k − 1) ln(x/σ) − (x/σ)ᵏ`.
  public static Tensor weibull(Tensor x, Tensor shape, Tensor scale) {
    return impossible(
        negative(x),
        x,
        1,
        t -> {
          Tensor z = t.div(scale);
          return Exponential.xlogy(shape.minus(1), z)
              .minus(z.pow(shape))
              .plus(shape.log())
              .minus(scale.log());
        });
  }

  /// The Pareto distribution above `minimum`: `ln a + a ln m − (a + 1) ln x`.
  public static Tensor pareto(Tensor x, Tensor shape, Tensor minimum) {
    return impossible(
        Comparison.or(x.less(minimum), Comparison.isInfinite(x)),
        x,
        1,
        t -> shape.log().plus(shape.times(minimum.log())).minus(shape.plus(1).times(t.log())));
  }

  /// The magnitude of a normal variable of mean 0.
  public static Tensor halfNormal(Tensor x, Tensor sd) {
    return impossible(negative(x), x, 1, t -> normal(t, ZERO, sd).plus(Math.log(2)));
  }

  /// The magnitude of a Cauchy variable around 0.
  public static Tensor halfCauchy(Tensor x, Tensor scale) {
    return impossible(negative(x), x, 1, t -> cauchy(t, ZERO, scale).plus(Math.log(2)));
  }

  /// The same with a fixed scale.
  public static Tensor halfCauchy(Tensor x, double scale) {
    return halfCauchy(x, Tensor.full(Aligned.floating(x).dtype(), scale));
  }

  // ---- Between 0 and 1

  /// The beta distribution: `(a − 1) ln x + (b − 1) ln(1 − x) − ln B(a, b)`.
  public static Tensor beta(Tensor x, Tensor a, Tensor b) {
    return impossible(
        Comparison.or(x.less(0), x.greater(1)),
        x,
        0.5,
        t ->
            Exponential.xlogy(a.minus(1), t)
                .plus(Exponential.xlog1py(b.minus(1), t.unaryMinus()))
                .minus(Special.betaln(a, b)));
  }

  /// The Dirichlet distribution of vectors along the last axis: `Σ (a − 1) ln x + lnΓ(Σa) − Σ lnΓ(a)`. That the elements sum to 1 is
  /// not checked.
  public static Tensor dirichlet(Tensor x, Tensor concentration) {
    Tensor outside = Comparison.or(x.less(0), x.greater(1));
    Tensor logs = impossible(outside, x, 0.5, t -> Exponential.xlogy(concentration.minus(1), t));
    return logs.sum(-1)
        .plus(Special.lgamma(concentration.sum(-1)))
        .minus(Special.lgamma(concentration).sum(-1));
  }

  // ---- Vectors and matrices

  /// The multivariate normal distribution of vectors along the last axis, with the lower Cholesky factor L of the covariance: `−½
  /// |L⁻¹(x − μ)|² − Σ ln L[i,i] − n/2 · ln 2π`. Throws a [ShapeException] unless they fit.
  public static Tensor multivariateNormalCholesky(Tensor x, Tensor mean, Tensor lower) {
    Tensor centred = Aligned.floating(x.minus(mean));
    if (centred.rank() == 0) {
      throw new ShapeException(
          "multivariateNormal: " + x.shape() + " and " + mean.shape() + " hold no vectors");
    }
    int n = centred.shape().length(-1);
    Tensor column = centred.expandDims(centred.rank());
    Tensor z = LinearAlgebra.solveTriangular(lower, column, LinearAlgebra.Triangle.LOWER);
    return z.square()
        .sum(-2, -1)
        .times(-0.5)
        .minus(Arranging.diagonal(lower).log().sum(-1))
        .minus(n * HALF_LOG_2PI);
  }

  /// The multivariate normal distribution with a covariance, of which the symmetric part counts. Throws a [ShapeException] unless they
  /// fit.
  public static Tensor multivariateNormal(Tensor x, Tensor mean, Tensor covariance) {
    return multivariateNormalCholesky(x, mean, LinearAlgebra.cholesky(covariance));
  }

  /// The Wishart distribution of positive definite n×n matrices: `½ (ν − n − 1) ln|X| − ½ tr(S⁻¹X) − ½ νn ln 2 − ½ ν ln|S| −
  /// lnΓₙ(ν/2)`. Throws a [ShapeException] unless they fit.
  public static Tensor wishart(Tensor x, Tensor dof, Tensor scale) {
    Matrices.square("wishart", x);
    int n = x.shape().length(-1);
    Tensor v = Aligned.floating(dof);
    Tensor trace = Arranging.diagonal(LinearAlgebra.solve(scale, x)).sum(-1);
    return LinearAlgebra.logdet(x)
        .times(v.minus(n + 1))
        .minus(trace)
        .minus(v.times(n * Math.log(2)))
        .minus(v.times(LinearAlgebra.logdet(scale)))
        .times(0.5)
        .minus(Special.multigammaln(v.times(0.5), n));
  }

  /// The distribution of D. Lewandowski, D. Kurowicka and H. Joe (2009) of correlation matrices, of their lower Cholesky factor L: `Σ
  /// (n − i + 2η − 3) ln L[i,i]`, i from 1 to n − 1 counted from 0, less the logarithm of its integral. Throws a [ShapeException]
  /// unless L is square.
  public static Tensor lkjCholesky(Tensor lower, Tensor concentration) {
    Tensor factor = Matrices.square("lkjCholesky", lower);
    int n = factor.shape().length(-1);
    Tensor eta = Aligned.floating(concentration);
    Tensor logs = Arranging.diagonal(factor).log();
    Tensor sum = eta.times(0);
    for (int i = 1; i < n; i++) {
      Tensor power = eta.times(2).plus(n - i - 3.0);
      Tensor log = Slicing.slice(logs, "..., " + i);
      // The integral over row i: of a vector in the unit ball of dimension i.
      Tensor half = eta.plus(0.5 * (n - i - 1.0));
      Tensor integral =
          Special.lgamma(half)
              .minus(Special.lgamma(half.plus(0.5 * i)))
              .plus(0.5 * i * Math.log(Math.PI));
      sum = sum.plus(power.times(log)).minus(integral);
    }
    return sum;
  }

  // ---- Whole numbers

  /// A truth value, 0 or 1, with the log odds of 1: `x·l − ln(1 + eˡ)`.
  public static Tensor bernoulliLogits(Tensor x, Tensor logits) {
    return impossible(
        notTruth(x),
        count(x, logits),
        0,
        t -> Exponential.softplus(t.times(-2).plus(1).times(logits)).unaryMinus());
  }

  /// A truth value, 0 or 1, that is 1 with probability p.
  public static Tensor bernoulli(Tensor x, Tensor p) {
    return impossible(
        notTruth(x),
        count(x, p),
        0,
        t ->
            Exponential.xlogy(t, p)
                .plus(Exponential.xlog1py(t.unaryMinus().plus(1), p.unaryMinus())));
  }

  /// The number of successes in n trials: `ln C(n, x) + x ln p + (n − x) ln(1 − p)`.
  public static Tensor binomial(Tensor x, Tensor n, Tensor p) {
    Tensor trials = count(n, p);
    return impossible(
        Comparison.or(notCount(x), x.greater(n)),
        count(x, p),
        0,
        t ->
            logChoose(trials, t)
                .plus(Exponential.xlogy(t, p))
                .plus(Exponential.xlog1py(trials.minus(t), p.unaryMinus())));
  }

  /// The Poisson distribution: `x ln λ − λ − ln x!`.
  public static Tensor poisson(Tensor x, Tensor rate) {
    return impossible(
        notCount(x),
        count(x, rate),
        0,
        t -> Exponential.xlogy(t, rate).minus(rate).minus(Special.lgamma(t.plus(1))));
  }

  /// The number of failures before the first success: `x ln(1 − p) + ln p`.
  public static Tensor geometric(Tensor x, Tensor p) {
    return impossible(
        notCount(x), count(x, p), 0, t -> Exponential.xlog1py(t, p.unaryMinus()).plus(p.log()));
  }

  /// The number of failures before the n-th success, n any positive number: `lnΓ(x + n) − lnΓ(n) − ln x! + n ln p + x ln(1 − p)`.
  public static Tensor negativeBinomial(Tensor x, Tensor n, Tensor p) {
    Tensor successes = count(n, p);
    return impossible(
        notCount(x),
        count(x, p),
        0,
        t ->
            successes
                .times(p.log())
                .plus(Exponential.xlog1py(t, p.unaryMinus()))
                .minus(Special.betaln(successes, t.plus(1)))
                .minus(t.plus(successes).log()));
  }

  /// Successes in n trials of a probability that is beta distributed: `ln C(n, x) + ln B(x + a, n − x + b) − ln B(a, b)`.
  public static Tensor betaBinomial(Tensor x, Tensor n, Tensor a, Tensor b) {
    Tensor trials = count(n, a);
    return impossible(
        Comparison.or(notCount(x), x.greater(n)),
        count(x, a),
        0,
        t ->
            logChoose(trials, t)
                .plus(Special.betaln(t.plus(a), trials.minus(t).plus(b)))
                .minus(Special.betaln(a, b)));
  }

  /// A class, by its number, given unnormalised log probabilities along the last axis: `logSoftmax(logits)[x]`.
  public static Tensor categorical(Tensor x, Tensor logits) {
    return Slicing.slice(
        Indexing.takeAlongAxis(
            Reduction.logSoftmax(logits, -1), x.to(DType.I64).expandDims(x.rank()), -1),
        "..., 0");
  }

  /// Counts of classes along the last axis, given log probabilities up to a constant: `ln n! − Σ ln x! + Σ x logSoftmax(logits)`.
  public static Tensor multinomial(Tensor x, Tensor logits) {
    Tensor counts = count(x, logits);
    Tensor log = Reduction.logSoftmax(logits, -1);
    return Special.lgamma(counts.sum(-1).plus(1))
        .minus(Special.lgamma(counts.plus(1)).sum(-1))
        .plus(unless(counts.equal(0), 0, log, -1, each -> counts.times(each)).sum(-1));
  }

  /// `ln C(n, x) = −ln(n + 1) − ln B(x + 1, n − x + 1)`, which does not subtract large logarithms.
  private static Tensor logChoose(Tensor n, Tensor x) {
    return Special.betaln(x.plus(1), n.minus(x).plus(1)).plus(Exponential.log1p(n)).unaryMinus();
  }
}
