package org.cotangent.compiler;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.compiler.Storage.Carry;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Scan;

/// A scan: its body's steps, again and again over one frame, with nothing allocated for a step of the loop.
final class Repetition implements Step {
  private final Scan scan;
  private final int[] inputs;
  private final Targets targets;
  private final int body;
  private final Plan plan;
  private final Carries carries;
  private final Slices slices;

  Repetition(Scan scan, Equation equation, Plan outer, Storage storage) {
    this.scan = scan;
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.targets = new Targets(equation, storage);
    int consts = scan.consts();
    List<Carry> carried =
        IntStream.range(0, scan.carries()).mapToObj(k -> new Carry(consts + k, k)).toList();
    List<Integer> owned = IntStream.range(consts, inputs.length).boxed().toList();
    this.body = outer.nested(scan.body(), owned, carried);
    this.plan = outer.inner(body);
    this.carries = new Carries(plan, carried);
    this.slices = new Slices(plan);
    for (int i = consts + scan.carries(); i < inputs.length; i++) {
      slices.read(inputs[i], i);
    }
    for (int k = scan.carries(); k < targets.count(); k++) {
      slices.made(targets.slot(k), k);
    }
  }

  @Override
  public void run(Frame frame) {
    Frame inner = frame.inner[body];
    int consts = scan.consts();
    for (int i = 0; i < consts; i++) {
      inner.values[i] = frame.value(inputs[i]);
    }
    for (int k = 0; k < carries.count(); k++) {
      carries.start(inner, k, frame.value(inputs[consts + k]));
    }
    for (int k = carries.count(); k < targets.count(); k++) {
      targets.array(frame, k);
    }
    for (int step = 0; step < scan.length(); step++) {
      int at = scan.reverse() ? scan.length() - 1 - step : step;
      slices.read(frame, inner, at);
      plan.run(inner);
      slices.write(frame, inner, at);
      carries.advance(inner);
    }
    for (int k = 0; k < carries.count(); k++) {
      carries.read(inner, k, targets.array(frame, k));
    }
    plan.reset(inner);
  }

  @Override
  public String describe(Plan outer, String indent) {
    return "scan of "
        + scan.length()
        + " steps"
        + carries.describe()
        + "\n"
        + plan.describe(indent + "  ");
  }
}
