package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Revolve;

/// The backward sweep of a [Scan] that keeps few states at a time and computes the others again.
///
/// Arguments: the scan's (constants, the carries' start, stacked inputs), then the cotangents of carries after the last step and of
/// stacked outputs. Results: cotangents of constants, of carries before the first step, of stacked inputs; of those that have one.
///
/// @param length number of steps
/// @param consts how many arguments stay the same in each step
/// @param carries how many are carried from step to step
/// @param sums how many constants get a cotangent
/// @param cotangents how many carries have a cotangent
/// @param reverse whether the scan's last slice comes first
/// @param snapshots how many states may be kept at a time
/// @param step `(constants…, carries…, slices…) → carries…`
/// @param pullback `(constants…, carries…, slices…, cotangents of carries…, cotangents of outputs…) → (cotangents of constants…, of
///     carries…, of slices…)`
public record ReverseScan(
    int length,
    int consts,
    int carries,
    int sums,
    int cotangents,
    boolean reverse,
    int snapshots,
    Program step,
    Program pullback)
    implements Control.OfPrograms {
  /// Throws an [IllegalArgumentException] if the programs do not fit together.
  public ReverseScan {
    List<Aval> inputs = Signatures.avals(step.inputs());
    List<Aval> all = Signatures.avals(pullback.inputs());
    List<Aval> results = Signatures.avals(pullback.outputs());
    if (length < 0
        || snapshots < 1
        || consts + carries > inputs.size()
        || inputs.size() + cotangents > all.size()
        || sums + cotangents > results.size()) {
      throw new IllegalArgumentException("reverse_scan: the numbers do not fit the programs");
    }
    Signatures.require(
        "reverse_scan",
        "the carries that a step returns",
        inputs.subList(consts, consts + carries),
        Signatures.avals(step.outputs()));
    Signatures.require(
        "reverse_scan", "the pullback's first inputs", inputs, all.subList(0, inputs.size()));
    Signatures.require(
        "reverse_scan",
        "the cotangents of carries that the pullback returns",
        all.subList(inputs.size(), inputs.size() + cotangents),
        results.subList(sums, sums + cotangents));
  }

  @Override
  public List<Program> programs() {
    return List.of(step, pullback);
  }

  @Override
  public boolean masks() {
    return pullback.masks();
  }

  @Override
  public boolean total() {
    return step.total() && pullback.total();
  }

  @Override
  public boolean effectful() {
    return pullback.effectful();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Signatures.takes(name(), inputs(), Op.avals(arguments));
    return new Run(arguments).results();
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    Signatures.takes(name(), inputs(), inputs);
    var results = new ArrayList<Aval>();
    List<Aval> each = Signatures.avals(pullback.outputs());
    for (int i = 0; i < each.size(); i++) {
      results.add(i < sums + cotangents ? each.get(i) : each.get(i).stacked(length));
    }
    return results;
  }

  private List<Aval> inputs() {
    List<Aval> each = Signatures.avals(pullback.inputs());
    int slices = step.inputs().size();
    var all = new ArrayList<Aval>();
    for (int i = 0; i < each.size(); i++) {
      boolean stacked = i >= consts + carries && i < slices || i >= slices + cotangents;
      all.add(stacked ? each.get(i).stacked(length) : each.get(i));
    }
    return all;
  }

  /// One run on known values.
  private final class Run implements Revolve.Loop<Tensor[]> {
    private final List<Tensor> arguments;
    private final Stepper forward = new Stepper(step);
    private final Stepper back = new Stepper(pullback);
    private final int first = consts + carries;
    private final int slices = step.inputs().size();
    private final Tensor[] sum = new Tensor[sums];
    private final Tensor[] flowing;
    private final List<Stack> stacks = new ArrayList<>();

    Run(List<Tensor> arguments) {
      this.arguments = arguments;
      for (int i = 0; i < consts; i++) {
        forward.input(i, arguments.get(i));
        back.input(i, arguments.get(i));
      }
      List<Atom> outputs = pullback.outputs();
      for (int i = 0; i < sums; i++) {
        sum[i] = new Zero(outputs.get(i).aval()).unboxed();
      }
      flowing = arguments.subList(slices, slices + cotangents).toArray(new Tensor[0]);
      for (Atom output : outputs.subList(sums + cotangents, outputs.size())) {
        stacks.add(new Stack(output.aval(), length));
      }
    }

    List<Tensor> results() {
      Revolve.run(
          this, arguments.subList(consts, first).toArray(new Tensor[0]), 0, length, snapshots);
      var results = new ArrayList<Tensor>(Arrays.asList(sum));
      results.addAll(Arrays.asList(flowing));
      stacks.forEach(stack -> results.add(stack.whole()));
      return List.copyOf(results);
    }

    private int place(int at) {
      return reverse ? length - 1 - at : at;
    }

    private void slice(Stepper stepper, int from, int to, int at) {
      for (int i = from; i < to; i++) {
        stepper.input(
            i, Stack.slice((Array) arguments.get(i), pullback.inputs().get(i).aval(), place(at)));
      }
    }

    private void state(Stepper stepper, Tensor[] state) {
      for (int i = 0; i < carries; i++) {
        stepper.input(consts + i, state[i]);
      }
    }

    @Override
    public Tensor[] advance(Tensor[] state, int from, int to) {
      Tensor[] now = state.clone();
      for (int at = from; at < to; at++) {
        state(forward, now);
        slice(forward, first, slices, at);
        forward.run();
        for (int i = 0; i < carries; i++) {
          now[i] = forward.output(i);
        }
      }
      return now;
    }

    @Override
    public void pull(Tensor[] state, int at) {
      state(back, state);
      slice(back, first, slices, at);
      for (int i = 0; i < cotangents; i++) {
        back.input(slices + i, flowing[i]);
      }
      slice(back, slices + cotangents, arguments.size(), at);
      back.run();
      for (int i = 0; i < sums; i++) {
        sum[i] = sum[i].plus(back.output(i));
      }
      for (int i = 0; i < cotangents; i++) {
        flowing[i] = back.output(sums + i);
      }
      for (int i = 0; i < stacks.size(); i++) {
        stacks.get(i).put(place(at), back.output(sums + cotangents + i));
      }
    }
  }
}
