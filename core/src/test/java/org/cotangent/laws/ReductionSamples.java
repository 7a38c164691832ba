package org.cotangent.laws;

import static org.cotangent.Tensor.keep;
import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.positive;
import static org.cotangent.laws.Samples.spread;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Cumulative;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Sorting;
import org.cotangent.testkit.Sample;

/// Reductions, running reductions, and orders.
final class ReductionSamples {
  private ReductionSamples() {}

  static void addTo(List<Sample> all) {
    ordered(all);
    each(all, "sum", x -> x.sum(), x -> x.sum(0), x -> x.sum(keep(-1)), x -> x.sum(0, 1));
    each(all, "mean", x -> x.mean(), x -> x.mean(0), x -> x.mean(keep(-1)), x -> x.mean(0, 1));
    each(all, "max", x -> x.max(), x -> x.max(0), x -> x.max(keep(-1)), x -> x.max(0, 1));
    each(all, "min", x -> x.min(), x -> x.min(0), x -> x.min(keep(-1)), x -> x.min(0, 1));
    each(all, "prod", x -> x.prod(), x -> x.prod(0), x -> x.prod(keep(-1)), x -> x.prod(0, 1));
    each(
        all,
        "logSumExp",
        x -> x.logSumExp(),
        x -> x.logSumExp(0),
        x -> x.logSumExp(keep(-1)),
        x -> x.logSumExp(0, 1));
    each(
        all,
        "var",
        x -> Reduction.var(x, Axes.all(), 0),
        x -> Reduction.var(x, Axes.of(0), 1),
        x -> Reduction.std(x, keep(-1), 0),
        x -> Reduction.std(x, Axes.of(0, 1), 1));
    each(
        all,
        "norm",
        0.3,
        x -> Reduction.norm(x, 2, Axes.all()),
        x -> Reduction.norm(x, 1, Axes.of(0)),
        x -> Reduction.norm(x, 3, keep(-1)),
        x -> Reduction.norm(x, Double.POSITIVE_INFINITY, Axes.of(0, 1)));
    each(
        all,
        "softmax",
        x -> x.softmax(0),
        x -> x.softmax(-1),
        x -> x.logSoftmax(0),
        x -> x.logSoftmax(1));
    each(
        all,
        "cumsum",
        x -> x.cumsum(0),
        x -> x.cumsum(1),
        x -> Cumulative.cumsum(x, -1, true),
        x -> x.cumsum(-2));
    each(
        all,
        "cumprod",
        x -> Cumulative.cumprod(x, 0),
        x -> Cumulative.cumprod(x, 1),
        x -> Cumulative.cumprod(x, -1),
        x -> Cumulative.cumprod(x, -2));
    each(
        all,
        "cumlogsumexp",
        x -> Cumulative.cumlogsumexp(x, 0),
        x -> Cumulative.cumlogsumexp(x, 1),
        x -> Cumulative.cummax(x, 0),
        x -> Cumulative.cummin(x, -1));
    each(
        all,
        "sort",
        x -> Sorting.sort(x, 0, false),
        x -> Sorting.sort(x, 1, true),
        x -> Sorting.topK(x, 1).values(),
        x -> Sorting.median(x, 0));
    each(
        all,
        "quantile",
        x -> Sorting.quantile(x, 0.4, Axes.of(0, 1), Sorting.Interpolation.LINEAR),
        x -> Sorting.quantile(x, 0.4, keep(-1), Sorting.Interpolation.MIDPOINT),
        x -> Sorting.percentile(x, 30, Axes.all(), Sorting.Interpolation.NEAREST),
        x ->
            Sorting.quantiles(
                x, new double[] {0.2, 0.9}, Axes.of(0), Sorting.Interpolation.LINEAR));
    all.add(Sample.smooth("prod", x -> List.of(x.get(0).prod()), Tensor.vector(2, 0, 3)));
    all.add(
        Sample.smooth(
            "prod",
            x -> List.of(x.get(0).prod(0)),
            Tensor.of(new double[] {0, 1, 0, 2, 5, 3}, 3, 2)));
    all.add(
        Sample.smooth(
            "cumprod",
            x -> List.of(Cumulative.cumprod(x.get(0), 0)),
            Tensor.vector(2, 0, 3, 0, 1)));
    all.add(
        Sample.rough(
            "max",
            x -> List.of(x.get(0).max(1)),
            Tensor.of(new double[] {1, 3, 3, 2, 2, 2}, 2, 3)));
    all.add(
        Sample.rough(
            "sort",
            x -> List.of(Sorting.sort(x.get(0), 0, false)),
            Tensor.vector(2, 1, 2, 1, Double.NaN, -0.0, 0)));
    all.add(
        Sample.rough("argmax", x -> List.of(x.get(0).argmax(0), x.get(0).argmin(1)), any(3, 4)));
    all.add(
        Sample.rough(
            "argmax", x -> List.of(x.get(0).argmax(0), x.get(0).argmin(-1)), whole(3, 3, 4)));
    all.add(
        Sample.rough("argsort", x -> List.of(Sorting.argsort(x.get(0), 0, true)), whole(3, 5, 2)));
    all.add(
        Sample.rough(
            "sum",
            x -> List.of(x.get(0).sum(0), x.get(0).max(1), x.get(0).cumsum(0)),
            whole(9, 3, 4)));
    all.add(
        Sample.rough(
            "any",
            x ->
                List.of(
                    Reduction.any(x.get(0).greater(0), Axes.of(0)),
                    Reduction.all(x.get(0).greater(0), Axes.all())),
            any(3, 4)));
    all.add(
        Sample.rough(
            "sum", x -> List.of(x.get(0).sum(), x.get(0).prod(0), x.get(0).sum(1)), any(0, 3)));
    all.add(
        Sample.rough(
            "cumsum",
            x -> List.of(x.get(0).cumsum(0), Cumulative.cumprod(x.get(0), 0)),
            any(0, 3)));
    all.add(
        Sample.rough(
            "logSumExp",
            x -> List.of(x.get(0).logSumExp(1)),
            Tensor.of(new double[] {0, 1, Double.NEGATIVE_INFINITY, 1, 1000, 1001}, 2, 3)));
    all.add(
        Sample.rough(
            "nansum",
            x -> List.of(Reduction.nansum(x.get(0), Axes.all())),
            Tensor.vector(1, Double.NaN, 3)));
    all.add(
        Sample.rough(
            "std",
            x ->
                List.of(
                    Reduction.std(x.get(0), Axes.all(), 0),
                    Reduction.norm(x.get(0).minus(1), 2, Axes.all())),
            Tensor.vector(1, 1, 1)));
    all.add(
        Sample.smooth(
            "average",
            x -> List.of(Reduction.average(x.get(0), x.get(1), Axes.of(0))),
            any(3, 2),
            positive(3, 2)));
    all.add(
        Sample.smooth(
            "recurrence",
            x -> List.of(new Cumulative.LinearRecurrence(1, true).bind(x.get(0), x.get(1))),
            any(2, 4),
            any(2, 4)));
    all.add(
        Sample.rough("count", x -> List.of(x.get(0).greater(0).sum(0).to(DType.F64)), any(3, 2)));
  }

