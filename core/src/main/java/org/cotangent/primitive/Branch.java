package org.cotangent.primitive;

import org.jspecify.annotations.Nullable;

/// A branch that is being written: until it is closed, operations of this thread on values from outside of it belong to the branch.
///
/// The branches of a choice are functions without arguments that use whatever stands around them. An operation goes to the highest
/// trace among its arguments, which would be one outside, and so it would run whether the branch is chosen or not. While a branch is
/// open, its own trace takes such operations.
public final class Branch implements AutoCloseable {
  private static final ThreadLocal<@Nullable Branch> CURRENT = new ThreadLocal<>();

  /// How many are open in all threads. Read without a fence on the hot path: a thread sees its own.
  private static int open;

  private final Trace trace;
  private final @Nullable Branch outer;

  /// Opens a branch that `trace` writes; nested ones are closed in reverse order.
  public Branch(Trace trace) {
    this.trace = trace;
    this.outer = CURRENT.get();
    CURRENT.set(this);
    count(1);
  }

  @Override
  public void close() {
    count(-1);
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  private static synchronized void count(int change) {
    open += change;
  }

  /// The trace that handles an operation of which `highest` is the highest trace among the arguments.
  static Trace acting(Trace highest) {
    return open == 0 ? highest : instead(highest);
  }

  private static Trace instead(Trace highest) {
    Branch branch = CURRENT.get();
    return branch != null && highest.level() < branch.trace.level() ? branch.trace : highest;
  }
}
