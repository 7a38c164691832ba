package org.cotangent.solve;

import java.util.List;
import org.cotangent.Autodiff;
import org.cotangent.DType;
import org.cotangent.Slice;
import org.cotangent.Tensor;

/// The classical Runge–Kutta method with equal steps from each time to the next. No value is looked at, so all of it may be traced and
/// mapped, and staged it is one loop in another.
final class FixedSteps {
  private FixedSteps() {}

  static Tensor solve(Ode.Equation f, List<Tensor> inputs, int steps) {
    Tensor start = inputs.get(0);
    Tensor times = inputs.get(1);
    List<Tensor> params = inputs.subList(2, inputs.size());
    int m = times.shape().size();
    if (m == 1) {
      return start.expandDims(0);
    }
    List<Tensor> intervals =
        List.of(times.slice(Slice.span(0, m - 1)), times.slice(Slice.span(1, m)));
    var scanned =
        Autodiff.scan(
            start,
            intervals,
            (y, ends) -> {
              Tensor from = ends.get(0);
              Tensor h = ends.get(1).minus(from).div(steps);
              Tensor next =
                  Autodiff.forLoop(
                      steps,
                      y,
                      (z, j) -> step(f, z, from.plus(h.times(j.to(DType.F64))), h, params));
              return Autodiff.step(next, next);
            });
    return Tensor.concat(0, start.expandDims(0), scanned.outputs());
  }

  private static Tensor step(Ode.Equation f, Tensor y, Tensor t, Tensor h, List<Tensor> params) {
    Tensor half = h.div(2);
    Tensor middle = t.plus(half);
    Tensor a = f.at(y, t, params);
    Tensor b = f.at(y.plus(a.times(half)), middle, params);
    Tensor c = f.at(y.plus(b.times(half)), middle, params);
    Tensor d = f.at(y.plus(c.times(h)), t.plus(h), params);
    return y.plus(a.plus(b.times(2)).plus(c.times(2)).plus(d).times(h.div(6)));
  }
}
