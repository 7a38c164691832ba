package org.cotangent.compiler.fusion;

import java.util.ArrayList;
import org.cotangent.ops.Slicing.Concat;
import org.cotangent.ops.Slicing.Pad;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Primitive;

/// Operations that write their operands into places of a larger array, zeros elsewhere: whoever computes an operand writes it there.
final class Placement {
  private Placement() {}

  /// Whether an operation is one of those.
  static boolean places(Primitive primitive) {
    return primitive instanceof Pad || primitive instanceof Concat;
  }

  /// Where in the result the element of operand `part` goes that the loops' counters name.
  static Place of(Equation equation, int part) {
    var axes = new ArrayList<Place.Axis>();
    int rank = equation.inputs().get(part).aval().shape().rank();
    for (int axis = 0; axis < rank; axis++) {
      axes.add(
          switch (equation.primitive()) {
            case Pad pad -> axis(axis, pad.steps().get(axis), pad.starts().get(axis));
            case Concat concat ->
                axis(axis, 1, axis == concat.axis() ? before(equation, part, axis) : 0);
            default -> throw new AssertionError(equation.primitive());
          });
    }
    return new Place(axes);
  }

  private static Place.Axis axis(int loop, int step, int offset) {
    return new Place.Axis(new Place.Loop(loop), step, offset);
  }

  private static int before(Equation equation, int part, int axis) {
    int length = 0;
    for (int i = 0; i < part; i++) {
      length += equation.inputs().get(i).aval().shape().length(axis);
    }
    return length;
  }
}
