package org.cotangent.bench.workloads;

import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W9: `h = tanh(W h + b + x[t])` over a thousand steps, the mean of all `h²`.
final class Recurrent {
  private static final int STEPS = 1000;
  private static final int WIDTH = 32;

  private Recurrent() {}

  private record Weights(Tensor w, Tensor b) {}

  private static Tensor loss(Weights p, Tensor x) {
    Tensor hidden = Tensor.zeros(WIDTH);
    Tensor sum = Tensor.scalar(0);
    for (int t = 0; t < STEPS; t++) {
      hidden = p.w.matmul(hidden).plus(p.b).plus(x.get(t)).tanh();
      sum = sum.plus(hidden.square().mean());
    }
    return sum.div(STEPS);
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Workload.of(
            Key.of("W9", "rnn-" + STEPS + "x" + WIDTH, STEPS),
            () ->
                Problem.gradient(
                    Recurrent::loss,
                    new Weights(
                        Data.symmetric(60, 0.25, WIDTH, WIDTH), Data.symmetric(61, 0.1, WIDTH)),
                    Data.symmetric(62, 1, STEPS, WIDTH))));
  }
}
