package org.cotangent.trace;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Op;

/// One application of an operation with several results, or with residuals to keep; each result has a [Node] of its own.
final class Call {
  final Op op;
  final Tensor[] operands;
  final List<Tensor> outputs;
  final List<Tensor> saved;
  final int index;

  Call(ReverseTrace trace, Op op, Tensor[] operands, List<Tensor> outputs, List<Tensor> saved) {
    this.op = op;
    this.operands = operands;
    this.outputs = outputs;
    this.saved = saved;
    this.index = trace.next();
  }
}
