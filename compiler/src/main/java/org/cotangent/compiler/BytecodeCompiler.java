package org.cotangent.compiler;

import java.util.List;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;

/// The compiler that `compile` finds when this module is present. Thread-safe.
public final class BytecodeCompiler implements ProgramCompiler {
  /// What one nest computes at most, in additions: so that its method stays below what HotSpot compiles.
  private static final int BUDGET = 200;

  /// For the service loader.
  public BytecodeCompiler() {}

  @Override
  public Routine prepare(Program program) {
    Program optimised = Passes.optimise(program);
    return new CompiledProgram(program, optimised, plan(optimised));
  }

  /// Steps whose nests all fit a method.
  private static List<Fusion.Step> plan(Program program) {
    for (int budget = BUDGET; ; budget /= 2) {
      List<Fusion.Step> plan = Fusion.plan(program, budget);
      if (budget < 8
          || plan.stream()
              .allMatch(
                  step -> !(step instanceof Fusion.Loops loops) || Kernel.fits(loops.nest()))) {
        return plan;
      }
    }
  }
}
