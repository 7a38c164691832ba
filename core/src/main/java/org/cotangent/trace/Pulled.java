package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Recompute;
import org.cotangent.Tensor;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;
import org.cotangent.primitive.Zero;

/// Reverse mode of operations that hold programs.
///
/// Of each program the joint one is written that makes the results and, of the results' cotangents, those of the inputs; it is cut
/// ([Partition]) into what runs now, with the residuals as results more, and what runs in the backward sweep. Both parts are operations
/// that hold programs again, so all of this can be differentiated and mapped in turn.
///
/// @param outputs the results
/// @param pullback what the backward sweep does
record Pulled(List<Tensor> outputs, Pullback pullback) {
  /// Adds the inputs' cotangents to `into`. `masked`: products are those of the strong zero.
  @FunctionalInterface
  interface Pullback {
    void run(List<Tensor> cotangents, boolean masked, Accumulator into);
  }

  /// Runs `control`; `active` marks the inputs whose cotangents may be asked for.
  static Pulled of(Control.OfPrograms control, List<Tensor> inputs, boolean[] active) {
    return switch (control) {
      case Cond cond -> cond(cond, inputs, active);
      case While loop -> loop(loop, inputs, active);
      case Scan scan -> scan(scan, inputs, active);
      case Checkpoint checkpoint -> checkpoint(checkpoint, inputs, active);
      case ReverseScan sweep -> sweep(sweep, inputs, active);
    };
  }

  private static List<Tensor> leaves(ReverseTrace trace, List<Tensor> values, boolean[] active) {
    var leaves = new ArrayList<Tensor>(values.size());
    for (int i = 0; i < active.length; i++) {
      leaves.add(active[i] ? trace.leaf(values.get(i)) : values.get(i));
    }
    return leaves;
  }

  /// `(x…, cotangents of the outputs in wanted) → (y…, cotangents of the inputs in active)`.
  static Program joint(Program program, boolean[] active, boolean[] wanted, boolean masked) {
    List<Aval> avals = Staging.inputs(program);
    return Staging.write(
        Staging.joined(avals, Staging.chosen(Staging.outputs(program), wanted)),
        arguments -> {
          var trace = new ReverseTrace("vjp");
          List<Tensor> inputs;
          List<Tensor> outputs;
          try {
            inputs = leaves(trace, arguments.subList(0, avals.size()), active);
            outputs = program.apply(inputs);
          } finally {
            trace.close();
          }
          var starts = new ArrayList<Node>();
          for (Tensor leaf : Staging.chosen(inputs, active)) {
            starts.add((Node) leaf);
          }
          return Staging.joined(
              outputs.stream().map(trace::result).toList(),
              trace.pullback(
                  Staging.chosen(outputs, wanted),
                  arguments.subList(avals.size(), arguments.size()),
                  starts,
                  masked));
        });
  }

  private static boolean[] all(int n) {
    boolean[] all = new boolean[n];
    Arrays.fill(all, true);
    return all;
  }

  private static List<Tensor> real(List<Tensor> tensors) {
    return tensors.stream().map(Staging::real).toList();
  }

  /// Hands out the cotangents of the inputs in `active`.
  private static void give(List<Tensor> cotangents, boolean[] active, Accumulator into) {
    int next = 0;
    for (int i = 0; i < active.length; i++) {
      if (active[i]) {
        Tensor cotangent = cotangents.get(next++);
        if (into.wants(i)) {
          into.add(i, cotangent);
        }
      }
    }
  }

  private static boolean allZero(List<Tensor> cotangents, boolean[] wanted) {
    return Staging.chosen(cotangents, wanted).stream().allMatch(Zero::is);
  }

  private static Pulled checkpoint(Checkpoint checkpoint, List<Tensor> inputs, boolean[] active) {
    Program body = checkpoint.body();
    int n = body.outputs().size();
    boolean[] wanted = Reach.DERIVATIVE.outputs(body, active);
    Partition cut =
        Partition.of(
            joint(body, active, wanted, body.masks()),
            inputs.size(),
            n,
            all(inputs.size()),
            checkpoint.recompute());
    List<Tensor> results =
        Op.of(new Checkpoint(checkpoint.recompute(), cut.forward())).bind(inputs);
    return new Pulled(
        results.subList(0, n),
        (cotangents, masked, into) -> {
          if (allZero(cotangents, wanted)) {
            return;
          }
          List<Tensor> given =
              Staging.joined(
                  Staging.chosen(inputs, cut.kept()), results.subList(n, results.size()));
          Program backward = Strong.of(cut.backward(), given.size(), masked && !body.masks());
          give(
              Op.of(new Checkpoint(checkpoint.recompute(), backward))
                  .bind(Staging.joined(given, real(Staging.chosen(cotangents, wanted)))),
              active,
              into);
        });
  }

