package org.cotangent.primitive;

/// What an equation computes with: a variable or a value written in place.
public sealed interface Atom permits Var, Literal {
  /// Its dtype and shape.
  Aval aval();
}
