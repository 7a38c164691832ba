package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.solve.OdeSteps.Taken;
import org.cotangent.trace.HostCall;

/// Steps in segments, each one operation: what happens inside of a segment is not recorded, but computed again when its derivative
/// is asked for. With as many segments as steps in each, memory grows with the square root of the number of steps.
final class Segments {
  private Segments() {}

  /// The solution, stacked; inputs are start, times and parameters, of which some are traced.
  static Tensor solve(OdeSteps method, Ode.Equation equation, List<Tensor> inputs) {
    List<Tensor> values = inputs.stream().map(Box::valueOf).toList();
    List<Tensor> known = values.subList(2, values.size());
    List<Taken> steps =
        method.solve((y, t) -> equation.at(y, t, known), values.getFirst(), values.get(1)).steps();
    Aval state = Aval.of(DType.F64, Shape.of(inputs.getFirst().shape().size()));
    var results = new ArrayList<Tensor>();
    Tensor y = inputs.getFirst();
    int before = steps.isEmpty() ? inputs.get(1).shape().size() : steps.getFirst().first();
    for (int i = 0; i < before; i++) {
      results.add(y); // the first time, and those equal to it
    }
    int length = Math.max(1, (int) Math.ceil(Math.sqrt(steps.size())));
    for (int from = 0; from < steps.size(); from += length) {
      List<Taken> segment = steps.subList(from, Math.min(from + length, steps.size()));
      int outputs = segment.getLast().end() - segment.getFirst().first();
      List<Aval> avals = java.util.Collections.nCopies(outputs + 1, state);
      var call =
          new HostCall(
              "ode segment",
              all ->
                  method.again(
                      (z, t) -> equation.at(z, t, all.subList(2, all.size())),
                      all.get(0),
                      all.get(1),
                      segment),
              avals);
      var all = new ArrayList<>(inputs);
      all.set(0, y);
      List<Tensor> done = Op.of(call).bind(all);
      results.addAll(done.subList(0, outputs));
      y = done.getLast();
    }
    return Tensor.stack(results);
  }
}
