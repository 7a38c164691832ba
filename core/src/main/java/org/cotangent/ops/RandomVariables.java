package org.cotangent.ops;

import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Random variables with derivatives in their parameters: each is a differentiable function of parameters and of uniform or normal numbers,
/// most often the quantile of a uniform number (M. Figurnov, S. Mohamed, A. Mnih, *Implicit reparameterization gradients*, 2018).
///
/// A key (`I64[2]`, or `(…,2)` under vmap only) gives the same numbers each time. Parameters have the shape of the result, or broadcast to
/// it. [org.cotangent.RandomKey] is the fluent door to them. Thread-safe; all may be traced.
public final class RandomVariables {
  private RandomVariables() {}

  /// Uniform numbers above 0 and below 1.
  private static Tensor open(Tensor key, DType dtype, Shape shape) {
    double tiny = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return Sampling.uniform(key, dtype, tiny, 1, shape);
  }

  private static Tensor open(Tensor key, Tensor parameter) {
    return open(key, parameter.dtype(), parameter.shape());
  }

  private static Tensor zero(DType dtype) {
    return Tensor.full(dtype, 0);
  }

  private static Tensor one(DType dtype) {
    return Tensor.full(dtype, 1);
  }

  /// Laplace numbers around 0 of scale 1.
  public static Tensor laplace(Tensor key, DType dtype, Shape shape) {
    return Distributions.laplaceQuantile(open(key, dtype, shape), zero(dtype), one(dtype));
  }

  /// Logistic numbers around 0 of scale 1.
  public static Tensor logistic(Tensor key, DType dtype, Shape shape) {
    return Exponential.logit(open(key, dtype, shape));
  }

  /// Cauchy numbers around 0 of scale 1.
  public static Tensor cauchy(Tensor key, DType dtype, Shape shape) {
    return Distributions.cauchyQuantile(open(key, dtype, shape), zero(dtype), one(dtype));
  }

  /// Normal numbers, given that they lie between `low` and `high`; NaN where the normal distribution has nothing between them, as beyond
  /// 38.
  public static Tensor truncatedNormal(Tensor key, Tensor low, Tensor high) {
    // In the upper tail mirrored: there Φ is so near to 1 that its digits are lost.
    Tensor upper = Aligned.floating(low).greater(0);
    Tensor from = Special.normalCdf(Tensor.where(upper, high.unaryMinus(), low));
    Tensor to = Special.normalCdf(Tensor.where(upper, low.unaryMinus(), high));
    Tensor width = to.minus(from);
    Tensor p = from.plus(width.times(open(key, width)));
    Tensor inside =
        Densities.unless(width.lessEqual(0), Double.NaN, p, 0.5, Special::normalQuantile);
    return Tensor.where(upper, inside.unaryMinus(), inside).maximum(low).minimum(high);
  }

  /// 1 or −1, each with probability ½.
  public static Tensor rademacher(Tensor key, DType dtype, Shape shape) {
    Tensor positive = Sampling.bernoulli(key, Tensor.full(dtype, 0.5), shape);
    return Tensor.where(positive, one(dtype), Tensor.full(dtype, -1));
  }

  /// Gamma numbers of rate 1, with derivatives in the shape a.
  public static Tensor gamma(Tensor key, Tensor a) {
    Tensor shape = Aligned.floating(a);
    return Special.gammaincinv(shape, open(key, shape));
  }

  /// The logarithms of gamma numbers of rate 1, which do not underflow for small a: `ln G(a) = ln G(a + 1) + ln(U)/a`.
  public static Tensor logGamma(Tensor key, Tensor a) {
    Tensor shape = Aligned.floating(a);
    Tensor keys = Sampling.split(key, 2);
    Tensor more = gamma(keys.get(0), shape.plus(1)).log();
    return more.plus(open(keys.get(1), shape).log().div(shape));
  }

  /// Chi-squared numbers with `dof` degrees of freedom.
  public static Tensor chiSquared(Tensor key, Tensor dof) {
    return gamma(key, Aligned.floating(dof).times(0.5)).times(2);
  }

  /// Beta numbers, with derivatives in a and b.
  public static Tensor beta(Tensor key, Tensor a, Tensor b) {
    Tensor first = Aligned.floating(a);
    Tensor shape = first.plus(b);
    return Special.betaincinv(first, b, open(key, shape));
  }

  /// Vectors along the last axis that sum to 1, Dirichlet distributed, with derivatives in the concentration.
  public static Tensor dirichlet(Tensor key, Tensor concentration) {
    if (concentration.rank() == 0) {
      throw new ShapeException("dirichlet: the concentration is a number, and must be a vector");
    }
    return Reduction.softmax(logGamma(key, concentration), -1);
  }

  /// Student's t numbers with `dof` degrees of freedom: `z / √(χ²/ν)`.
  public static Tensor studentT(Tensor key, Tensor dof) {
    Tensor v = Aligned.floating(dof);
    Tensor keys = Sampling.split(key, 2);
    Tensor z = Sampling.normal(keys.get(0), v.dtype(), v.shape());
    return z.times(v.div(chiSquared(keys.get(1), v)).sqrt());
  }

  /// Angles between −π and π, distributed after von Mises around 0, with derivatives in the concentration.
  public static Tensor vonMises(Tensor key, Tensor concentration) {
    Tensor k = Aligned.floating(concentration);
    return Distributions.vonMisesQuantile(open(key, k), k);
  }

  /// Normal vectors along the last axis: `mean + L z` with the lower Cholesky factor L of the covariance. Throws a [ShapeException]
  /// unless they fit.
  public static Tensor multivariateNormal(Tensor key, Tensor mean, Tensor lower) {
    Tensor centre = Aligned.floating(mean);
    if (centre.rank() == 0) {
      throw new ShapeException("multivariateNormal: the mean is a number, and must be a vector");
    }
    Tensor z = Sampling.normal(key, centre.dtype(), centre.shape());
    Tensor moved = lower.matmul(z.expandDims(z.rank()));
    return centre.plus(Slicing.slice(moved, "..., 0"));
  }

  /// A differentiable stand-in for a one-hot class: `softmax((logits + gumbel)/temperature)` along the last axis (E. Jang, S. Gu, B. Poole,
  /// *Categorical reparameterization with Gumbel-softmax*, 2017).
  public static Tensor gumbelSoftmax(Tensor key, Tensor logits, double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "gumbelSoftmax: the temperature is " + temperature + ", and must be above 0");
    }
    Tensor real = Aligned.floating(logits);
    Tensor gumbel = Sampling.gumbel(key, real.dtype(), real.shape());
    return Reduction.softmax(real.plus(gumbel).div(temperature), -1);
  }

  /// Poisson numbers, `I64`; −1 where the rate is none.
  public static Tensor poisson(Tensor key, Tensor rate) {
    Tensor mean = Aligned.floating(rate);
    Tensor u = Sampling.uniform(key, mean.dtype(), 0, 1, mean.shape());
    return whole(Distributions.poissonQuantile(u, mean));
  }

  /// Numbers of successes in n trials of probability p, `I64`; −1 where n or p is none.
  public static Tensor binomial(Tensor key, Tensor n, Tensor p) {
    Tensor chance = Aligned.floating(p);
    Tensor shape = chance.plus(n);
    Tensor u = Sampling.uniform(key, shape.dtype(), 0, 1, shape.shape());
    return whole(Distributions.binomialQuantile(u, n, chance));
  }

  private static Tensor whole(Tensor count) {
    return Tensor.where(Comparison.isNaN(count), Tensor.full(count.dtype(), -1), count)
        .to(DType.I64);
  }
}
