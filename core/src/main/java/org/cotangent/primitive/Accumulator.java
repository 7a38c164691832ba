package org.cotangent.primitive;

import org.cotangent.Tensor;

/// Where a pullback puts the cotangents of an operation's inputs. Contributions to one input add up.
public interface Accumulator {
  /// Whether anybody needs the cotangent of input `i`; if not, it need not be computed.
  boolean wants(int i);

  /// Adds `cotangent` to that of input `i`. It has the input's shape and dtype; a [Zero] adds nothing.
  void add(int i, Tensor cotangent);
}
