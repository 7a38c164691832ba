package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.While;

/// The backward sweep of a loop whose number of steps is not known before it runs, as one operation.
///
/// No value of a program has a length that is not known, so what the loop's steps computed cannot be passed on. But when this operation
/// runs, values are known: it takes the steps again, recorded as they would be outside of a program, and goes back through them. Its
/// derivatives do the same, later.
///
/// Arguments: those of the loop, then the cotangents of its results. Results: the cotangents of the arguments in `active`.
///
/// @param loop the loop
/// @param active which of its arguments have a cotangent
/// @param masked whether products are those of the strong zero
public record ReverseWhile(While loop, List<Boolean> active, boolean masked)
    implements General.WithVjp {
  /// Copies the list.
  public ReverseWhile {
    active = List.copyOf(active);
  }

  /// One step back, as a program.
  ///
  /// @param moving which arguments of the loop have a cotangent in some step: those in `active`, and carries that they reach
  /// @param program `(constants…, carries before the step…, cotangents of moving carries after it…) → (cotangents of moving constants,
  ///     of one step alone…, of moving carries before it…)`
  public record Pullback(List<Boolean> moving, Program program) {}

  /// How one step of the loop is pulled back.
  public Pullback pullback() {
    boolean[] moving = flags();
    Program body = loop.body();
    boolean[] wanted = Reach.DERIVATIVE.settle(body, loop.consts(), loop.carries(), moving);
    Program joint = Pulled.joint(body, moving, wanted, loop.masks());
    int n = loop.carries();
    var pullback =
        new Program(
                joint.inputs(),
                joint.equations(),
                joint.outputs().subList(n, joint.outputs().size()))
            .withoutDeadCode();
    return new Pullback(list(moving), Strong.of(pullback, moving.length, masked && !loop.masks()));
  }

  static ReverseWhile of(While loop, boolean[] active, boolean masked) {
    return new ReverseWhile(loop, list(active), masked);
  }

  private static List<Boolean> list(boolean[] flags) {
    var list = new ArrayList<Boolean>();
    for (boolean flag : flags) {
      list.add(flag);
    }
    return List.copyOf(list);
  }

  /// The same with products of the strong zero.
  ReverseWhile strong() {
    return new ReverseWhile(loop, active, true);
  }

  private HostCall call() {
    return new HostCall("vjp of while", this::pulled, results(), loop.carries());
  }

  private List<Aval> results() {
    return Staging.chosen(Staging.inputs(loop.body()), flags());
  }

  private boolean[] flags() {
    boolean[] flags = new boolean[active.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = active.get(i);
    }
    return flags;
  }

  private List<Tensor> pulled(List<Tensor> all) {
    int n = active.size();
    var trace = new ReverseTrace("vjp");
    var arguments = new ArrayList<Tensor>(n);
    var leaves = new ArrayList<Node>();
    List<Tensor> outputs;
    try {
      for (int i = 0; i < n; i++) {
        if (active.get(i)) {
          Node leaf = trace.leaf(all.get(i));
          leaves.add(leaf);
          arguments.add(leaf);
        } else {
          arguments.add(all.get(i));
        }
      }
      outputs = Op.of(loop).bind(arguments);
    } finally {
      trace.close();
    }
    return trace.pullback(outputs, all.subList(n, all.size()), leaves, masked);
  }

  @Override
  public boolean masks() {
    return loop.masks();
  }

  @Override
  public boolean total() {
    return false;
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    return results();
  }

  @Override
  public List<Array> evaluate(List<Array> inputs) {
    return call().evaluate(inputs);
  }

  @Override
  public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
    return call().jvp(inputs, outputs, tangents);
  }

  @Override
  public void vjp(
      List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
    call().vjp(inputs, outputs, cotangents, into);
  }

  /// The sweep of the loop over all examples. Each has cotangents of its own, so no argument that has one is shared.
  @Override
  public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
    int n = active.size();
    boolean[] before = Staging.part(mapped, 0, n);
    boolean[] all = before.clone();
    boolean[] cotangents = Staging.part(mapped, n, mapped.length);
    for (int i = 0; i < n; i++) {
      all[i] |= active.get(i) || i >= loop.consts();
    }
    boolean[] whole = new boolean[cotangents.length];
    java.util.Arrays.fill(whole, true);
    return Op.of(new ReverseWhile(Batched.batched(loop, all, size), active, masked))
        .bind(
            Staging.joined(
                Batched.repeated(inputs.subList(0, n), before, all, size),
                Batched.repeated(inputs.subList(n, inputs.size()), cotangents, whole, size)));
  }
}
