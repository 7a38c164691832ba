package org.cotangent.primitive;

import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;

/// A symbolic zero: the tangent or cotangent of what does not depend on the input. No memory, no work.
///
/// Rules may ask with [#is] and save themselves the work; a rule that does not ask gets a real zero as soon as it computes
/// with it, so both are right.
public record Zero(Aval aval) implements Box {
  /// Whether `tensor` is a symbolic zero.
  public static boolean is(Tensor tensor) {
    return tensor instanceof Zero;
  }

  @Override
  public Trace trace() {
    return ZeroTrace.INSTANCE;
  }

  @Override
  public Tensor unboxed() {
    return Buffers.fill(aval, 0);
  }

  @Override
  public String toString() {
    return "Zero " + aval;
  }
}