  /// The number of steps is not known while a program is written, so nothing can be kept of each.
  private static Pulled loop(While loop, List<Tensor> inputs, boolean[] active) {
    return new Pulled(
        Op.of(loop).bind(inputs),
        (cotangents, masked, into) -> {
          if (!cotangents.stream().allMatch(Zero::is)) {
            give(
                Op.of(ReverseWhile.of(loop, active, masked))
                    .bind(Staging.joined(inputs, real(cotangents))),
                active,
                into);
          }
        });
  }

  private static Pulled cond(Cond cond, List<Tensor> all, boolean[] allActive) {
    boolean[] active = Staging.part(allActive, 1, allActive.length);
    List<Tensor> inputs = all.subList(1, all.size());
    Program first = cond.branches().getFirst();
    int n = first.outputs().size();
    boolean[] wanted = new boolean[n];
    for (Program branch : cond.branches()) {
      boolean[] depends = Reach.DERIVATIVE.outputs(branch, active);
      for (int i = 0; i < n; i++) {
        wanted[i] |= depends[i];
      }
    }
    var cuts = new ArrayList<Partition>();
    boolean[] kept = new boolean[inputs.size()];
    for (Program branch : cond.branches()) {
      Partition cut =
          Partition.of(
              joint(branch, active, wanted, true),
              inputs.size(),
              n,
              all(inputs.size()),
              Recompute.CHEAP);
      cuts.add(cut);
      for (int i = 0; i < kept.length; i++) {
        kept[i] |= cut.kept()[i];
      }
    }
    var slots = new Slots(cuts, n);
    List<Tensor> results =
        Op.of(new Cond(cuts.stream().map(cut -> slots.forward(cut, n)).toList())).bind(all);
    return new Pulled(
        results.subList(0, n),
        (cotangents, _, into) -> {
          if (allZero(cotangents, wanted)) {
            return;
          }
          List<Aval> cts = Staging.chosen(Staging.outputs(first), wanted);
          var branches =
              cuts.stream()
                  .map(cut -> slots.backward(cut, Staging.inputs(first), kept, cts))
                  .toList();
          give(
              Op.of(new Cond(branches))
                  .bind(
                      Staging.joined(
                          all.subList(0, 1),
                          Staging.chosen(inputs, kept),
                          results.subList(n, results.size()),
                          real(Staging.chosen(cotangents, wanted)))),
              allActive,
              into);
        });
  }

  /// The residuals of branches, of which only one runs: those of equal dtype and shape share a place.
  private static final class Slots {
    private final List<Aval> avals = new ArrayList<>();
    private final Map<Partition, List<Integer>> places = new java.util.IdentityHashMap<>();

    Slots(List<Partition> cuts, int results) {
      for (Partition cut : cuts) {
        Map<Aval, Integer> used = new HashMap<>();
        var own = new ArrayList<Integer>();
        List<Aval> outputs = Staging.outputs(cut.forward());
        for (Aval residual : outputs.subList(results, outputs.size())) {
          own.add(place(residual, used.merge(residual, 1, Integer::sum)));
        }
        places.put(cut, own);
      }
    }

    /// The place of the `nth` residual of this kind in a branch.
    private int place(Aval aval, int nth) {
      int found = 0;
      for (int i = 0; i < avals.size(); i++) {
        if (avals.get(i).equals(aval) && ++found == nth) {
          return i;
        }
      }
      avals.add(aval);
      return avals.size() - 1;
    }

    Program forward(Partition cut, int n) {
      return Staging.write(
          Staging.inputs(cut.forward()),
          arguments -> {
            List<Tensor> results = cut.forward().apply(arguments);
            var all = new ArrayList<>(results.subList(0, n));
            avals.forEach(aval -> all.add(new Zero(aval)));
            List<Integer> own = java.util.Objects.requireNonNull(places.get(cut));
            for (int i = 0; i < own.size(); i++) {
              all.set(n + own.get(i), results.get(n + i));
            }
            return all;
          });
    }