  /// Orders and extremes, whose elements must not meet.
  private static void ordered(List<Sample> all) {
    each(all, "cummax", x -> Cumulative.cummax(x, 0), x -> Cumulative.cummax(x, -1));
    each(all, "cummin", x -> Cumulative.cummin(x, 0), x -> Cumulative.cummin(x, -1));
    each(all, "median", x -> Sorting.median(x, 0), x -> Sorting.median(x, -1));
    each(all, "topK", x -> Sorting.topK(x, 2).values());
    each(all, "ptp", x -> Reduction.ptp(x, Axes.all()), x -> Reduction.ptp(x, keep(0)));
    each(all, "logSoftmax", x -> Reduction.logSoftmax(x, 0), x -> Reduction.logSoftmax(x, -1));
    for (var method : Sorting.Interpolation.values()) {
      each(all, "quantile", x -> Sorting.quantile(x, 0.3, 0, method));
    }
    each(
        all,
        "quantiles",
        x ->
            Sorting.quantiles(
                x, new double[] {0.2, 0.9}, Axes.of(1), Sorting.Interpolation.LINEAR));
    each(
        all,
        "percentile",
        x -> Sorting.percentile(x, 30, Axes.all(), Sorting.Interpolation.LINEAR));
    all.add(Sample.rough("argmin", x -> List.of(Reduction.argmin(x.get(0), 1)), any(3, 4)));
    all.add(
        Sample.rough(
            "all", x -> List.of(Reduction.all(x.get(0).greater(-1), Axes.of(0))), any(3, 4)));
  }

  @SafeVarargs
  private static void each(List<Sample> all, String name, UnaryOperator<Tensor>... forms) {
    each(all, name, -1.1, forms);
  }

  /// At numbers of both signs, unless `low` keeps clear of an origin where the function bends too much for differences.
  @SafeVarargs
  private static void each(
      List<Sample> all, String name, double low, UnaryOperator<Tensor>... forms) {
    for (UnaryOperator<Tensor> form : forms) {
      all.add(Sample.smooth(name, x -> List.of(form.apply(x.get(0))), spread(0.5, 3, 4)));
      all.add(Sample.smooth(name, x -> List.of(form.apply(x.get(0))), spread(low, 2, 3, 2)));
    }
  }
}
