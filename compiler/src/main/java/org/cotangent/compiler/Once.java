package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Binding;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Var;

/// A loop nest that is done at once. Its code finds its arrays among the values of the frame, so that where arrays are small there is
/// little to do but the arithmetic.
final class Once implements Step {
  private final Kernel kernel;
  private final int rows;

  /// Of what is read, and then of what is written.
  private final int[] slots;

  private final int operands;

  /// The same, each once: where the code finds its arrays.
  private final int[] arrays;

  /// Of what is written.
  private final Aval[] avals;

  private final int[] buffers;

  /// What the arrays must hold before; NaN if nothing.
  private final double[] cleared;

  Once(Fusion.Loops loops, Plan plan, Storage storage) {
    Nest nest = loops.nest();
    this.rows = nest.extents().get(nest.parted());
    this.operands = loops.operands().size();
    int outputs = loops.outputs().size();
    this.avals = new Aval[outputs];
    this.buffers = new int[outputs];
    this.cleared = new double[outputs];
    var found = new ArrayList<Integer>();
    for (Atom operand : loops.operands()) {
      found.add(plan.slot(operand));
    }
    for (int k = 0; k < outputs; k++) {
      Var target = loops.outputs().get(k);
      Nest.Output output = nest.outputs().get(k);
      found.add(target.index());
      avals[k] = target.aval();
      buffers[k] = storage.buffer(target);
      cleared[k] = output.scattered() ? output.reduction().identity() : Double.NaN;
    }
    this.slots = found.stream().mapToInt(slot -> slot).toArray();
    List<Integer> distinct = found.stream().distinct().toList();
    this.arrays = distinct.stream().mapToInt(slot -> slot).toArray();
    List<Integer> places = found.stream().map(distinct::indexOf).toList();
    this.kernel = Kernel.of(nest, new Binding(places, NestPass.shared(loops, storage), true));
  }

  @Override
  public void run(Frame frame) {
    for (int k = 0; k < avals.length; k++) {
      int slot = slots[operands + k];
      Object array = frame.values[slot];
      if (array == null) {
        array = frame.target(slot, buffers[k], avals[k]);
      }
      if (cleared[k] == cleared[k]) {
        HeapArrays.fill(array, cleared[k]);
      }
    }
    kernel.run(frame.values, arrays, 0, rows, 0);
  }

  @Override
  public String describe(Plan plan, String indent) {
    return NestPass.describe(kernel, operands, slots, plan);
  }
}
