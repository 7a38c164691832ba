package org.cotangent.cli.conformance;

import static org.cotangent.Slice.all;
import static org.cotangent.Slice.span;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.ops.Special;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The log posterior of a Gaussian mixture, an objective of the ADBench suite (F. Srajer, Z. Kukelova, A. Fitzgibbon, *A benchmark of
/// selected algorithmic differentiation tools on some problems in computer vision and machine learning*, 2018).
///
/// Inputs: `alphas` of shape `(K)`, `means` `(K,D)`, and `icf` `(K, D + D(D-1)/2)`: the logarithms of the diagonals of `Q_k`, then
/// what is below them, column by column.
final class GaussianMixture implements ReferenceProgram {
  private final JsonNode reference;
  private final Map<String, Tensor> at;
  private final Tensor x;
  private final double gamma;
  private final int m;

  GaussianMixture(JsonNode reference, DataFiles data) {
    this.reference = reference;
    Map<String, Tensor> inputs;
    if (reference.has("data")) {
      var numbers =
          new Scanner(new String(data.read(reference.get("data")), StandardCharsets.US_ASCII));
      int d = numbers.nextInt();
      int k = numbers.nextInt();
      int n = numbers.nextInt();
      inputs = new LinkedHashMap<>();
      inputs.put("alphas", array(numbers, k));
      inputs.put("means", array(numbers, k, d));
      inputs.put("icf", array(numbers, k, d + d * (d - 1) / 2));
      inputs.put("x", array(numbers, n, d));
      gamma = Double.parseDouble(numbers.next());
      m = numbers.nextInt();
    } else {
      inputs = Tensors.readNamed(reference.get("inputs"));
      gamma = 1;
      m = 0;
    }
    x = Tensors.of(inputs, "x");
    at = Tensors.picked(inputs, reference.get("diff"));
  }

  private static Tensor array(Scanner numbers, int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = Double.parseDouble(numbers.next());
    }
    return Tensor.of(values, shape);
  }

  @Override
  public Function<Map<String, Tensor>, Tensor> objective() {
    return inputs ->
        logPosterior(
            Tensors.of(inputs, "alphas"), Tensors.of(inputs, "means"), Tensors.of(inputs, "icf"));
  }

  @Override
  public Map<String, Tensor> at() {
    return at;
  }

  @Override
  public ObjectNode result() {
    return Derivatives.keyed(reference, objective(), at);
  }

  private Tensor logPosterior(Tensor alphas, Tensor means, Tensor icf) {
    int n = x.shape().length(0);
    int d = x.shape().length(1);
    int k = alphas.shape().length(0);
    var logDiagonals = icf.slice(all(), span(0, d));
    var below = icf.slice(all(), span(d, icf.shape().length(1)));
    var diagonals = logDiagonals.exp();
    var roots = lower(below, d).plus(diagonals.expandDims(-1).times(Tensor.eye(d)));
    var centred = x.expandDims(1).minus(means);
    var distances = Tensor.einsum("kij,nkj->nki", roots, centred).square().sum(-1);
    var logDeterminants = logDiagonals.sum(-1);
    var logDensities = alphas.plus(logDeterminants).minus(distances.div(2)).logSumExp(-1);
    var penalty = diagonals.square().sum().plus(below.square().sum()).times(gamma * gamma / 2);
    int freedom = d + m + 1;
    double wishart =
        freedom * d * Math.log(gamma / Math.sqrt(2))
            - Special.multigammaln(Tensor.scalar(freedom / 2.0), d).item();
    return logDensities
        .sum()
        .minus(alphas.logSumExp().times(n))
        .plus(penalty)
        .minus(logDeterminants.sum().times(m))
        .minus(n * d / 2.0 * Math.log(2 * Math.PI) + k * wishart);
  }

  /// Strictly lower triangular matrices from their columns: each element is taken from its place, and all others from a zero.
  private static Tensor lower(Tensor below, int d) {
    int k = below.shape().length(0);
    int count = below.shape().length(1);
    long[] places = new long[d * d];
    java.util.Arrays.fill(places, count);
    int place = 0;
    for (int column = 0; column < d; column++) {
      for (int row = column + 1; row < d; row++) {
        places[row * d + column] = place++;
      }
    }
    var padded = Tensor.concat(1, below, Tensor.zeros(k, 1)).t();
    return padded.get(Tensor.indices(places)).t().reshape(k, d, d);
  }
}
