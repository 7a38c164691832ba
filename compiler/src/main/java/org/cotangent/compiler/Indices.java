package org.cotangent.compiler;

import org.cotangent.compiler.fusion.Places;
import org.cotangent.kernel.Rows;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.jspecify.annotations.Nullable;

/// Checks the indices of gathers that loops do, and writes them as places. Constant ones are checked by the first call that gets here.
final class Indices implements Step {
  private final int rows;
  private final int input;
  private final int size;
  private final boolean constant;
  private final Targets targets;
  private volatile int @Nullable [] known;

  Indices(Places places, Equation equation, Plan plan, Storage storage) {
    this.rows = places.rows();
    this.input = plan.slot(equation.inputs().getFirst());
    this.size = equation.outputs().getFirst().aval().shape().size();
    this.constant = constant(equation);
    this.targets = new Targets(equation, storage);
  }

  /// Whether an equation's places are the same in each call.
  static boolean constant(Equation equation) {
    return equation.inputs().getFirst() instanceof Literal;
  }

  @Override
  public void run(Frame frame) {
    if (!constant) {
      Rows.places(frame.value(input), rows, (int[]) targets.array(frame, 0));
      return;
    }
    int[] places = known;
    if (places == null) {
      places = new int[size];
      Rows.places(frame.value(input), rows, places);
      known = places;
    }
    frame.values[targets.slot(0)] = places;
  }

  @Override
  public String describe(Plan plan, String indent) {
    return "places: "
        + plan.name(targets.slot(0))
        + " of "
        + plan.name(input)
        + " in "
        + rows
        + " rows";
  }
}
