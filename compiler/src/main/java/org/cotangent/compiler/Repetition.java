package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;

/// A scan: its body's steps, again and again over one frame, with nothing allocated for a step of the loop.
final class Repetition implements Step {
  private final Scan scan;
  private final int[] inputs;
  private final Var[] outputs;
  private final int body;
  private final Plan plan;

  /// Elements of each body input, and of each body output.
  private final int[] inputSizes;

  private final int[] outputSizes;

  Repetition(Scan scan, Equation equation, Plan outer) {
    this.scan = scan;
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.outputs = equation.outputs().toArray(Var[]::new);
    this.body = outer.nested(scan.body());
    this.plan = outer.inner(body);
    this.inputSizes = sizes(scan.body().inputs());
    this.outputSizes = sizes(scan.body().outputs());
  }

  private static int[] sizes(List<? extends Atom> atoms) {
    return atoms.stream().mapToInt(atom -> atom.aval().shape().size()).toArray();
  }

  @Override
  public void run(Frame frame) {
    Frame inner = frame.inner[body];
    int carries = scan.carries();
    int consts = scan.consts();
    int first = consts + carries;
    for (int i = 0; i < consts; i++) {
      inner.values[i] = frame.value(inputs[i]);
    }
    // The carries and slices have arrays of their own, which each step overwrites.
    for (int i = consts; i < inputs.length; i++) {
      Aval aval = scan.body().inputs().get(i).aval();
      Object array = Buffers.allocate(aval);
      if (i < first) {
        System.arraycopy(frame.value(inputs[i]), 0, array, 0, inputSizes[i]);
      }
      inner.values[i] = array;
    }
    var stacks = new ArrayList<Object>();
    for (int k = carries; k < outputs.length; k++) {
      Object stack = Buffers.allocate(outputs[k].aval());
      stacks.add(stack);
      frame.values[outputs[k].index()] = stack;
    }
    var next = new Object[carries];
    for (int step = 0; step < scan.length(); step++) {
      int at = scan.reverse() ? scan.length() - 1 - step : step;
      for (int i = first; i < inputs.length; i++) {
        System.arraycopy(
            frame.value(inputs[i]), at * inputSizes[i], inner.value(i), 0, inputSizes[i]);
      }
      plan.run(inner);
      for (int k = carries; k < outputs.length; k++) {
        System.arraycopy(
            plan.output(inner, k), 0, stacks.get(k - carries), at * outputSizes[k], outputSizes[k]);
      }
      advance(inner, next);
      plan.clear(inner);
    }
    for (int k = 0; k < carries; k++) {
      frame.values[outputs[k].index()] = inner.value(consts + k);
    }
    plan.reset(inner);
  }

  /// The carries that the body returned become its inputs. One may be another's input: then it is copied first.
  private void advance(Frame inner, Object[] next) {
    int consts = scan.consts();
    for (int k = 0; k < next.length; k++) {
      Object made = plan.output(inner, k);
      next[k] = made;
      for (int i = 0; i < k; i++) {
        if (made == inner.value(consts + i)) {
          next[k] = HeapArrays.copy(made);
        }
      }
    }
    for (int k = 0; k < next.length; k++) {
      Object carry = inner.value(consts + k);
      if (next[k] != carry) {
        System.arraycopy(next[k], 0, carry, 0, outputSizes[k]);
      }
    }
  }

  @Override
  public String describe(Plan outer, String indent) {
    return "scan of " + scan.length() + " steps\n" + plan.describe(indent + "  ");
  }
}
