package org.cotangent.bench.workloads;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W4: the mean of `softplus(−y·(X w))`: a product of a matrix and a vector, and what is around it.
final class LogisticRegression {
  /// Examples as rows, and which side each is on, −1 or 1.
  record Examples(Tensor x, Tensor y) {}

  private LogisticRegression() {}

  static Tensor loss(Tensor w, Examples data) {
    return data.x.matmul(w).times(data.y.unaryMinus()).softplus().mean();
  }

  static Examples examples(int n, int d) {
    return new Examples(
        Data.symmetric(4, 1, n, d),
        Tensor.vector(
            IntStream.range(0, n).mapToDouble(i -> Data.uniform(5, i) < 0.5 ? -1 : 1).toArray()));
  }

  static Tensor weights(int d) {
    return Data.symmetric(6, 0.1, d);
  }

  private static Workload workload(int n, int d) {
    return Workload.of(
        Key.of("W4", n + "x" + d, n),
        () -> Problem.gradient(LogisticRegression::loss, weights(d), examples(n, d)));
  }

  static Stream<Workload> workloads() {
    return Stream.of(workload(100, 10), workload(10_000, 100));
  }
}
