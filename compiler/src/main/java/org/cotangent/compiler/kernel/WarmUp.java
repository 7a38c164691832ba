package org.cotangent.compiler.kernel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Prepares code in the background, one piece after the other, on a thread that does not keep the program alive.
final class WarmUp {
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cotangent warm-up").factory());

  /// Calls in a row that are timed together.
  private static final int CALLS = 250;

  /// HotSpot's last compiler is asked after 5,000 calls.
  private static final int LEAST = 6_000;

  /// After so long what is there has to do.
  private static final long LONGEST = 4_000_000_000L;

  private WarmUp() {}

  /// Does `task` when those before it are done.
  static void later(Runnable task) {
    THREAD.execute(task);
  }

  /// Calls `code` until it has become fast: it was called often enough to be compiled, and then got no faster for a while.
  static void until(Runnable code) {
    long start = System.nanoTime();
    long best = Long.MAX_VALUE;
    long improved = start;
    for (int calls = 0; ; calls += CALLS) {
      long before = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        code.run();
      }
      long now = System.nanoTime();
      if (now - before < best - best / 5) {
        best = now - before;
        improved = now;
      }
      if (calls >= LEAST && now - improved > 60_000_000L || now - start > LONGEST) {
        return;
      }
    }
  }
}
