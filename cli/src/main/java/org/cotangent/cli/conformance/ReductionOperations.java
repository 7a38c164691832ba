package org.cotangent.cli.conformance;

import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Sorting;

/// Sums and other reductions along axes.
final class ReductionOperations {
  private ReductionOperations() {}

  static void addTo(OperationTable table) {
    table.single("sum", (a, in) -> in.get(0).sum(a.axes()));
    table.single("mean", (a, in) -> in.get(0).mean(a.axes()));
    table.single("prod", (a, in) -> in.get(0).prod(a.axes()));
    table.single("max", (a, in) -> in.get(0).max(a.axes()));
    table.single("min", (a, in) -> in.get(0).min(a.axes()));
    table.single("ptp", (a, in) -> Reduction.ptp(in.get(0), a.axes()));
    table.single("var", (a, in) -> Reduction.var(in.get(0), a.axes(), a.integer("ddof", 0)));
    table.single("std", (a, in) -> Reduction.std(in.get(0), a.axes(), a.integer("ddof", 0)));
    table.single("nansum", (a, in) -> Reduction.nansum(in.get(0), a.axes()));
    table.single(
        "logsumexp",
        (a, in) ->
            a.has("weights")
                ? Reduction.logSumExp(in.get(0), a.axes(), in.get(1))
                : Reduction.logSumExp(in.get(0), a.axes()));
    table.single(
        "average",
        (a, in) ->
            a.has("weights")
                ? Reduction.average(in.get(0), in.get(1), a.axes())
                : in.get(0).mean(a.axes()));
    table.single("norm", (a, in) -> norm(a, in.get(0)));
    table.single("softmax", (a, in) -> in.get(0).softmax(a.integer("axis", -1)));
    table.single("log_softmax", (a, in) -> in.get(0).logSoftmax(a.integer("axis", -1)));
    table.single("median", (a, in) -> Sorting.median(in.get(0), a.axes()));
    table.single("quantile", (a, in) -> quantile(a, in.get(0)));
  }

  private static Tensor norm(Attributes a, Tensor x) {
    Axes axes = a.axes();
    boolean matrix =
        axes.toArray().length == 0 ? x.rank() == 2 && a.has("ord") : axes.toArray().length == 2;
    return matrix ? LinearAlgebraOperations.norm(a, x, axes) : Reduction.norm(x, a.order(2), axes);
  }

  private static Tensor quantile(Attributes a, Tensor x) {
    var method =
        Sorting.Interpolation.valueOf(
            a.text("method", "linear").toUpperCase(java.util.Locale.ROOT));
    return a.isList("q")
        ? Sorting.quantiles(x, a.numbers("q"), a.axes(), method)
        : Sorting.quantile(x, a.number("q", 0), a.axes(), method);
  }
}
