package org.cotangent.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Prints what eager evaluation costs, as ratios to the same work in plain Java in the same process: the table that the
/// documents quote.
///
/// A process for each line, six seconds long; `used true` is one that did a bit of everything before. Arguments choose lines by
/// regular expressions over their names.
public final class EagerCost {
  /// A line of the table.
  ///
  /// @param name of the benchmark, `Class.method`
  /// @param text what the table says
  /// @param operations in one run
  /// @param most the largest ratio that is good, 0 if none is set
  private record Line(String name, String text, int operations, double most) {}

  private static final List<Line> LINES =
      List.of(
          new Line("Numbers.forward", "numbers, values", Numbers.LENGTH, 3),
          new Line("Numbers.recorded", "numbers, recorded", Numbers.LENGTH, 7),
          new Line("Numbers.gradient", "numbers, gradient", Numbers.LENGTH, 12),
          new Line("Numbers.second", "numbers, grad(grad)", Numbers.LENGTH, 45),
          new Line("RandomNumbers.forward", "random primitives, values", Numbers.LENGTH, 6),
          new Line("RandomNumbers.recorded", "random primitives, recorded", Numbers.LENGTH, 10),
          new Line("RandomNumbers.gradient", "random primitives, gradient", Numbers.LENGTH, 20),
          new Line(
              "Rosenbrock.forward", "Rosenbrock n=100 unrolled, value", Rosenbrock.OPERATIONS, 0),
          new Line(
              "Rosenbrock.gradient",
              "Rosenbrock n=100 unrolled, gradient",
              Rosenbrock.OPERATIONS,
              0),
          new Line("Vectors.forward", "vectors, value", Vectors.LENGTH, 0),
          new Line("Vectors.gradient", "vectors, gradient", Vectors.LENGTH, 0),
          new Line("MlpStep.forward", "perceptron 32x64-64-10, value", 1, 1.25),
          new Line("MlpStep.gradient", "perceptron 32x64-64-10, gradient", 1, 1.25));

  private final Pattern chosen;

  private EagerCost(Pattern chosen) {
    this.chosen = chosen;
  }

  /// Runs the benchmarks and prints the table.
  public static void main(String[] arguments) throws RunnerException, IOException {
    new EagerCost(Pattern.compile(String.join("|", arguments))).print();
  }

  private void print() throws RunnerException, IOException {
    row("nanoseconds for each operation", "plain Java", "Cotangent", "ratio", "at most");
    for (Line line : LINES) {
      if (chosen(line.name())) {
        run(line.name()).forEach(result -> print(line, result));
      }
    }
    row("", "", "", "", "");
    if (chosen("Numbers.empty")) {
      for (RunResult result : run("Numbers.empty")) {
        String text = "an empty gradient, nanoseconds" + parameters(result.getParams());
        row(text, "", number("%.0f", result.getPrimaryResult().getScore()), "", "200");
      }
    }
    if (chosen("NodeSize")) {
      row("a recorded number, bytes", "", Long.toString(NodeSize.bytes()), "", "64");
    }
    if (chosen("FirstGradient")) {
      double milliseconds = FirstGradient.milliseconds(5);
      row("first gradient after main, milliseconds", "", number("%.0f", milliseconds), "", "300");
    }
  }

  private boolean chosen(String name) {
    return chosen.matcher(name).find();
  }

  private static Collection<RunResult> run(String name) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("\\." + Pattern.quote(name) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                .warmupIterations(8)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(500))
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  private static void print(Line line, RunResult result) {
    double plain = counter(result, "plain");
    double measured = counter(result, "measured");
    double operations = counter(result, "iterations") * line.operations();
    row(
        line.text() + parameters(result.getParams()),
        number("%.2f", plain / operations),
        number("%.2f", measured / operations),
        number("%.2f", measured / plain),
        line.most() == 0 ? "" : Double.toString(line.most()));
  }

  private static double counter(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name).getScore();
  }

  private static String parameters(BenchmarkParams params) {
    var text = new StringBuilder();
    for (String key : params.getParamsKeys()) {
      text.append(", ").append(key).append(' ').append(params.getParam(key));
    }
    return text.toString();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void row(String text, String plain, String measured, String ratio, String most) {
    System.out.printf("%-46s %12s %12s %8s %8s%n", text, plain, measured, ratio, most);
  }
}
