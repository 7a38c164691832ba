package org.cotangent.testkit;

import java.util.List;
import org.cotangent.Tensor;

/// A function of a list of tensors, as the checks see it.
@FunctionalInterface
public interface Flat {
  /// Runs it.
  List<Tensor> apply(List<Tensor> inputs);
}
