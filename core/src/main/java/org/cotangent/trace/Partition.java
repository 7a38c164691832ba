package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.Recompute;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// A program cut in two: what is known first, and what waits for the rest of the inputs (the cotangents).
///
/// The variables that cross the cut are the *residuals*: results of the first program, arguments of the second.
///
/// @param forward `known inputs… → known results…, residuals…`
/// @param backward `kept inputs…, residuals…, other inputs… → other results…`
/// @param kept which known inputs the second program takes again
/// @param residuals how many variables cross the cut
record Partition(Program forward, Program backward, boolean[] kept, int residuals) {
  /// Cuts `joint`, of which the first `known` inputs come first, and the first `results` outputs depend on these only. Known inputs
  /// that are `free` are still there later, and need not be residuals.
  static Partition of(Program joint, int known, int results, boolean[] free, Recompute recompute) {
    return new Cut(joint, known, results, free, recompute).made();
  }

  private static final class Cut {
    private final Program joint;
    private final int known;
    private final int results;
    private final boolean[] free;
    private final Recompute recompute;

    /// Variables that wait for the other inputs.
    private final Set<Var> late = new HashSet<>();

    private final Map<Var, Equation> makers = new HashMap<>();

    Cut(Program joint, int known, int results, boolean[] free, Recompute recompute) {
      this.joint = joint;
      this.known = known;
      this.results = results;
      this.free = free;
      this.recompute = recompute;
      late.addAll(joint.inputs().subList(known, joint.inputs().size()));
      for (Equation equation : joint.equations()) {
        equation.outputs().forEach(output -> makers.put(output, equation));
        if (equation.inputs().stream().anyMatch(this::isLate)) {
          late.addAll(equation.outputs());
        }
      }
    }

    private boolean isLate(Atom atom) {
      return atom instanceof Var variable && late.contains(variable);
    }

    Partition made() {
      Set<Var> needed = needed();
      Set<Var> saved = new MinimumCut(joint, known, free, recompute, makers).saved(needed);
      var residuals = new ArrayList<Var>();
      var kept = new boolean[known];
      // What the second program computes again, from what crosses the cut.
      Set<Equation> again = Collections.newSetFromMap(new IdentityHashMap<>());
      var stack = new ArrayList<>(needed);
      var seen = new HashSet<>(needed);
      while (!stack.isEmpty()) {
        Var variable = stack.removeLast();
        boolean input = variable.index() < known && !makers.containsKey(variable);
        if (input && free[variable.index()]) {
          kept[variable.index()] = true;
        } else if (input || saved.contains(variable)) {
          residuals.add(variable);
        } else {
          Equation maker = Objects.requireNonNull(makers.get(variable));
          again.add(maker);
          for (Atom atom : maker.inputs()) {
            if (atom instanceof Var next && seen.add(next)) {
              stack.add(next);
            }
          }
        }
      }
      residuals.sort(java.util.Comparator.comparingInt(Var::index));
      return new Partition(
          forward(residuals), backward(residuals, kept, again), kept, residuals.size());
    }

    /// Known variables that late equations and results use.
    private Set<Var> needed() {
      var needed = new LinkedHashSet<Var>();
      for (Equation equation : joint.equations()) {
        if (isLate(equation.outputs().getFirst())) {
          need(equation.inputs(), needed);
        }
      }
      need(joint.outputs().subList(results, joint.outputs().size()), needed);
      return needed;
    }

    private void need(List<Atom> atoms, Set<Var> needed) {
      for (Atom atom : atoms) {
        if (atom instanceof Var variable && !late.contains(variable)) {
          needed.add(variable);
        }
      }
    }

    private Program forward(List<Var> residuals) {
      var outputs = new ArrayList<>(joint.outputs().subList(0, results));
      outputs.addAll(residuals);
      return new Program(
              joint.inputs().subList(0, known),
              joint.equations().stream()
                  .filter(equation -> equation.outputs().stream().noneMatch(this::isLate))
                  .toList(),
              outputs)
          .withoutDeadCode();
    }

    private Program backward(List<Var> residuals, boolean[] kept, Set<Equation> again) {
      var inputs = Staging.chosen(joint.inputs(), kept);
      inputs.addAll(residuals);
      inputs.addAll(joint.inputs().subList(known, joint.inputs().size()));
      var given = new HashSet<>(residuals);
      var equations = new ArrayList<Equation>();
      for (Equation equation : joint.equations()) {
        if (again.contains(equation)) {
          equations.add(replaced(equation, given));
        } else if (isLate(equation.outputs().getFirst())) {
          equations.add(equation);
        }
      }
      return new Program(
              inputs, equations, joint.outputs().subList(results, joint.outputs().size()))
          .withoutDeadCode();
    }

    /// An equation that is done again although one of its results is a residual makes that one under another name.
    private Equation replaced(Equation equation, Set<Var> given) {
      var outputs = new ArrayList<Var>();
      for (Var output : equation.outputs()) {
        outputs.add(given.contains(output) ? new Var(-1 - output.index(), output.aval()) : output);
      }
      return new Equation(equation.primitive(), equation.inputs(), outputs);
    }
  }
}
