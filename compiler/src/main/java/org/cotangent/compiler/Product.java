package org.cotangent.compiler;

import org.cotangent.kernel.Products;
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
