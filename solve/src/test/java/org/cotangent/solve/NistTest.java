package org.cotangent.solve;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.ops.Trigonometric;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The nonlinear regression problems of NIST's Statistical Reference Datasets, each from both starts, against the certified
/// parameters, standard deviations and sums of squares, which have eleven digits. Prints how many agree.
class NistTest {
  /// The expected response at `x` (predictors in rows) for parameters b.
  private interface Model {
    Tensor at(Tensor[] b, Tensor[] x);
  }

  /// One of each kind, and the hard ones; the others are tested when all is.
  private static final Set<String> ALWAYS =
      Set.of(
          "BoxBOD",
          "Chwirut2",
          "Gauss1",
          "Hahn1",
          "Lanczos3",
          "MGH09",
          "Misra1a",
          "Nelson",
          "Rat42",
          "Rat43",
          "Thurber");

  private static final Map<String, Model> MODELS = new LinkedHashMap<>();

  static {
    MODELS.put("Bennett5", (b, x) -> b[0].times(b[1].plus(x[0]).pow(Tensor.div(-1, b[2]))));
    Model saturation = (b, x) -> b[0].times(Tensor.minus(1, b[1].times(x[0]).unaryMinus().exp()));
    MODELS.put("BoxBOD", saturation);
    MODELS.put("Misra1a", saturation);
    Model decay = (b, x) -> b[0].times(x[0]).unaryMinus().exp().div(b[1].plus(b[2].times(x[0])));
    MODELS.put("Chwirut1", decay);
    MODELS.put("Chwirut2", decay);
    MODELS.put("DanWood", (b, x) -> b[0].times(x[0].pow(b[1])));
    MODELS.put(
        "ENSO",
        (b, x) ->
            b[0].plus(wave(b[1], b[2], Tensor.scalar(12), x[0]))
                .plus(wave(b[4], b[5], b[3], x[0]))
                .plus(wave(b[7], b[8], b[6], x[0])));
    MODELS.put(
        "Eckerle4",
        (b, x) -> b[0].div(b[1]).times(x[0].minus(b[2]).div(b[1]).square().times(-0.5).exp()));
    for (int k = 1; k <= 3; k++) {
      MODELS.put(
          "Gauss" + k,
          (b, x) ->
              b[0].times(b[1].times(x[0]).unaryMinus().exp())
                  .plus(bell(b[2], b[3], b[4], x[0]))
                  .plus(bell(b[5], b[6], b[7], x[0])));
      MODELS.put(
          "Lanczos" + k,
          (b, x) ->
              b[0].times(b[1].times(x[0]).unaryMinus().exp())
                  .plus(b[2].times(b[3].times(x[0]).unaryMinus().exp()))
                  .plus(b[4].times(b[5].times(x[0]).unaryMinus().exp())));
    }
    Model cubics =
        (b, x) ->
            polynomial(x[0], b[0], b[1], b[2], b[3])
                .div(polynomial(x[0], Tensor.scalar(1), b[4], b[5], b[6]));
    MODELS.put("Hahn1", cubics);
    MODELS.put("Thurber", cubics);
    MODELS.put(
        "Kirby2",
        (b, x) ->
            polynomial(x[0], b[0], b[1], b[2]).div(polynomial(x[0], Tensor.scalar(1), b[3], b[4])));
    MODELS.put(
        "MGH09",
        (b, x) ->
            b[0].times(x[0].square().plus(x[0].times(b[1])))
                .div(x[0].square().plus(x[0].times(b[2])).plus(b[3])));
    MODELS.put("MGH10", (b, x) -> b[0].times(b[1].div(x[0].plus(b[2])).exp()));
    MODELS.put(
        "MGH17",
        (b, x) ->
            b[0].plus(b[1].times(b[3].times(x[0]).unaryMinus().exp()))
                .plus(b[2].times(b[4].times(x[0]).unaryMinus().exp())));
    MODELS.put(
        "Misra1b", (b, x) -> b[0].times(Tensor.minus(1, b[1].times(x[0]).div(2).plus(1).pow(-2))));
    MODELS.put(
        "Misra1c",
        (b, x) -> b[0].times(Tensor.minus(1, b[1].times(x[0]).times(2).plus(1).pow(-0.5))));
    MODELS.put("Misra1d", (b, x) -> b[0].times(b[1]).times(x[0]).div(b[1].times(x[0]).plus(1)));
    MODELS.put(
        "Nelson",
        (b, x) -> b[0].minus(b[1].times(x[0]).times(b[2].times(x[1]).unaryMinus().exp())));
    MODELS.put("Rat42", (b, x) -> b[0].div(b[1].minus(b[2].times(x[0])).exp().plus(1)));
    MODELS.put(
        "Rat43",
        (b, x) -> b[0].div(b[1].minus(b[2].times(x[0])).exp().plus(1).pow(Tensor.div(1, b[3]))));
    MODELS.put(
        "Roszman1",
        (b, x) ->
            b[0].minus(b[1].times(x[0]))
                .minus(Trigonometric.atan(b[2].div(x[0].minus(b[3]))).div(Math.PI)));
  }

