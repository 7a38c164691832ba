package org.cotangent.compiler.fusion;

import java.util.List;
import java.util.Optional;
import org.cotangent.Shape;
import org.cotangent.kernel.Products;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.primitive.Equation;

/// Contractions that are stacks of matrix products as their operands lie.
public final class Contractions {
  private Contractions() {}

  /// The layout of an equation's operands, if it is such a contraction.
  public static Optional<Products.Layout> layout(Equation equation) {
    return equation.primitive() instanceof DotGeneral
        ? layout(
            equation,
            equation.inputs().get(0).aval().shape(),
            equation.inputs().get(1).aval().shape())
        : Optional.empty();
  }

  /// The same if the operands lie in arrays of these shapes.
  public static Optional<Products.Layout> layout(Equation equation, Shape left, Shape right) {
    if (!(equation.primitive() instanceof DotGeneral dot)
        || !equation.outputs().getFirst().aval().dtype().floating()) {
      return Optional.empty();
    }
    return Products.layout(left, right, left(dot, left), right(dot, right));
  }

  /// The batch, the free and the summed axes of the left operand.
  static List<List<Integer>> left(DotGeneral dot, Shape left) {
    return DotGeneral.groups(left, dot.leftBatch(), dot.leftSum());
  }

  /// The same of the right one.
  static List<List<Integer>> right(DotGeneral dot, Shape right) {
    return DotGeneral.groups(right, dot.rightBatch(), dot.rightSum());
  }
}
