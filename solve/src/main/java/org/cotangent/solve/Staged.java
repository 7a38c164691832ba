package org.cotangent.solve;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Box;
import org.cotangent.TraceException;

/// A function that is compiled, unless it cannot be: one that branches on values runs as it is.
///
/// Both ways give the same numbers, up to rounding. When it is compiled depends on the number of calls alone, so that the same search takes the
/// same way each time. Thread-safe.
final class Staged<A, R> implements Function<A, R> {
  /// Compiling, and until what was compiled is fast itself, takes as long as some hundred calls of a small function. Most searches end before that.
  private static final int HOT = 512;

  private final Function<A, R> plain;
  private final Function<A, R> compiled;
  private final AtomicInteger cold;
  private volatile boolean compilable = true;

  private Staged(Function<A, R> plain, int cold) {
    this.plain = plain;
    this.compiled = Autodiff.compile(plain);
    this.cold = new AtomicInteger(cold);
  }

  /// For functions that are called thousands of times, from several threads.
  static <A, R> Staged<A, R> atOnce(Function<A, R> plain) {
    return new Staged<>(plain, 0);
  }

  /// For functions of which nobody knows how often they will be called: compiled when they have been called often.
  static <A, R> Staged<A, R> whenHot(Function<A, R> plain) {
    return new Staged<>(plain, HOT);
  }

  @Override
  public R apply(A argument) {
    if (!compilable) {
      return plain.apply(argument);
    }
    if (cold.get() > 0) {
      cold.decrementAndGet();
      R result = plain.apply(argument);
      if (result instanceof Box) {
        // It uses a traced value from outside, which must see each operation.
        compilable = false;
      }
      return result;
    }
    try {
      return compiled.apply(argument);
    } catch (TraceException _) {
      // It asks for a value. If anything else was wrong, it is wrong below too.
      compilable = false;
    }
    return plain.apply(argument);
  }
}
