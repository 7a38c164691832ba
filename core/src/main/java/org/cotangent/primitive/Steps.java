package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;

/// Loops of programs on known values, step by step.
final class Steps {
  private Steps() {}

  static List<Tensor> repeat(While loop, List<Tensor> arguments) {
    var condition = new Stepper(loop.condition());
    var body = new Stepper(loop.body());
    for (int i = 0; i < arguments.size(); i++) {
      condition.input(i, arguments.get(i));
      body.input(i, arguments.get(i));
    }
    int n = loop.carries();
    var carries = new ArrayList<>(arguments.subList(loop.consts(), arguments.size()));
    while (true) {
      condition.run();
      if (condition.output(0).item() == 0) {
        return List.copyOf(carries);
      }
      body.run();
      for (int i = 0; i < n; i++) {
        carries.set(i, body.output(i));
      }
      for (int i = 0; i < n; i++) {
        condition.input(loop.consts() + i, carries.get(i));
        body.input(loop.consts() + i, carries.get(i));
      }
    }
  }

  static List<Tensor> scan(Scan scan, List<Tensor> arguments) {
    var body = new Stepper(scan.body());
    int carries = scan.carries();
    int first = scan.consts() + carries;
    for (int i = 0; i < first; i++) {
      body.input(i, arguments.get(i));
    }
    var outputs = new ArrayList<Stack>(scan.ys());
    for (Atom output : scan.body().outputs().subList(carries, scan.body().outputs().size())) {
      outputs.add(new Stack(output.aval(), scan.length()));
    }
    Tensor[] state = arguments.subList(scan.consts(), first).toArray(new Tensor[0]);
    for (int step = 0; step < scan.length(); step++) {
      int at = scan.reverse() ? scan.length() - 1 - step : step;
      for (int i = first; i < arguments.size(); i++) {
        body.input(
            i, Stack.slice((Array) arguments.get(i), scan.body().inputs().get(i).aval(), at));
      }
      body.run();
      // All results are read before an input is replaced: an input may be a result.
      for (int i = 0; i < carries; i++) {
        state[i] = body.output(i);
      }
      for (int i = 0; i < outputs.size(); i++) {
        outputs.get(i).put(at, body.output(carries + i));
      }
      for (int i = 0; i < carries; i++) {
        body.input(scan.consts() + i, state[i]);
      }
    }
    var results = new ArrayList<>(List.of(state));
    outputs.forEach(stack -> results.add(stack.whole()));
    return List.copyOf(results);
  }
}
