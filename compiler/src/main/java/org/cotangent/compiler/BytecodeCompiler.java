package org.cotangent.compiler;

import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.primitive.Program;

/// The compiler that `compile` finds when this module is present. Thread-safe.
public final class BytecodeCompiler implements ProgramCompiler {
  /// For the service loader.
  public BytecodeCompiler() {}

  @Override
  public Prepared prepare(Program program) {
    return new CompiledProgram(program);
  }
}
