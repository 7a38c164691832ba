package org.cotangent.compiler.matrix;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Vector code that is not compiled yet makes an object of each vector and is a hundred times slower. So the first products run
/// without, while a thread in the background runs the vector code on small arrays until it is quick; then it takes over. The results
/// are the same bits, so nobody notices.
///
/// @param <T> the loops
final class Warming<T> {
  /// A try longer than this, in nanoseconds, is code that is not compiled: compiled it takes a tenth.
  private static final long QUICK = 4_000;

  /// Quick so often in a row is no accident.
  private static final int OFTEN = 200;

  /// Then it is given up: a virtual machine without C2 never gets quick.
  private static final long PATIENCE = 20_000_000_000L;

  private final Supplier<T> maker;
  private final java.util.function.Consumer<T> trial;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile T current;

  Warming(T first, Supplier<T> maker, java.util.function.Consumer<T> trial) {
    current = first;
    this.maker = maker;
    this.trial = trial;
  }

  /// The loops to use now.
  T current() {
    if (!started.get() && started.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("cotangent-matrix-warming").start(this::warm);
    }
    return current;
  }

  /// Whether the vector code has taken over.
  boolean done(Class<? extends T> vectors) {
    return vectors.isInstance(current);
  }

  private void warm() {
    T vectors = maker.get();
    long end = System.nanoTime() + PATIENCE;
    int quick = 0;
    while (quick < OFTEN) {
      long start = System.nanoTime();
      if (start > end) {
        return;
      }
      trial.accept(vectors);
      quick = System.nanoTime() - start < QUICK ? quick + 1 : 0;
    }
    current = vectors;
  }
}
