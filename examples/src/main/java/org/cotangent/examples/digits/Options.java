package org.cotangent.examples.digits;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// What was asked for on the command line.
///
/// @param steps of the reference protocol, at most 600
/// @param epochs of the shuffled run
/// @param seed of the shuffled run
/// @param every how many steps between two printed losses
/// @param out where the report goes
/// @param help whether only the help was asked for
record Options(int steps, int epochs, long seed, int every, Path out, boolean help) {
  static final Options STANDARD =
      new Options(600, 20, 42, 50, Path.of("digits-report.html"), false);

  static final String HELP =
      """
      Trains a multilayer perceptron on 1,797 handwritten digits: along a reference curve, the same through the
      static graph, and in earnest on a shuffled split. Leaves a report in HTML.

        --steps N    steps along the reference curve, 1 to 600 (600)
        --epochs N   epochs of the shuffled run (20)
        --seed N     seed of the shuffled run (42)
        --every N    print the loss of every N-th step (50)
        --out FILE   where the report goes (digits-report.html)
        --quick      a look at everything in seconds: 60 steps, 3 epochs
        --help       this text
      """;

  /// Reads them. Throws an [IllegalArgumentException] that says which one is wrong.
  static Options parse(List<String> arguments) {
    var rest = new ArrayDeque<>(arguments);
    var options = STANDARD;
    while (!rest.isEmpty()) {
      var option = rest.remove();
      options =
          switch (option) {
            case "--steps" -> options.withSteps(number(option, rest, STANDARD.steps()));
            case "--epochs" -> options.withEpochs(number(option, rest, 1000));
            case "--seed" -> options.withSeed(number(option, rest, Integer.MAX_VALUE));
            case "--every" -> options.withEvery(number(option, rest, STANDARD.steps()));
            case "--out" -> options.withOut(Path.of(value(option, rest)));
            case "--quick" -> options.withSteps(60).withEpochs(3);
            case "--help", "-h" -> options.withHelp();
            default -> throw new IllegalArgumentException("there is no option " + option);
          };
    }
    return options;
  }

  private Options withSteps(int steps) {
    return new Options(steps, epochs, seed, every, out, help);
  }

  private Options withEpochs(int epochs) {
    return new Options(steps, epochs, seed, every, out, help);
  }

  private Options withSeed(long seed) {
    return new Options(steps, epochs, seed, every, out, help);
  }

  private Options withEvery(int every) {
    return new Options(steps, epochs, seed, every, out, help);
  }

  private Options withOut(Path out) {
    return new Options(steps, epochs, seed, every, out, help);
  }

  private Options withHelp() {
    return new Options(steps, epochs, seed, every, out, true);
  }

  private static String value(String option, ArrayDeque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.remove();
  }

  private static int number(String option, ArrayDeque<String> rest, int largest) {
    var text = value(option, rest);
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a whole number, not " + text, e);
    }
    if (number < 1 || number > largest) {
      throw new IllegalArgumentException(
          option + " needs a number from 1 to " + largest + ", not " + text);
    }
    return number;
  }
}
