package org.cotangent.compiler;

import java.util.Arrays;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;

/// A while loop: the steps of condition and body, each over one frame.
final class Loop implements Step {
  private final While loop;
  private final int[] inputs;
  private final int[] outputs;
  private final int condition;
  private final int body;
  private final Plan plan;
  private final Plan test;

  Loop(While loop, Equation equation, Plan outer) {
    this.loop = loop;
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.outputs = equation.outputs().stream().mapToInt(Var::index).toArray();
    this.condition = outer.nested(loop.condition());
    this.body = outer.nested(loop.body());
    this.test = outer.inner(condition);
    this.plan = outer.inner(body);
  }

  @Override
  public void run(Frame frame) {
    Frame tested = frame.inner[condition];
    Frame inner = frame.inner[body];
    int consts = loop.consts();
    Object[] arguments = Arrays.stream(inputs).mapToObj(frame::value).toArray();
    while (true) {
      System.arraycopy(arguments, 0, tested.values, 0, arguments.length);
      test.run(tested);
      boolean more = ((boolean[]) test.output(tested, 0))[0];
      test.clear(tested);
      if (!more) {
        break;
      }
      System.arraycopy(arguments, 0, inner.values, 0, arguments.length);
      plan.run(inner);
      // The body's buffers are written to again in the next step.
      for (int k = 0; k < loop.carries(); k++) {
        arguments[consts + k] = HeapArrays.copy(plan.output(inner, k));
      }
      plan.clear(inner);
    }
    for (int k = 0; k < outputs.length; k++) {
      frame.values[outputs[k]] = HeapArrays.copy(arguments[consts + k]);
    }
    test.reset(tested);
    plan.reset(inner);
  }

  @Override
  public String describe(Plan outer, String indent) {
    return "while\n" + test.describe(indent + "  ") + "\n" + plan.describe(indent + "  ");
  }
}
