package org.cotangent.compiler.kernel;

/// Runs nests as code of either kind.
public final class KernelsOf {
  private KernelsOf() {}

  public static void singles(Nest nest, Object... arrays) {
    Kernel.onSingles(nest).run(arrays, 0, nest.extents().get(nest.parted()), 0);
  }

  /// The first `size` places, without code of the nest's own.
  public static void firstOnBlocks(Nest nest, int size, Object... arrays) {
    Kernel.onBlocks(nest).run(arrays, 0, size, 0);
  }

  /// The first `size` places.
  public static void firstOnSingles(Nest nest, int size, Object... arrays) {
    Kernel.onSingles(nest).run(arrays, 0, size, 0);
  }

  /// The first `size` places.
  public static void firstOnVectors(Nest nest, int size, Object... arrays) {
    Kernel.onVectors(nest).run(arrays, 0, size, 0);
  }

  public static void vectors(Nest nest, Object... arrays) {
    Kernel.onVectors(nest).run(arrays, 0, nest.extents().get(nest.parted()), 0);
  }

  /// A part of the parted loop, which has a number.
  static void part(Nest nest, boolean vectors, int from, int to, int number, Object... arrays) {
    (vectors ? Kernel.onVectors(nest) : Kernel.onSingles(nest)).run(arrays, from, to, number);
  }
}
