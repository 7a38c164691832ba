package org.cotangent.bench.workloads;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
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
    return new Outcome(
        valueAndGradient[0],
        List.of(Arrays.copyOfRange(valueAndGradient, 1, valueAndGradient.length)));
  }

  /// `Σ g[i]·((i mod 7) + 1)` over all gradients, flattened and joined: an order that is wrong shows.
  double checksum() {
    return weighted(g -> g);
  }

  /// The same of absolute values: what a difference of checksums is compared with.
  double scale() {
    return weighted(Math::abs);
  }

  private double weighted(DoubleUnaryOperator f) {
    double sum = 0;
    int at = 0;
    for (double[] gradient : gradients) {
      for (double g : gradient) {
        sum += f.applyAsDouble(g) * (at++ % 7 + 1);
      }
    }
    return sum;
  }
}
