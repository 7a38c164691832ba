package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Densities, distribution functions and quantiles against 40 digits, and against each other.
class DistributionsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /// The function of that name with so many tensors.
  private static Tensor call(String name, Tensor... arguments) {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, Tensor.class);
    for (Class<?> family : new Class<?>[] {Densities.class, Distributions.class}) {
      try {
        Method method = family.getMethod(name, types);
        return (Tensor) method.invoke(null, (Object[]) arguments);
      } catch (NoSuchMethodException e) {
        continue;
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(name, e);
      }
    }
    throw new AssertionError("no " + name);
  }

  /// One line of the table; the derivative in an argument is NaN where the table has none.
  private record Row(String name, double[] arguments, double value, double[] slopes) {
    static Row of(String line) {
      String[] f = line.split(",");
      double[] numbers = Arrays.stream(f).skip(2).mapToDouble(Double::parseDouble).toArray();
      int n = Integer.parseInt(f[1]);
      return new Row(
          f[0],
          Arrays.copyOf(numbers, n),
          numbers[n],
          Arrays.copyOfRange(numbers, n + 1, 2 * n + 1));
    }

    double slope(int k) {
      return grad(
              t -> {
                Tensor[] tensors =
                    Arrays.stream(arguments).mapToObj(Tensor::scalar).toArray(Tensor[]::new);
                tensors[k] = t;
                return call(name, tensors);
              })
          .at(arguments[k]);
    }
  }

  private static List<Row> rows() throws IOException {
    try (InputStream in = DistributionsTest.class.getResourceAsStream("distributions.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
    }
  }

  /// Logarithms of densities cross 0, where only their absolute error can be small; probabilities and quantiles keep their digits.
  @Test
  void valuesAndDerivativesAreExact() throws IOException {
    var worst = new TreeMap<String, Double>();
    var slopes = new TreeMap<String, Double>();
    for (Row row : rows()) {
      Tensor[] tensors =
          Arrays.stream(row.arguments).mapToObj(Tensor::scalar).toArray(Tensor[]::new);
      double error = Math.abs(call(row.name, tensors).item() - row.value);
      boolean logarithm = !row.name.endsWith("Cdf") && !row.name.endsWith("Quantile");
      worst.merge(
          row.name, error / Math.max(Math.abs(row.value), logarithm ? 1 : 1e-300), Math::max);
      for (int k = 0; k < row.slopes.length; k++) {
        if (!Double.isNaN(row.slopes[k])) {
          double off = Math.abs(row.slope(k) - row.slopes[k]);
          slopes.merge(row.name + " in argument " + k, off / Math.abs(row.slopes[k]), Math::max);
        }
      }
    }
    assertEquals(63, worst.size(), worst.keySet()::toString);
    worst.forEach((name, error) -> assertTrue(error < 1e-12, name + ": " + error));
    slopes.forEach((name, error) -> assertTrue(error < 1e-11, name + ": " + error));
  }

  private static final Object[][] CONTINUOUS = {
    {"normal", 0.4, new double[] {-0.5, 1.5}},
    {"logNormal", 1.4, new double[] {-0.5, 0.7}},
    {"studentT", 0.7, new double[] {4.5, -0.5, 1.5}},
    {"studentT", -7.0, new double[] {4.5, -0.5, 1.5}},
    {"cauchy", 0.7, new double[] {-0.5, 1.5}},
    {"laplace", 0.7, new double[] {-0.5, 1.5}},
    {"logistic", 0.7, new double[] {-0.5, 1.5}},
    {"gumbel", 0.7, new double[] {-0.5, 1.5}},
    {"exponential", 0.7, new double[] {1.5}},
    {"gamma", 0.7, new double[] {2.5, 1.5}},
    {"inverseGamma", 0.7, new double[] {2.5, 1.5}},
    {"chiSquared", 3.7, new double[] {2.5}},
    {"weibull", 0.7, new double[] {2.5, 1.5}},
    {"pareto", 2.7, new double[] {2.5, 1.5}},
    {"beta", 0.7, new double[] {2.5, 1.5}},
    {"uniform", 1.7, new double[] {0.5, 2.5}},
    {"halfNormal", 0.7, new double[] {1.5}},
    {"halfCauchy", 0.7, new double[] {1.5}},
  };

  private static Tensor[] with(Tensor first, double[] parameters) {
    Tensor[] arguments = new Tensor[parameters.length + 1];
    arguments[0] = first;
    for (int i = 0; i < parameters.length; i++) {
      arguments[i + 1] = scalar(parameters[i]);
    }
    return arguments;
  }

  /// The distribution function's derivative is the density, the quantile is its inverse, and the quantile moves with a parameter as the
  /// implicit function theorem says.
  @Test
  void theThreeBelongTogether() {
    for (Object[] one : CONTINUOUS) {
      String name = (String) one[0];
      double x = (Double) one[1];
      double[] parameters = (double[]) one[2];
      double density = Math.exp(call(name, with(scalar(x), parameters)).item());
      double slope = grad(t -> call(name + "Cdf", with(t, parameters))).at(x);
      assertEquals(density, slope, 1e-12 * density, name);
      Tensor p = call(name + "Cdf", with(scalar(x), parameters));
      assertEquals(x, call(name + "Quantile", with(p, parameters)).item(), 1e-10, name);
      for (int i = 0; i < parameters.length; i++) {
        int k = i;
        double moved =
            grad(t -> call(name + "Cdf", changed(x, parameters, k, t))).at(parameters[k]);
        double quantile =
            grad(t -> call(name + "Quantile", changed(p.item(), parameters, k, t)))
                .at(parameters[k]);
        assertEquals(-moved / density, quantile, 1e-9 * Math.max(1, Math.abs(quantile)), name + k);
      }
    }
  }

  private static Tensor[] changed(double first, double[] parameters, int k, Tensor value) {
    Tensor[] arguments = with(scalar(first), parameters);
    arguments[k + 1] = value;
    return arguments;
  }

  /// The variable of each distribution with two parameters at which its density and distribution function are known, and both.
  private static final Object[][] EDGES = {
    // x, density, distribution function; the density is −∞ outside of the support, whatever the
    // parameters are
    {"gamma", -1.0, 0.0, 0.0},
    {"gamma", INF, 0.0, 1.0},
    {"inverseGamma", -1.0, 0.0, 0.0},
    {"inverseGamma", 0.0, 0.0, 0.0},
    {"inverseGamma", INF, 0.0, 1.0},
    {"logNormal", -1.0, 0.0, 0.0},
    {"logNormal", 0.0, 0.0, 0.0},
    {"logNormal", INF, 0.0, 1.0},
    {"weibull", -1.0, 0.0, 0.0},
    {"weibull", INF, 0.0, 1.0},
    {"pareto", 1.0, 0.0, 0.0},
    {"pareto", INF, 0.0, 1.0},
    {"beta", -1.0, 0.0, 0.0},
    {"beta", 1.5, 0.0, 1.0},
    {"normal", -INF, 0.0, 0.0},
    {"normal", INF, 0.0, 1.0},
    {"cauchy", -INF, 0.0, 0.0},
    {"cauchy", INF, 0.0, 1.0},
    {"laplace", -INF, 0.0, 0.0},
    {"laplace", INF, 0.0, 1.0},
    {"logistic", -INF, 0.0, 0.0},
    {"logistic", INF, 0.0, 1.0},
    {"gumbel", -INF, 0.0, 0.0},
    {"gumbel", INF, 0.0, 1.0},
    {"uniform", -3.0, 0.0, 0.0},
    {"uniform", 3.0, 0.0, 1.0},
  };

  @Test
  void theEndsAndNaN() {
    for (Object[] one : EDGES) {
      String name = (String) one[0];
      double x = (Double) one[1];
      Tensor a = scalar(1.5);
      Tensor b = scalar(2);
      assertEquals((Double) one[2], Math.exp(call(name, scalar(x), a, b).item()), name + x);
      assertEquals((Double) one[3], call(name + "Cdf", scalar(x), a, b).item(), name + x);
      assertEquals(Double.NaN, call(name, scalar(Double.NaN), a, b).item(), name + " of NaN");
      assertEquals(
          Double.NaN, call(name + "Cdf", scalar(Double.NaN), a, b).item(), name + " of NaN");
      if (Double.isFinite(x)) {
        // Nothing comes back from outside, not even NaN.
        assertEquals(0, grad(t -> call(name, scalar(x), t, b)).at(1.5), name + x);
        assertEquals(0, grad(t -> call(name, scalar(x), a, t)).at(2), name + x);
        assertEquals(0, grad(t -> call(name, t, a, b)).at(x), name + x);
        assertEquals(0, grad(t -> call(name + "Cdf", scalar(x), t, b)).at(1.5), name + x);
        assertEquals(0, grad(t -> call(name + "Cdf", scalar(x), a, t)).at(2), name + x);
        assertEquals(0, grad(t -> call(name + "Cdf", t, a, b)).at(x), name + x);
      }
    }
  }

  /// At the ends that belong to the support.
  @Test
  void atZero() {
    Tensor zero = scalar(0);
    Tensor one = scalar(1);
    assertEquals(Math.log(2), Densities.exponential(zero, scalar(2)).item());
    assertEquals(Math.log(2), Densities.gamma(zero, one, scalar(2)).item());
    assertEquals(Double.NEGATIVE_INFINITY, Densities.gamma(zero, scalar(2), one).item());
    assertEquals(INF, Densities.gamma(zero, scalar(0.5), one).item());
    assertEquals(Math.log(3), Densities.beta(zero, one, scalar(3)).item(), 1e-15);
    assertEquals(Math.log(3), Densities.beta(one, scalar(3), one).item(), 1e-15);
    assertEquals(-Math.log(2), Densities.weibull(zero, one, scalar(2)).item(), 1e-15);
    assertEquals(0, Densities.poisson(zero, zero).item());
    assertEquals(0, Densities.binomial(zero, scalar(4), zero).item());
    assertEquals(0, Densities.binomial(scalar(4), scalar(4), one).item());
    assertEquals(0, Densities.bernoulliLogits(one, scalar(INF)).item(), 1e-300);
    // Two draws among two classes, and a third that is impossible and was not drawn.
    Tensor logits = vector(0.5, 0, 0.5).log();
    assertEquals(Math.log(0.5), Densities.multinomial(vector(1, 0, 1), logits).item(), 1e-15);
  }

  /// Student's distribution function is smooth in the middle, where the incomplete beta function that others write it with is not.
  @Test
  void studentInTheMiddle() {
    Tensor v = scalar(4.5);
    Tensor zero = scalar(0);
    Tensor one = scalar(1);
    double density = Math.exp(Densities.studentT(zero, v, zero, one).item());
    assertEquals(0.5, Distributions.studentTCdf(zero, v, zero, one).item());
    assertEquals(density, grad(t -> Distributions.studentTCdf(t, v, zero, one)).at(0), 1e-15);
    assertEquals(0, grad(grad(t -> Distributions.studentTCdf(t, v, zero, one))).at(0), 1e-15);
    assertEquals(0, grad(t -> Distributions.studentTCdf(zero, t, zero, one)).at(4.5), 1e-15);
    assertEquals(0, Distributions.studentTQuantile(scalar(0.5), v, zero, one).item());
    assertEquals(
        1 / density, grad(p -> Distributions.studentTQuantile(p, v, zero, one)).at(0.5), 1e-14);
    assertEquals(
        0x1p-40 / density,
        Distributions.studentTQuantile(scalar(0.5 + 0x1p-40), v, zero, one).item(),
        2e-15);
    assertEquals(0, Distributions.cauchyQuantile(scalar(0.5), zero, one).item());
    assertEquals(Math.PI, grad(p -> Distributions.cauchyQuantile(p, zero, one)).at(0.5), 1e-14);
  }

  @Test
  void quantilesAtTheEnds() {
    Tensor ends = vector(0, 1, -0.5, 1.5);
    Tensor one = scalar(1);
    double[] line = {-INF, INF, Double.NaN, Double.NaN};
    double[] positive = {0, INF, Double.NaN, Double.NaN};
    double[] unit = {0, 1, Double.NaN, Double.NaN};
    for (String name : new String[] {"normal", "laplace", "logistic", "gumbel"}) {
      assertArrayEquals(line, call(name + "Quantile", ends, scalar(0), one).toDoubles(), name);
    }
    Tensor student = Distributions.studentTQuantile(ends, one, scalar(0), one);
    assertArrayEquals(line, student.toDoubles());
    for (String name : new String[] {"gamma", "weibull", "inverseGamma"}) {
      assertArrayEquals(positive, call(name + "Quantile", ends, one, one).toDoubles(), name);
    }
    for (String name : new String[] {"exponential", "halfNormal", "halfCauchy"}) {
      assertArrayEquals(positive, call(name + "Quantile", ends, one).toDoubles(), name);
    }
    assertArrayEquals(unit, Distributions.betaQuantile(ends, one, one).toDoubles());
    assertArrayEquals(unit, Distributions.uniformQuantile(ends, scalar(0), one).toDoubles());
    Tensor circle = Distributions.vonMisesQuantile(ends, one);
    assertArrayEquals(new double[] {-Math.PI, Math.PI, Double.NaN, Double.NaN}, circle.toDoubles());
    assertArrayEquals(
        new double[] {0, INF, Double.NaN, Double.NaN},
        Distributions.poissonQuantile(ends, one).toDoubles());
    assertArrayEquals(
        new double[] {0, 9, Double.NaN, Double.NaN},
        Distributions.binomialQuantile(ends, scalar(9), scalar(0.3)).toDoubles());
  }

  @Test
  void counts() {
    Tensor odd = vector(-1, 1.5, 5, INF, Double.NaN);
    double no = Double.NEGATIVE_INFINITY;
    assertArrayEquals(
        new double[] {no, no, no, no, Double.NaN},
        Densities.binomial(odd, scalar(4), scalar(0.5)).toDoubles());
    double five = Math.log(Math.pow(2, 5) / 120) - 2;
    assertArrayEquals(
        new double[] {no, no, five, no, Double.NaN},
        Densities.poisson(odd, scalar(2)).toDoubles(),
        1e-15);
    assertArrayEquals(
        new double[] {0, 3 * Math.exp(-2), 109 / 15.0 * Math.exp(-2), 1, Double.NaN},
        Distributions.poissonCdf(odd, scalar(2)).toDoubles(),
        1e-15);
    // The sum of the probabilities.
    Tensor to = Tensor.indices(0, 1, 2, 3, 4, 5);
    Tensor n = scalar(8);
    Tensor p = scalar(0.3);
    assertEquals(
        Densities.binomial(to, n, p).exp().sum().item(),
        Distributions.binomialCdf(scalar(5.5), n, p).item(),
        1e-15);
    assertEquals(
        Densities.negativeBinomial(to, n, p).exp().sum().item(),
        Distributions.negativeBinomialCdf(scalar(5), n, p).item(),
        1e-15);
    assertEquals(
        Densities.geometric(to, p).exp().sum().item(),
        Distributions.geometricCdf(scalar(5), p).item(),
        1e-15);
    assertArrayEquals(
        new double[] {0, 1, 1, Double.NaN},
        Distributions.binomialCdf(vector(-1, 8, INF, Double.NaN), n, p).toDoubles());
    // Half a trial has no quantile; of very many the search ends where numbers are farther apart
    // than 1.
    assertEquals(Double.NaN, Distributions.binomialQuantile(scalar(0.5), scalar(0.5), p).item());
    assertEquals(
        5e299,
        Distributions.binomialQuantile(scalar(0.5), scalar(1e300), scalar(0.5)).item(),
        1e297);
    // Of many trials, where logarithms of factorials would cancel: the Poisson limit.
    assertEquals(
        Densities.poisson(scalar(3), scalar(2)).item(),
        Densities.binomial(scalar(3), scalar(1e15), scalar(2e-15)).item(),
        1e-14);
  }

  @Test
  void singlePrecisionStays() {
    Tensor x = Tensor.full(DType.F32, 0.7);
    Tensor a = Tensor.full(DType.F32, 2.5);
    for (Object[] one : CONTINUOUS) {
      String name = (String) one[0];
      int count = ((double[]) one[2]).length;
      Tensor[] arguments = new Tensor[count + 1];
      Arrays.fill(arguments, a);
      arguments[0] = x;
      for (String suffix : new String[] {"", "Cdf", "Quantile"}) {
        assertEquals(DType.F32, call(name + suffix, arguments).dtype(), name + suffix);
      }
    }
  }

  @Test
  void severalVariables() {
    Tensor covariance = matrix(new double[] {2, 0.3}, new double[] {0.3, 1.5});
    assertEquals(
        MVN,
        Densities.multivariateNormal(vector(0.5, 0.25), vector(1, -1), covariance).item(),
        1e-14);
    Tensor x = matrix(new double[] {3, 0.5}, new double[] {0.5, 2});
    assertEquals(WISHART, Densities.wishart(x, scalar(5), covariance).item(), 1e-13);
    assertEquals(
        DIRICHLET, Densities.dirichlet(vector(0.2, 0.5, 0.3), vector(1.5, 2, 0.7)).item(), 1e-14);
    Tensor logits = vector(0.2, 0.5, 0.3).log();
    assertEquals(MULTINOMIAL, Densities.multinomial(vector(1, 3, 2), logits).item(), 1e-14);
    assertEquals(Math.log(0.5), Densities.categorical(scalar(1), logits).item(), 1e-15);
    assertEquals(
        Densities.bernoulli(scalar(1), scalar(0.3)).item(),
        Densities.bernoulliLogits(scalar(1), scalar(Math.log(0.3 / 0.7))).item(),
        1e-15);
    // Of 2×2 correlation matrices the only free number r has density ∝ (1 − r²)^(η − 1).
    double r = 0.6;
    double eta = 2.5;
    double volume = Math.exp(Special.betaln(scalar(0.5), scalar(eta)).item());
    double expected = (eta - 1) * Math.log(1 - r * r) - Math.log(volume);
    Tensor lower = matrix(new double[] {1, 0}, new double[] {r, Math.sqrt(1 - r * r)});
    assertEquals(expected, Densities.lkjCholesky(lower, scalar(eta)).item(), 1e-14);
  }

  private static final double MVN = -3.037761167138503;
  private static final double WISHART = -6.652901272250369;
  private static final double DIRICHLET = 0.7717963325849542;
  private static final double MULTINOMIAL = -2.0024805005437081;
}
