package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/// The classical Runge–Kutta method with equal steps from each time to the next. No value is looked at, so all of it may be traced,
/// staged and mapped; the loop is unrolled.
final class FixedSteps {
  private FixedSteps() {}

  static Tensor solve(Ode.Equation f, List<Tensor> inputs, int steps) {
    Tensor y = inputs.get(0);
    Tensor times = inputs.get(1);
    List<Tensor> params = inputs.subList(2, inputs.size());
    var results = new ArrayList<Tensor>();
    results.add(y);
    for (int i = 1; i < times.shape().size(); i++) {
      Tensor from = times.get(i - 1);
      Tensor h = times.get(i).minus(from).div(steps);
      for (int j = 0; j < steps; j++) {
        Tensor t = from.plus(h.times(j));
        Tensor middle = t.plus(h.div(2));
        Tensor a = f.at(y, t, params);
        Tensor b = f.at(y.plus(a.times(h.div(2))), middle, params);
        Tensor c = f.at(y.plus(b.times(h.div(2))), middle, params);
        Tensor d = f.at(y.plus(c.times(h)), t.plus(h), params);
        y = y.plus(a.plus(b.times(2)).plus(c.times(2)).plus(d).times(h.div(6)));
      }
      results.add(y);
    }
    return Tensor.stack(results);
  }
}
