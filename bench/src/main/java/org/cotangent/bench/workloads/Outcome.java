package org.cotangent.bench.workloads;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Autodiff.ValueAndGrad;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;

/// The numbers that were computed, to be compared with those of other tools.
///
/// @param value of the function
/// @param gradients in the order of the arguments
record Outcome(double value, List<double[]> gradients) {
  Outcome {
    gradients = List.copyOf(gradients);
  }

  static Outcome of(ValueAndGrad<?> result) {
    return of(result.value().item(), Trees.leaves(result.grad()));
  }

  static Outcome of(double value, List<? extends Tensor> gradients) {
    return new Outcome(value, gradients.stream().map(Tensor::toDoubles).toList());
  }

  /// Of what a function of plain doubles returns: the value, then the gradient.
  static Outcome of(double[] valueAndGradient) {
    double[] gradient = new double[valueAndGradient.length - 1];
    System.arraycopy(valueAndGradient, 1, gradient, 0, gradient.length);
    return new Outcome(valueAndGradient[0], List.of(gradient));
  }

  /// `Σ g[i]·((i mod 7) + 1)` over all gradients, flattened and joined: an order that is wrong shows.
  double checksum() {
    return weighted(gradients.stream().map(g -> g));
  }

  /// The same of absolute values: what a difference of checksums is compared with.
  double scale() {
    return weighted(gradients.stream().map(Outcome::absolute));
  }

  private static double[] absolute(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.abs(x[i]);
    }
    return y;
  }

  private static double weighted(Stream<double[]> parts) {
    double sum = 0;
    int at = 0;
    for (double[] part : (Iterable<double[]>) parts::iterator) {
      for (double g : part) {
        sum += g * (at++ % 7 + 1);
      }
    }
    return sum;
  }
}
