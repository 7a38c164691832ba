package org.cotangent.bench.workloads;

import static org.cotangent.Tensor.scalar;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W1: `(x·y + c)·c + x`, three numbers. What a call costs.
final class Seed {
  private Seed() {}

  private record Point(Tensor x, Tensor y, Tensor c) {}

  private static Tensor value(Point p, List<Tensor> nothing) {
    return p.x.times(p.y).plus(p.c).times(p.c).plus(p.x);
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Workload.ofNumbers(
            Key.of("W1", "seed", 3),
            () ->
                Problem.gradient(
                    Seed::value, new Point(scalar(0.9), scalar(0.4), scalar(1.3)), List.of())));
  }
}
