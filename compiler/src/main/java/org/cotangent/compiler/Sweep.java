package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Var;
import org.jspecify.annotations.Nullable;

/// A loop nest over arrays; or several nests and products that go along an axis strip by strip, all of them over one strip before the
/// next one.
///
/// The parted loop is done in parts of a fixed length, strips if there are several nests. Where it is reduced each part has a result of
/// its own; those are then brought together in halves: so sums are accurate, and the same however many threads there are.
final class Sweep implements Step {
  /// A part of the parted loop has about so many places.
  private static final int PART = 16_384;

  /// Larger results come in one part: each part has one.
  private static final int LARGE = 4_096;

  /// What stands in the room for arrays between two runs.
  private static final Object NONE = new Object();

  /// Whose turn it is where nobody waits.
  private static final Turns ALONE = new Turns();

  private final List<Pass> passes;
  private final int rows;
  private final int part;
  private final int parts;
  private final long work;
  private final int workers;

  /// The last pass whose parts must wait for each other; −1 if there is none, or nobody to wait for.
  private final int lastOrdered;

  private final Map<Var, Local> locals;
  private final int kept;

  /// What each pass reads and writes, and whether any pass has results of parts. A step of a loop asks often.
  private final Place[][] places;

  private final boolean summed;

  /// What is there for one strip only: of each worker's own buffers, which one; and what lies there.
  record Local(int[] buffers, Aval aval) {}

  /// One thing to do with a part.
  interface Pass {
    /// What it reads and writes, in the order of the arrays that [#run] takes.
    List<Place> places();

    /// Does it to the steps from `from` to `to` of the axis.
    void run(Object[] arrays, int from, int to, int part);

    /// What all of it costs, in additions.
    long work();

    /// Whether the parts must be done one after the other.
    boolean ordered();

    /// As text.
    String describe(Plan plan);
  }

  /// What a pass reads or writes.
  ///
  /// @param slot where the value is, if it is there as a whole
  /// @param atom the value
  /// @param target what is done with it if it is written
  record Place(int slot, Atom atom, @Nullable Target target) {}

  /// Where an output goes.
  ///
  /// @param buffer the buffer it lies in; −1 for a fresh array
  /// @param partial the buffer of the parts' results; −1 if there are none
  /// @param reduction how those come together
  /// @param cleared what the array must hold before; NaN if nothing
  record Target(int buffer, int partial, Nest.Reduction reduction, double cleared) {}

  Sweep(Fusion.Loops loops, Plan plan, Storage storage) {
    Nest nest = loops.nest();
    this.rows = nest.extents().get(nest.parted());
    this.part = part(loops);
    this.parts = (rows + part - 1) / part;
    this.locals = Map.of();
    var pass = new NestPass(loops, parts, 1, plan, storage);
    this.passes = List.of(pass);
    this.work = pass.work();
    this.workers = pass.ordered() ? 1 : Threads.workers(parts, work);
    this.lastOrdered = workers == 1 ? -1 : lastOrdered(passes);
    this.kept = plan.keep();
    this.places = places(passes);
    this.summed = summed(places);
  }

  /// In how many parts a nest is done.
  static int parts(Fusion.Loops loops) {
    int rows = loops.nest().extents().get(loops.nest().parted());
    return (rows + part(loops) - 1) / part(loops);
  }

  /// How long they are.
  private static int part(Fusion.Loops loops) {
    Nest nest = loops.nest();
    int rows = nest.extents().get(nest.parted());
    long row = Math.max(1, nest.size() / rows);
    boolean slotted = false;
    boolean large = false;
    boolean scattered = false;
    for (int k = 0; k < loops.outputs().size(); k++) {
      Nest.Output output = nest.outputs().get(k);
      slotted |= nest.slotted(output);
      large |= nest.slotted(output) && loops.outputs().get(k).aval().shape().size() > LARGE;
      scattered |= output.scattered();
    }
    int length = (int) Math.max(1, Math.min(rows, PART / row));
    return large || scattered && !slotted ? rows : length;
  }

  Sweep(Fusion.Strips strips, Plan plan, Storage storage) {
    this.rows = strips.rows();
    this.part = strips.length();
    this.parts = (rows + part - 1) / part;
    this.locals = new HashMap<>();
    this.passes = new ArrayList<>();
    long all = 0;
    for (Fusion.Step step : strips.steps()) {
      Pass pass =
          switch (step) {
            case Fusion.Loops loops ->
                new NestPass(loops, parts, loops.nest().turns(), plan, storage);
            case Fusion.Product product -> new ProductPass(product, strips, plan, storage);
            case Fusion.Library _, Fusion.Alias _, Fusion.Strips _ ->
                throw new AssertionError(step);
          };
      passes.add(pass);
      all += pass.work();
    }
    this.work = all;
    this.workers = Threads.workers(parts, work);
    this.lastOrdered = workers == 1 ? -1 : lastOrdered(passes);
    this.kept = plan.keep();
    for (Var variable : strips.axes().keySet()) {
      Aval aval = variable.aval().with(strips.shape(variable));
      int[] buffers = new int[workers];
      Arrays.setAll(buffers, _ -> storage.scratch(aval.dtype(), aval.shape().size()));
      locals.put(variable, new Local(buffers, aval));
    }
    this.places = places(passes);
    this.summed = summed(places);
  }

  private static int lastOrdered(List<Pass> passes) {
    int last = -1;
    for (int p = 0; p < passes.size(); p++) {
      last = passes.get(p).ordered() ? p : last;
    }
    return last;
  }

