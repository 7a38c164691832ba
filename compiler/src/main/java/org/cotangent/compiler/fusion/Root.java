package org.cotangent.compiler.fusion;

import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Var;

/// What a nest writes: a value; a reduction of a value; a value, at its place in a larger one; or one that is added where a list says.
///
/// @param equation whose result it is, or a part of it
/// @param part of an equation that places its operands: which operand
record Root(Equation equation, int part) {
  Var target() {
    return equation.outputs().getFirst();
  }

  /// Whether the result is computed at the places of the loops, so that others in the nest may use it.
  boolean plain() {
    return !Equations.reduces(equation)
        && !Placement.places(equation.primitive())
        && !Equations.scatters(equation);
  }

  /// What is computed at the places of the loops.
  Atom source() {
    return plain() ? target() : equation.inputs().get(part);
  }
}
