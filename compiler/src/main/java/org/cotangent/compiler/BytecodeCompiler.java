package org.cotangent.compiler;

import org.cotangent.PlainFunction;
import org.cotangent.compiler.scalar.ScalarCompiler;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.primitive.Program;

/// The compiler that `compile` finds when this module is present. Thread-safe.
public final class BytecodeCompiler implements ProgramCompiler {
  /// For the service loader.
  public BytecodeCompiler() {}

  @Override
  public Prepared prepare(Program program) {
    return ScalarProgram.of(program).orElseGet(() -> new CompiledProgram(program));
  }

  /// Straight-line code where the program's elements have formulas, else tensors around [#prepare]'s routine.
  @Override
  public PlainFunction preparePlain(Program program) {
    return switch (ScalarCompiler.compile(program, ScalarCompiler.LIMIT)) {
      case ScalarCompiler.Result.Code(PlainFunction function) -> function;
      case ScalarCompiler.Result.Refused _ -> ProgramCompiler.super.preparePlain(program);
    };
  }
}
