package org.cotangent.pass;

import java.util.List;
import java.util.Optional;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// Writes functions with derivative rules of their own, and checkpoints, in place: their rules have been used, and what is left of
/// them is a value.
final class Inlining implements Pass {
  @Override
  public String name() {
    return "inlining";
  }

  @Override
  public Program apply(Program program) {
    return Rewriter.walk(program, this, Inlining::inlined);
  }

  private static Optional<List<Atom>> inlined(Primitive primitive, List<Atom> inputs, Rewriter in) {
    return switch (primitive) {
      case Checkpoint(_, Program body) -> Optional.of(in.inline(body, inputs));
      case CustomJvp(Program function, _) -> Optional.of(in.inline(function, inputs));
      case CustomVjp(CustomVjp.Split(Program function, int outputs), _) ->
          Optional.of(in.inline(function, inputs).subList(0, outputs));
      default -> Optional.empty();
    };
  }
}
