package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Zero;

/// The derivatives and the batch of a [LinearSolve]: each is made of linear systems of the same kind, so all orders follow.
final class LinearSolves {
  private LinearSolves() {}

  /// `A dx = db − dA x`.
  static List<Tensor> pushforward(
      LinearSolve solve, List<Tensor> inputs, List<Tensor> x, List<Tensor> tangents) {
    int n = solve.parameters();
    List<Tensor> fixed = inputs.subList(0, n);
    List<Tensor> changes = tangents.subList(0, n);
    var right = new ArrayList<>(tangents.subList(n, tangents.size()));
    if (!changes.stream().allMatch(Zero::is)) {
      List<Tensor> image =
          Routines.pushed(parameters -> solve.operator().apply(joined(x, parameters)), n, false)
              .apply(joined(fixed, changes));
      for (int i = 0; i < right.size(); i++) {
        Tensor change = image.get(right.size() + i);
        if (!Zero.is(change)) {
          Tensor b = right.get(i);
          right.set(i, Zero.is(b) ? change.unaryMinus() : b.minus(change));
        }
      }
    }
    return right.stream().allMatch(Zero::is)
        ? right
        : Op.of(solve).bind(joined(fixed, Rules.real(right)));
  }

  /// `Aᵀ w = ct` is the cotangent of b, and `−∂(A x)ᵀ/∂parameters · w` that of the parameters.
  static void pullback(
      LinearSolve solve,
      List<Tensor> inputs,
      List<Tensor> x,
      List<Tensor> cotangents,
      Accumulator into) {
    int n = solve.parameters();
    List<Tensor> fixed = inputs.subList(0, n);
    var transposed = new LinearSolve(transposed(solve.operator(), x.size()), n, solve.solver());
    List<Tensor> w = Op.of(transposed).bind(joined(fixed, Rules.real(cotangents)));
    for (int i = 0; i < w.size(); i++) {
      if (into.wants(n + i)) {
        into.add(n + i, w.get(i));
      }
    }
    var wanted = new ArrayList<Integer>();
    for (int i = 0; i < n; i++) {
      if (into.wants(i) && fixed.get(i).dtype().floating()) {
        wanted.add(i);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    var mapped =
        Transform.vjp(
            "linear_solve",
            moving -> {
              var parameters = new ArrayList<>(fixed);
              for (int k = 0; k < moving.size(); k++) {
                parameters.set(wanted.get(k), moving.get(k));
              }
              return solve.operator().apply(joined(x, parameters));
            },
            wanted.stream().map(fixed::get).toList());
    List<Tensor> minus = w.stream().map(Tensor::unaryMinus).toList();
    List<Tensor> results = mapped.map().apply(minus);
    for (int k = 0; k < results.size(); k++) {
      into.add(wanted.get(k), results.get(k));
    }
  }

  /// All examples at once: one system if the solver does not mind, else one after the other.
  static List<Tensor> batch(LinearSolve solve, List<Tensor> inputs, boolean[] mapped, int size) {
    if (!solve.solver().joins()) {
      return Batching.loop(solve, inputs, mapped, size);
    }
    int n = solve.parameters();
    var repeated = new ArrayList<>(inputs.subList(0, n));
    boolean[] unknowns = new boolean[inputs.size() - n];
    System.arraycopy(mapped, n, unknowns, 0, unknowns.length);
    List<Tensor> b = Batching.repeat(inputs.subList(n, inputs.size()), unknowns, size);
    repeated.addAll(b);
    var axes = new ArrayList<Integer>();
    var avals = new ArrayList<Aval>();
    for (Tensor part : b) {
      axes.add(0);
      avals.add(part.aval());
    }
    for (int i = 0; i < n; i++) {
      axes.add(mapped[i] ? 0 : -1);
      avals.add(inputs.get(i).aval());
    }
    Program all =
        Transform.stage(
                "vmap",
                arguments -> Transform.vmap("vmap", solve.operator()::apply, arguments, axes, size),
                avals)
            .program();
    return Op.of(new LinearSolve(all, n, solve.solver())).bind(repeated);
  }

  /// The transposed map of a program that is linear in its first `count` inputs: `ct…, parameters… → …`.
  static Program transposed(Program program, int count) {
    List<Aval> all = program.inputs().stream().map(variable -> variable.aval()).toList();
    var avals = new ArrayList<Aval>();
    program.outputs().forEach(output -> avals.add(output.aval()));
    avals.addAll(all.subList(count, all.size()));
    int outputs = program.outputs().size();
    return Transform.stage(
            "transpose",
            arguments -> {
              List<Tensor> parameters = arguments.subList(outputs, arguments.size());
              return Transform.vjp(
                      "transpose",
                      x -> program.apply(joined(x, parameters)),
                      all.subList(0, count).stream().map(Transform::zeros).toList())
                  .map()
                  .apply(arguments.subList(0, outputs));
            },
            avals)
        .program();
  }

  private static List<Tensor> joined(List<Tensor> first, List<Tensor> second) {
    var all = new ArrayList<Tensor>(first);
    all.addAll(second);
    return all;
  }
}
