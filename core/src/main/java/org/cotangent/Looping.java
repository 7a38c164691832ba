package org.cotangent;

import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.Autodiff.Scanned;
import org.cotangent.Autodiff.Step;
import org.cotangent.trace.Underneath;

/// Loops with options: direction, unrolling, memory. Immutable; each method returns a changed copy.
///
/// ```java
/// Looping.of().reverse().scan(start, inputs, (carry, x) -> step(…))
/// Looping.of().snapshots(100).forLoop(1_000_000, start, (state, i) -> …)
/// ```
public final class Looping {
  private static final Looping PLAIN = new Looping(false, 1, 0);

  private final boolean backward;
  private final int unroll;
  private final int snapshots;

  private Looping(boolean backward, int unroll, int snapshots) {
    this.backward = backward;
    this.unroll = unroll;
    this.snapshots = snapshots;
  }

  /// Forward, not unrolled, everything remembered that reverse mode needs.
  public static Looping of() {
    return PLAIN;
  }

  /// From the last step to the first: inputs are read and outputs written from their ends.
  public Looping reverse() {
    return new Looping(!backward, unroll, snapshots);
  }

  /// How many steps compiled code does between two tests for the end; a hint that changes no result. Throws an
  /// [IllegalArgumentException] below 1.
  public Looping unroll(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("unroll: " + steps + " steps, but 1 at least");
    }
    return new Looping(backward, steps, snapshots);
  }

  /// How many states reverse mode may keep at a time. The rest is computed again, in the order that needs the fewest steps: Griewank
  /// and Walther, *Algorithm 799: revolve*, 2000. With s states and r repetitions of each step at most, a loop may have
  /// `(s + r)! / (s! r!)` steps. The body is written as a program when it is differentiated: it may not branch on values. Throws an
  /// [IllegalArgumentException] below 1.
  public Looping snapshots(int states) {
    if (states < 1) {
      throw new IllegalArgumentException("snapshots: " + states + " states, but 1 at least");
    }
    return new Looping(backward, unroll, states);
  }

  boolean backward() {
    return backward;
  }

  int unroll() {
    return unroll;
  }

  int snapshots() {
    return snapshots;
  }

  /// Whether a loop that has come to these values has to be written as a program.
  boolean writes(List<Tensor> values) {
    return snapshots > 0
        ? values.stream().anyMatch(value -> value instanceof Box)
        : Underneath.written(values);
  }

  /// [Autodiff#scan] with these options.
  public <C, X, Y> Scanned<C, Y> scan(C start, X inputs, BiFunction<C, X, Step<C, Y>> body) {
    return Scans.scan(this, start, inputs, body);
  }

  /// [Autodiff#forLoop] with these options.
  public <C> C forLoop(int count, C start, BiFunction<C, Tensor, C> body) {
    return Repetitions.forLoop(this, count, start, body);
  }
}
