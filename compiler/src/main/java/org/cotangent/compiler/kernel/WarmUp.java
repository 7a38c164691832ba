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

  /// After so long it is somebody else's turn, and after so many turns enough.
  private static final long TURN = 2_000_000_000L;

  private static final int TURNS = 8;

  private WarmUp() {}

  /// Has `task` done when those before it are done.
  static void later(Runnable task) {
    THREAD.execute(task);
  }

  /// Calls `code` until it has become fast: it was called often enough to be compiled, got no faster for a while, and is faster than
  /// `other`, which does the same. Then does `then`. If that takes too long, others have their turn first.
  static void until(Runnable code, Runnable other, Runnable then) {
    turn(code, other, then, TURNS);
  }

  private static void turn(Runnable code, Runnable other, Runnable then, int turns) {
    long start = System.nanoTime();
    long best = Long.MAX_VALUE;
    long rival = Long.MAX_VALUE;
    long improved = start;
    for (int calls = 0; ; calls += CALLS) {
      long took = timed(code);
      rival = Math.min(rival, timed(other));
      long now = System.nanoTime();
      if (took < best - best / 5) {
        improved = now;
      }
      best = Math.min(best, took);
      if (calls >= LEAST && now - improved > 60_000_000L && best < rival) {
        then.run();
        return;
      }
      if (now - start > TURN) {
        if (turns > 1) {
          later(() -> turn(code, other, then, turns - 1));
        }
        return;
      }
    }
  }

  private static long timed(Runnable code) {
    long before = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      code.run();
    }
    return System.nanoTime() - before;
  }
}
