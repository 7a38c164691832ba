package org.cotangent;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.RandomVariables;
import org.cotangent.ops.Sampling;

/// A counter-based random key: the same key gives the same numbers, on every machine, in every order, eager or compiled, alone
/// or under `vmap`. There is no state between calls, so use each key for one draw, and [#split] or [#fold] it for more.
///
/// ```java
/// var key = RandomKey.of(42);
/// for (int step = 0; step < steps; step++) {
///   var noise = key.fold(step).normal(3);
/// }
/// ```
///
/// The generator is Threefry-2x32 with 20 rounds (Salmon et al., SC 2011). Bits equal JAX's for the same seed and default settings
/// with 64-bit types (`jax_threefry_partitionable`), and so do uniform numbers, integers and permutations; of numbers that go
/// through a logarithm or an error function the last digits may differ.
///
/// A record and a tree of one leaf, so `vmap` maps a stack of keys and `compile` takes a key as an input. No derivative flows
/// through a key, but it does through what is computed from the numbers: `mean.plus(key.normal(3).times(deviation))`. Immutable
/// and thread-safe; may be traced.
///
/// @param bits the key's two unsigned 32-bit words, an `I64` tensor of shape `(2)`; `(n,2)` for a stack of n keys
public record RandomKey(Tensor bits) {
  /// The key of a seed.
  public static RandomKey of(long seed) {
    return new RandomKey(Sampling.key(seed));
  }

  /// Child number `i`, the same as number i of [#split]; JAX's `fold_in` for `0 ≤ i < 2³²`.
  public RandomKey fold(long i) {
    return new RandomKey(Sampling.fold(bits, i));
  }

  /// The same for a traced whole number of rank 0. Throws a [DTypeException] for another dtype, a [ShapeException] for another
  /// rank.
  public RandomKey fold(Tensor i) {
    return new RandomKey(Sampling.fold(bits, i));
  }

  /// `count` independent keys, independent of what this key itself gives as far as anybody knows; still, don't draw from it
  /// again. Throws an [IllegalArgumentException] for a negative count.
  public List<RandomKey> split(int count) {
    Tensor children = Sampling.split(bits, count);
    return IntStream.range(0, count).mapToObj(i -> new RandomKey(children.get(i))).toList();
  }

  /// The keys of [#split], stacked along a leading axis for `vmap`. A stack draws no numbers itself.
  public RandomKey splitStacked(int count) {
    return new RandomKey(Sampling.split(bits, count));
  }

  /// Uniform in `[0, 1)`, `F64`: `k/2⁵²`, each k as probable as the others.
  public Tensor uniform(int... shape) {
    return uniform(DType.F64, shape);
  }

  /// Uniform in `[0, 1)`: `k/2⁵²` if `F64`, `k/2²³` if `F32`. Throws a [DTypeException] for other dtypes.
  public Tensor uniform(DType dtype, int... shape) {
    return Sampling.uniform(bits, dtype, 0, 1, Shape.of(shape));
  }

  /// Uniform in `[low, high)`: `low + u·(high − low)`, rounded once. Throws an [IllegalArgumentException] if low is above high.
  ///
  /// Not another `uniform`: `uniform(0, 5, 3)` would be a shape.
  public Tensor uniformBetween(double low, double high, int... shape) {
    return Sampling.uniform(bits, DType.F64, low, high, Shape.of(shape));
  }

  /// Standard normal, `F64`: `√2·erfinv u`, u uniform between −1 and 1. For mean μ and deviation σ compute `μ + σ·normal`,
  /// through which derivatives flow.
  public Tensor normal(int... shape) {
    return normal(DType.F64, shape);
  }

  /// Standard normal, `F64` or `F32`. Throws a [DTypeException] for other dtypes.
  public Tensor normal(DType dtype, int... shape) {
    return Sampling.normal(bits, dtype, Shape.of(shape));
  }

  /// Exponential of rate 1: `−ln(1 − u)`.
  public Tensor exponential(int... shape) {
    return Sampling.exponential(bits, DType.F64, Shape.of(shape));
  }

  /// Standard Gumbel: `−ln(−ln u)`.
  public Tensor gumbel(int... shape) {
    return Sampling.gumbel(bits, DType.F64, Shape.of(shape));
  }

  /// Whole numbers from `low` to `high − 1`, `I64`: random bits modulo `high − low`. Throws an [IllegalArgumentException] if there
  /// are none.
  public Tensor integers(long low, long high, int... shape) {
    return Sampling.integers(bits, low, high, Shape.of(shape));
  }

  /// The same, `I64` or `I32`; the numbers of the two types differ, as they do in JAX. Throws a [DTypeException] for other dtypes,
  /// an [IllegalArgumentException] also if the range is beyond `I32`.
  public Tensor integers(DType dtype, long low, long high, int... shape) {
    return Sampling.integers(bits, dtype, low, high, Shape.of(shape));
  }

