package org.cotangent.compiler;

import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Var;

/// Where a step's results go that it writes itself.
final class Targets {
  private final int[] slots;
  private final Aval[] avals;
  private final int[] buffers;

  Targets(Equation equation, Storage storage) {
    this.slots = equation.outputs().stream().mapToInt(Var::index).toArray();
    this.avals = equation.outputs().stream().map(Var::aval).toArray(Aval[]::new);
    this.buffers = equation.outputs().stream().mapToInt(storage::buffer).toArray();
  }

  int count() {
    return slots.length;
  }

  int slot(int k) {
    return slots[k];
  }

  /// The array of result `k`, in its slot from now on.
  Object array(Frame frame, int k) {
    return frame.target(slots[k], buffers[k], avals[k]);
  }

  /// Copies a value there.
  void put(Frame frame, int k, Object value) {
    HeapArrays.copy(value, 0, array(frame, k), 0, avals[k].shape().size());
  }
}
