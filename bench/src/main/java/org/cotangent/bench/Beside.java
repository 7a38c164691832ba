package org.cotangent.bench;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Two clocks, of the same work done in plain Java and with the library.
///
/// A benchmark does both in turn, each some microseconds long, so what else the machine does slows both. Each clock shows the
/// median of the latest runs: on a busy machine too, half of them are not interrupted.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Beside {
  private static final int LATEST = 1024;

  private final long[] plain = new long[LATEST];
  private final long[] measured = new long[LATEST];
  private int runs;

  /// Both clocks at 0.
  public Beside() {}

  /// Does the work both ways.
  double run(DoubleSupplier inPlainJava, DoubleSupplier withTheLibrary) {
    long start = System.nanoTime();
    double first = inPlainJava.getAsDouble();
    long middle = System.nanoTime();
    double second = withTheLibrary.getAsDouble();
    long end = System.nanoTime();
    plain[runs % LATEST] = middle - start;
    measured[runs % LATEST] = end - middle;
    runs++;
    return first + second;
  }

  /// Nanoseconds in plain Java.
  public long plain() {
    return median(plain);
  }

  /// Nanoseconds with the library.
  public long measured() {
    return median(measured);
  }

  /// JMH adds the clocks up over its iterations, and this too.
  public long iterations() {
    return 1;
  }

  private long median(long[] times) {
    int count = Math.min(runs, LATEST);
    long[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return count == 0 ? 0 : sorted[count / 2];
  }
}
