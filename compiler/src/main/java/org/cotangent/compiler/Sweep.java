package org.cotangent.compiler;

import java.util.Arrays;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Var;

/// A loop nest over arrays.
///
/// Where the outermost loop is reduced it is done in parts of a fixed length, each with a result of its own, which are then brought
/// together in halves: so sums are accurate, and the same however many threads there are.
final class Sweep implements Step {
  /// A part of the outermost loop has about so many places.
  private static final int PART = 16_384;

  /// Larger results come in one part: each part has one.
  private static final int LARGE = 4_096;

  /// What stands in the room for arrays between two runs.
  private static final Object NONE = new Object();

  private final Kernel kernel;
  private final int[] operands;
  private final Target[] targets;
  private final int extent;
  private final int part;
  private final int parts;
  private final int kept;

  /// Where an output goes.
  ///
  /// @param slot the variable
  /// @param aval its abstract value
  /// @param buffer the buffer it lies in; −1 for a fresh array
  /// @param partial the buffer of the parts' results; −1 if there are none
  /// @param cleared what the array must hold before; NaN if nothing
  private record Target(int slot, Aval aval, int buffer, int partial, double cleared) {}

  Sweep(Fusion.Loops loops, Plan plan, Storage storage) {
    Nest nest = loops.nest();
    this.kernel = new Kernel(nest);
    this.kept = plan.keep();
    this.operands = loops.operands().stream().mapToInt(plan::slot).toArray();
    this.extent = nest.extents().getFirst();
    long row = Math.max(1, nest.size() / extent);
    boolean slotted = false;
    boolean large = false;
    boolean scattered = false;
    for (int k = 0; k < loops.outputs().size(); k++) {
      Nest.Output output = nest.outputs().get(k);
      slotted |= output.slotted();
      large |= output.slotted() && loops.outputs().get(k).aval().shape().size() > LARGE;
      scattered |= output.scattered();
    }
    int length = (int) Math.max(1, Math.min(extent, PART / row));
    this.part = large || scattered && !slotted ? extent : length;
    this.parts = (extent + part - 1) / part;
    this.targets = new Target[loops.outputs().size()];
    for (int k = 0; k < targets.length; k++) {
      Var target = loops.outputs().get(k);
      Nest.Output output = nest.outputs().get(k);
      boolean several = parts > 1 && output.slotted();
      targets[k] =
          new Target(
              target.index(),
              target.aval(),
              storage.buffer(target),
              several
                  ? storage.scratch(target.aval().dtype(), parts * target.aval().shape().size())
                  : -1,
              output.scattered() ? output.reduction().identity() : Double.NaN);
    }
  }

  @Override
  public void run(Frame frame) {
    Object[] arrays = arrays(frame);
    for (int i = 0; i < operands.length; i++) {
      arrays[i] = frame.value(operands[i]);
    }
    for (int k = 0; k < targets.length; k++) {
      Target target = targets[k];
      Object result = target(frame, target);
      Object written =
          target.partial < 0
              ? result
              : frame.array(
                  target.partial, target.aval.dtype(), parts * target.aval.shape().size());
      if (target.cleared == target.cleared) {
        HeapArrays.fill(written, target.cleared);
      }
      arrays[operands.length + k] = written;
    }
    if (parts == 1) {
      kernel.run(arrays, 0, extent, 0);
    } else {
      Threads.each(
          parts,
          kernel.work(),
          p -> kernel.run(arrays, p * part, Math.min(extent, (p + 1) * part), p));
    }
    for (int k = 0; k < targets.length; k++) {
      Target target = targets[k];
      if (target.partial >= 0) {
        Parts.together(
            arrays[operands.length + k],
            frame.value(target.slot),
            parts,
            kernel.nest().outputs().get(k).reduction());
      }
    }
    // What a call was given must not be held when it is over.
    Arrays.fill(arrays, NONE);
  }

  /// Room for the arrays of one run, which stays in the frame: a step of a loop allocates nothing.
  private Object[] arrays(Frame frame) {
    if (frame.kept[kept] instanceof Object[] present) {
      return present;
    }
    var made = new Object[operands.length + targets.length];
    frame.kept[kept] = made;
    return made;
  }

  /// The array of an output: one that another step has written to already, its buffer, or a fresh one.
  private static Object target(Frame frame, Target target) {
    Object present = frame.values[target.slot];
    if (present == null) {
      present = frame.array(target.buffer, target.aval);
      frame.values[target.slot] = present;
    }
    return present;
  }

  @Override
  public String describe(Plan plan, String indent) {
    int[] slots = Arrays.stream(targets).mapToInt(Target::slot).toArray();
    return kernel + ": " + plan.names(slots) + " from " + plan.names(operands);
  }
}
