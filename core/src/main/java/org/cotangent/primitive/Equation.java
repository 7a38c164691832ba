package org.cotangent.primitive;

import java.util.List;

/// `outputs = primitive inputs`.
///
/// @param primitive what is applied
/// @param inputs what it is applied to
/// @param outputs the variables that it defines
public record Equation(Primitive primitive, List<Atom> inputs, List<Var> outputs) {
  /// Copies the lists.
  public Equation {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
