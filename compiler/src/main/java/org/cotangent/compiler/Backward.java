package org.cotangent.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.compiler.Storage.Carry;
import org.cotangent.kernel.Revolve;
import org.cotangent.ops.Arithmetic.Add;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Var;

/// The backward sweep of a loop that keeps few states: the steps of the loop, to have states again, and those of the pullback, each
/// over one frame. The states that are kept stay in the frame for the next call, never more than the snapshots that are allowed.
final class Backward implements Step {
  private final ReverseScan scan;
  private final int[] inputs;
  private final Targets targets;
  private final int forward;
  private final int back;
  private final Plan forwardPlan;
  private final Plan backPlan;
  private final Carries states;
  private final Slices forwardSlices;

  /// The sums, then the cotangents of the carries.
  private final Carries flowing;

  private final Slices backSlices;
  private final int pool;

  Backward(ReverseScan scan, Equation equation, Plan outer, Storage storage) {
    this.scan = scan;
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.targets = new Targets(equation, storage);
    this.pool = outer.keep();
    int first = scan.consts() + scan.carries();
    int slices = scan.step().inputs().size();
    List<Carry> carried =
        IntStream.range(0, scan.carries()).mapToObj(k -> new Carry(scan.consts() + k, k)).toList();
    this.forward =
        outer.nested(scan.step(), IntStream.range(scan.consts(), slices).boxed().toList(), carried);
    this.forwardPlan = outer.inner(forward);
    this.states = new Carries(forwardPlan, carried);
    this.forwardSlices = new Slices(forwardPlan);
    var flow = new ArrayList<Carry>();
    for (int k = 0; k < scan.sums(); k++) {
      flow.add(new Carry(inputs.length + k, k));
    }
    for (int k = 0; k < scan.cotangents(); k++) {
      flow.add(new Carry(slices + k, scan.sums() + k));
    }
    List<Integer> owned = IntStream.range(first, inputs.length + scan.sums()).boxed().toList();
    this.back = outer.nested(adding(scan.pullback(), scan.sums()), owned, flow);
    this.backPlan = outer.inner(back);
    this.flowing = new Carries(backPlan, flow);
    this.backSlices = new Slices(backPlan);
    for (int i = first; i < inputs.length; i++) {
      if (i < slices) {
        forwardSlices.read(inputs[i], i);
      }
      if (i < slices || i >= slices + scan.cotangents()) {
        backSlices.read(inputs[i], i);
      }
    }
    for (int k = flowing.count(); k < targets.count(); k++) {
      backSlices.made(targets.slot(k), k);
    }
  }

  /// A program that takes the sums of its first results so far behind its own inputs, and returns them with the results added.
  static Program adding(Program pullback, int sums) {
    var inputs = new ArrayList<>(pullback.inputs());
    var equations = new ArrayList<>(pullback.equations());
    var outputs = new ArrayList<>(pullback.outputs());
    int next = pullback.variables();
    for (int k = 0; k < sums; k++) {
      Atom term = outputs.get(k);
      var sum = new Var(next++, term.aval());
      var added = new Var(next++, term.aval());
      inputs.add(sum);
      equations.add(new Equation(new Add(), List.of(sum, term), List.of(added)));
      outputs.set(k, added);
    }
    return new Program(inputs, equations, outputs);
  }

  @Override
  public void run(Frame frame) {
    Frame ahead = frame.inner[forward];
    Frame behind = frame.inner[back];
    for (int i = 0; i < scan.consts(); i++) {
      ahead.values[i] = frame.value(inputs[i]);
      behind.values[i] = frame.value(inputs[i]);
    }
    for (int k = 0; k < scan.sums(); k++) {
      HeapArrays.clear(flowing.array(behind, k));
    }
    int slices = scan.step().inputs().size();
    for (int k = 0; k < scan.cotangents(); k++) {
      flowing.start(behind, scan.sums() + k, frame.value(inputs[slices + k]));
    }
    for (int k = flowing.count(); k < targets.count(); k++) {
      targets.array(frame, k);
    }
    var start = new Object[scan.carries()];
    Arrays.setAll(start, k -> frame.value(inputs[scan.consts() + k]));
    Revolve.run(
        new Run(frame, ahead, behind, pool(frame, pool)),
        start,
        0,
        scan.length(),
        scan.snapshots());
    for (int k = 0; k < flowing.count(); k++) {
      flowing.read(behind, k, targets.array(frame, k));
    }
    forwardPlan.reset(ahead);
    backPlan.reset(behind);
  }

  /// States that are not in use, from the place where a step keeps them.
  @SuppressWarnings("unchecked") // nobody else has this place
  static ArrayDeque<Object[]> pool(Frame frame, int place) {
    if (frame.kept[place] instanceof ArrayDeque<?> present) {
      return (ArrayDeque<Object[]>) present;
    }
    var made = new ArrayDeque<Object[]>();
    frame.kept[place] = made;
    return made;
  }

  /// One run. `free`: states that are not in use.
  private final class Run implements Revolve.Loop<Object[]> {
    private final Frame frame;
    private final Frame ahead;
    private final Frame behind;
    private final ArrayDeque<Object[]> free;

    Run(Frame frame, Frame ahead, Frame behind, ArrayDeque<Object[]> free) {
      this.frame = frame;
      this.ahead = ahead;
      this.behind = behind;
      this.free = free;
    }

    private int place(int at) {
      return scan.reverse() ? scan.length() - 1 - at : at;
    }

    @Override
    public Object[] advance(Object[] state, int from, int to) {
      for (int k = 0; k < state.length; k++) {
        states.start(ahead, k, state[k]);
      }
      for (int at = from; at < to; at++) {
        forwardSlices.read(frame, ahead, place(at));
        forwardPlan.run(ahead);
        states.advance(ahead);
      }
      Object[] made = free.isEmpty() ? states.fresh() : free.pop();
      for (int k = 0; k < made.length; k++) {
        states.read(ahead, k, made[k]);
      }
      return made;
    }

    @Override
    public void pull(Object[] state, int at) {
      System.arraycopy(state, 0, behind.values, scan.consts(), state.length);
      backSlices.read(frame, behind, place(at));
      backPlan.run(behind);
      backSlices.write(frame, behind, place(at));
      flowing.advance(behind);
    }

    @Override
    public void release(Object[] state) {
      free.push(state);
    }
  }

  @Override
  public String describe(Plan outer, String indent) {
    return "backward through "
        + scan.length()
        + " steps with at most "
        + scan.snapshots()
        + " states of "
        + states.bytes()
        + " bytes"
        + flowing.describe()
        + "\n"
        + forwardPlan.describe(indent + "  ")
        + "\n"
        + backPlan.describe(indent + "  ");
  }
}
