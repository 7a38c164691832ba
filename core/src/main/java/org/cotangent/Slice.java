package org.cotangent;

/// What to take of one axis. Its factories may be imported statically.
public sealed interface Slice {
  /// Everything.
  static Slice all() {
    return new Span(0, Integer.MAX_VALUE, 1);
  }

  /// From `start` to before `stop`; negative bounds count from the end, as in Python.
  static Slice span(int start, int stop) {
    return new Span(start, stop, 1);
  }

  /// The same with a step, which may be negative.
  static Slice span(int start, int stop, int step) {
    return new Span(start, stop, step);
  }

  /// One index, negative from the end; the axis disappears.
  static Slice index(int index) {
    return new One(index);
  }

  /// A range with a step.
  ///
  /// @param start the first index; negative from the end
  /// @param stop before this index; negative from the end
  /// @param step not 0
  record Span(int start, int stop, int step) implements Slice {
    /// Throws an [IllegalArgumentException] for a step of 0.
    public Span {
      if (step == 0) {
        throw new IllegalArgumentException("slice: a step of 0 goes nowhere");
      }
    }
  }

  /// One index.
  ///
  /// @param index negative from the end
  record One(int index) implements Slice {}
}
