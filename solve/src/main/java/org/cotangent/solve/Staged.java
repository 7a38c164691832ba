package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.TraceException;

/// A function that is compiled, unless it cannot be: one that branches on values runs as it is.
///
/// Both ways give the same numbers. Thread-safe.
final class Staged<A, R> implements Function<A, R> {
  private final Function<A, R> plain;
  private final Function<A, R> compiled;
  private volatile boolean compilable = true;

  Staged(Function<A, R> plain) {
    this.plain = plain;
    this.compiled = Autodiff.compile(plain);
  }

  @Override
  public R apply(A argument) {
    if (compilable) {
      try {
        return compiled.apply(argument);
      } catch (TraceException _) {
        // It asks for a value. If anything else was wrong, it is wrong below too.
        compilable = false;
      }
    }
    return plain.apply(argument);
  }
}
