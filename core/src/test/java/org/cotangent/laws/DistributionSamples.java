package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.in;
import static org.cotangent.laws.Samples.positive;

import java.util.List;
import java.util.function.Function;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Densities;
import org.cotangent.ops.Distributions;
import org.cotangent.ops.RandomVariables;
import org.cotangent.ops.Sampling;
import org.cotangent.ops.Shaping;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Sample;

/// Densities, distribution functions, quantiles, and random variables with derivatives in their parameters.
final class DistributionSamples {
  private DistributionSamples() {}

  static void addTo(List<Sample> all) {
    onTheLine(all);
    positives(all);
    counts(all);
    vectors(all);
    variables(all);
  }

  /// Each argument uniform within `low, high`, in shapes that broadcast.
  private static void pointwise(
      List<Sample> all, String name, Function<List<Tensor>, Tensor> f, double... ranges) {
    for (int[][] shapes : new int[][][] {{{}, {}}, {{2, 3}, {3}}, {{0}, {}}}) {
      Tensor[] inputs = new Tensor[ranges.length / 2];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = in(ranges[2 * i], ranges[2 * i + 1], shapes[i % 2]);
      }
      // Differences of third derivatives of quantiles have about eight digits.
      all.add(Sample.smooth(name, x -> List.of(f.apply(x)), inputs).within(1e-7));
    }
  }

  private interface Two {
    Tensor of(Tensor x, Tensor a);
  }

  private interface Three {
    Tensor of(Tensor x, Tensor a, Tensor b);
  }

  private interface Four {
    Tensor of(Tensor x, Tensor a, Tensor b, Tensor c);
  }

  private static void two(List<Sample> all, String name, Two f, double... ranges) {
    pointwise(all, name, x -> f.of(x.get(0), x.get(1)), ranges);
  }

  private static void three(List<Sample> all, String name, Three f, double... ranges) {
    pointwise(all, name, x -> f.of(x.get(0), x.get(1), x.get(2)), ranges);
  }

  private static void four(List<Sample> all, String name, Four f, double... ranges) {
    pointwise(all, name, x -> f.of(x.get(0), x.get(1), x.get(2), x.get(3)), ranges);
  }

  private static void onTheLine(List<Sample> all) {
    double[] line = {-2, 2, -1, 1, 0.5, 2};
    double[] chance = {0.1, 0.9, -1, 1, 0.5, 2};
    three(all, "normal", Densities::normal, line);
    three(all, "normalCdf", Distributions::normalCdf, line);
    three(all, "normalQuantile", Distributions::normalQuantile, chance);
    three(all, "cauchy", Densities::cauchy, line);
    three(all, "cauchyCdf", Distributions::cauchyCdf, line);
    three(all, "cauchyQuantile", Distributions::cauchyQuantile, 0.3, 0.75, -1, 1, 0.5, 2);
    three(all, "laplace", Densities::laplace, 1.2, 2, -1, 1, 0.5, 2);
    three(all, "laplaceCdf", Distributions::laplaceCdf, -2, -1.2, -1, 1, 0.5, 2);
    three(all, "laplaceQuantile", Distributions::laplaceQuantile, 0.6, 0.9, -1, 1, 0.5, 2);
    three(all, "logistic", Densities::logistic, line);
    three(all, "logisticCdf", Distributions::logisticCdf, line);
    three(all, "logisticQuantile", Distributions::logisticQuantile, chance);
    three(all, "gumbel", Densities::gumbel, line);
    three(all, "gumbelCdf", Distributions::gumbelCdf, line);
    three(all, "gumbelQuantile", Distributions::gumbelQuantile, chance);
    four(all, "studentT", Densities::studentT, -2, 2, 1.5, 6, -1, 1, 0.5, 2);
    four(all, "studentTCdf", Distributions::studentTCdf, -2, 2, 1.5, 6, -1, 1, 0.5, 2);
    four(all, "studentTQuantile", Distributions::studentTQuantile, 0.2, 0.8, 2.5, 6, -1, 1, 0.5, 2);
    three(all, "uniform", Densities::uniform, -0.5, 0.5, -2, -1, 1, 2);
    three(all, "uniformCdf", Distributions::uniformCdf, -0.5, 0.5, -2, -1, 1, 2);
    three(all, "uniformQuantile", Distributions::uniformQuantile, 0.1, 0.9, -2, -1, 1, 2);
    three(all, "vonMises", Densities::vonMises, -2, 2, -1, 1, 0.5, 3);
    two(all, "vonMisesCdf", Distributions::vonMisesCdf, -2, 2, 0.5, 3);
    two(all, "vonMisesQuantile", Distributions::vonMisesQuantile, 0.3, 0.7, 0.5, 2);
  }

  private static void positives(List<Sample> all) {
    double[] two = {0.5, 2, 0.7, 2};
    double[] three = {0.5, 2, 0.7, 3, 0.7, 2};
    double[] chance = {0.2, 0.7, 1.5, 3, 0.7, 2};
    two(all, "exponential", Densities::exponential, two);
    two(all, "exponentialCdf", Distributions::exponentialCdf, two);
    two(all, "exponentialQuantile", Distributions::exponentialQuantile, 0.1, 0.9, 0.7, 2);
    three(all, "gamma", Densities::gamma, three);
    three(all, "gammaCdf", Distributions::gammaCdf, three);
    three(all, "gammaQuantile", Distributions::gammaQuantile, chance);
    three(all, "inverseGamma", Densities::inverseGamma, three);
    three(all, "inverseGammaCdf", Distributions::inverseGammaCdf, three);
    three(all, "inverseGammaQuantile", Distributions::inverseGammaQuantile, chance);
    two(all, "chiSquared", Densities::chiSquared, 0.5, 3, 1.5, 4);
    two(all, "chiSquaredCdf", Distributions::chiSquaredCdf, 0.5, 3, 1.5, 4);
    two(all, "chiSquaredQuantile", Distributions::chiSquaredQuantile, 0.1, 0.9, 1.5, 4);
    three(all, "logNormal", Densities::logNormal, 0.5, 2, -1, 1, 0.5, 2);
    three(all, "logNormalCdf", Distributions::logNormalCdf, 0.5, 2, -1, 1, 0.5, 2);
    three(all, "logNormalQuantile", Distributions::logNormalQuantile, 0.1, 0.9, -1, 1, 0.5, 1);
    three(all, "weibull", Densities::weibull, three);
    three(all, "weibullCdf", Distributions::weibullCdf, three);
    three(all, "weibullQuantile", Distributions::weibullQuantile, chance);
    three(all, "pareto", Densities::pareto, 2, 3, 0.7, 3, 0.5, 1.5);
    three(all, "paretoCdf", Distributions::paretoCdf, 2, 3, 0.7, 3, 0.5, 1.5);
    three(all, "paretoQuantile", Distributions::paretoQuantile, chance);
    two(all, "halfNormal", Densities::halfNormal, two);
    two(all, "halfNormalCdf", Distributions::halfNormalCdf, two);
    two(all, "halfNormalQuantile", Distributions::halfNormalQuantile, 0.1, 0.9, 0.7, 2);
    two(all, "halfCauchy", Densities::halfCauchy, two);
    two(all, "halfCauchyCdf", Distributions::halfCauchyCdf, two);
    two(all, "halfCauchyQuantile", Distributions::halfCauchyQuantile, 0.1, 0.75, 0.7, 2);
    three(all, "beta", Densities::beta, 0.2, 0.8, 0.7, 3, 0.7, 2);
    three(all, "betaCdf", Distributions::betaCdf, 0.2, 0.8, 0.7, 3, 0.7, 2);
    three(all, "betaQuantile", Distributions::betaQuantile, chance);
  }

  /// The count is a constant; the parameters have derivatives.
  private static void counts(List<Sample> all) {
    Tensor three = Tensor.full(DType.I64, 3);
    Tensor nine = Tensor.full(DType.I64, 9);
    Tensor one = Tensor.full(DType.I64, 1);
    pointwise(all, "bernoulliLogits", x -> Densities.bernoulliLogits(one, x.get(0)), -2, 2);
    pointwise(all, "bernoulli", x -> Densities.bernoulli(one, x.get(0)), 0.2, 0.8);
    pointwise(all, "binomial", x -> Densities.binomial(three, nine, x.get(0)), 0.2, 0.8);
    pointwise(all, "poisson", x -> Densities.poisson(three, x.get(0)), 0.5, 4);
    pointwise(all, "poissonCdf", x -> Distributions.poissonCdf(three, x.get(0)), 0.5, 4);
    pointwise(all, "binomialCdf", x -> Distributions.binomialCdf(three, nine, x.get(0)), 0.2, 0.8);
    pointwise(all, "geometricCdf", x -> Distributions.geometricCdf(three, x.get(0)), 0.2, 0.8);
    pointwise(
        all,
        "negativeBinomialCdf",
        x -> Distributions.negativeBinomialCdf(three, x.get(0), x.get(1)),
        0.7,
        4,
        0.2,
        0.8);
    pointwise(all, "geometric", x -> Densities.geometric(three, x.get(0)), 0.2, 0.8);
    pointwise(
        all,
        "negativeBinomial",
        x -> Densities.negativeBinomial(three, x.get(0), x.get(1)),
        0.5,
        4,
        0.2,
        0.8);
    pointwise(
        all,
        "betaBinomial",
        x -> Densities.betaBinomial(three, nine, x.get(0), x.get(1)),
        0.7,
        3,
        0.7,
        2);
    all.add(
        Sample.rough(
            "poissonQuantile",
            x -> List.of(Distributions.poissonQuantile(x.get(0), x.get(1))),
            in(0, 1, 2, 3),
            in(0.5, 9, 3)));
    all.add(
        Sample.rough(
            "binomialQuantile",
            x -> List.of(Distributions.binomialQuantile(x.get(0), x.get(1), x.get(2))),
            in(0, 1, 2, 3),
            Tensor.indices(7),
            in(0.2, 0.8, 2, 1)));
  }

  /// A lower triangular matrix with a positive diagonal.
  private static Tensor factor(Tensor x) {
    return Arranging.tril(x, -1)
        .times(0.3)
        .plus(Tensor.eye(x.shape().length(-1)).times(1.5).to(x.dtype()));
  }

  private static Tensor covariance(Tensor x) {
    Tensor lower = factor(x);
    return lower.matmul(Shaping.swapAxes(lower, -1, -2));
  }

  private static void vectors(List<Sample> all) {
    all.add(
        Sample.smooth(
            "dirichlet",
            x -> List.of(Densities.dirichlet(x.get(0).softmax(-1), x.get(1))),
            any(2, 3),
            positive(3)));
    for (int[] batch : new int[][] {{}, {2}}) {
      int[] square = batch.length == 0 ? new int[] {3, 3} : new int[] {2, 3, 3};
      all.add(
          Sample.smooth(
              "multivariateNormalCholesky",
              x ->
                  List.of(
                      Densities.multivariateNormalCholesky(x.get(0), x.get(1), factor(x.get(2)))),
              any(2, 3),
              any(3),
              any(square)));
      all.add(
          Sample.smooth(
              "multivariateNormal",
              x -> List.of(Densities.multivariateNormal(x.get(0), x.get(1), covariance(x.get(2)))),
              any(2, 3),
              any(3),
              any(square)));
      all.add(
          Sample.smooth(
              "wishart",
              x -> List.of(Densities.wishart(covariance(x.get(0)), x.get(1), covariance(x.get(2)))),
              any(square),
              in(4, 6),
              any(square)));
    }
    all.add(
        Sample.smooth(
            "lkjCholesky",
            x -> List.of(Densities.lkjCholesky(factor(x.get(0)), x.get(1))),
            any(2, 3, 3),
            positive()));
    Tensor classes = Tensor.indices(3, 0, 2);
    all.add(
        Sample.smooth(
            "categorical", x -> List.of(Densities.categorical(classes, x.get(0))), any(3, 4)));
    Tensor counts = Tensor.vector(1, 3, 2).to(DType.I64);
    all.add(
        Sample.smooth(
            "multinomial", x -> List.of(Densities.multinomial(counts, x.get(0))), any(2, 3)));
  }

  private interface Draw {
    Tensor of(Tensor key, List<Tensor> parameters);
  }

  /// The key is an input, which may be mapped; the draw is a smooth function of the parameters.
  private static void draw(List<Sample> all, String name, Draw draw, Tensor... parameters) {
    Tensor[] inputs = new Tensor[parameters.length + 1];
    inputs[0] = Sampling.key(11);
    System.arraycopy(parameters, 0, inputs, 1, parameters.length);
    Flat f = x -> List.of(draw.of(x.get(0), x.subList(1, x.size())));
    all.add(parameters.length > 0 ? Sample.smooth(name, f, inputs) : Sample.rough(name, f, inputs));
  }

  private static void variables(List<Sample> all) {
    Shape shape = Shape.of(2, 3);
    draw(all, "laplace", (key, p) -> RandomVariables.laplace(key, DType.F64, shape));
    draw(all, "logistic", (key, p) -> RandomVariables.logistic(key, DType.F64, shape));
    draw(all, "cauchy", (key, p) -> RandomVariables.cauchy(key, DType.F32, shape));
    draw(all, "rademacher", (key, p) -> RandomVariables.rademacher(key, DType.F64, shape));
    draw(
        all,
        "truncatedNormal",
        (key, p) -> RandomVariables.truncatedNormal(key, p.get(0), p.get(1)),
        in(-2, 0, 2, 3),
        in(0.5, 2, 3));
    draw(all, "gamma", (key, p) -> RandomVariables.gamma(key, p.get(0)), in(0.7, 3, 2, 3));
    draw(all, "logGamma", (key, p) -> RandomVariables.logGamma(key, p.get(0)), in(0.7, 3, 3));
    draw(all, "chiSquared", (key, p) -> RandomVariables.chiSquared(key, p.get(0)), in(1.5, 5, 3));
    draw(
        all,
        "beta",
        (key, p) -> RandomVariables.beta(key, p.get(0), p.get(1)),
        in(0.7, 3, 2, 3),
        in(0.7, 3, 3));
    draw(all, "dirichlet", (key, p) -> RandomVariables.dirichlet(key, p.get(0)), in(0.7, 3, 2, 3));
    draw(all, "studentT", (key, p) -> RandomVariables.studentT(key, p.get(0)), in(1.5, 6, 2, 3));
    draw(all, "vonMises", (key, p) -> RandomVariables.vonMises(key, p.get(0)), in(0.5, 3, 3));
    draw(
        all,
        "multivariateNormal",
        (key, p) -> RandomVariables.multivariateNormal(key, p.get(0), factor(p.get(1))),
        any(2, 3),
        any(3, 3));
    draw(
        all,
        "gumbelSoftmax",
        (key, p) -> RandomVariables.gumbelSoftmax(key, p.get(0), 0.7),
        any(2, 3));
    Tensor key = Sampling.key(5);
    all.add(
        Sample.rough(
            "poisson",
            x -> List.of(RandomVariables.poisson(x.get(0), x.get(1))),
            key,
            in(0.5, 9, 2, 3)));
    all.add(
        Sample.rough(
            "binomial",
            x -> List.of(RandomVariables.binomial(x.get(0), Tensor.full(DType.I64, 12), x.get(1))),
            key,
            in(0.2, 0.8, 3)));
  }
}
