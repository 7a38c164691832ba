package org.cotangent.bench.workloads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Supplier;

/// Clocks a call as the other tools are clocked: the median of samples of a millisecond or more.
///
/// The loop allocates nothing of its own. Each result is stored where the compiler of the virtual machine must store it before
/// the next call (an opaque write), so that no call is left out, and no part of one is moved out of the loop.
final class Stopwatch {
  /// What one sample should last.
  private static final double SAMPLE = 1e6;

  /// What is no longer faster than this, of the fastest so far, is the same.
  private static final double STEADY = 0.95;

  private static final double PATIENCE = 4;
  private static final int MOST = 31;
  private static final int LEAST = 5;
  private static final VarHandle SINK;

  static {
    try {
      SINK = MethodHandles.lookup().findStaticVarHandle(Stopwatch.class, "sink", Object.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  @SuppressWarnings("UnusedVariable") // written through SINK
  private static Object sink = "";

  /// Times of one call, in nanoseconds.
  ///
  /// @param median over the samples
  /// @param min the fastest sample
  /// @param samples how many
  /// @param inner calls in each
  record Times(double median, double min, int samples, long inner) {}

  private final double budget;

  /// With so many nanoseconds for the samples of a call; with none, one sample is taken.
  Stopwatch(double budget) {
    this.budget = budget;
  }

  /// Warms the call up for `warmUp` budgets, which is for the virtual machine to compile it, then takes samples.
  Times time(Supplier<?> call, double warmUp) {
    double one = Math.max(1, warm(call, warmUp * budget));
    long inner = Math.max(1, (long) Math.ceil(SAMPLE / one));
    double[] samples = new double[(int) Math.clamp(budget / (one * inner), LEAST, MOST)];
    System.gc();
    int count = 0;
    double sum = 0;
    int enough = budget > 0 ? 3 : 1;
    while (count < samples.length && (count < enough || sum < 4 * budget)) {
      long time = run(call, inner);
      samples[count++] = (double) time / inner;
      sum += time;
    }
    clear();
    double[] sorted = Arrays.copyOf(samples, count);
    Arrays.sort(sorted);
    double median = (sorted[count / 2] + sorted[(count - 1) / 2]) / 2;
    return new Times(median, sorted[0], count, inner);
  }

  /// Calls for so many nanoseconds, and up to [#PATIENCE] times as long while calls still become faster. Returns what one call of
  /// the fastest block took; a block lasts a fifth of a sample.
  private static double warm(Supplier<?> call, double nanoseconds) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    double passed = 0;
    double faster = 0;
    do {
      long block = Math.max(1, (long) (SAMPLE / 5 / Math.max(1, best)));
      double one = (double) run(call, block) / block;
      passed = System.nanoTime() - start;
      if (one < best * STEADY) {
        faster = passed;
      }
      best = Math.min(best, one);
    } while (passed < nanoseconds || passed < Math.min(2 * faster, PATIENCE * nanoseconds));
    return best;
  }

  private static long run(Supplier<?> call, long times) {
    long start = System.nanoTime();
    for (long i = 0; i < times; i++) {
      SINK.setOpaque(call.get());
    }
    return System.nanoTime() - start;
  }

  /// Lets the last result go, which may be large.
  private static void clear() {
    SINK.setOpaque("");
  }
}
