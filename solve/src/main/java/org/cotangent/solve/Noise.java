package org.cotangent.solve;

import org.cotangent.RandomKey;

/// The random numbers of one transition, from one key: the same on every machine. Not thread-safe.
final class Noise {
  private static final int BLOCK = 32;

  private final RandomKey key;
  private double[] uniforms = {};
  private int used;
  private int blocks;

  Noise(RandomKey key) {
    this.key = key;
  }

  /// Standard normal numbers; the same ones at every call.
  double[] normals(int n) {
    return key.fold(0).normal(n).toDoubles();
  }

  /// Uniform between 0 and 1.
  double uniform() {
    if (used == uniforms.length) {
      uniforms = key.fold(++blocks).uniform(BLOCK).toDoubles();
      used = 0;
    }
    return uniforms[used++];
  }
}
