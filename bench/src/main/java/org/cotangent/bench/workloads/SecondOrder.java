package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.hvp;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;

/// W7: matrices of derivatives: a Hessian, a Jacobian column by column and row by row, a Hessian times a vector.
final class SecondOrder {
  private static final int LENGTH = 100;

  private SecondOrder() {}

  private static Tensor mixed(Tensor x, Tensor a) {
    return a.matmul(x).tanh().times(x).plus(Arranging.roll(x, 1).sin());
  }

  /// The Jacobian's columns, one tangent each, moved to the end.
  private static Tensor forward(Tensor x, Tensor a) {
    return vmap(dx -> jvp(at -> mixed(at, a), x, dx).tangent()).apply(Tensor.eye(LENGTH)).t();
  }

  /// The Jacobian's rows, one cotangent each.
  private static Tensor reverse(Tensor x, Tensor a) {
    return vmap(vjp(at -> mixed(at, a), x).pullback()).apply(Tensor.eye(LENGTH));
  }

  private static Workload jacobian(String name, BiFunction<Tensor, Tensor, Tensor> jacobian) {
    return Workload.of(
        Key.of("W7", name, LENGTH),
        () -> {
          Tensor x = Data.symmetric(11, 1, LENGTH);
          Tensor a = Data.symmetric(10, 1, LENGTH, LENGTH).div(10);
          return new Problem<>(
              SecondOrder::mixed,
              jacobian,
              x,
              a,
              result -> Outcome.of(mixed(x, a).sum().item(), List.of(result)));
        });
  }

  private static Workload hessianOfLoss(int n, int d) {
    return Workload.of(
        Key.of("W7", "hessian-logistic", d),
        () -> {
          Tensor w = LogisticRegression.weights(d);
          var data = LogisticRegression.examples(n, d);
          return new Problem<>(
              LogisticRegression::loss,
              (at, examples) -> hessian(v -> LogisticRegression.loss(v, examples)).apply(at),
              w,
              data,
              result -> Outcome.of(LogisticRegression.loss(w, data).item(), List.of(result)));
        });
  }

  private static Workload hessianTimesVector(int n) {
    return Workload.of(
        Key.of("W7", "hvp-rosenbrock", n),
        () -> {
          Tensor x = Rosenbrock.point(n);
          return new Problem<>(
              (at, _) -> Rosenbrock.ofVector(at),
              (at, vector) -> hvp(Rosenbrock::ofVector, at, vector),
              x,
              Data.symmetric(12, 1, n),
              result -> Outcome.of(Rosenbrock.ofVector(x).item(), List.of(result)));
        });
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        hessianOfLoss(1000, 50),
        jacobian("jacfwd", SecondOrder::forward),
        jacobian("jacrev", SecondOrder::reverse),
        hessianTimesVector(100_000));
  }
}
