package org.cotangent.compiler;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Parts of large loops on several cores. `cotangent.threads` says how many at most; by default one for each core. Thread-safe.
final class Threads {
  private static final int COUNT =
      Math.max(
          1, Integer.getInteger("cotangent.threads", Runtime.getRuntime().availableProcessors()));

  /// Work, in additions, below which a second thread costs more than it brings.
  private static final long ENOUGH = 2_000_000;

  private static final class Pool {
    static final ExecutorService HELPERS =
        Executors.newFixedThreadPool(
            Math.max(1, COUNT - 1),
            Thread.ofPlatform().daemon().name("cotangent worker ", 0).factory());
  }

  private Threads() {}

  /// What is done for a part.
  interface Task {
    /// Does it, as worker number `worker`: no two that run at the same time have the same.
    void run(int part, int worker);
  }

  /// How many workers share so many parts, `work` being what all of them cost.
  static int workers(int parts, long work) {
    return work < ENOUGH ? 1 : Math.min(COUNT, parts);
  }

  /// Does `task` for each part, by so many workers; by one in order. Throws what a task throws.
  static void each(int parts, int workers, Task task) {
    int helpers = workers - 1;
    if (helpers == 0) {
      for (int part = 0; part < parts; part++) {
        task.run(part, 0);
      }
      return;
    }
    var next = new AtomicInteger();
    var failure = new AtomicReference<@Nullable Throwable>();
    var done = new CountDownLatch(helpers);
    for (int i = 0; i < helpers; i++) {
      int worker = i + 1;
      Pool.HELPERS.execute(() -> {
        try {
          take(parts, next, worker, task);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          done.countDown();
        }
      });
    }
    try {
      take(parts, next, 0, task);
    } finally {
      await(done);
    }
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private static void take(int parts, AtomicInteger next, int worker, Task task) {
    for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
      task.run(part, worker);
    }
  }

  /// The arrays are in use until the last helper has ended, whatever happens.
  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
