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

  /// A momentum with the mass whose inverse is given.
  double[] momentum(double[] inverseMass) {
    double[] p = key.fold(0).normal(inverseMass.length).toDoubles();
    for (int i = 0; i < p.length; i++) {
      p[i] /= Math.sqrt(inverseMass[i]);
    }
    return p;
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
