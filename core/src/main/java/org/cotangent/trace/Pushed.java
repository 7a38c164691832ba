package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;
import org.cotangent.primitive.Zero;

/// Forward mode of operations that hold programs: the same operation with programs that push tangents along.
///
/// Only values that *move*, which have a tangent that is not symbolically zero, get one; in a loop a carry moves if its start does
/// or if a step makes it move.
///
/// @param outputs the results
/// @param tangents theirs
record Pushed(List<Tensor> outputs, List<Tensor> tangents) {
  /// Results and tangents of `control`. `masked`: products are those of the strong zero.
  static Pushed of(
      Control.OfPrograms control, List<Tensor> primals, List<Tensor> tangents, boolean masked) {
    boolean[] moving = new boolean[primals.size()];
    for (int i = 0; i < moving.length; i++) {
      moving[i] = primals.get(i).dtype().floating() && !Zero.is(tangents.get(i));
    }
    return switch (control) {
      case Cond cond -> cond(cond, primals, tangents, moving, masked);
      case While loop -> loop(loop, primals, tangents, moving, masked);
      case Scan scan -> scan(scan, primals, tangents, moving, masked);
      case Checkpoint checkpoint -> checkpoint(checkpoint, primals, tangents, moving, masked);
      case ReverseScan sweep ->
          apply(all -> ReverseScans.apply(sweep, all), primals, tangents, masked);
    };
  }

  /// `program` at duals: the outputs with their tangents.
  private static Pushed apply(
      Routine program, List<Tensor> primals, List<Tensor> tangents, boolean masked) {
    var trace = new JvpTrace("jvp");
    try {
      var duals = new ArrayList<Tensor>(primals.size());
      for (int i = 0; i < primals.size(); i++) {
        Tensor tangent = tangents.get(i);
        duals.add(Zero.is(tangent) ? primals.get(i) : trace.dual(primals.get(i), tangent, masked));
      }
      List<Tensor> outputs = program.apply(duals);
      return new Pushed(
          outputs.stream().map(trace::primal).toList(),
          outputs.stream().map(trace::tangent).toList());
    } finally {
      trace.close();
    }
  }

  /// `(x…, tangents of those that move) → (y…, tangents of those in wanted)`.
  private static Program program(
      Program program, boolean[] moving, boolean[] wanted, boolean masked) {
    List<Aval> avals = Staging.inputs(program);
    return Staging.write(
        Staging.joined(avals, Staging.chosen(avals, moving)),
        arguments -> {
          Pushed pushed =
              apply(
                  program,
                  arguments.subList(0, moving.length),
                  Staging.spread(arguments.subList(moving.length, arguments.size()), moving, avals),
                  masked);
          return Staging.joined(pushed.outputs, real(Staging.chosen(pushed.tangents, wanted)));
        });
  }

  private static List<Tensor> real(List<Tensor> tensors) {
    return tensors.stream().map(Staging::real).toList();
  }

  private static Pushed split(List<Tensor> results, boolean[] moved) {
    int n = moved.length;
    List<Tensor> outputs = results.subList(0, n);
    return new Pushed(
        outputs, Staging.spread(results.subList(n, results.size()), moved, Staging.avals(outputs)));
  }

  private static Pushed cond(
      Cond cond, List<Tensor> all, List<Tensor> allTangents, boolean[] allMoving, boolean masked) {
    boolean[] moving = Staging.part(allMoving, 1, allMoving.length);
    boolean[] moved = new boolean[cond.branches().getFirst().outputs().size()];
    for (Program branch : cond.branches()) {
      or(moved, Reach.DERIVATIVE.outputs(branch, moving));
    }
    var branches =
        cond.branches().stream().map(branch -> program(branch, moving, moved, masked)).toList();
    return split(
        Op.of(new Cond(branches)).bind(Staging.joined(all, Staging.chosen(allTangents, allMoving))),
        moved);
  }

  private static Pushed checkpoint(
      Checkpoint checkpoint,
      List<Tensor> primals,
      List<Tensor> tangents,
      boolean[] moving,
      boolean masked) {
    boolean[] moved = Reach.DERIVATIVE.outputs(checkpoint.body(), moving);
    Program body = program(checkpoint.body(), moving, moved, masked);
    return split(
        Op.of(new Checkpoint(checkpoint.recompute(), body))
            .bind(Staging.joined(primals, Staging.chosen(tangents, moving))),
        moved);
  }

  private static void or(boolean[] into, boolean[] other) {
    for (int i = 0; i < into.length; i++) {
      into[i] |= other[i];
    }
  }

  private static Pushed loop(
      While loop, List<Tensor> primals, List<Tensor> tangents, boolean[] moving, boolean masked) {
    int consts = loop.consts();
    int n = moving.length;
    boolean[] moved = Reach.DERIVATIVE.settle(loop.body(), consts, loop.carries(), moving);
    Program body = program(loop.body(), moving, moved, masked);
    List<Aval> avals = Staging.inputs(loop.body());
    var order = new Interleaved(moving, consts);
    List<Aval> arranged = order.arrange(avals, Staging.chosen(avals, moving));
    Program condition =
        Staging.write(
            arranged, arguments -> loop.condition().apply(order.back(arguments).subList(0, n)));
    Program step = Staging.write(arranged, arguments -> body.apply(order.back(arguments)));
    return split(
        Op.of(new While(consts + order.before(), condition, step))
            .bind(order.arrange(primals, real(Staging.chosen(tangents, moving)))),
        moved);
  }

  private static Pushed scan(
      Scan scan, List<Tensor> primals, List<Tensor> tangents, boolean[] moving, boolean masked) {
    int consts = scan.consts();
    int carries = scan.carries();
    boolean[] moved = Reach.DERIVATIVE.settle(scan.body(), consts, carries, moving);
    Program body = program(scan.body(), moving, moved, masked);
    List<Aval> avals = Staging.inputs(scan.body());
    var in = new Interleaved(moving, consts, consts + carries);
    var out = new Interleaved(moved, carries);
    Program step =
        Staging.write(
            in.arrange(avals, Staging.chosen(avals, moving)),
            arguments -> {
              List<Tensor> results = body.apply(in.back(arguments));
              return out.arrange(
                  results.subList(0, moved.length), results.subList(moved.length, results.size()));
            });
    var pushed =
        new Scan(
            scan.length(),
            consts + in.before(),
            carries + out.before(),
            scan.reverse(),
            scan.unroll(),
            scan.snapshots(),
            step);
    return split(
        out.back(Op.of(pushed).bind(in.arrange(primals, real(Staging.chosen(tangents, moving))))),
        moved);
  }
}
