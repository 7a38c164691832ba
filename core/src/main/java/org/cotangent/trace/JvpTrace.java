package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Control;
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
    return dual(primal, tangent, false);
  }

  /// The same; `masked`: the tangent passed a mask.
  Tensor dual(Tensor primal, Tensor tangent, boolean masked) {
    return new Dual(this, primal, tangent, masked, Lines.current());
  }

  Tensor primal(Tensor tensor) {
    return tensor instanceof Dual dual && dual.trace == this ? dual.primal : tensor;
  }

  Tensor tangent(Tensor tensor) {
    return tensor instanceof Dual dual && dual.trace == this
        ? dual.tangent
        : new Zero(tensor.aval());
  }

  /// A custom function that closes over a value of this trace would lose its derivative by it.
  private void independent(Op op, Tensor result) {
    if (result instanceof Box box && !(box instanceof Zero) && box.trace().level() >= level()) {
      throw closedOver(op.primitive().name() + ": the function", transformation());
    }
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
    if (op.primitive() instanceof Control.OfPrograms control) {
      return InPlace.possible(control, primals)
          ? InPlace.run(control, arguments)
          : duals(pushed(op, control, primals, tangents, masked), masked);
    }
    List<Tensor> outputs = op.bind(primals);
    if (op.primitive() instanceof Control) {
      outputs.forEach(output -> independent(op, output));
    }
    if (!Rules.smooth(op, outputs)) {
      return outputs;
    }
    return duals(
        new Pushed(outputs, Rules.pushforward(op, primals, outputs, tangents, masked)), masked);
  }

  /// Value and tangent come out of one operation. If tangents are written and values are known before, as [Transform#linearize] has it,
  /// the values must not come out with the tangents: what is made of them would look as if it depended on tangents.
  private static Pushed pushed(
      Op op,
      Control.OfPrograms control,
      List<Tensor> primals,
      List<Tensor> tangents,
      boolean masked) {
    Pushed pushed = Pushed.of(control, primals, tangents, masked);
    return Underneath.writtenWithin(tangents, primals)
        ? new Pushed(op.bind(primals), pushed.tangents())
        : pushed;
  }

  private List<Tensor> duals(Pushed pushed, boolean masked) {
    var results = new ArrayList<Tensor>(pushed.outputs().size());
    for (int i = 0; i < pushed.outputs().size(); i++) {
      Tensor output = pushed.outputs().get(i);
      Tensor tangent = pushed.tangents().get(i);
      results.add(
          Zero.is(tangent) || !output.dtype().floating() ? output : dual(output, tangent, masked));
    }
    return results;
  }
}
