package org.cotangent.bench;

import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Two clocks, of the same work done in plain Java and with the library.
///
/// A benchmark runs both in turn, each some microseconds long, so what else the machine does slows both: their ratio holds on
/// a busy machine too, and has the collector's work in it.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Beside {
  /// Nanoseconds in plain Java.
  public long plain;

  /// Nanoseconds with the library.
  public long measured;

  /// How often.
  public long runs;

  /// Both clocks at 0.
  public Beside() {}

  /// Does the work both ways.
  double run(DoubleSupplier inPlainJava, DoubleSupplier withTheLibrary) {
    long start = System.nanoTime();
    double first = inPlainJava.getAsDouble();
    long middle = System.nanoTime();
    double second = withTheLibrary.getAsDouble();
    long end = System.nanoTime();
    plain += middle - start;
    measured += end - middle;
    runs++;
    return first + second;
  }
}
