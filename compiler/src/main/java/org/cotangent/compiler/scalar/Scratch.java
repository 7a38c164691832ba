package org.cotangent.compiler.scalar;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Arrays for values on their way from one generated method to the next: kept for the next call, one for a few threads each.
/// Thread-safe.
final class Scratch {
  private static final int PLACES = 16;

  private final int size;
  private final AtomicReferenceArray<double[]> kept = new AtomicReferenceArray<>(PLACES);

  Scratch(int size) {
    this.size = size;
  }

  /// An array that nobody else uses until it is given back.
  double[] take() {
    double[] found = kept.getAndSet(place(), null);
    return found == null ? new double[size] : found;
  }

  void give(double[] array) {
    kept.setRelease(place(), array);
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & PLACES - 1;
  }
}
