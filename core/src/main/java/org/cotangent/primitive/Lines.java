package org.cotangent.primitive;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/// Which line of the user's program makes a box, for the message of the day it leaks.
///
/// Looking at the stack costs about a microsecond, a recorded operation tens of nanoseconds. So lines are noted for the first
/// [#BUDGET] operations of the process, where programs under development live, and then no more — until a box leaks: from
/// then on they are noted for good, so the next message names the line.
public final class Lines {
  /// How many lines are noted before the program counts as hot.
  static final int BUDGET = 10_000;

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String OURS = "org.cotangent.";

  /// Races only shift the moment by a few operations.
  private static int left = BUDGET;

  private Lines() {}

  /// A line of the user's program, or the knowledge that it was not noted.
  public static final class Line {
    /// Not noted.
    public static final Line UNKNOWN = new Line(null);

    private final @Nullable StackFrame frame;

    private Line(@Nullable StackFrame frame) {
      this.frame = frame;
    }

    /// `at main(Demo.java:12)`, or why that is not known.
    public String text() {
      if (frame == null) {
        left = Integer.MAX_VALUE;
        return "after the first "
            + BUDGET
            + " operations of this process, for which lines are noted"
            + " (from now on they are noted for all: run it again to see the line)";
      }
      return "at "
          + frame.getMethodName()
          + "("
          + frame.getFileName()
          + ":"
          + frame.getLineNumber()
          + ")";
    }
  }

  /// The line that is being executed, if lines are still noted.
  public static Line current() {
    if (left <= 0) {
      return Line.UNKNOWN;
    }
    return note();
  }

  /// The line that is being executed.
  public static Line note() {
    if (left != Integer.MAX_VALUE) {
      left--;
    }
    return WALKER.walk(frames ->
        frames
            .filter(frame -> !ours(frame.getClassName()))
            .findFirst()
            .map(Line::new)
            .orElse(Line.UNKNOWN));
  }

  /// Whether a class is the library's, or of the JDK that it calls through: its frames are not the user's.
  public static boolean ours(String name) {
    return name.startsWith("java.")
        || name.startsWith("jdk.")
        || name.startsWith(OURS) && library(name.substring(OURS.length()));
  }

  /// Programs that live beside the library (its examples and tests) count as the user's.
  private static boolean library(String rest) {
    int dot = rest.indexOf('.');
    if (dot < 0) {
      return !rest.endsWith("Test") && !rest.contains("Test$");
    }
    return switch (rest.substring(0, dot)) {
      case "primitive", "ops", "trace", "program", "pass", "graph", "tree", "sparse", "kernel" ->
          !rest.endsWith("Test") && !rest.contains("Test$");
      default -> false;
    };
  }
}
