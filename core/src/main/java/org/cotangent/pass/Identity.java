package org.cotangent.pass;

import java.util.List;
import java.util.Optional;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;

/// An algebraic identity that holds bit for bit: for NaN, infinities and zeros of both signs, and after rounding.
///
/// @param primitive what the left side applies last
/// @param text the identity, as documents print it
/// @param right makes the right side, or nothing where the identity does not apply
record Identity<P extends Primitive>(Class<P> primitive, String text, Right<P> right) {
  /// The right side of an identity.
  @FunctionalInterface
  interface Right<P extends Primitive> {
    /// What `primitive` of the inputs `x` is equal to.
    Optional<Atom> of(P primitive, List<Atom> x, Rewriter in);
  }

  /// The right side for a primitive of this class.
  Optional<Atom> apply(Primitive left, List<Atom> x, Rewriter in) {
    return right.of(primitive.cast(left), x, in);
  }
}
