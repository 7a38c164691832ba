package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Tensor.scalar;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W9: predators and prey, `x' = a·x − b·x·y`, `y' = d·x·y − c·y`, by a thousand Runge-Kutta steps of fourth order from (1, 1);
/// `x + y` at the end by the four parameters. A loop over numbers.
final class LotkaVolterra {
  private static final int STEPS = 1000;
  private static final double LENGTH = 0.01;

  private LotkaVolterra() {}

  private record Rates(Tensor a, Tensor b, Tensor c, Tensor d) {}

  private record State(Tensor x, Tensor y) {
    State plus(State slope, double factor) {
      return new State(x.plus(slope.x.times(factor)), y.plus(slope.y.times(factor)));
    }
  }

  private static State slope(State s, Rates p) {
    return new State(
        p.a.times(s.x).minus(p.b.times(s.x).times(s.y)),
        p.d.times(s.x).times(s.y).minus(p.c.times(s.y)));
  }

  private static State step(State s, Rates p) {
    State k1 = slope(s, p);
    State k2 = slope(s.plus(k1, LENGTH / 2), p);
    State k3 = slope(s.plus(k2, LENGTH / 2), p);
    State k4 = slope(s.plus(k3, LENGTH), p);
    State sum = k1.plus(k2, 2).plus(k3, 2).plus(k4, 1);
    return s.plus(sum, LENGTH / 6);
  }

  private static Tensor end(Rates p, List<Tensor> nothing) {
    State last = forLoop(STEPS, new State(scalar(1), scalar(1)), (state, _) -> step(state, p));
    return last.x.plus(last.y);
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Workload.ofNumbers(
            Key.of("W9", "lotka-volterra-rk4", STEPS),
            () ->
                Problem.gradient(
                    LotkaVolterra::end,
                    new Rates(scalar(1.5), scalar(1), scalar(3), scalar(1)),
                    List.of())));
  }
}
