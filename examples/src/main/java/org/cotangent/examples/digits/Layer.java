package org.cotangent.examples.digits;

import static org.cotangent.Tensor.zeros;

import org.cotangent.RandomKey;
import org.cotangent.Tensor;

/// An affine map of rows: `x W + b` for `x` of shape `(n,in)`.
///
/// @param weights shape `(in,out)`
/// @param bias shape `(out)`
public record Layer(Tensor weights, Tensor bias) {
  /// Normal weights of variance `2 / in` (He et al. 2015, for relu), and no bias.
  static Layer random(RandomKey key, int in, int out) {
    return new Layer(key.normal(in, out).times(Math.sqrt(2.0 / in)), zeros(out));
  }

  /// `x W + b`, shape `(n,out)`.
  Tensor apply(Tensor x) {
    return x.matmul(weights).plus(bias);
  }
}
