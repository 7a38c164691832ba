package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Zero;

/// What a [ReverseScan] computes, said with scans that keep each state: how its own derivatives come about.
final class ReverseScans {
  private final ReverseScan sweep;
  private final int first;
  private final int slices;
  private final List<Aval> avals;

  private ReverseScans(ReverseScan sweep) {
    this.sweep = sweep;
    first = sweep.consts() + sweep.carries();
    slices = sweep.step().inputs().size();
    avals = Staging.inputs(sweep.pullback());
  }

  static List<Tensor> apply(ReverseScan sweep, List<Tensor> arguments) {
    return new ReverseScans(sweep).run(arguments);
  }

  private List<Tensor> run(List<Tensor> arguments) {
    List<Tensor> states =
        Op.of(
                new Scan(
                    sweep.length(),
                    sweep.consts(),
                    sweep.carries(),
                    sweep.reverse(),
                    1,
                    0,
                    states()))
            .bind(arguments.subList(0, slices));
    List<Tensor> sums = new ArrayList<>();
    for (Aval aval : Staging.outputs(sweep.pullback()).subList(0, sweep.sums())) {
      sums.add(new Zero(aval).unboxed());
    }
    return Op.of(
            new Scan(
                sweep.length(),
                sweep.consts(),
                sweep.sums() + sweep.cotangents(),
                !sweep.reverse(),
                1,
                0,
                back()))
        .bind(
            Staging.joined(
                arguments.subList(0, sweep.consts()),
                sums,
                arguments.subList(slices, slices + sweep.cotangents()),
                states.subList(sweep.carries(), states.size()),
                arguments.subList(first, slices),
                arguments.subList(slices + sweep.cotangents(), arguments.size())));
  }

  /// A step that also returns the state before it.
  private Program states() {
    return Staging.write(
        avals.subList(0, slices),
        arguments ->
            Staging.joined(
                sweep.step().apply(arguments), arguments.subList(sweep.consts(), first)));
  }

  /// `(constants, sums, cotangents of carries, states, slices, cotangents of outputs) → (sums, cotangents of carries, of slices)`.
  private Program back() {
    int consts = sweep.consts();
    int flowing = consts + sweep.sums();
    int states = flowing + sweep.cotangents();
    int rest = states + slices - consts;
    return Staging.write(
        Staging.joined(
            avals.subList(0, consts),
            Staging.outputs(sweep.pullback()).subList(0, sweep.sums()),
            avals.subList(slices, slices + sweep.cotangents()),
            avals.subList(consts, slices),
            avals.subList(slices + sweep.cotangents(), avals.size())),
        arguments -> {
          var results =
              new ArrayList<>(
                  sweep
                      .pullback()
                      .apply(
                          Staging.joined(
                              arguments.subList(0, consts),
                              arguments.subList(states, rest),
                              arguments.subList(flowing, states),
                              arguments.subList(rest, arguments.size()))));
          for (int i = 0; i < sweep.sums(); i++) {
            results.set(i, arguments.get(consts + i).plus(results.get(i)));
          }
          return results;
        });
  }
}
