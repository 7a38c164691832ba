package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Autodiff.ValueAndGrad;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// A log density on flat vectors, with its gradient. Thread-safe.
final class Density {
  private final String who;
  private final Function<Tensor, ValueAndGrad<Tensor>> both;

  <P> Density(String who, Function<P, Tensor> logDensity, Flattened<P> flattened) {
    this.who = who;
    TensorFunction flat = x -> logDensity.apply(flattened.unravel().apply(x));
    this.both = Staged.atOnce(Autodiff.valueAndGrad(flat));
  }

  /// A position with what is known there.
  record Point(double[] position, double value, double[] gradient) {
    boolean finite() {
      return Double.isFinite(value) && Vectors.finite(gradient);
    }
  }

  /// A position; where the density has no value, and throws an [ArithmeticException], it is 0.
  Point at(double[] position) {
    ValueAndGrad<Tensor> result;
    try {
      result = both.apply(Tensor.vector(position));
    } catch (ArithmeticException _) {
      return new Point(position, Double.NEGATIVE_INFINITY, new double[position.length]);
    }
    return new Point(position, known(result.value())[0], known(result.grad()));
  }

  private double[] known(Tensor tensor) {
    return Flattened.known(
        who,
        "the log density uses traced values from outside, by which draws have no derivative: take"
            + " the sampler out of the transformed function",
        tensor);
  }
}
