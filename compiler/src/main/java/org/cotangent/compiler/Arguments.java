package org.cotangent.compiler;

import java.util.List;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// The check of what a compiled program is given.
final class Arguments {
  private Arguments() {}

  /// Throws a [ShapeException] unless the arguments are those that the program takes.
  static void check(Program program, List<Tensor> arguments) {
    List<Var> inputs = program.inputs();
    if (arguments.size() != inputs.size()) {
      throw new ShapeException(
          "program: takes " + inputs.size() + " arguments, not " + arguments.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!arguments.get(i).aval().equals(inputs.get(i).aval())) {
        throw new ShapeException(
            "program: argument "
                + i
                + " is "
                + arguments.get(i).aval()
                + ", but "
                + inputs.get(i)
                + " is "
                + inputs.get(i).aval()
                + ": stage it again for these shapes");
      }
    }
  }
}
