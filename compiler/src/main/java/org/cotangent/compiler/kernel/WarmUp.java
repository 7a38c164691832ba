package org.cotangent.compiler.kernel;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Prepares code in the background, the most used first and a few at a time, on a thread that does not keep the program alive. When
/// code was called often enough to be compiled, it is only asked now and then how fast it is: HotSpot's compilers need the processor.
final class WarmUp {
  /// So many at a time, so that HotSpot always has something to compile.
  private static final int ACTIVE = 4;

  /// Calls in a row that are timed together: so many, and later as many as take so many nanoseconds.
  private static final int CALLS = 250;

  private static final long BLOCK = 500_000;

  /// Of the rival, which was compiled long ago and may be slow, every so manieth call is enough.
  private static final int SPARED = 10;

  /// HotSpot's last compiler is asked after 5,000 calls.
  private static final int LEAST = 6_000;

  /// What has not become faster than its rival after so many calls will not.
  private static final int MOST = 60_000;

  /// So long, in nanoseconds, must nothing have changed for the better; and so long may it take in all after the least calls.
  private static final long STEADY = 50_000_000L;

  private static final long LONGEST = 8_000_000_000L;

  /// Milliseconds between two looks.
  private static final long PAUSE = 3;

  private record Task(long work, Supplier<Optional<Race>> start) implements Comparable<Task> {
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
    var active = new ArrayList<Race>();
    try {
      while (true) {
        if (active.isEmpty()) {
          TASKS.take().start.get().ifPresent(active::add);
        }
        for (Task next = active.size() < ACTIVE ? TASKS.poll() : null;
            next != null;
            next = active.size() < ACTIVE ? TASKS.poll() : null) {
          next.start.get().ifPresent(active::add);
        }
        active.removeIf(Race::over);
        if (!active.isEmpty() && active.stream().allMatch(Race::waits)) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Has a race run when its turn has come, if there is one then; those with more work have theirs first.
  static void later(long work, Supplier<Optional<Race>> start) {
    TASKS.add(new Task(work, start));
  }

  /// New code that is called until it has become fast: it was called often enough to be compiled, and got no faster for a while.
  static final class Race {
    private final Runnable code;
    private final Runnable rival;
    private final boolean clear;
    private final Consumer<Boolean> verdict;
    private int calls;

    /// When it had been called often enough, and when it was faster than before for the last time.
    private long asked;

    private long improved;

    /// Nanoseconds of a call, at best.
    private double best = Double.MAX_VALUE;

    private double other = Double.MAX_VALUE;
    private int wins;

    /// `verdict` is told whether `code` is then faster than `rival`, which does the same. `clear`: what HotSpot's last compiler makes of
    /// it is so much faster than anything before that winning twice in a row is enough.
    Race(Runnable code, Runnable rival, boolean clear, Consumer<Boolean> verdict) {
      this.code = code;
      this.rival = rival;
      this.clear = clear;
      this.verdict = verdict;
    }

    /// Whether there is nothing to do but wait for HotSpot.
    private boolean waits() {
      return calls >= LEAST;
    }

    /// Calls it a few times. Whether that was the end.
    private boolean over() {
      boolean late = waits();
      int block = late ? (int) Math.clamp(BLOCK / best, CALLS / SPARED, MOST) : CALLS;
      double took = timed(code, block);
      other = Math.min(other, timed(rival, Math.max(1, block / SPARED)));
      calls += block;
      long now = System.nanoTime();
      wins = took < other ? wins + 1 : 0;
      if (took < 0.8 * best) {
        improved = now;
      }
      best = Math.min(best, took);
      if (waits() && !late) {
        asked = now;
      }
      if (clear && wins >= 2) {
        verdict.accept(true);
        return true;
      }
      boolean steady = waits() && now - improved > STEADY;
      if (steady && best < other || calls >= MOST && steady || waits() && now - asked > LONGEST) {
        verdict.accept(best < other);
        return true;
      }
      return false;
    }

    private static double timed(Runnable code, int calls) {
      long before = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        code.run();
      }
      return (double) (System.nanoTime() - before) / calls;
    }
  }
}
