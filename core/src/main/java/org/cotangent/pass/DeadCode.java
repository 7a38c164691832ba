package org.cotangent.pass;

import java.util.Optional;
import org.cotangent.primitive.Program;

/// Drops equations whose results nobody uses.
final class DeadCode implements Pass {
  @Override
  public String name() {
    return "dead code";
  }

  @Override
  public Program apply(Program program) {
    Program bodies = Rewriter.walk(program, this, (_, _, _) -> Optional.empty());
    return bodies.withoutDeadCode();
  }
}
