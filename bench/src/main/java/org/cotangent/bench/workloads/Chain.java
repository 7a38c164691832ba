package org.cotangent.bench.workloads;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W3: a thousand operations in a row, of a number and of eight. What an operation costs.
final class Chain {
  private static final int LENGTH = 1000;

  private Chain() {}

  private static Tensor value(Tensor x) {
    Tensor y = x;
    for (int k = 0; k < LENGTH; k++) {
      y =
          switch (k % 3) {
            case 0 -> y.times(x);
            case 1 -> y.plus(x);
            default -> y.sin();
          };
    }
    return y;
  }

  private static Tensor eight() {
    return Tensor.vector(IntStream.range(0, 8).mapToDouble(i -> 0.5 + 0.05 * i).toArray());
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Workload.ofNumbers(
            Key.of("W3", "scalar", LENGTH),
            () -> Problem.gradient((x, _) -> value(x), Tensor.scalar(0.7), List.of())),
        Workload.of(
            Key.of("W3", "vec8", LENGTH),
            () -> Problem.gradient((x, _) -> value(x).sum(), eight(), List.of())));
  }
}
