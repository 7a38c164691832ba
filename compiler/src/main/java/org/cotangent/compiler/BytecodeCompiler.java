package org.cotangent.compiler;

import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;

/// The compiler that `compile` finds when this module is present. Thread-safe.
public final class BytecodeCompiler implements ProgramCompiler {
  /// For the service loader.
  public BytecodeCompiler() {}

  @Override
  public Routine prepare(Program program) {
    return new CompiledProgram(program, Passes.optimise(program));
  }
}
