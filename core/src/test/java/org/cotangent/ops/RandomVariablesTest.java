package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Autodiff;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.RandomKey;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Random variables: their distribution, their derivatives in the parameters, mapped keys, and errors.
class RandomVariablesTest {
  private static final RandomKey KEY = RandomKey.of(2026);
  private static final int N = 4000;

  /// The distance of Kolmogorov and Smirnov times √n is above 1.95 with probability 0.001; the keys are fixed.
  private static final double LIMIT = 1.95;

  private static Tensor all(double parameter) {
    return Tensor.full(DType.F64, parameter, N);
  }

  private static void follows(String name, Tensor draws, UnaryOperator<Tensor> cdf) {
    double[] sorted = draws.toDoubles();
    Arrays.sort(sorted);
    double[] expected = cdf.apply(vector(sorted)).toDoubles();
    double distance = 0;
    for (int i = 0; i < N; i++) {
      distance = Math.max(distance, Math.abs(expected[i] - (i + 0.5) / N) + 0.5 / N);
    }
    double scaled = distance * Math.sqrt(N);
    assertTrue(scaled < LIMIT, name + ": the distribution function is off by " + distance);
  }

  @Test
  void drawsFollowTheirDistribution() {
    Tensor zero = scalar(0);
    Tensor one = scalar(1);
    follows("laplace", KEY.laplace(N), x -> Distributions.laplaceCdf(x, zero, one));
    follows("logistic", KEY.logistic(N), x -> Distributions.logisticCdf(x, zero, one));
    follows("cauchy", KEY.cauchy(N), x -> Distributions.cauchyCdf(x, zero, one));
    follows("gamma", KEY.gamma(all(0.4)), x -> Distributions.gammaCdf(x, scalar(0.4), one));
    follows("gamma", KEY.gamma(all(7)), x -> Distributions.gammaCdf(x, scalar(7), one));
    follows(
        "logGamma",
        RandomVariables.logGamma(KEY.bits(), all(0.4)),
        x -> Distributions.gammaCdf(x.exp(), scalar(0.4), one));
    follows("chiSquared", KEY.chiSquared(all(3)), x -> Distributions.chiSquaredCdf(x, scalar(3)));
    follows(
        "beta",
        KEY.beta(all(0.7), scalar(2)),
        x -> Distributions.betaCdf(x, scalar(0.7), scalar(2)));
    follows(
        "dirichlet",
        Slicing.slice(
            KEY.dirichlet(Tensor.vector(0.7, 1.5, 0.5).broadcastTo(Shape.of(N, 3))), "..., 0"),
        x -> Distributions.betaCdf(x, scalar(0.7), scalar(2)));
    follows(
        "studentT", KEY.studentT(all(3)), x -> Distributions.studentTCdf(x, scalar(3), zero, one));
    follows("vonMises", KEY.vonMises(all(2)), x -> Distributions.vonMisesCdf(x, scalar(2)));
    follows(
        "truncatedNormal",
        KEY.truncatedNormal(all(-1), scalar(0.5)),
        x -> {
          Tensor low = Special.normalCdf(scalar(-1));
          Tensor high = Special.normalCdf(scalar(0.5));
          return Special.normalCdf(x).minus(low).div(high.minus(low));
        });
  }

  @Test
  void countsHaveTheirMeanAndVariance() {
    Map<String, double[]> expected =
        Map.of("poisson", new double[] {3.5, 3.5}, "binomial", new double[] {3.6, 2.52});
    Map<String, Tensor> draws =
        Map.of(
            "poisson", KEY.poisson(all(3.5)),
            "binomial", KEY.binomial(scalar(12), all(0.3)));
    draws.forEach((name, draw) -> {
      assertEquals(DType.I64, draw.dtype(), name);
      double[] moments = expected.getOrDefault(name, new double[2]);
      double error = Math.sqrt(moments[1] / N);
      Tensor real = draw.to(DType.F64);
      assertEquals(moments[0], real.mean().item(), 4 * error, name);
      assertEquals(
          moments[1], Reduction.var(real, Axes.all(), 0).item(), 8 * error * moments[1], name);
    });
    Tensor signs = KEY.rademacher(N);
    assertEquals(1, signs.times(signs).mean().item());
    assertEquals(0, signs.mean().item(), 4 / Math.sqrt(N));
  }

