package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Op;

/// A reverse trace that is written from outside, one operation after the other, and swept for the cotangents of everything on it:
/// how the static graph runs. Not thread-safe.
public final class Tape {
  private final ReverseTrace trace;

  /// An empty tape of the transformation that the user called.
  public Tape(String transformation) {
    this.trace = new ReverseTrace(transformation);
  }

  /// A start with this value.
  public Tensor leaf(Tensor value) {
    return trace.leaf(value);
  }

  /// Applies `op`, and records it.
  public List<Tensor> apply(Op op, List<Tensor> arguments) {
    return op.bind(arguments);
  }

  /// Records that `op` made `outputs` of `arguments`, without applying it again.
  public List<Tensor> record(Op op, List<Tensor> arguments, List<Tensor> outputs) {
    return trace.record(op, arguments, outputs);
  }

  /// What a tensor on this tape holds.
  public Tensor value(Tensor tensor) {
    return trace.result(tensor);
  }

  /// The cotangents of `tensors`, given that of `output`: zeros for those that it does not depend on.
  public List<Tensor> cotangents(Tensor output, Tensor cotangent, List<Tensor> tensors) {
    var sweep = Sweep.over(trace, List.of(output));
    sweep.keepAll();
    if (output instanceof Node node && trace.depends(output)) {
      sweep.seed(node, cotangent);
    }
    sweep.run();
    var result = new ArrayList<Tensor>(tensors.size());
    for (Tensor tensor : tensors) {
      result.add(
          tensor instanceof Node node && trace.depends(tensor)
              ? sweep.cotangent(node)
              : Transform.zeros(tensor.aval()));
    }
    return result;
  }
}
