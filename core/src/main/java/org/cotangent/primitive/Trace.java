package org.cotangent.primitive;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TraceException;

/// One run of one transformation: what handles the operations on its boxes.
///
/// Each has a level of its own, unique and increasing, so the boxes of nested transformations never mix: of several boxes the
/// one with the highest level decides, and everything else is a constant to it. State lives in the boxes, nothing is kept per
/// thread.
public abstract class Trace {
  private static final AtomicLong LEVELS = new AtomicLong();

  private final long level;
  private final String transformation;

  /// Read without a fence on the hot path: a leak into another thread is found at the latest when that thread synchronises.
  private boolean closed;

  /// A trace above all that exist.
  protected Trace(String transformation) {
    this(LEVELS.incrementAndGet(), transformation);
  }

  Trace(long level, String transformation) {
    this.level = level;
    this.transformation = transformation;
  }

  /// The level: larger for transformations that started later.
  public final long level() {
    return level;
  }

  /// `grad`, `vmap` …: what the user called.
  public final String transformation() {
    return transformation;
  }

  /// Applies `op` to arguments of which at least one is a box of this trace and none is of a higher one.
  public abstract List<Tensor> bind(Op op, List<Tensor> arguments);

  /// The short form for one argument and one result.
  public Tensor bind(Op op, Tensor a) {
    return bind(op, List.of(a)).getFirst();
  }

  /// The short form for two arguments and one result.
  public Tensor bind(Op op, Tensor a, Tensor b) {
    return bind(op, List.of(a, b)).getFirst();
  }

  /// Whether it writes programs instead of computing: its boxes have no values.
  public boolean writes() {
    return false;
  }

  /// Ends this trace: its boxes are not to be used any more.
  public final void close() {
    closed = true;
  }

  /// Whether this trace has ended.
  public final boolean closed() {
    return closed;
  }

  /// The error of a box that outlived its trace; `what` names the box and `line` the line that made it.
  protected final TraceException leaked(String what, Lines.Line line) {
    return new TraceException(
        what
            + " leaked: it was made "
            + line.text()
            + " inside "
            + transformation
            + ", which has ended. Return it from the transformed function (valueAndGradAux returns"
            + " more than the value) instead of storing it");
  }

  /// The error of a function with rules of its own that uses a value which `transformation` traces, without being given it.
  protected static TraceException closedOver(String function, String transformation) {
    return new TraceException(
        function
            + " uses a value from outside that "
            + transformation
            + " traces: pass it as an argument, so that the rule can say how the result depends on"
            + " it");
  }

  /// The trace with the highest level among the boxes of `a` and `b`, at least one of which is a box.
  static Trace highest(Tensor a, Tensor b) {
    if (a instanceof Array) {
      return ((Box) b).trace();
    }
    if (b instanceof Array) {
      return ((Box) a).trace();
    }
    Trace left = ((Box) a).trace();
    Trace right = ((Box) b).trace();
    return left.level >= right.level ? left : right;
  }
}
