package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Var;
import org.jspecify.annotations.Nullable;

/// A program as a list of steps over heap arrays. Thread-safe.
final class CompiledProgram implements Routine {
  /// What boxes are given to: passes keep values, not derivatives.
  private final Program original;

  private final Program program;
  private final List<Step> steps;
  private final int slots;
  private final int[] outputs;
  private final @Nullable Object[] constants;

  /// One thing to do to the values of a call.
  private interface Step {
    void run(@Nullable Object[] values);
  }

  CompiledProgram(Program original, Program program, List<Fusion.Step> plan) {
    this.original = original;
    this.program = program;
    int variables =
        program.inputs().size()
            + program.equations().stream().mapToInt(e -> e.outputs().size()).sum();
    var literals = new ArrayList<Object>();
    var slotOf = new Slots(variables, literals);
    this.steps = new ArrayList<>();
    for (Fusion.Step step : plan) {
      steps.add(
          switch (step) {
            case Fusion.Loops loops -> new Sweep(loops, slotOf);
            case Fusion.Library library -> new Operation(library, slotOf);
            case Fusion.Alias(Atom from, Var to) -> {
              int source = slotOf.of(from);
              int target = slotOf.of(to);
              yield values -> values[target] = values[source];
            }
          });
    }
    this.outputs = program.outputs().stream().mapToInt(slotOf::of).toArray();
    this.slots = variables + literals.size();
    this.constants = new Object[slots];
    for (int i = 0; i < literals.size(); i++) {
      constants[variables + i] = literals.get(i);
    }
  }

  /// Where values lie: variables by their index, literals behind them.
  private static final class Slots {
    private final int variables;
    private final List<Object> literals;

    Slots(int variables, List<Object> literals) {
      this.variables = variables;
      this.literals = literals;
    }

    int of(Atom atom) {
      return switch (atom) {
        case Var variable -> variable.index();
        case Literal literal -> {
          literals.add(Buffers.data(literal.value()));
          yield variables + literals.size() - 1;
        }
      };
    }
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    for (Tensor argument : arguments) {
      if (argument instanceof Box) {
        return original.apply(arguments);
      }
    }
    check(arguments);
    @Nullable Object[] values = Arrays.copyOf(constants, slots);
    for (int i = 0; i < arguments.size(); i++) {
      values[i] = Buffers.data((Array) arguments.get(i));
    }
    for (Step step : steps) {
      step.run(values);
    }
    var results = new Tensor[outputs.length];
    for (int i = 0; i < results.length; i++) {
      Aval aval = program.outputs().get(i).aval();
      results[i] = Buffers.wrap(aval, java.util.Objects.requireNonNull(values[outputs[i]]));
    }
    return List.of(results);
  }

  private void check(List<Tensor> arguments) {
    List<Var> inputs = program.inputs();
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

  /// An operation of the library.
  private static final class Operation implements Step {
    private final Op op;
    private final int[] inputs;
    private final Aval[] avals;
    private final int[] outputs;

    Operation(Fusion.Library library, Slots slots) {
      var equation = library.equation();
      this.op = Op.of(equation.primitive());
      this.inputs = equation.inputs().stream().mapToInt(slots::of).toArray();
      this.avals = equation.inputs().stream().map(Atom::aval).toArray(Aval[]::new);
      this.outputs = equation.outputs().stream().mapToInt(Var::index).toArray();
    }

    @Override
    public void run(@Nullable Object[] values) {
      var arguments = new ArrayList<Tensor>(inputs.length);
      for (int i = 0; i < inputs.length; i++) {
        arguments.add(Buffers.wrap(avals[i], java.util.Objects.requireNonNull(values[inputs[i]])));
      }
      List<Tensor> results = op.bind(arguments);
      for (int i = 0; i < outputs.length; i++) {
        values[outputs[i]] = Buffers.data((Array) results.get(i));
      }
    }
  }

  /// A loop nest.
  private static final class Sweep implements Step {
    /// Parts of the outermost loop have about so many places.
    private static final int PART = 16_384;

    private final Kernel kernel;
    private final int[] operands;
    private final int[] targets;
    private final Aval[] avals;
    private final List<Nest.Output> outputs;
    private final int extent;
    private final int part;

    Sweep(Fusion.Loops loops, Slots slots) {
      this.kernel = new Kernel(loops.nest());
      this.operands = loops.operands().stream().mapToInt(slots::of).toArray();
      this.targets = loops.outputs().stream().mapToInt(Var::index).toArray();
      this.avals = loops.outputs().stream().map(Var::aval).toArray(Aval[]::new);
      this.outputs = loops.nest().outputs();
      this.extent = loops.nest().extents().getFirst();
      long row = loops.nest().size() / extent;
      this.part = slotted() ? (int) Math.max(1, Math.min(extent, PART / row)) : extent;
    }

    /// Whether an output comes in parts that are brought together afterwards: not if it is large, since each part has one.
    private boolean slotted() {
      for (int k = 0; k < avals.length; k++) {
        if (slotted(k) && avals[k].shape().size() > 4_096) {
          return false;
        }
      }
      return outputs.stream().anyMatch(Nest.Output::slotted);
    }

    private boolean slotted(int k) {
      return outputs.get(k).slotted();
    }

    @Override
    public void run(@Nullable Object[] values) {
      var arrays = new Object[operands.length + targets.length];
      for (int i = 0; i < operands.length; i++) {
        arrays[i] = java.util.Objects.requireNonNull(values[operands[i]]);
      }
      int parts = (extent + part - 1) / part;
      for (int k = 0; k < targets.length; k++) {
        int size = avals[k].shape().size();
        boolean several = parts > 1 && slotted(k);
        Object made = values[targets[k]];
        if (made == null) {
          made = Buffers.allocate(avals[k].dtype(), several ? size * parts : size);
          values[targets[k]] = made;
        }
        if (outputs.get(k).scattered() && outputs.get(k).reduction() != Nest.Reduction.SUM) {
          fill(made, outputs.get(k).reduction().identity());
        }
        arrays[operands.length + k] = made;
      }
      for (int p = 0; p < parts; p++) {
        kernel.run(arrays, p * part, Math.min(extent, (p + 1) * part), p);
      }
      for (int k = 0; k < targets.length; k++) {
        Object made = arrays[operands.length + k];
        if (parts > 1 && slotted(k)) {
          values[targets[k]] = Parts.together(made, avals[k], parts, outputs.get(k).reduction());
        }
      }
    }

    private static void fill(Object array, double value) {
      if (array instanceof double[] wide) {
        Arrays.fill(wide, value);
      } else {
        Arrays.fill((float[]) array, (float) value);
      }
    }
  }
}
