package org.cotangent.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Prints what eager evaluation costs, as ratios to the same work in plain Java in the same process: the table that the
/// documents quote.
///
/// A process for each line, some seconds long. An argument chooses lines by a regular expression over their names.
public final class EagerCost {
  /// A line of the table: a benchmark, how many operations it times, and the ratio it is to stay under; 0 for none.
  ///
  /// @param name of the benchmark, `Class.method`
  /// @param text what the table says
  /// @param operations in one run
  /// @param most the largest ratio that is good
  private record Line(String name, String text, int operations, double most) {}

  private static final List<Line> LINES =
      List.of(
          new Line("Numbers.forward", "numbers, values", 1000, 3),
          new Line("Numbers.recorded", "numbers, recorded", 1000, 7),
          new Line("Numbers.gradient", "numbers, gradient", 1000, 12),
          new Line("Numbers.second", "numbers, grad(grad)", 1000, 45),
          new Line("RandomNumbers.forward", "random primitives, values", 1000, 6),
          new Line("RandomNumbers.recorded", "random primitives, recorded", 1000, 10),
          new Line("RandomNumbers.gradient", "random primitives, gradient", 1000, 20),
          new Line("Rosenbrock.forward", "Rosenbrock n=100, value", 991, 0),
          new Line("Rosenbrock.gradient", "Rosenbrock n=100, gradient", 991, 0),
          new Line("Vectors.forward", "vectors, value", 31, 0),
          new Line("Vectors.gradient", "vectors, gradient", 31, 0),
          new Line("MlpStep.forward", "perceptron 32x64-64-10, value", 1, 1.25),
          new Line("MlpStep.gradient", "perceptron 32x64-64-10, gradient", 1, 1.25));

  private EagerCost() {}

  /// Runs the benchmarks and prints the table.
  public static void main(String[] arguments) throws RunnerException {
    Pattern chosen = Pattern.compile(arguments.length == 0 ? "" : arguments[0]);
    PrintStream out = System.out;
    out.printf("%-44s %14s %14s %8s %6s%n", "", "plain ns/op", "measured ns/op", "ratio", "most");
    for (Line line : LINES) {
      if (chosen.matcher(line.name()).find()) {
        for (RunResult result : run(line.name())) {
          print(out, line, result);
        }
      }
    }
    if (chosen.matcher("Numbers.empty").find()) {
      for (RunResult result : run("Numbers.empty")) {
        out.printf(
            Locale.ROOT, "%-44s %14s %14.1f%n", "an empty gradient (most 200 ns)", "", result.getPrimaryResult().getScore());
      }
    }
    if (chosen.matcher("NodeSize").find()) {
      out.printf(Locale.ROOT, "%-44s %14s %14d%n", "a recorded number, bytes (most 64)", "", NodeSize.bytes());
    }
  }

  private static Collection<RunResult> run(String name) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("\\." + Pattern.quote(name) + "$")
                .mode(org.openjdk.jmh.annotations.Mode.AverageTime)
                .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(500))
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  private static void print(PrintStream out, Line line, RunResult result) {
    double plain = result.getSecondaryResults().get("plain").getScore();
    double measured = result.getSecondaryResults().get("measured").getScore();
    double runs = result.getSecondaryResults().get("runs").getScore();
    var parameters = new ArrayList<String>();
    for (String key : result.getParams().getParamsKeys()) {
      parameters.add(key + " " + result.getParams().getParam(key));
    }
    String text = parameters.isEmpty() ? line.text() : line.text() + " " + parameters;
    out.printf(
        Locale.ROOT,
        "%-44s %14.2f %14.2f %8.2f %6s%n",
        text,
        plain / runs / line.operations(),
        measured / runs / line.operations(),
        measured / plain,
        line.most() == 0 ? "" : Double.toString(line.most()));
  }
}
