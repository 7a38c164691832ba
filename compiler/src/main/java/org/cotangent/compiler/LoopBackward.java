package org.cotangent.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.compiler.Storage.Carry;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.While;
import org.cotangent.trace.ReverseWhile;

/// The backward sweep of a while loop: its steps once more, each state kept, then the pullback's steps from the last state to the
/// first, each over one frame. The states stay in the frame for the next call.
final class LoopBackward implements Step {
  private final int[] inputs;
  private final Targets targets;
  private final int consts;
  private final int carried;
  private final int condition;
  private final int forward;
  private final int back;
  private final Plan test;
  private final Plan forwardPlan;
  private final Plan backPlan;
  private final Carries states;

  /// The sums, then the cotangents of the carries.
  private final Carries flowing;

  private final int sums;

  /// Of each carry that has a cotangent, the place of that among the inputs.
  private final int[] cotangents;

  /// Of each result, which of the flowing values it is.
  private final int[] results;

  private final int pool;

  LoopBackward(ReverseWhile sweep, Equation equation, Plan outer, Storage storage) {
    While loop = sweep.loop();
    ReverseWhile.Pullback pullback = sweep.pullback();
    this.inputs = equation.inputs().stream().mapToInt(outer::slot).toArray();
    this.targets = new Targets(equation, storage);
    this.pool = outer.keep();
    this.consts = loop.consts();
    this.carried = loop.carries();
    int arguments = consts + carried;
    int[] moving = IntStream.range(0, arguments).filter(pullback.moving()::get).toArray();
    this.sums = (int) IntStream.of(moving).filter(i -> i < consts).count();
    this.cotangents =
        IntStream.of(moving).filter(i -> i >= consts).map(i -> arguments + i - consts).toArray();
    this.results =
        IntStream.range(0, moving.length).filter(k -> sweep.active().get(moving[k])).toArray();
    List<Carry> carries =
        IntStream.range(0, carried).mapToObj(k -> new Carry(consts + k, k)).toList();
    this.condition = outer.nested(Passes.optimise(loop.condition()));
    this.test = outer.inner(condition);
    this.forward =
        outer.nested(
            Passes.optimise(loop.body()), carries.stream().map(Carry::input).toList(), carries);
    this.forwardPlan = outer.inner(forward);
    this.states = new Carries(forwardPlan, carries);
    var flow = new ArrayList<Carry>();
    int given = arguments + cotangents.length;
    for (int k = 0; k < sums; k++) {
      flow.add(new Carry(given + k, k));
    }
    for (int k = 0; k < cotangents.length; k++) {
      flow.add(new Carry(arguments + k, sums + k));
    }
    Program adding = Backward.adding(Passes.optimise(pullback.program()), sums);
    this.back =
        outer.nested(adding, IntStream.range(arguments, given + sums).boxed().toList(), flow);
    this.backPlan = outer.inner(back);
    this.flowing = new Carries(backPlan, flow);
  }

  @Override
  public void run(Frame frame) {
    Frame behind = frame.inner[back];
    ArrayDeque<Object[]> free = Backward.pool(frame, pool);
    ArrayDeque<Object[]> taken = ahead(frame, free);
    for (int i = 0; i < consts; i++) {
      behind.values[i] = frame.value(inputs[i]);
    }
    for (int k = 0; k < sums; k++) {
      HeapArrays.clear(flowing.array(behind, k));
    }
    for (int k = 0; k < cotangents.length; k++) {
      flowing.start(behind, sums + k, frame.value(inputs[cotangents[k]]));
    }
    while (!taken.isEmpty()) {
      Object[] state = taken.pop();
      System.arraycopy(state, 0, behind.values, consts, carried);
      backPlan.run(behind);
      flowing.advance(behind);
      free.push(state);
    }
    for (int k = 0; k < results.length; k++) {
      flowing.read(behind, results[k], targets.array(frame, k));
    }
    backPlan.reset(behind);
  }

  /// Takes the steps of the loop; the states before them, the last one first.
  private ArrayDeque<Object[]> ahead(Frame frame, ArrayDeque<Object[]> free) {
    Frame tested = frame.inner[condition];
    Frame ahead = frame.inner[forward];
    for (int i = 0; i < consts; i++) {
      ahead.values[i] = frame.value(inputs[i]);
    }
    for (int k = 0; k < carried; k++) {
      states.start(ahead, k, frame.value(inputs[consts + k]));
    }
    var taken = new ArrayDeque<Object[]>();
    while (Loop.holds(test, tested, ahead, consts + carried)) {
      Object[] state = free.isEmpty() ? states.fresh() : free.pop();
      for (int k = 0; k < carried; k++) {
        states.read(ahead, k, state[k]);
      }
      taken.push(state);
      forwardPlan.run(ahead);
      states.advance(ahead);
    }
    test.reset(tested);
    forwardPlan.reset(ahead);
    return taken;
  }

  @Override
  public String describe(Plan outer, String indent) {
    return "backward through a while, each state of "
        + states.bytes()
        + " bytes kept"
        + flowing.describe()
        + "\n"
        + test.describe(indent + "  ")
        + "\n"
        + forwardPlan.describe(indent + "  ")
        + "\n"
        + backPlan.describe(indent + "  ");
  }
}
