package org.cotangent.compiler;

import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Equation;

/// A choice between programs: the steps of one of them.
final class Branch implements Step {
  private final int[] inputs;
  private final Targets targets;
  private final int[] branches;
  private final Plan[] plans;

  Branch(Cond cond, Equation equation, Plan outer, Storage storage) {
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.targets = new Targets(equation, storage);
    this.branches = cond.branches().stream().mapToInt(outer::nested).toArray();
    this.plans = new Plan[branches.length];
    for (int i = 0; i < branches.length; i++) {
      plans[i] = outer.inner(branches[i]);
    }
  }

  @Override
  public void run(Frame frame) {
    int chosen = Math.clamp(index(frame.value(inputs[0])), 0, plans.length - 1);
    Frame inner = frame.inner[branches[chosen]];
    for (int i = 1; i < inputs.length; i++) {
      inner.values[i - 1] = frame.value(inputs[i]);
    }
    plans[chosen].run(inner);
    for (int k = 0; k < targets.count(); k++) {
      targets.put(frame, k, plans[chosen].output(inner, k));
    }
    plans[chosen].reset(inner);
  }

  private static long index(Object array) {
    return switch (array) {
      case boolean[] truth -> truth[0] ? 1 : 0;
      case int[] whole -> whole[0];
      case long[] whole -> whole[0];
      default -> throw new AssertionError(array.getClass());
    };
  }

  @Override
  public String describe(Plan outer, String indent) {
    var text = new StringBuilder("choice of ").append(plans.length);
    for (Plan plan : plans) {
      text.append('\n').append(plan.describe(indent + "  "));
    }
    return text.toString();
  }
}
