package org.cotangent.bench.workloads;

import static org.cotangent.ops.Indexing.take;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.ops.Special;

/// W8: the logarithmic posterior of a mixture of Gaussians with full covariances, a workload of ADBench (Srajer, Kukelova and
/// Fitzgibbon, 2018). The inverse of each covariance's Cholesky factor is given by its log-diagonal, then by its strictly lower
/// triangle, column after column.
final class GaussianMixture {
  private GaussianMixture() {}

  private record Mixture(Tensor alphas, Tensor means, Tensor factors) {}

  /// Points; where each element of a factor stands in its row of parameters, the upper triangle behind them all; and what does
  /// not depend on parameters.
  private record Points(Tensor x, Tensor places, Tensor constant) {}

  private static Tensor posterior(Mixture p, Points data) {
    int k = p.means.shape().length(0);
    int d = p.means.shape().length(1);
    int n = data.x.shape().length(0);
    Tensor logDiagonal = p.factors.slice(":, :" + d);
    Tensor lower = p.factors.slice(":, " + d + ":");
    Tensor diagonal = logDiagonal.exp();
    Tensor factors = take(Tensor.concat(1, diagonal, lower, Tensor.zeros(k, 1)), data.places, 1);
    Tensor centred = data.x.minus(p.means.expandDims(1));
    Tensor scaled = centred.matmul(factors.transpose(0, 2, 1));
    Tensor exponents =
        p.alphas.plus(logDiagonal.sum(1)).expandDims(1).minus(scaled.square().sum(-1).times(0.5));
    Tensor prior = diagonal.square().sum().plus(lower.square().sum()).times(0.5);
    return exponents
        .logSumExp(0)
        .sum()
        .minus(p.alphas.logSumExp().times(n))
        .plus(prior)
        .plus(data.constant);
  }

  /// The constant with Wishart parameters γ = 1 and m = 0.
  private static double constant(int d, int k, int n) {
    int freedom = d + 1;
    double wishart =
        -freedom * d * 0.5 * Math.log(2)
            - Special.multigammaln(Tensor.scalar(0.5 * freedom), d).item();
    return -n * d * 0.5 * Math.log(2 * Math.PI) - k * wishart;
  }

  private static Tensor places(int d) {
    int end = d * (d + 1) / 2;
    long[] places = new long[d * d];
    Arrays.fill(places, end);
    int next = d;
    for (int column = 0; column < d; column++) {
      places[column * d + column] = column;
      for (int row = column + 1; row < d; row++) {
        places[row * d + column] = next++;
      }
    }
    return Tensor.of(places, d, d);
  }

  private static Problem<?, ?, ?> problem(int d, int k, int n) {
    return Problem.gradient(
        GaussianMixture::posterior,
        new Mixture(
            Data.symmetric(30, 1, k),
            Data.symmetric(31, 1, k, d),
            Data.symmetric(32, 0.5, k, d * (d + 1) / 2)),
        new Points(Data.symmetric(33, 2, n, d), places(d), Tensor.scalar(constant(d, k, n))));
  }

  static Stream<Workload> workloads() {
    return IntStream.of(10, 20)
        .mapToObj(d -> {
          int k = d == 10 ? 5 : 25;
          return Workload.of(Key.of("W8", "gmm-d" + d + "-k" + k, 1000), () -> problem(d, k, 1000));
        });
  }
}
