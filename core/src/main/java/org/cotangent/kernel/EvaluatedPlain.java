package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;

/// Plain numbers as tensors and back, around a routine: what a plain function is where no bytecode is made for it.
record EvaluatedPlain(Routine routine, List<Aval> arguments, int inputs, int outputs)
    implements PlainFunction {
  static PlainFunction of(Program program, Routine routine) {
    return new EvaluatedPlain(
        routine,
        program.inputs().stream().map(Atom::aval).toList(),
        program.inputs().stream().mapToInt(x -> x.aval().shape().size()).sum(),
        program.outputs().stream().mapToInt(y -> y.aval().shape().size()).sum());
  }

  @Override
  public void apply(double[] in, double[] out) {
    requireLengths(in.length, out.length);
    var tensors = new ArrayList<Tensor>(arguments.size());
    int from = 0;
    for (Aval aval : arguments) {
      int size = aval.shape().size();
      tensors.add(Buffers.wrap(aval, Arrays.copyOfRange(in, from, from + size)));
      from += size;
    }
    int to = 0;
    for (Tensor result : routine.apply(tensors)) {
      double[] elements = Buffers.toDoubles((Array) result);
      System.arraycopy(elements, 0, out, to, elements.length);
      to += elements.length;
    }
  }
}
