package org.cotangent.testkit;

import java.util.List;
import org.cotangent.Tensor;

/// A call of an operation, with inputs that matter.
///
/// @param name of the operation
/// @param function the call
/// @param inputs the arguments
/// @param smooth whether derivatives may be compared with differences there: not at kinks, ties and infinities
/// @param tolerance relative, of that comparison
public record Sample(
    String name, Flat function, List<Tensor> inputs, boolean smooth, double tolerance) {
  /// Copies the list.
  public Sample {
    inputs = List.copyOf(inputs);
  }

  /// Derivatives are checked.
  public static Sample smooth(String name, Flat function, Tensor... inputs) {
    return new Sample(name, function, List.of(inputs), true, 1e-8);
  }

  /// Only the laws that need no differences are checked.
  public static Sample rough(String name, Flat function, Tensor... inputs) {
    return new Sample(name, function, List.of(inputs), false, 1e-8);
  }

  /// The same with another tolerance.
  public Sample within(double tolerance) {
    return new Sample(name, function, inputs, smooth, tolerance);
  }

  @Override
  public String toString() {
    return name + inputs.stream().map(Tensor::aval).toList() + (smooth ? "" : " rough");
  }
}
