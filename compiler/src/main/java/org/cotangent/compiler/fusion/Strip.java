package org.cotangent.compiler.fusion;

import java.util.Map;
import org.cotangent.Shape;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Var;

/// What part of its places a nest does at a time.
///
/// @param loop the loop along which the strips follow each other; −1 if all is done at once
/// @param length how many steps of it a strip has
/// @param axes of the variables that are there for one strip only, the axis that is as short
record Strip(int loop, int length, Map<Var, Integer> axes) {
  /// All at once.
  static final Strip WHOLE = new Strip(-1, 0, Map.of());

  Strip {
    axes = Map.copyOf(axes);
  }

  boolean whole() {
    return loop < 0;
  }

  /// Whether a value is there for one strip only.
  boolean holds(Atom atom) {
    return atom instanceof Var variable && axes.containsKey(variable);
  }

  /// The shape of the array that a value lies in.
  Shape shape(Atom atom) {
    return shape(atom, axes, length);
  }

  /// The shape of the array that a value lies in, if the axes of `axes` are as short as a strip.
  static Shape shape(Atom atom, Map<Var, Integer> axes, int length) {
    Shape shape = atom.aval().shape();
    if (!(atom instanceof Var variable) || !axes.containsKey(variable)) {
      return shape;
    }
    return shape.resized(axes.get(variable), length);
  }
}
