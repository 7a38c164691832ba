package org.cotangent.sparse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;

/// Dependencies through choices and loops. A choice depends on what any of its branches does, unless it is known which. A loop of few
/// steps is followed step by step; of any other, each step depends on what the carries of any step may depend on: the least sets that
/// the body maps into themselves.
final class Flows {
  /// Operations that are followed step by step.
  private static final int OPERATIONS = 50_000;

  /// Rounds after which the sets of a loop are as good as everything.
  private static final int ROUNDS = 32;

  /// How a program is followed.
  @FunctionalInterface
  interface Follow {
    /// The facts of its outputs.
    List<Fact> follow(Program program, List<Fact> inputs);
  }

  private Flows() {}

  /// The facts of the outputs; empty if nothing better is known than that each depends on all inputs.
  static Optional<List<Fact>> of(Control control, List<Fact> inputs, Follow run) {
    return switch (control) {
      case Checkpoint checkpoint -> Optional.of(run.follow(checkpoint.body(), inputs));
      case Cond cond -> Optional.of(choice(cond, inputs, run));
      case While loop -> repeated(loop, inputs, run);
      case Scan scan -> scanned(scan, inputs, run);
      case ReverseScan _, CustomJvp _, CustomVjp _, CustomVmap _, LinearSolve _ -> Optional.empty();
    };
  }

  private static List<Fact> choice(Cond cond, List<Fact> inputs, Follow run) {
    List<Fact> arguments = inputs.subList(1, inputs.size());
    var index = inputs.getFirst().known();
    if (index != null) {
      return run.follow(cond.branch(index.item()), arguments);
    }
    List<Fact> all = run.follow(cond.branches().getFirst(), arguments);
    for (Program branch : cond.branches().subList(1, cond.branches().size())) {
      all = either(all, run.follow(branch, arguments));
    }
    return all;
  }

  private static List<Fact> either(List<Fact> a, List<Fact> b) {
    var both = new ArrayList<Fact>(a.size());
    for (int i = 0; i < a.size(); i++) {
      both.add(a.get(i).or(b.get(i)));
    }
    return both;
  }

  private static Optional<List<Fact>> repeated(While loop, List<Fact> inputs, Follow run) {
    List<Fact> consts = inputs.subList(0, loop.consts());
    return closed(
        inputs.subList(loop.consts(), inputs.size()),
        carries -> run.follow(loop.body(), joined(consts, carries)));
  }

  /// The least facts of carries that hold at the start and that the body keeps; empty if it takes too long to find them.
  private static Optional<List<Fact>> closed(
      List<Fact> start, Function<List<Fact>, List<Fact>> body) {
    List<Fact> carries = either(start, start);
    for (int round = 0; round < ROUNDS; round++) {
      List<Fact> next = body.apply(carries);
      boolean same = true;
      for (int i = 0; i < carries.size(); i++) {
        same &= carries.get(i).covers(next.get(i));
      }
      if (same) {
        return Optional.of(carries);
      }
      carries = either(carries, next);
    }
    return Optional.empty();
  }

  private static Optional<List<Fact>> scanned(Scan scan, List<Fact> inputs, Follow run) {
    int length = scan.length();
    List<Fact> consts = inputs.subList(0, scan.consts());
    List<Fact> start = inputs.subList(scan.consts(), scan.consts() + scan.carries());
    List<Fact> xs = inputs.subList(scan.consts() + scan.carries(), inputs.size());
    if (length * operations(scan.body()) <= OPERATIONS) {
      List<Fact> carries = start;
      var steps = new ArrayList<List<Fact>>(length);
      for (int step = 0; step < length; step++) {
        int place = scan.reverse() ? length - 1 - step : step;
        List<Fact> slices = xs.stream().map(x -> x.slice(place, length)).toList();
        List<Fact> results = run.follow(scan.body(), joined(consts, carries, slices));
        carries = results.subList(0, scan.carries());
        steps.add(results.subList(scan.carries(), results.size()));
      }
      if (scan.reverse()) {
        Collections.reverse(steps);
      }
      return Optional.of(joined(carries, stacked(scan, steps)));
    }
    List<Fact> slices = xs.stream().map(x -> x.anySlice(length)).toList();
    return closed(
            start,
            carries ->
                run.follow(scan.body(), joined(consts, carries, slices)).subList(0, scan.carries()))
        .map(carries -> {
          List<Fact> results = run.follow(scan.body(), joined(consts, carries, slices));
          List<Fact> ys = results.subList(scan.carries(), results.size());
          return joined(carries, stacked(scan, Collections.nCopies(length, ys)));
        });
  }

  /// How many operations following a program takes, those of loops inside of it counted for each step.
  private static double operations(Program program) {
    double sum = 0;
    for (Equation equation : program.equations()) {
      double times =
          equation.primitive() instanceof Scan scan
              ? scan.length()
              : equation.primitive() instanceof While ? ROUNDS : 1;
      sum += 1;
      if (equation.primitive() instanceof Control.OfPrograms control) {
        sum += times * control.programs().stream().mapToDouble(Flows::operations).sum();
      }
    }
    return sum;
  }

  private static List<Fact> stacked(Scan scan, List<List<Fact>> steps) {
    var all = new ArrayList<Fact>(scan.ys());
    for (int k = 0; k < scan.ys(); k++) {
      int output = k;
      int size = scan.body().outputs().get(scan.carries() + k).aval().shape().size();
      all.add(Fact.stacked(steps.stream().map(step -> step.get(output)).toList(), size));
    }
    return all;
  }

  @SafeVarargs
  private static List<Fact> joined(List<Fact>... parts) {
    var all = new ArrayList<Fact>();
    for (List<Fact> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
