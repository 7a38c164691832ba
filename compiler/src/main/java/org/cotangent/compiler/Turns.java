package org.cotangent.compiler;

import java.util.concurrent.atomic.AtomicInteger;

/// Who is next, where threads share parts but one thing must be done part by part in order. Parts are taken in order, so whoever waits
/// waits for somebody who works. Thread-safe.
final class Turns {
  /// Turns of a short wait; then other threads of the machine may have the core.
  private static final int SPINS = 2_000;

  private final AtomicInteger next = new AtomicInteger();

  /// Waits until all earlier parts have been passed on.
  void await(int part) {
    for (int spins = 0; next.get() < part; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /// Part `part`, whose turn it is, needs it no longer; all the same if it was passed on before.
  void pass(int part) {
    next.compareAndSet(part, part + 1);
  }
}
