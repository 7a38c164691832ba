package org.cotangent.trace;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Op;
import org.jspecify.annotations.Nullable;

/// One application of an operation with several results, or with residuals to keep; each result has a [Node] of its own.
final class Call {
  final Op op;
  final Tensor[] operands;
  final List<Tensor> outputs;
  final List<Tensor> saved;
  final int index;

  /// What the backward sweep does, if the operation's kind does not say it.
  final Pulled.@Nullable Pullback pullback;

  Call(ReverseTrace trace, Op op, Tensor[] operands, List<Tensor> outputs, List<Tensor> saved) {
    this(trace, op, operands, outputs, saved, null);
  }

  Call(ReverseTrace trace, Op op, Tensor[] operands, Pulled pulled) {
    this(trace, op, operands, pulled.outputs(), List.of(), pulled.pullback());
  }

  private Call(
      ReverseTrace trace,
      Op op,
      Tensor[] operands,
      List<Tensor> outputs,
      List<Tensor> saved,
      Pulled.@Nullable Pullback pullback) {
    this.pullback = pullback;
    this.op = op;
    this.operands = operands;
    this.outputs = outputs;
    this.saved = saved;
    this.index = trace.next();
  }
}