  private static Tensor wave(Tensor cos, Tensor sin, Tensor period, Tensor x) {
    var angle = x.times(2 * Math.PI).div(period);
    return cos.times(angle.cos()).plus(sin.times(angle.sin()));
  }

  private static Tensor bell(Tensor height, Tensor center, Tensor width, Tensor x) {
    return height.times(x.minus(center).square().div(width.square()).unaryMinus().exp());
  }

  private static Tensor polynomial(Tensor x, Tensor... coefficients) {
    var sum = coefficients[coefficients.length - 1];
    for (int k = coefficients.length - 2; k >= 0; k--) {
      sum = sum.times(x).plus(coefficients[k]);
    }
    return sum;
  }

  @TestFactory
  Stream<DynamicTest> problems() {
    return MODELS.keySet().stream()
        .filter(name -> Boolean.getBoolean("cotangent.test.all") || ALWAYS.contains(name))
        .sorted()
        .flatMap(name ->
            Stream.of("start1", "start2")
                .map(start -> dynamicTest(name + " " + start, () -> check(name, start))));
  }

  private static void check(String name, String start) throws IOException {
    var problem = Problem.read(name);
    var model = Objects.requireNonNull(MODELS.get(name));
    // The model for Nelson's data is one for the logarithm.
    var y = name.equals("Nelson") ? problem.column(0).log() : problem.column(0);
    var x = new Tensor[problem.data.getFirst().length - 1];
    Arrays.setAll(x, k -> problem.column(k + 1));
    var fit =
        LeastSquares.of()
            .fit(
                (List<Tensor> b) -> y.minus(model.at(b.toArray(Tensor[]::new), x)),
                problem.numbers(start));
    double parameters = digits(problem.numbers("certified"), fit.params());
    double deviations = digits(problem.numbers("deviation"), fit.standardErrors());
    double cost = digits(problem.numbers("cost"), List.of(Tensor.scalar(fit.cost())));
    System.out.printf(
        "%-8s %s: %4.1f digits of the parameters, %4.1f of their deviations, %4.1f of the sum of"
            + " squares; %s after %d steps, %d evaluations%n",
        name,
        start,
        parameters,
        deviations,
        cost,
        fit.reason(),
        fit.iterations(),
        fit.evaluations());
    assertTrue(parameters >= 6, fit.toString());
    assertTrue(name.equals("Lanczos1") || deviations >= 5 && cost >= 6, fit.toString());
  }

  /// The decimal digits in which all numbers agree: `−log₁₀` of the largest relative difference, at most 11, which are certified.
  private static double digits(List<Tensor> expected, List<Tensor> actual) {
    double worst = 1e-11;
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.get(i).item();
      worst = Math.max(worst, Math.abs(actual.get(i).item() - e) / Math.abs(e));
    }
    return -Math.log10(worst);
  }

  /// A file of `nist/`.
  private record Problem(Map<String, List<Tensor>> values, List<double[]> data) {
    static Problem read(String name) throws IOException {
      var values = new LinkedHashMap<String, List<Tensor>>();
      var data = new ArrayList<double[]>();
      try (var stream = NistTest.class.getResourceAsStream("nist/" + name + ".txt")) {
        var text =
            new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
          var words = line.split(" ");
          if (words[0].equals("data")) {
            continue;
          }
          if (Character.isLetter(words[0].charAt(0))) {
            values.put(
                words[0],
                Arrays.stream(words)
                    .skip(1)
                    .map(w -> Tensor.scalar(Double.parseDouble(w)))
                    .toList());
          } else {
            data.add(Arrays.stream(words).mapToDouble(Double::parseDouble).toArray());
          }
        }
      }
      return new Problem(values, data);
    }

    List<Tensor> numbers(String name) {
      return Objects.requireNonNull(values.get(name));
    }

    Tensor column(int k) {
      return Tensor.vector(data.stream().mapToDouble(row -> row[k]).toArray());
    }
  }
}
