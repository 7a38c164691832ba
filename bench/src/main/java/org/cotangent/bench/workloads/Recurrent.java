package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.step;

import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W9: `h = tanh(W h + b + x[t])` over a thousand steps, the mean of all `h²`.
final class Recurrent {
  private static final int STEPS = 1000;
  private static final int WIDTH = 32;

  private Recurrent() {}

  private record Weights(Tensor w, Tensor b) {}

  private static Tensor loss(Weights p, Tensor x) {
    return scan(
            Tensor.zeros(WIDTH),
            x,
            (before, input) -> {
              Tensor hidden = p.w.matmul(before).plus(p.b).plus(input).tanh();
              return step(hidden, hidden.square().mean());
            })
        .outputs()
        .mean();
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
