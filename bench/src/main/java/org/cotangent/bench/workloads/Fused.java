package org.cotangent.bench.workloads;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Autodiff.Pair;
import org.cotangent.DType;
import org.cotangent.Tensor;

/// W6: `Σ tanh(a·b + exp(−a·a))`, of a thousand to ten million elements: memory, and functions of whole arrays.
final class Fused {
  private Fused() {}

  private static Tensor value(Pair<Tensor, Tensor> p, List<Tensor> nothing) {
    Tensor a = p.first();
    return a.times(p.second()).plus(a.unaryMinus().times(a).exp()).tanh().sum();
  }

  /// A case, and what makes its data.
  record Case(Key key, Supplier<Problem<Pair<Tensor, Tensor>, List<Tensor>, ?>> problem) {}

  private static Case of(int n, DType dtype) {
    return new Case(
        new Key("W6", "fused", n, dtype),
        () ->
            Problem.gradient(
                Fused::value,
                new Pair<>(Data.symmetric(dtype, 8, n), Data.symmetric(dtype, 9, n)),
                List.of()));
  }

  static Stream<Workload> workloads() {
    return problems().map(c -> Workload.of(c.key, c.problem));
  }

  static Stream<Case> problems() {
    return IntStream.of(1000, 100_000, 10_000_000)
        .boxed()
        .flatMap(n -> Stream.of(DType.F64, DType.F32).map(dtype -> of(n, dtype)));
  }
}
