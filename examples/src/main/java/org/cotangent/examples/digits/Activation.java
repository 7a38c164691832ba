package org.cotangent.examples.digits;

import org.cotangent.Tensor;

/// What a hidden unit does with its sum. An enum is structure, not data: a gradient carries it
/// along unchanged.
public enum Activation {
  /// `tanh(x)`.
  TANH {
    @Override
    Tensor apply(Tensor x) {
      return x.tanh();
    }
  },
  /// `max(x, 0)`.
  RELU {
    @Override
    Tensor apply(Tensor x) {
      return x.relu();
    }
  };

  abstract Tensor apply(Tensor x);
}
