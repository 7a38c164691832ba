package org.cotangent.pass;

import java.util.List;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;

/// Where an atom comes from: what identities look at.
sealed interface Origin {
  /// An equation with one result made it.
  ///
  /// @param primitive what was applied
  /// @param inputs to what
  record Made(Primitive primitive, List<Atom> inputs) implements Origin {
    /// The first input.
    Atom x() {
      return inputs.getFirst();
    }
  }

  /// An input of the program, a literal, or one of several results.
  record Given() implements Origin {}
}
