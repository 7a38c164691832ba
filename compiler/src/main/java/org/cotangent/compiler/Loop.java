package org.cotangent.compiler;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.compiler.Storage.Carry;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.While;

/// A while loop: the steps of condition and body, each over one frame, with nothing allocated for a step of the loop.
final class Loop implements Step {
  private final int[] inputs;
  private final Targets targets;
  private final int condition;
  private final int body;
  private final Plan plan;
  private final Plan test;
  private final Carries carries;
  private final int consts;

  Loop(While loop, Equation equation, Plan outer, Storage storage) {
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.targets = new Targets(equation, storage);
    this.consts = loop.consts();
    List<Carry> carried =
        IntStream.range(0, loop.carries()).mapToObj(k -> new Carry(consts + k, k)).toList();
    this.condition = outer.nested(loop.condition());
    this.body = outer.nested(loop.body(), carried.stream().map(Carry::input).toList(), carried);
    this.test = outer.inner(condition);
    this.plan = outer.inner(body);
    this.carries = new Carries(plan, carried);
  }

  @Override
  public void run(Frame frame) {
    Frame tested = frame.inner[condition];
    Frame inner = frame.inner[body];
    for (int i = 0; i < consts; i++) {
      inner.values[i] = frame.value(inputs[i]);
    }
    for (int k = 0; k < carries.count(); k++) {
      carries.start(inner, k, frame.value(inputs[consts + k]));
    }
    while (holds(test, tested, inner, inputs.length)) {
      plan.run(inner);
      carries.advance(inner);
    }
    for (int k = 0; k < carries.count(); k++) {
      carries.read(inner, k, targets.array(frame, k));
    }
    test.reset(tested);
    plan.reset(inner);
  }

  /// Whether the condition `test`, over `tested`, holds for the first values of a body's frame.
  static boolean holds(Plan test, Frame tested, Frame inner, int arguments) {
    System.arraycopy(inner.values, 0, tested.values, 0, arguments);
    test.run(tested);
    boolean more = ((boolean[]) test.output(tested, 0))[0];
    return more;
  }

  @Override
  public String describe(Plan outer, String indent) {
    return "while"
        + carries.describe()
        + "\n"
        + test.describe(indent + "  ")
        + "\n"
        + plan.describe(indent + "  ");
  }
}
