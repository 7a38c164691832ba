package org.cotangent.compiler.kernel;

import java.util.concurrent.PriorityBlockingQueue;

/// Prepares code in the background, the most used first, on a thread that does not keep the program alive.
final class WarmUp {
  /// Calls in a row that are timed together.
  private static final int CALLS = 250;

  /// Of the rival, which was compiled long ago and may be slow, every so manieth call is enough.
  private static final int SPARED = 10;

  /// HotSpot's last compiler is asked after 5,000 calls.
  private static final int LEAST = 6_000;

  /// What has not become faster than its rival after so many calls will not.
  private static final int MOST = 60_000;

  /// So long, in nanoseconds, must nothing have changed for the better; and so long may it take in all.
  private static final long STEADY = 50_000_000L;

  private static final long LONGEST = 3_000_000_000L;

  private record Task(long work, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return Long.compare(other.work, work);
    }
  }

  private static final PriorityBlockingQueue<Task> TASKS = new PriorityBlockingQueue<>();

  static {
    Thread.ofPlatform().daemon().name("cotangent warm-up").start(WarmUp::run);
  }

  private WarmUp() {}

  private static void run() {
    try {
      while (true) {
        TASKS.take().action.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Has `action` done when its turn has come; those with more work have theirs first.
  static void later(long work, Runnable action) {
    TASKS.add(new Task(work, action));
  }

  /// Calls `code` until it has become fast: it was called often enough to be compiled, and got no faster for a while. Whether it is
  /// then faster than `rival`, which does the same. `clear`: what HotSpot's last compiler makes of it is so much faster than anything
  /// before that winning twice in a row is enough.
  static boolean overtakes(Runnable code, Runnable rival, boolean clear) {
    long start = System.nanoTime();
    long improved = start;
    long best = Long.MAX_VALUE;
    long other = Long.MAX_VALUE;
    int wins = 0;
    for (int calls = CALLS; ; calls += CALLS) {
      long took = timed(code, CALLS);
      other = Math.min(other, timed(rival, CALLS / SPARED) * SPARED);
      long now = System.nanoTime();
      wins = took < other ? wins + 1 : 0;
      if (clear && wins >= 2) {
        return true;
      }
      if (took < best - best / 5) {
        improved = now;
      }
      best = Math.min(best, took);
      boolean steady = calls >= LEAST && now - improved > STEADY;
      if (steady && best < other) {
        return true;
      }
      if (calls >= MOST && steady || now - start > LONGEST) {
        return best < other;
      }
    }
  }

  private static long timed(Runnable code, int calls) {
    long before = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      code.run();
    }
    return System.nanoTime() - before;
  }
}
