package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/// The lowest trace: makes symbolic zeros real where an operation computes with them.
final class ZeroTrace extends Trace {
  static final ZeroTrace INSTANCE = new ZeroTrace();

  private ZeroTrace() {
    super(-1, "zero");
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    var real = new ArrayList<Tensor>(arguments.size());
    for (Tensor argument : arguments) {
      real.add(argument instanceof Zero zero ? zero.unboxed() : argument);
    }
    return op.bind(real);
  }
}
