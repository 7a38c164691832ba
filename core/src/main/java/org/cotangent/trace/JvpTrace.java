package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Lines;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Trace;
import org.cotangent.primitive.Zero;

/// Forward mode: pushes a tangent along with each value.
final class JvpTrace extends Trace {
  JvpTrace(String transformation) {
    super(transformation);
  }

  /// A value and its tangent. `masked`: the tangent passed a mask, so its zeros mean *no influence*.
  record Dual(JvpTrace trace, Tensor primal, Tensor tangent, boolean masked, Lines.Line line)
      implements Box {
    @Override
    public Tensor unboxed() {
      return primal;
    }

    @Override
    public Aval aval() {
      return primal.aval();
    }

    @Override
    public double item() {
      return Box.valueOf(primal).item();
    }

    @Override
    public double[] toDoubles() {
      return Box.valueOf(primal).toDoubles();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return "Autograd Dual with value " + primal;
    }
  }

  /// A box for `primal` with that tangent.
  Tensor dual(Tensor primal, Tensor tangent) {
    return new Dual(this, primal, tangent, false, Lines.current());
  }

  Tensor primal(Tensor tensor) {
    return tensor instanceof Dual dual && dual.trace == this ? dual.primal : tensor;
  }

  Tensor tangent(Tensor tensor) {
    return tensor instanceof Dual dual && dual.trace == this
        ? dual.tangent
        : new Zero(tensor.aval());
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    var primals = new ArrayList<Tensor>(arguments.size());
    var tangents = new ArrayList<Tensor>(arguments.size());
    boolean masked = op.masks();
    for (Tensor argument : arguments) {
      if (argument instanceof Dual dual && dual.trace == this) {
        if (closed()) {
          throw leaked(dual.toString(), dual.line);
        }
        masked |= dual.masked;
      }
      primals.add(primal(argument));
      tangents.add(tangent(argument));
    }
    List<Tensor> outputs = op.bind(primals);
    if (!Rules.smooth(op, outputs)) {
      return outputs;
    }
    List<Tensor> pushed = Rules.pushforward(op, primals, outputs, tangents, masked);
    var results = new ArrayList<Tensor>(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      results.add(
          Zero.is(pushed.get(i)) || !outputs.get(i).dtype().floating()
              ? outputs.get(i)
              : new Dual(this, outputs.get(i), pushed.get(i), masked, Lines.current()));
    }
    return results;
  }
}
