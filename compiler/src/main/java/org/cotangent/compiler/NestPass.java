package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Binding;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Var;

/// A loop nest over a part of its places.
final class NestPass implements Sweep.Pass {
  private final Kernel kernel;
  private final int turns;
  private final int operands;
  private final boolean ordered;
  private final List<Sweep.Place> places = new ArrayList<>();

  /// `turns` is how many turns of the parted loop a step of the axis is, which has `parts` parts.
  NestPass(Fusion.Loops loops, int parts, int turns, Plan plan, Storage storage) {
    this.kernel = Kernel.of(loops.nest(), binding(loops, storage));
    this.turns = turns;
    this.ordered = loops.nest().ordered();
    this.operands = loops.operands().size();
    for (Atom operand : loops.operands()) {
      places.add(new Sweep.Place(plan.slot(operand), operand, null));
    }
    for (int k = 0; k < loops.outputs().size(); k++) {
      Var target = loops.outputs().get(k);
      Nest.Output output = loops.nest().outputs().get(k);
      int partial = -1;
      if (parts > 1 && loops.nest().slotted(output)) {
        partial = storage.scratch(target.aval().dtype(), parts * target.aval().shape().size());
      }
      double cleared = output.scattered() ? output.reduction().identity() : Double.NaN;
      var written = new Sweep.Target(storage.buffer(target), partial, output.reduction(), cleared);
      places.add(new Sweep.Place(target.index(), target, written));
    }
  }

  @Override
  public List<Sweep.Place> places() {
    return places;
  }

  @Override
  public void run(Object[] arrays, int from, int to, int part) {
    kernel.run(arrays, from * turns, to * turns, part);
  }

  @Override
  public boolean ordered() {
    return ordered;
  }

  @Override
  public long work() {
    return kernel.work();
  }

  private static Binding binding(Fusion.Loops loops, Storage storage) {
    int arrays = loops.operands().size() + loops.outputs().size();
    return new Binding(IntStream.range(0, arrays).boxed().toList(), shared(loops, storage), false);
  }

  /// Of each operand, whether an output may lie in its array.
  static List<Boolean> shared(Fusion.Loops loops, Storage storage) {
    return loops.operands().stream()
        .map(
            operand -> loops.outputs().stream().anyMatch(output -> storage.shares(operand, output)))
        .toList();
  }

  @Override
  public String describe(Plan plan) {
    int[] slots = places.stream().mapToInt(Sweep.Place::slot).toArray();
    return describe(kernel, operands, slots, plan);
  }

  /// What a nest makes from what, whose slots follow on each other.
  static String describe(Kernel kernel, int operands, int[] slots, Plan plan) {
    return kernel
        + ": "
        + plan.names(Arrays.copyOfRange(slots, operands, slots.length))
        + " from "
        + plan.names(Arrays.copyOf(slots, operands));
  }
}