  /// The derivative of an expectation is that of its closed form: the draws move as the theorem of implicit functions says.
  @Test
  void derivativesOfExpectations() {
    assertEquals(1, grad(p -> KEY.gamma(p.broadcastTo(Shape.of(N))).mean()).at(2.5), 0.05);
    assertEquals(1, grad(p -> KEY.chiSquared(p.broadcastTo(Shape.of(N))).mean()).at(2.5), 0.05);
    // The mean of a beta variable is a/(a + b).
    double slope = grad(p -> KEY.beta(p.broadcastTo(Shape.of(N)), scalar(2)).mean()).at(2.5);
    assertEquals(2 / (4.5 * 4.5), slope, 0.005);
  }

  private interface Two {
    Tensor of(Tensor x, Tensor parameter);
  }

  /// The derivative of `E f(x)` in a parameter is the integral of `f′(x)·dx/dparameter` over the density; dx is how the quantile at the
  /// probability of x moves, which is `−(dF/dparameter)/density`. By trapezoids over x = points(t), t from `low` to `high`.
  private static double moved(
      Two density,
      Two cdf,
      Two quantile,
      double at,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> points,
      double low,
      double high) {
    int n = 1600;
    Tensor t = Ranges.linspace(scalar(low), scalar(high), n + 1);
    Tensor x = points.apply(t);
    Tensor parameter = Tensor.full(DType.F64, at, n + 1);
    Tensor one = Tensor.full(DType.F64, 1, n + 1);
    Tensor p = cdf.of(x, parameter);
    Tensor dx = Autodiff.jvp(a -> quantile.of(p, a), parameter, one).tangent();
    Tensor dp = Autodiff.jvp(a -> cdf.of(x, a), parameter, one).tangent();
    Tensor weight = density.of(x, parameter).exp();
    assertArrayEquals(dp.unaryMinus().toDoubles(), dx.times(weight).toDoubles(), 1e-12, "implicit");
    Tensor df = Autodiff.jvp(f::apply, x, one).tangent();
    Tensor step = Autodiff.jvp(points::apply, t, one).tangent().times((high - low) / n);
    return df.times(dx).times(weight).times(step).sum().item();
  }

  @Test
  void implicitDerivativesIntegrateToThoseOfMoments() {
    Tensor one = scalar(1);
    double gamma =
        moved(
            (x, a) -> Densities.gamma(x, a, one),
            (x, a) -> Distributions.gammaCdf(x, a, one),
            (p, a) -> Distributions.gammaQuantile(p, a, one),
            2.5,
            Tensor::square,
            Tensor::exp,
            -6.5,
            3.3);
    assertEquals(2 * 2.5 + 1, gamma, 1e-6, "of a² + a");
    Tensor b = scalar(2);
    double beta =
        moved(
            (x, a) -> Densities.beta(x, a, b),
            (x, a) -> Distributions.betaCdf(x, a, b),
            (p, a) -> Distributions.betaQuantile(p, a, b),
            2.5,
            x -> x,
            Tensor::sigmoid,
            -12,
            10);
    assertEquals(2 / (4.5 * 4.5), beta, 1e-8, "of a/(a + b)");
    double student =
        moved(
            (x, v) -> Densities.studentT(x, v, scalar(0), one),
            (x, v) -> Distributions.studentTCdf(x, v, scalar(0), one),
            (p, v) -> Distributions.studentTQuantile(p, v, scalar(0), one),
            8,
            Tensor::square,
            Trigonometric::sinh,
            -7,
            0);
    assertEquals(-1 / 36.0, student, 1e-8, "of half of ν/(ν − 2)");
    double circle =
        moved(
            (x, k) -> Densities.vonMises(x, scalar(0), k),
            Distributions::vonMisesCdf,
            Distributions::vonMisesQuantile,
            2,
            Tensor::cos,
            x -> x,
            -Math.PI,
            Math.PI);
    double mean = Bessel.i1e(scalar(2)).item() / Bessel.i0e(scalar(2)).item();
    assertEquals(1 - mean * mean - mean / 2, circle, 1e-12, "of I₁(κ)/I₀(κ)");
  }

