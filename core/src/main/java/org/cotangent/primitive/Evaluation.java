package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// A program made ready to be evaluated many times, equation by equation, at arrays or boxes. Immutable and thread-safe.
public final class Evaluation implements Routine {
  private final List<Var> inputs;
  private final List<Atom> outputs;
  private final Step[] steps;
  private final int variables;

  /// An equation, and the variables that nothing after it needs.
  private record Step(Op op, Atom[] inputs, int[] outputs, int[] forgotten) {}

  /// Prepares `program`.
  public Evaluation(Program program) {
    this.inputs = program.inputs();
    this.outputs = program.outputs();
    this.variables = program.variables();
    List<Equation> equations = program.equations();
    this.steps = new Step[equations.size()];
    boolean[] needed = new boolean[variables];
    for (Atom output : outputs) {
      if (output instanceof Var variable) {
        needed[variable.index()] = true;
      }
    }
    for (int k = steps.length - 1; k >= 0; k--) {
      Equation equation = equations.get(k);
      int[] forgotten = new int[equation.inputs().size()];
      int count = 0;
      for (Atom input : equation.inputs()) {
        if (input instanceof Var variable && !needed[variable.index()]) {
          needed[variable.index()] = true;
          forgotten[count++] = variable.index();
        }
      }
      steps[k] =
          new Step(
              Op.of(equation.primitive()),
              equation.inputs().toArray(new Atom[0]),
              equation.outputs().stream().mapToInt(Var::index).toArray(),
              Arrays.copyOf(forgotten, count));
    }
  }

  /// Throws a [ShapeException] if number, shape or dtype of the arguments differ from the inputs'.
  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    checkArguments(inputs, arguments);
    @Nullable Tensor[] values = new @Nullable Tensor[variables];
    for (int i = 0; i < arguments.size(); i++) {
      values[i] = arguments.get(i);
    }
    for (Step step : steps) {
      bind(step, values);
      for (int forgotten : step.forgotten) {
        values[forgotten] = null;
      }
    }
    var results = new Tensor[outputs.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = value(outputs.get(i), values);
    }
    return List.of(results);
  }

  private static void bind(Step step, @Nullable Tensor[] values) {
    Atom[] inputs = step.inputs;
    if (step.outputs.length == 1 && inputs.length == 1) {
      values[step.outputs[0]] = step.op.bind(value(inputs[0], values));
      return;
    }
    if (step.outputs.length == 1 && inputs.length == 2) {
      values[step.outputs[0]] = step.op.bind(value(inputs[0], values), value(inputs[1], values));
      return;
    }
    var arguments = new ArrayList<Tensor>(inputs.length);
    for (Atom input : inputs) {
      arguments.add(value(input, values));
    }
    List<Tensor> results = step.op.bind(arguments);
    for (int i = 0; i < step.outputs.length; i++) {
      values[step.outputs[i]] = results.get(i);
    }
  }

  private static Tensor value(Atom atom, @Nullable Tensor[] values) {
    return switch (atom) {
      case Literal literal -> literal.value();
      case Var variable -> Objects.requireNonNull(values[variable.index()]);
    };
  }

  private static void checkArguments(List<Var> inputs, List<Tensor> arguments) {
    if (arguments.size() != inputs.size()) {
      throw new ShapeException(
          "program: takes " + inputs.size() + " arguments, not " + arguments.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!arguments.get(i).aval().equals(inputs.get(i).aval())) {
        throw new ShapeException(
            "program: argument "
                + i
                + " is "
                + arguments.get(i).aval()
                + ", but "
                + inputs.get(i)
                + " is "
                + inputs.get(i).aval()
                + ": stage it again for these shapes");
      }
    }
  }
}
