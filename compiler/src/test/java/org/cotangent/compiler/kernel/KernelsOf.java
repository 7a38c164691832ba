package org.cotangent.compiler.kernel;

/// Runs nests as code of either kind.
final class KernelsOf {
  private KernelsOf() {}

  static void singles(Nest nest, Object... arrays) {
    Kernel.onSingles(nest).run(arrays, 0, nest.extents().getFirst(), 0);
  }

  static void vectors(Nest nest, Object... arrays) {
    Kernel.onVectors(nest).run(arrays, 0, nest.extents().getFirst(), 0);
  }
}
