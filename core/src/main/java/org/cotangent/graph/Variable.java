package org.cotangent.graph;

import org.cotangent.Tensor;

/// A value that can be assigned. Prints as `Variable: name:Var/0, value:1.3`.
public non-sealed interface Variable extends GraphNode {
  /// A new value of the same shape and dtype, for the forward passes to come. Throws a [org.cotangent.ShapeException] or
  /// [org.cotangent.DTypeException] that names both otherwise.
  void assign(Tensor value);

  /// A new number.
  default void assign(double value) {
    assign(Tensor.scalar(value).to(dtype()));
  }
}
