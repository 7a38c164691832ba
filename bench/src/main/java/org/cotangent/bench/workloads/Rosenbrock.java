package org.cotangent.bench.workloads;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W2: `Σ 100 (x[i+1] − x[i]²)² + (1 − x[i])²`, of a vector, and as a loop over numbers.
final class Rosenbrock {
  private Rosenbrock() {}

  static Tensor point(int n) {
    return Data.symmetric(2, 1.2, n);
  }

  static Tensor ofVector(Tensor x) {
    Tensor at = x.slice(":-1");
    Tensor next = x.slice("1:");
    return next.minus(at.square()).square().times(100).plus(Tensor.minus(1, at).square()).sum();
  }

  private static Tensor ofNumbers(List<Tensor> x) {
    Tensor sum = Tensor.scalar(0);
    for (int i = 0; i + 1 < x.size(); i++) {
      Tensor t = x.get(i + 1).minus(x.get(i).times(x.get(i)));
      Tensor u = Tensor.minus(1, x.get(i));
      sum = sum.plus(t.times(t).times(100).plus(u.times(u)));
    }
    return sum;
  }

  private static List<Tensor> numbers(int n) {
    return IntStream.range(0, n).mapToObj(i -> Tensor.scalar(1.2 * Data.symmetric(2, i))).toList();
  }

  static Stream<Workload> workloads() {
    return Stream.concat(
        IntStream.of(2, 10, 1000)
            .mapToObj(n ->
                Workload.of(
                    Key.of("W2", "vec", n),
                    () -> Problem.gradient((x, _) -> ofVector(x), point(n), List.of()))),
        IntStream.of(10, 100)
            .mapToObj(n ->
                Workload.ofNumbers(
                    Key.of("W2", "unrolled", n),
                    () -> Problem.gradient((x, _) -> ofNumbers(x), numbers(n), List.of()))));
  }
}
