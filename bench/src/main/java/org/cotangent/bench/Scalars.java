package org.cotangent.bench;

import org.cotangent.Tensor;

/// Reads numbers.
final class Scalars {
  private Scalars() {}

  /// An element, so that nothing is computed in vain.
  static double first(Tensor x) {
    return x.toDoubles()[0];
  }
}
