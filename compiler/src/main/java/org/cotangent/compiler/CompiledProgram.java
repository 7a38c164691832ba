package org.cotangent.compiler;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Var;

/// A compiled program as a routine on tensors. Thread-safe.
final class CompiledProgram implements Routine {
  /// What boxes are given to: passes keep values, not derivatives.
  private final Program original;

  private final Program program;
  private final Plan plan;

  CompiledProgram(Program original, Program optimised) {
    this.original = original;
    this.program = optimised;
    this.plan = new Plan(optimised, true);
  }

  Plan plan() {
    return plan;
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    for (Tensor argument : arguments) {
      if (argument instanceof Box) {
        return original.apply(arguments);
      }
    }
    check(arguments);
    Frame frame = plan.take();
    for (int i = 0; i < arguments.size(); i++) {
      frame.values[i] = Buffers.data((Array) arguments.get(i));
    }
    plan.run(frame);
    var results = new Tensor[program.outputs().size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = Buffers.wrap(program.outputs().get(i).aval(), plan.output(frame, i));
    }
    plan.giveBack(frame);
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
}
