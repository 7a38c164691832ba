package org.cotangent.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.Arithmetic;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;

/// A backward program for cotangents that passed a mask: the products of cotangents become those of the strong zero.
///
/// Whether the cotangents have passed one is found out in the backward sweep, when the program has long been cut.
final class Strong {
  private Strong() {}

  /// `program`, whose inputs from `given` on are cotangents, with strong products if `strong`.
  static Program of(Program program, int given, boolean strong) {
    if (!strong) {
      return program;
    }
    boolean[] linear = new boolean[program.inputs().size()];
    java.util.Arrays.fill(linear, given, linear.length, true);
    return of(program, linear);
  }

  private static Program of(Program program, boolean[] linear) {
    Set<Var> cotangents = new HashSet<>(Staging.chosen(program.inputs(), linear));
    var equations = new ArrayList<Equation>();
    for (Equation equation : program.equations()) {
      boolean[] which = which(equation.inputs(), cotangents);
      if (Staging.count(which) == 0) {
        equations.add(equation);
        continue;
      }
      cotangents.addAll(equation.outputs());
      equations.add(
          new Equation(of(equation.primitive(), which), equation.inputs(), equation.outputs()));
    }
    return new Program(program.inputs(), equations, program.outputs());
  }

  private static boolean[] which(List<? extends Atom> atoms, Set<Var> cotangents) {
    boolean[] which = new boolean[atoms.size()];
    for (int i = 0; i < which.length; i++) {
      which[i] = atoms.get(i) instanceof Var variable && cotangents.contains(variable);
    }
    return which;
  }

  private static Primitive of(Primitive primitive, boolean[] linear) {
    return switch (primitive) {
      case Arithmetic.Mul _ -> new Arithmetic.MaskedMul();
      case Control.OfPrograms control ->
          switch (control) {
            case Cond cond -> {
              boolean[] inner = Staging.part(linear, 1, linear.length);
              yield new Cond(cond.branches().stream().map(branch -> of(branch, inner)).toList());
            }
            case Checkpoint checkpoint ->
                new Checkpoint(checkpoint.recompute(), of(checkpoint.body(), linear));
            case While loop ->
                new While(
                    loop.consts(),
                    loop.condition(),
                    of(loop.body(), carried(loop.body(), loop.consts(), loop.carries(), linear)));
            case ReverseScan sweep ->
                new ReverseScan(
                    sweep.length(),
                    sweep.consts(),
                    sweep.carries(),
                    sweep.sums(),
                    sweep.cotangents(),
                    sweep.reverse(),
                    sweep.snapshots(),
                    sweep.step(),
                    of(sweep.pullback(), sweep.step().inputs().size(), true));
            case Scan scan ->
                new Scan(
                    scan.length(),
                    scan.consts(),
                    scan.carries(),
                    scan.reverse(),
                    scan.unroll(),
                    scan.snapshots(),
                    of(scan.body(), carried(scan.body(), scan.consts(), scan.carries(), linear)));
          };
      case ReverseWhile sweep -> sweep.strong();
      default -> primitive;
    };
  }

  /// The inputs of a loop's body that are cotangents in some step.
  private static boolean[] carried(Program body, int consts, int carries, boolean[] linear) {
    boolean[] all = linear.clone();
    while (true) {
      Set<Var> cotangents = new HashSet<>(Staging.chosen(body.inputs(), all));
      for (Equation equation : body.equations()) {
        if (Staging.count(which(equation.inputs(), cotangents)) > 0) {
          cotangents.addAll(equation.outputs());
        }
      }
      boolean[] out = which(body.outputs(), cotangents);
      boolean changed = false;
      for (int i = 0; i < carries; i++) {
        changed |= out[i] && !all[consts + i];
        all[consts + i] |= out[i];
      }
      if (!changed) {
        return all;
      }
    }
  }
}
