package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Tensor;

/// A function on lists of tensors: a host function, or a [Program]. What [Control] primitives hold.
@FunctionalInterface
public interface Routine {
  /// Runs it.
  List<Tensor> apply(List<Tensor> arguments);
}
