package org.cotangent.compiler;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.primitive.Program;

/// A compiled program as a routine on tensors. Thread-safe.
final class CompiledProgram implements ProgramCompiler.Prepared {
  private final Program program;
  private final Plan plan;

  CompiledProgram(Program program) {
    this.program = program;
    this.plan = new Plan(program);
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Arguments.check(program, arguments);
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

  @Override
  public String engine() {
    return "compiled";
  }

  /// One line for each loop nest and each operation of the library, and what memory they share.
  @Override
  public String explain() {
    return plan.describe("");
  }
}