    /// `(kept…, slots…, cotangents…) → cotangents…`.
    Program backward(Partition cut, List<Aval> inputs, boolean[] kept, List<Aval> cotangents) {
      return Staging.write(
          Staging.joined(Staging.chosen(inputs, kept), avals, cotangents),
          arguments -> {
            var given = new ArrayList<Tensor>();
            int next = 0;
            for (int i = 0; i < kept.length; i++) {
              if (kept[i]) {
                if (cut.kept()[i]) {
                  given.add(arguments.get(next));
                }
                next++;
              }
            }
            for (int place : java.util.Objects.requireNonNull(places.get(cut))) {
              given.add(arguments.get(next + place));
            }
            given.addAll(arguments.subList(next + avals.size(), arguments.size()));
            return cut.backward().apply(given);
          });
    }
  }

  private static Pulled scan(Scan scan, List<Tensor> inputs, boolean[] asked) {
    Program body = scan.body();
    int consts = scan.consts();
    int carries = scan.carries();
    int first = consts + carries;
    int n = body.outputs().size();
    boolean[] active = asked.clone();
    boolean[] wanted = Reach.DERIVATIVE.settle(body, consts, carries, active);
    if (scan.snapshots() > 0) {
      return few(scan, inputs, active, wanted);
    }
    boolean[] free = all(inputs.size());
    Arrays.fill(free, consts, first, false);
    Partition cut =
        Partition.of(
            joint(body, active, wanted, scan.masks()), inputs.size(), n, free, Recompute.CHEAP);
    List<Tensor> results =
        Op.of(
                new Scan(
                    scan.length(),
                    consts,
                    carries,
                    scan.reverse(),
                    scan.unroll(),
                    0,
                    cut.forward()))
            .bind(inputs);
    return new Pulled(
        results.subList(0, n),
        (cotangents, masked, into) -> {
          if (allZero(cotangents, wanted)) {
            return;
          }
          var backward = new ScanBackward(scan, cut, active, wanted);
          give(
              backward.run(
                  inputs,
                  results.subList(n, results.size()),
                  real(Staging.chosen(cotangents, wanted)),
                  masked && !scan.masks()),
              active,
              into);
        });
  }

  /// Keeps nothing now, and few states at a time in the backward sweep.
  private static Pulled few(Scan scan, List<Tensor> inputs, boolean[] active, boolean[] wanted) {
    Program body = scan.body();
    Program joint = joint(body, active, wanted, scan.masks());
    int n = body.outputs().size();
    Program step =
        new Program(body.inputs(), body.equations(), body.outputs().subList(0, scan.carries()))
            .withoutDeadCode();
    Program pullback =
        new Program(
                joint.inputs(),
                joint.equations(),
                joint.outputs().subList(n, joint.outputs().size()))
            .withoutDeadCode();
    return new Pulled(
        Op.of(scan).bind(inputs),
        (cotangents, masked, into) -> {
          if (allZero(cotangents, wanted)) {
            return;
          }
          var sweep =
              new ReverseScan(
                  scan.length(),
                  scan.consts(),
                  scan.carries(),
                  Staging.count(Staging.part(active, 0, scan.consts())),
                  Staging.count(Staging.part(wanted, 0, scan.carries())),
                  scan.reverse(),
                  scan.snapshots(),
                  step,
                  Strong.of(pullback, inputs.size(), masked && !scan.masks()));
          give(
              Op.of(sweep).bind(Staging.joined(inputs, real(Staging.chosen(cotangents, wanted)))),
              active,
              into);
        });
  }

  private static Pulled sweep(ReverseScan sweep, List<Tensor> inputs, boolean[] active) {
    var trace = new ReverseTrace("vjp");
    List<Tensor> leaves;
    List<Tensor> outputs;
    try {
      leaves = leaves(trace, inputs, active);
      outputs = ReverseScans.apply(sweep, leaves);
    } finally {
      trace.close();
    }
    var starts = Staging.chosen(leaves, active).stream().map(leaf -> (Node) leaf).toList();
    return new Pulled(
        outputs.stream().map(trace::result).toList(),
        (cotangents, masked, into) ->
            give(trace.pullback(outputs, cotangents, starts, masked), active, into));
  }
}
