package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.jet;
import static org.cotangent.Autodiff.laplacian;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/// W11: Taylor mode. The derivatives along a line to order 8, of `y = tanh(W y)` four times over, and the Laplacian of
/// `w · tanh(W₂ tanh(W₁ x))`.
final class Taylor {
  private static final int ORDER = 8;
  private static final int LAYERS = 4;
  private static final int WIDTH = 64;

  private Taylor() {}

  private static Tensor chain(Tensor x, List<Tensor> layers) {
    Tensor y = x;
    for (Tensor w : layers) {
      y = w.matmul(y).tanh();
    }
    return y;
  }

  private record Curve(Tensor direction, List<Tensor> layers) {}

  private static Workload line(int n) {
    return Workload.of(
        Key.of("W11", "jet-tanh-order" + ORDER, n),
        () -> {
          Tensor x = Data.symmetric(80, 1, n);
          List<Tensor> layers =
              IntStream.range(0, LAYERS)
                  .mapToObj(k -> Data.symmetric(82 + k, 2 / Math.sqrt(n), n, n))
                  .toList();
          return new Problem<>(
              (at, curve) -> chain(at, curve.layers),
              (at, curve) -> {
                var derivatives = new ArrayList<Tensor>();
                derivatives.add(curve.direction);
                for (int k = 1; k < ORDER; k++) {
                  derivatives.add(Tensor.zeros(n));
                }
                return jet(y -> chain(y, curve.layers), at, derivatives).derivatives();
              },
              x,
              new Curve(Data.symmetric(81, 1, n), layers),
              result -> Outcome.of(chain(x, layers).sum().item(), result));
        });
  }

  private record Layers(Tensor first, Tensor second, Tensor last) {
    Tensor at(Tensor x) {
      return second.matmul(first.matmul(x).tanh()).tanh().dot(last);
    }
  }

  private static Workload secondDerivatives(int n) {
    return Workload.of(
        Key.of("W11", "laplacian-mlp", n),
        () -> {
          Tensor x = Data.symmetric(86, 1, n);
          var layers =
              new Layers(
                  Data.symmetric(87, 2 / Math.sqrt(n), WIDTH, n),
                  Data.symmetric(88, 0.25, WIDTH, WIDTH),
                  Data.symmetric(89, 1, WIDTH));
          return new Problem<>(
              (at, p) -> p.at(at),
              (at, p) -> laplacian(p::at).apply(at),
              x,
              layers,
              result -> Outcome.of(layers.at(x).item(), List.of(result)));
        });
  }

  static Stream<Workload> workloads() {
    return Stream.of(line(32), secondDerivatives(30), secondDerivatives(100));
  }
}