  private static Place[][] places(List<Pass> passes) {
    return passes.stream().map(pass -> pass.places().toArray(new Place[0])).toArray(Place[][]::new);
  }

  private static boolean summed(Place[][] places) {
    return Arrays.stream(places)
        .flatMap(Arrays::stream)
        .anyMatch(place -> place.target instanceof Target target && target.partial >= 0);
  }

  @Override
  public void run(Frame frame) {
    Object[][][] arrays = room(frame);
    for (int p = 0; p < passes.size(); p++) {
      fill(frame, places[p], arrays[0][p]);
      for (int worker = 0; worker < arrays.length && !locals.isEmpty(); worker++) {
        if (worker > 0) {
          System.arraycopy(arrays[0][p], 0, arrays[worker][p], 0, arrays[0][p].length);
        }
        own(frame, worker, places[p], arrays[worker][p]);
      }
    }
    if (parts == 1) {
      part(arrays[0], 0, ALONE);
    } else {
      Turns turns = lastOrdered < 0 ? ALONE : new Turns();
      Threads.each(
          parts,
          workers,
          (number, worker) -> part(arrays[locals.isEmpty() ? 0 : worker], number, turns));
    }
    for (int p = 0; p < places.length && summed; p++) {
      together(frame, places[p], arrays[0][p]);
    }
    // What a call was given must not be held when it is over.
    for (Object[][] worker : arrays) {
      for (Object[] pass : worker) {
        Arrays.fill(pass, NONE);
      }
    }
  }

  private void part(Object[][] arrays, int number, Turns turns) {
    try {
      for (int p = 0; p < arrays.length; p++) {
        if (!locals.isEmpty()) {
          clear(places[p], arrays[p]);
        }
        Pass pass = passes.get(p);
        if (p <= lastOrdered && pass.ordered()) {
          turns.await(number);
        }
        pass.run(arrays[p], number * part, Math.min(rows, (number + 1) * part), number);
        if (p == lastOrdered) {
          turns.pass(number);
        }
      }
    } catch (RuntimeException | Error e) {
      if (lastOrdered >= 0) {
        // Nobody may wait for a part that has ended.
        turns.await(number);
        turns.pass(number);
      }
      throw e;
    }
  }

  /// Room for the arrays of one run, by worker and pass, which stays in the frame: a step of a loop allocates nothing.
  private Object[][][] room(Frame frame) {
    if (frame.kept[kept] instanceof Object[][][] present) {
      return present;
    }
    var made = new Object[locals.isEmpty() ? 1 : workers][][];
    for (int worker = 0; worker < made.length; worker++) {
      made[worker] = new Object[passes.size()][];
      for (int p = 0; p < passes.size(); p++) {
        made[worker][p] = new Object[places[p].length];
      }
    }
    frame.kept[kept] = made;
    return made;
  }

  /// The arrays of what is there as a whole.
  private void fill(Frame frame, Place[] places, Object[] arrays) {
    boolean alone = locals.isEmpty();
    for (int k = 0; k < arrays.length; k++) {
      Place place = places[k];
      Target target = place.target;
      if (!alone && local(place)) {
        continue;
      }
      if (target == null) {
        arrays[k] = frame.value(place.slot);
        continue;
      }
      Aval aval = place.atom.aval();
      arrays[k] = result(frame, place.slot, target.buffer, aval);
      if (target.partial >= 0) {
        arrays[k] = frame.array(target.partial, aval.dtype(), parts * aval.shape().size());
      }
      if (target.cleared == target.cleared) {
        HeapArrays.fill(arrays[k], target.cleared);
      }
    }
  }

  private boolean local(Place place) {
    return place.atom instanceof Var variable && locals.containsKey(variable);
  }

  /// Adds a worker's own arrays.
  private void own(Frame frame, int worker, Place[] places, Object[] arrays) {
    for (int k = 0; k < arrays.length; k++) {
      Place place = places[k];
      if (place.atom instanceof Var variable && locals.get(variable) instanceof Local local) {
        arrays[k] = frame.array(local.buffers[worker], local.aval);
      }
    }
  }

  /// Prepares what is there for one strip only.
  private void clear(Place[] places, Object[] arrays) {
    for (int k = 0; k < arrays.length; k++) {
      Place place = places[k];
      Target target = place.target;
      if (target != null && target.cleared == target.cleared && local(place)) {
        HeapArrays.fill(arrays[k], target.cleared);
      }
    }
  }

  private void together(Frame frame, Place[] places, Object[] arrays) {
    for (int k = 0; k < arrays.length; k++) {
      Place place = places[k];
      Target target = place.target;
      if (target != null && target.partial >= 0) {
        Parts.together(arrays[k], frame.value(place.slot), parts, target.reduction);
      }
    }
  }

  /// The array of an output: one that another step has written to already, its buffer, or a fresh one.
  private static Object result(Frame frame, int slot, int buffer, Aval aval) {
    Object present = frame.values[slot];
    if (present == null) {
      present = frame.array(buffer, aval);
      frame.values[slot] = present;
    }
    return present;
  }

  @Override
  public String describe(Plan plan, String indent) {
    if (passes.size() == 1) {
      return passes.getFirst().describe(plan);
    }
    var text = new StringBuilder("strips of ").append(part).append(" of ").append(rows);
    for (Pass pass : passes) {
      text.append('\n').append(indent).append("  ").append(pass.describe(plan));
    }
    return text.toString();
  }
}
