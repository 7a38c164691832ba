package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;

/// A traced function: inputs, equations in an order in which each uses only what is defined before it, outputs. The field's
/// *jaxpr*. Immutable.
///
/// Variables are numbered in order of appearance, so programs that do the same in the same order are equal, whatever they were
/// made from, and print alike.
///
/// @param inputs the variables that are given
/// @param equations what is computed
/// @param outputs what is returned
public record Program(List<Var> inputs, List<Equation> equations, List<Atom> outputs)
    implements Routine {
  /// Copies the lists, and numbers the variables in order of appearance. Throws an [IllegalArgumentException] if a variable
  /// is used before it is defined, or defined twice.
  public Program {
    inputs = List.copyOf(inputs);
    equations = List.copyOf(equations);
    outputs = List.copyOf(outputs);
    if (!numbered(inputs, equations, outputs)) {
      var renumbering = new Renumbering();
      inputs = renumbering.define(inputs, "the inputs");
      var renumbered = new ArrayList<Equation>(equations.size());
      for (Equation equation : equations) {
        List<Atom> used = renumbering.use(equation.inputs(), equation.primitive().name());
        renumbered.add(
            new Equation(
                equation.primitive(),
                used,
                renumbering.define(equation.outputs(), equation.primitive().name())));
      }
      equations = List.copyOf(renumbered);
      outputs = renumbering.use(outputs, "the outputs");
    }
  }

  /// Whether the variables have their numbers already: then nothing is copied, which passes over long programs rely on.
  private static boolean numbered(List<Var> inputs, List<Equation> equations, List<Atom> outputs) {
    var defined = new ArrayList<Var>(inputs.size() + equations.size());
    if (!defines(inputs, defined)) {
      return false;
    }
    for (Equation equation : equations) {
      if (!uses(equation.inputs(), defined) || !defines(equation.outputs(), defined)) {
        return false;
      }
    }
    return uses(outputs, defined);
  }

  private static boolean defines(List<Var> variables, List<Var> defined) {
    for (Var variable : variables) {
      if (variable.index() != defined.size()) {
        return false;
      }
      defined.add(variable);
    }
    return true;
  }

  private static boolean uses(List<Atom> atoms, List<Var> defined) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable
          && (variable.index() >= defined.size()
              || !variable.equals(defined.get(variable.index())))) {
        return false;
      }
    }
    return true;
  }

  private static final class Renumbering {
    private final Map<Var, Var> names = new HashMap<>();

    List<Var> define(List<Var> variables, String where) {
      var result = new ArrayList<Var>(variables.size());
      for (Var variable : variables) {
        var renamed = new Var(names.size(), variable.aval());
        if (names.put(variable, renamed) != null) {
          throw new IllegalArgumentException(
              "program: " + variable + " is defined again by " + where);
        }
        result.add(renamed);
      }
      return List.copyOf(result);
    }

    List<Atom> use(List<Atom> atoms, String where) {
      var result = new ArrayList<Atom>(atoms.size());
      for (Atom atom : atoms) {
        result.add(
            switch (atom) {
              case Literal literal -> literal;
              case Var variable -> {
                Var renamed = names.get(variable);
                if (renamed == null) {
                  throw new IllegalArgumentException(
                      "program: "
                          + variable
                          + " is used by "
                          + where
                          + " but not defined before it");
                }
                yield renamed;
              }
            });
      }
      return List.copyOf(result);
    }
  }

  /// Number of variables: those with smaller numbers than this.
  public int variables() {
    int count = inputs.size();
    for (Equation equation : equations) {
      count += equation.outputs().size();
    }
    return count;
  }

  /// Evaluates it at `arguments`, which may be boxes: so a transformation of a program is the transformation of this function.
  /// Throws a [org.cotangent.ShapeException] if number, shape or dtype of the arguments differ from the inputs'.
  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    return new Evaluation(this).apply(arguments);
  }

  /// Whether some equation masks: the zeros of the cotangents and tangents that pass it mean *no influence*.
  public boolean masks() {
    for (Equation equation : equations) {
      if (equation.primitive().masks()) {
        return true;
      }
    }
    return false;
  }

  /// Whether some equation does something besides making its results.
  public boolean effectful() {
    return equations.stream().anyMatch(equation -> equation.primitive().effectful());
  }

  /// Whether it ends, and throws nothing, whatever the values of its inputs are.
  public boolean total() {
    return equations.stream().allMatch(equation -> equation.primitive().total());
  }

  /// This program without the equations whose results nobody uses and that do nothing else, and without what equations that hold
  /// programs compute for nobody; the same object if there is nothing of either.
  public Program withoutDeadCode() {
    var needed = new boolean[variables()];
    mark(outputs, needed);
    var kept = new ArrayList<Equation>();
    boolean same = true;
    for (Equation equation : equations.reversed()) {
      if (equation.primitive().effectful()
          || equation.outputs().stream().anyMatch(output -> needed[output.index()])) {
        boolean whole = equation.primitive().effectful();
        Equation pruned = whole ? equation : pruned(equation, needed);
        same &= pruned == equation;
        mark(pruned.inputs(), needed);
        kept.add(pruned);
      }
    }
    return same && kept.size() == equations.size()
        ? this
        : new Program(inputs, kept.reversed(), outputs);
  }

  private static Equation pruned(Equation equation, boolean[] needed) {
    if (!(equation.primitive() instanceof Control.OfPrograms)) {
      return equation;
    }
    boolean[] own = new boolean[equation.outputs().size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = needed[equation.outputs().get(i).index()];
    }
    return Pruning.prune(equation, own);
  }

  private static void mark(List<Atom> atoms, boolean[] needed) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        needed[variable.index()] = true;
      }
    }
  }

  /// The program as text, from which `Programs.parse` makes an equal program.
  @Override
  public String toString() {
    return ProgramText.of(this);
  }
}
