package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Dead code inside of operations that hold programs: results that nobody uses are not computed, and arguments that are not needed
/// for the others are not passed.
final class Pruning {
  private Pruning() {}

  /// `equation` without the results that are not in `needed`, where that is possible.
  static Equation prune(Equation equation, boolean[] needed) {
    return switch (equation.primitive()) {
      case Cond cond -> cond(equation, cond, needed);
      case Checkpoint checkpoint -> checkpoint(equation, checkpoint, needed);
      case Scan scan -> scan(equation, scan, needed);
      case While loop -> loop(equation, loop, needed);
      default -> equation;
    };
  }

  private static <T> List<T> chosen(List<T> all, boolean[] chosen) {
    var result = new ArrayList<T>();
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        result.add(all.get(i));
      }
    }
    return result;
  }

  private static int count(boolean[] all, int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      n += all[i] ? 1 : 0;
    }
    return n;
  }

  private static Program outputs(Program program, boolean[] kept) {
    return new Program(program.inputs(), program.equations(), chosen(program.outputs(), kept))
        .withoutDeadCode();
  }

  private static Program inputs(Program program, boolean[] kept) {
    return new Program(chosen(program.inputs(), kept), program.equations(), program.outputs());
  }

  /// Marks the inputs that `program` uses.
  private static void used(Program program, boolean[] into) {
    for (Equation equation : program.equations()) {
      used(equation.inputs(), into);
    }
    used(program.outputs(), into);
  }

  private static void used(List<Atom> atoms, boolean[] into) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable && variable.index() < into.length) {
        into[variable.index()] = true;
      }
    }
  }

  private static boolean all(boolean[] marks) {
    return count(marks, 0, marks.length) == marks.length;
  }

  private static Equation cond(Equation equation, Cond cond, boolean[] needed) {
    List<Program> branches =
        cond.branches().stream().map(branch -> outputs(branch, needed)).toList();
    boolean[] used = new boolean[equation.inputs().size() - 1];
    branches.forEach(branch -> used(branch, used));
    if (all(needed) && all(used)) {
      return equation;
    }
    boolean[] passed = new boolean[used.length + 1];
    passed[0] = true;
    System.arraycopy(used, 0, passed, 1, used.length);
    return new Equation(
        new Cond(branches.stream().map(branch -> inputs(branch, used)).toList()),
        chosen(equation.inputs(), passed),
        chosen(equation.outputs(), needed));
  }

  private static Equation checkpoint(Equation equation, Checkpoint checkpoint, boolean[] needed) {
    Program body = outputs(checkpoint.body(), needed);
    boolean[] used = new boolean[equation.inputs().size()];
    used(body, used);
    return all(needed) && all(used)
        ? equation
        : new Equation(
            new Checkpoint(checkpoint.recompute(), inputs(body, used)),
            chosen(equation.inputs(), used),
            chosen(equation.outputs(), needed));
  }

  /// A carry is kept if its result is needed or if a step needs it for something that is kept.
  private static Equation scan(Equation equation, Scan scan, boolean[] needed) {
    int consts = scan.consts();
    int first = consts + scan.carries();
    boolean[] kept = needed.clone();
    boolean[] used = new boolean[equation.inputs().size()];
    Program body = settle(scan.body(), consts, scan.carries(), kept, used);
    if (all(kept) && all(used)) {
      return equation;
    }
    return new Equation(
        new Scan(
            scan.length(),
            count(used, 0, consts),
            count(used, consts, first),
            scan.reverse(),
            scan.unroll(),
            scan.snapshots(),
            inputs(body, used)),
        chosen(equation.inputs(), used),
        chosen(equation.outputs(), kept));
  }

  /// Adds to `kept` the carries that others need, and marks in `used` the inputs of the body that returns what is kept.
  private static Program settle(
      Program program, int consts, int carries, boolean[] kept, boolean[] used) {
    while (true) {
      Program body = outputs(program, kept);
      Arrays.fill(used, false);
      used(body, used);
      boolean changed = false;
      for (int i = 0; i < carries; i++) {
        changed |= used[consts + i] && !kept[i];
        kept[i] |= used[consts + i];
        used[consts + i] |= kept[i];
      }
      if (!changed) {
        return body;
      }
    }
  }

  private static Equation loop(Equation equation, While loop, boolean[] needed) {
    int consts = loop.consts();
    boolean[] tested = new boolean[equation.inputs().size()];
    used(loop.condition(), tested);
    boolean[] kept = needed.clone();
    for (int i = 0; i < loop.carries(); i++) {
      kept[i] |= tested[consts + i];
    }
    boolean[] used = new boolean[tested.length];
    Program body = settle(loop.body(), consts, loop.carries(), kept, used);
    for (int i = 0; i < used.length; i++) {
      used[i] |= tested[i];
    }
    if (all(kept) && all(used)) {
      return equation;
    }
    return new Equation(
        new While(count(used, 0, consts), inputs(loop.condition(), used), inputs(body, used)),
        chosen(equation.inputs(), used),
        chosen(equation.outputs(), kept));
  }
}
