package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Zero;

/// The backward sweep of a scan, which is a scan in the other direction: it carries the cotangents of the constants, which add up, and
/// those of the carries; it reads the residuals and the cotangents of the outputs, and writes those of the inputs.
final class ScanBackward {
  private final Scan scan;
  private final Partition cut;
  private final boolean[] active;
  private final int keptConsts;
  private final int keptInputs;
  private final int activeConsts;
  private final int activeCarries;

  /// `active` marks the inputs that get cotangents; those of the outputs in `wanted` arrive.
  ScanBackward(Scan scan, Partition cut, boolean[] active, boolean[] wanted) {
    this.scan = scan;
    this.cut = cut;
    this.active = active;
    int consts = scan.consts();
    int first = consts + scan.carries();
    keptConsts = Staging.count(Staging.part(cut.kept(), 0, consts));
    keptInputs = Staging.count(Staging.part(cut.kept(), first, active.length));
    activeConsts = Staging.count(Staging.part(active, 0, consts));
    activeCarries = Staging.count(Staging.part(wanted, 0, scan.carries()));
  }

  /// The cotangents of the active inputs; `cotangents` are those of the wanted outputs.
  List<Tensor> run(
      List<Tensor> inputs, List<Tensor> residuals, List<Tensor> cotangents, boolean strong) {
    List<Tensor> kept = Staging.chosen(inputs, cut.kept());
    var arguments = new ArrayList<>(kept.subList(0, keptConsts));
    var constants = Staging.chosen(inputs, active).subList(0, activeConsts);
    constants.forEach(constant -> arguments.add(new Zero(constant.aval()).unboxed()));
    arguments.addAll(cotangents.subList(0, activeCarries));
    arguments.addAll(kept.subList(keptConsts, kept.size()));
    arguments.addAll(residuals);
    arguments.addAll(cotangents.subList(activeCarries, cotangents.size()));
    return Op.of(
            new Scan(
                scan.length(),
                keptConsts,
                activeConsts + activeCarries,
                !scan.reverse(),
                scan.unroll(),
                0,
                body(strong)))
        .bind(arguments);
  }

  /// `(kept constants, sums, cotangents of carries, kept slices, residuals, cotangents of outputs) → (sums, cotangents of carries,
  /// cotangents of slices)`.
  private Program body(boolean strong) {
    int given = keptConsts + keptInputs + cut.residuals();
    Program backward = Strong.of(cut.backward(), given, strong);
    List<Aval> avals = Staging.inputs(backward);
    List<Aval> sums = Staging.outputs(backward).subList(0, activeConsts);
    return Staging.write(
        Staging.joined(
            avals.subList(0, keptConsts),
            sums,
            avals.subList(given, given + activeCarries),
            avals.subList(keptConsts, given),
            avals.subList(given + activeCarries, avals.size())),
        arguments -> {
          int carried = keptConsts + activeConsts;
          int slices = carried + activeCarries;
          int outputs = slices + keptInputs + cut.residuals();
          var results =
              new ArrayList<>(
                  backward.apply(
                      Staging.joined(
                          arguments.subList(0, keptConsts),
                          arguments.subList(slices, outputs),
                          arguments.subList(carried, slices),
                          arguments.subList(outputs, arguments.size()))));
          for (int i = 0; i < activeConsts; i++) {
            results.set(i, arguments.get(keptConsts + i).plus(results.get(i)));
          }
          return results;
        });
  }
}