  @Test
  void badParametersOfCountsShow() {
    assertArrayEquals(new double[] {-1, -1, 0}, KEY.poisson(vector(-1, Double.NaN, 0)).toDoubles());
    assertArrayEquals(
        new double[] {-1, -1, 3}, KEY.binomial(scalar(3), vector(-0.5, 1.5, 1)).toDoubles());
  }

  @Test
  void truncatedInTheTails() {
    for (double low : new double[] {-31, -9, 8, 30}) {
      Tensor draws = KEY.truncatedNormal(all(low), scalar(low + 1));
      follows(
          "truncatedNormal from " + low,
          draws,
          x -> {
            // In whichever tail it is, by probabilities that are small.
            double side = low > 0 ? -1 : 1;
            Tensor from = Special.normalCdf(scalar(side * low));
            Tensor to = Special.normalCdf(scalar(side * (low + 1)));
            return Special.normalCdf(x.times(side)).minus(from).div(to.minus(from));
          });
    }
    assertEquals(Double.NaN, KEY.truncatedNormal(scalar(40), scalar(41)).item());
  }

  @Test
  void mappedKeysAreTheLoop() {
    Tensor parameter = vector(0.7, 2.5);
    List<Function<RandomKey, Tensor>> draws =
        List.of(
            key -> key.laplace(2),
            key -> key.logistic(2),
            key -> key.cauchy(2),
            key -> key.rademacher(3),
            key -> key.truncatedNormal(vector(-1, 0), scalar(2)),
            key -> key.gamma(parameter),
            key -> key.chiSquared(parameter),
            key -> key.beta(parameter, scalar(2)),
            key -> key.dirichlet(parameter),
            key -> key.studentT(parameter),
            key -> key.vonMises(parameter),
            key -> key.multivariateNormal(parameter, Tensor.eye(2)),
            key -> key.gumbelSoftmax(parameter, 0.5),
            key -> key.poisson(parameter),
            key -> key.binomial(scalar(9), vector(0.3, 0.6)));
    List<RandomKey> keys = KEY.split(3);
    for (int i = 0; i < draws.size(); i++) {
      Tensor[] each = keys.stream().map(draws.get(i)).toArray(Tensor[]::new);
      Tensor mapped = Autodiff.vmap(draws.get(i)).apply(KEY.splitStacked(3));
      assertArrayEquals(Tensor.stack(List.of(each)).toDoubles(), mapped.toDoubles(), "draw " + i);
    }
  }

  @Test
  void smallShapesDoNotUnderflow() {
    double[] logs =
        RandomVariables.logGamma(KEY.bits(), Tensor.full(DType.F64, 1e-3, 50)).toDoubles();
    assertTrue(Arrays.stream(logs).allMatch(Double::isFinite));
    Tensor weights = KEY.dirichlet(Tensor.full(DType.F64, 1e-3, 4));
    assertEquals(1, weights.sum().item(), 1e-12);
  }

  @Test
  void dtypes() {
    assertEquals(DType.F32, KEY.gamma(Tensor.full(DType.F32, 2, 3)).dtype());
    assertEquals(DType.F64, KEY.gamma(Tensor.full(DType.I64, 2, 3)).dtype());
    double[] draws = KEY.gamma(Tensor.full(DType.F32, 2, N)).toDoubles();
    assertEquals(2, Arrays.stream(draws).average().orElseThrow(), 4 * Math.sqrt(2.0 / N));
  }

  @Test
  void errors() {
    assertEquals(
        "dirichlet: the concentration is a number, and must be a vector",
        assertThrows(ShapeException.class, () -> KEY.dirichlet(scalar(1))).getMessage());
    assertEquals(
        "multivariateNormal: the mean is a number, and must be a vector",
        assertThrows(ShapeException.class, () -> KEY.multivariateNormal(scalar(1), Tensor.eye(1)))
            .getMessage());
    assertEquals(
        "gumbelSoftmax: the temperature is 0.0, and must be above 0",
        assertThrows(IllegalArgumentException.class, () -> KEY.gumbelSoftmax(vector(1, 2), 0))
            .getMessage());
    assertEquals(
        "matmul: (3,3) and (2,1): inner sizes 3 and 2 differ",
        assertThrows(
                ShapeException.class, () -> KEY.multivariateNormal(vector(1, 2), Tensor.eye(3)))
            .getMessage());
  }
}
