package org.cotangent.compiler;

import java.util.Optional;
import org.cotangent.Shape;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.Products;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Var;

/// A contraction, as matrix products into an array that is there.
final class Product implements Step {
  private final Products.Layout layout;
  private final int left;
  private final int right;
  private final int output;
  private final Aval aval;
  private final int buffer;

  Product(Equation equation, Products.Layout layout, Plan plan, Storage storage) {
    this.layout = layout;
    this.left = plan.slot(equation.inputs().get(0));
    this.right = plan.slot(equation.inputs().get(1));
    Var target = equation.outputs().getFirst();
    this.output = target.index();
    this.aval = target.aval();
    this.buffer = storage.buffer(target);
  }

  /// The layout of an equation's operands, if it is such a contraction.
  static Optional<Products.Layout> layout(Equation equation) {
    if (!(equation.primitive() instanceof DotGeneral dot)
        || !equation.outputs().getFirst().aval().dtype().floating()) {
      return Optional.empty();
    }
    Shape a = equation.inputs().get(0).aval().shape();
    Shape b = equation.inputs().get(1).aval().shape();
    return Products.layout(
        a,
        b,
        DotGeneral.groups(a, dot.leftBatch(), dot.leftSum()),
        DotGeneral.groups(b, dot.rightBatch(), dot.rightSum()));
  }

  @Override
  public void run(Frame frame) {
    Object out = frame.array(buffer, aval);
    layout.multiply(frame.value(left), frame.value(right), out);
    frame.values[output] = out;
  }

  @Override
  public String describe(Plan plan, String indent) {
    return "product ("
        + layout.m()
        + ","
        + layout.k()
        + ")·("
        + layout.k()
        + ","
        + layout.n()
        + (layout.batch() == 1 ? ")" : ") × " + layout.batch())
        + ": "
        + plan.name(output)
        + " from "
        + plan.names(new int[] {left, right});
  }
}
