package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Var;

/// An operation of the library.
final class Operation implements Step {
  private final Op op;
  private final int[] inputs;
  private final Aval[] avals;
  private final int[] outputs;

  Operation(Equation equation, Plan plan) {
    this.op = Op.of(equation.primitive());
    this.inputs = equation.inputs().stream().mapToInt(plan::slot).toArray();
    this.avals = equation.inputs().stream().map(Atom::aval).toArray(Aval[]::new);
    this.outputs = equation.outputs().stream().mapToInt(Var::index).toArray();
  }

  @Override
  public void run(Frame frame) {
    var arguments = new ArrayList<Tensor>(inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      arguments.add(Buffers.wrap(avals[i], frame.value(inputs[i])));
    }
    List<Tensor> results = op.bind(arguments);
    for (int i = 0; i < outputs.length; i++) {
      Object data = Buffers.data((Array) results.get(i));
      // An operation may return its argument; buffers are overwritten by the next call.
      frame.values[outputs[i]] = frame.owns(data) ? HeapArrays.copy(data) : data;
    }
  }

  @Override
  public String describe(Plan plan, String indent) {
    return "operation: " + plan.names(outputs) + " by " + op.primitive().name();
  }
}
