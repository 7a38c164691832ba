package org.cotangent;

import java.util.function.Function;

/// A function of one tensor: what a lambda without parameter types becomes when it is given to a transformation.
@FunctionalInterface
public interface TensorFunction extends Function<Tensor, Tensor> {
  @Override
  Tensor apply(Tensor x);

  /// The value at a number, as a number.
  default double at(double x) {
    return apply(Tensor.scalar(x)).item();
  }
}
