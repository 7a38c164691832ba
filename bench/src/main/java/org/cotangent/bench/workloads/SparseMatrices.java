package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.sparseHessian;
import static org.cotangent.Autodiff.sparseJacobian;
import static org.cotangent.Tensor.concat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.SparseMatrix;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// W12: all entries of a sparse matrix of derivatives, in the order of its compressed rows: the Hessians of a chain and of an arrow,
/// the Jacobian of an arrow. Where they are is found before the clock starts.
final class SparseMatrices {
  private SparseMatrices() {}

  /// Its Hessian has a full first row and column, and the diagonal.
  private static Tensor arrow(Tensor x) {
    Tensor others = x.slice("1:");
    return x.get(0).times(others.square().sum()).plus(others.sin().sum()).plus(x.get(0).exp());
  }

  /// So has its Jacobian, which is not symmetric.
  private static Tensor arrows(Tensor x) {
    return concat(0, x.square().sum().reshape(1), x.slice("1:").sin().times(x.get(0)));
  }

  private static Workload matrix(
      String name,
      int n,
      TensorFunction f,
      Function<Tensor, Function<Tensor, SparseMatrix>> derivative) {
    return Workload.of(
        Key.of("W12", name, n),
        () -> {
          Tensor x = Rosenbrock.point(n);
          var entries = derivative.apply(x);
          return new Problem<Tensor, List<Tensor>, Tensor>(
              (at, _) -> f.apply(at),
              (at, _) -> entries.apply(at).values(),
              x,
              List.of(),
              result -> Outcome.of(f.apply(x).sum().item(), List.of(result)));
        });
  }

  static Stream<Workload> workloads() {
    return IntStream.of(10_000, 100_000)
        .boxed()
        .flatMap(n ->
            Stream.of(
                matrix(
                    "hessian-chain",
                    n,
                    Rosenbrock::ofVector,
                    x -> sparseHessian(Rosenbrock::ofVector, x)),
                matrix(
                    "hessian-arrow",
                    n,
                    SparseMatrices::arrow,
                    x -> sparseHessian(SparseMatrices::arrow, x)),
                matrix(
                    "jacobian-arrow",
                    n,
                    SparseMatrices::arrows,
                    x -> sparseJacobian(SparseMatrices::arrows, x))));
  }
}
