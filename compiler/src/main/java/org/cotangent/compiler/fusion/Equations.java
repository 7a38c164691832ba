package org.cotangent.compiler.fusion;

import org.cotangent.DType;
import org.cotangent.ops.Indexing.Gather;
import org.cotangent.ops.Indexing.ScatterAdd;
import org.cotangent.ops.Shaping;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Var;

/// What a nest can do with an equation.
final class Equations {
  private Equations() {}

  private static boolean small(Aval aval) {
    return aval.dtype() != DType.I32 && aval.dtype() != DType.I64 && aval.shape().size() > 0;
  }

  private static boolean plain(Equation equation) {
    return plain(equation, equation.inputs().size());
  }

  /// Whether loops can work on the results and the first operands, as many as are given.
  static boolean plain(Equation equation, int operands) {
    return equation.outputs().stream().allMatch(output -> small(output.aval()))
        && equation.inputs().stream().limit(operands).allMatch(input -> small(input.aval()));
  }

  static boolean arranges(Equation equation) {
    return plain(equation)
        && equation.inputs().size() == 1
        && Place.arranges(equation.primitive(), equation.inputs().getFirst().aval().shape());
  }

  static boolean converts(Equation equation) {
    return equation.primitive() instanceof Shaping.Convert && plain(equation);
  }

  static boolean pointwise(Equation equation) {
    return plain(equation) && Op.of(equation.primitive()).pointwise();
  }

  /// Whether it takes elements at places that [Places] made of indices.
  static boolean gathers(Equation equation) {
    return equation.primitive() instanceof Gather && placed(equation);
  }

  /// Whether it adds rows where such places say.
  static boolean scatters(Equation equation) {
    return equation.primitive() instanceof ScatterAdd
        && equation.outputs().getFirst().aval().dtype() == DType.F64
        && placed(equation);
  }

  private static boolean placed(Equation equation) {
    return plain(equation, 1)
        && equation.inputs().get(1) instanceof Var places
        && places.aval().dtype() == DType.I32;
  }

  /// Whether whoever uses the result may compute it.
  static boolean inlined(Equation equation) {
    return pointwise(equation) || arranges(equation) || converts(equation);
  }

  /// Whether it is a reduction that a nest may end in.
  static boolean reduces(Equation equation) {
    return plain(equation)
        && !Place.reduced(equation.primitive()).isEmpty()
        && equation.outputs().getFirst().aval().dtype().floating();
  }

  /// Whether it writes its operands into places of a larger array.
  static boolean places(Equation equation) {
    return plain(equation) && Placement.places(equation.primitive());
  }

  static boolean renames(Equation equation) {
    return equation.primitive() instanceof Shaping.Reshape;
  }

  /// The dtype that a value is calculated in.
  static DType lane(Equation equation) {
    DType output = equation.outputs().getFirst().aval().dtype();
    if (output.floating()) {
      return output;
    }
    for (Atom input : equation.inputs()) {
      if (input.aval().dtype().floating()) {
        return input.aval().dtype();
      }
    }
    return DType.F64;
  }
}
