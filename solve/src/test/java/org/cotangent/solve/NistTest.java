package org.cotangent.solve;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.testkit.problems.Nist;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The nonlinear regression problems of NIST's Statistical Reference Datasets, each from both starts, against the certified
/// parameters, standard deviations and sums of squares, which have eleven digits. Prints how many agree.
class NistTest {
  /// One of each kind, and the hard ones; the others are tested when all is.
  private static final Set<Nist> ALWAYS =
      EnumSet.of(
          Nist.BOXBOD,
          Nist.CHWIRUT2,
          Nist.GAUSS1,
          Nist.HAHN1,
          Nist.LANCZOS3,
          Nist.MGH09,
          Nist.MISRA1A,
          Nist.NELSON,
          Nist.RAT42,
          Nist.RAT43,
          Nist.THURBER);

  @TestFactory
  Stream<DynamicTest> problems() {
    return Arrays.stream(Nist.values())
        .filter(model -> Boolean.getBoolean("cotangent.test.all") || ALWAYS.contains(model))
        .flatMap(model ->
            Stream.of("start1", "start2")
                .map(start -> dynamicTest(model + " " + start, () -> check(model, start))));
  }

  private static void check(Nist model, String start) throws IOException {
    var problem = Problem.read(model);
    var x = IntStream.range(1, problem.data.getFirst().length).mapToObj(problem::column).toList();
    var fit =
        LeastSquares.of()
            .fit(
                (List<Tensor> b) -> model.residuals(b, x, problem.column(0)),
                problem.numbers(start));
    double parameters = digits(problem.numbers("certified"), fit.params());
    double deviations = digits(problem.numbers("deviation"), fit.standardErrors());
    double cost = digits(problem.numbers("cost"), List.of(Tensor.scalar(fit.cost())));
    System.out.printf(
        "%-8s %s: %4.1f digits of the parameters, %4.1f of their deviations, %4.1f of the sum of"
            + " squares; %s after %d steps, %d evaluations%n",
        model,
        start,
        parameters,
        deviations,
        cost,
        fit.reason(),
        fit.iterations(),
        fit.evaluations());
    assertTrue(parameters >= 6, fit.toString());
    assertTrue(model == Nist.LANCZOS1 || deviations >= 5 && cost >= 6, fit.toString());
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
    static Problem read(Nist model) throws IOException {
      var values = new LinkedHashMap<String, List<Tensor>>();
      var data = new ArrayList<double[]>();
      try (var stream = NistTest.class.getResourceAsStream("nist/" + model + ".txt")) {
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