  /// The numbers `0 … n−1` in random order, `I64`; `x.take(key.permutation(n), 0)` shuffles rows.
  public Tensor permutation(int n) {
    return Sampling.permutation(bits, n);
  }

  /// Truth values, each true with probability `p`. Throws an [IllegalArgumentException] if that is not between 0 and 1.
  public Tensor bernoulli(double p, int... shape) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("bernoulli: " + p + " is not a probability");
    }
    return Sampling.bernoulli(bits, Tensor.scalar(p), Shape.of(shape));
  }

  /// One truth value for each probability in `p`.
  public Tensor bernoulli(Tensor p) {
    return Sampling.bernoulli(bits, p, p.shape());
  }

  /// For each line of `logits` along the last axis a position, `I64`, drawn with probability `softmax(logits)`.
  public Tensor categorical(Tensor logits) {
    return Sampling.categorical(bits, logits, -1);
  }

  /// Laplace numbers around 0 of scale 1, `F64`: the quantile of a uniform number, as are logistic and Cauchy numbers.
  public Tensor laplace(int... shape) {
    return RandomVariables.laplace(bits, DType.F64, Shape.of(shape));
  }

  /// Logistic numbers around 0 of scale 1, `F64`.
  public Tensor logistic(int... shape) {
    return RandomVariables.logistic(bits, DType.F64, Shape.of(shape));
  }

  /// Cauchy numbers around 0 of scale 1, `F64`.
  public Tensor cauchy(int... shape) {
    return RandomVariables.cauchy(bits, DType.F64, Shape.of(shape));
  }

  /// 1 or −1, each with probability ½, `F64`.
  public Tensor rademacher(int... shape) {
    return RandomVariables.rademacher(bits, DType.F64, Shape.of(shape));
  }

  /// Normal numbers given that they lie between the bounds, with derivatives in these: `Φ⁻¹(Φ(low) + u·(Φ(high) − Φ(low)))`, mirrored in
  /// the upper tail, whose probabilities would lose their digits. NaN where a normal number never is, as beyond 38.
  public Tensor truncatedNormal(Tensor low, Tensor high) {
    return RandomVariables.truncatedNormal(bits, low, high);
  }

  /// Gamma numbers of that shape parameter (and of its shape) and rate 1, with derivatives in it: the quantile of a uniform number, which
  /// moves with a by `−(∂P(a, x)/∂a)/density` (M. Figurnov, S. Mohamed, A. Mnih, *Implicit reparameterization gradients*, 2018). Divide by
  /// a rate for another one. NaN unless `a > 0`; for a below 0.05 some numbers underflow to 0.
  public Tensor gamma(Tensor a) {
    return RandomVariables.gamma(bits, a);
  }

  /// Chi-squared numbers, with derivatives in the degrees of freedom ν: twice those of [#gamma] of ν/2.
  public Tensor chiSquared(Tensor dof) {
    return RandomVariables.chiSquared(bits, dof);
  }

  /// Beta numbers, with derivatives in both parameters, which broadcast: quantiles of uniform numbers, as for [#gamma].
  public Tensor beta(Tensor a, Tensor b) {
    return RandomVariables.beta(bits, a, b);
  }

  /// Vectors along the last axis that sum to 1, with derivatives in the concentration: gamma numbers over their sum, by way of their
  /// logarithms, which do not underflow for small concentrations.
  public Tensor dirichlet(Tensor concentration) {
    return RandomVariables.dirichlet(bits, concentration);
  }

  /// Student's t numbers, with derivatives in the degrees of freedom ν: `z / √(χ²/ν)` of a normal and a chi-squared number.
  public Tensor studentT(Tensor dof) {
    return RandomVariables.studentT(bits, dof);
  }

  /// Angles between −π and π, distributed after R. von Mises around 0, with derivatives in the concentration: quantiles of uniform numbers,
  /// as for [#gamma]; uniform where it is 0, NaN where it is negative.
  public Tensor vonMises(Tensor concentration) {
    return RandomVariables.vonMises(bits, concentration);
  }

  /// Normal vectors along the last axis with the lower Cholesky factor of their covariance, with derivatives in both.
  public Tensor multivariateNormal(Tensor mean, Tensor lower) {
    return RandomVariables.multivariateNormal(bits, mean, lower);
  }

  /// `softmax((logits + gumbel)/temperature)` along the last axis: nearly one-hot, and differentiable.
  public Tensor gumbelSoftmax(Tensor logits, double temperature) {
    return RandomVariables.gumbelSoftmax(bits, logits, temperature);
  }

  /// Poisson numbers, `I64`; −1 where the rate is negative or NaN. The derivative is 0.
  public Tensor poisson(Tensor rate) {
    return RandomVariables.poisson(bits, rate);
  }

  /// Numbers of successes in n trials of probability p, `I64`; −1 where p is none. The derivative is 0.
  public Tensor binomial(Tensor n, Tensor p) {
    return RandomVariables.binomial(bits, n, p);
  }
}
