package org.cotangent.pass;

import java.util.function.UnaryOperator;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// The programs that primitives hold.
final class Bodies {
  private Bodies() {}

  /// `primitive` with `f` applied to each program it holds; the same object if `f` changed none.
  static Primitive map(Primitive primitive, UnaryOperator<Program> f) {
    return primitive instanceof Control control
        ? switch (control) {
          // Inlining replaces them: what is left of them holds no program.
          case CustomJvp custom -> custom;
          case CustomVjp custom -> custom;
        }
        : primitive;
  }
}
