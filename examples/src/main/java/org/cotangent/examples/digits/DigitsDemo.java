package org.cotangent.examples.digits;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.cotangent.RandomKey;

/// `./cotangent demo`: exact gradients train a real model on real data, three times.
///
/// 1. Along the reference curve, by tracing; every loss must agree with the reference.
/// 2. The same through the static graph; every loss must agree with the first.
/// 3. On a seeded shuffled split with Adam, as one would do it; prints `accuracy …`.
///
/// The report is one HTML file without external parts. Exit code 1 if a curve disagrees, 2 for a
/// wrong option.
public final class DigitsDemo {
  /// Relative difference to the reference that rounding explains.
  static final double REFERENCE_TOLERANCE = 1e-9;

  /// Relative difference between the two doors that rounding explains.
  static final double GRAPH_TOLERANCE = 1e-12;

  private final Options options;
  private final PrintStream out;
  private boolean agreed = true;

  private DigitsDemo(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /// Runs the demo; `--help` tells the options.
  public static void main(String[] arguments) throws IOException {
    int status = run(List.of(arguments), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /// The same without an exit: returns the exit code.
  static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println("demo: " + e.getMessage() + "; --help tells the options");
      return 2;
    }
    if (options.help()) {
      out.print(Options.HELP);
      return 0;
    }
    var demo = new DigitsDemo(options, out);
    demo.run();
    return demo.agreed ? 0 : 1;
  }

  private void run() throws IOException {
    var digits = Digits.load();
    var reference = Reference.load();
    out.printf("%d handwritten digits of 8x8 pixels%n%n", digits.size());

    out.println("1. Along the reference curve, by tracing: 64-32-10, tanh, momentum");
    TracedRun.Result traced;
    try (var progress = Progress.of("traced", options.steps(), out)) {
      traced = TracedRun.run(reference, digits, options.steps(), progress);
    }
    printCurve(traced.curve());
    out.printf(Locale.ROOT, "held-out accuracy %.4f%n", traced.accuracy());
    agree("reference", traced.curve().difference(reference.curve()), REFERENCE_TOLERANCE);

    out.println("2. The same through the static graph");
    GraphRun.Result graph;
    try (var progress = Progress.of("graph", options.steps(), out)) {
      graph = GraphRun.run(reference, digits, options.steps(), progress);
    }
    agree("traced run", graph.curve().difference(traced.curve()), GRAPH_TOLERANCE);

    out.println("3. A shuffled split: 64-128-10, relu, Adam");
    ShuffledRun.Result shuffled;
    int steps = ShuffledRun.steps(digits, options.epochs());
    try (var progress = Progress.of("shuffled", steps, out)) {
      var key = RandomKey.of(options.seed());
      shuffled = ShuffledRun.run(digits, key, options.epochs(), progress);
    }
    out.printf(
        Locale.ROOT,
        "accuracy %.4f on %d digits held out%n%n",
        shuffled.accuracy(),
        shuffled.heldOut().size());

    Files.writeString(options.out(), Report.of(reference, traced, graph, shuffled));
    out.println("report: " + options.out());
  }

  private void printCurve(Curve curve) {
    out.println("  step  loss                    gradient norm           accuracy");
    for (int step = 1; step <= curve.steps(); step++) {
      if (step == 1 || step % options.every() == 0 || step == curve.steps()) {
        int done = step;
        var accuracy =
            curve.accuracies().stream()
                .filter(a -> a.steps() == done)
                .map(a -> String.format(Locale.ROOT, "%.4f", a.value()))
                .findFirst()
                .orElse("");
        var line =
            String.format(
                "%6d  %-22s  %-22s  %s",
                step, curve.losses().get(step - 1), curve.gradientNorms().get(step - 1), accuracy);
        out.println(line.stripTrailing());
      }
    }
  }

  private void agree(String with, double difference, double tolerance) {
    boolean agrees = difference <= tolerance;
    agreed &= agrees;
    out.printf(
        Locale.ROOT,
        "%s the %s: largest relative difference %.1e, allowed %.0e%n%n",
        agrees ? "agrees with" : "DISAGREES WITH",
        with,
        difference,
        tolerance);
  }
}
