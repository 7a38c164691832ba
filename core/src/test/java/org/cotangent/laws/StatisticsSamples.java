package org.cotangent.laws;

import static org.cotangent.Tensor.keep;
import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.in;
import static org.cotangent.laws.Samples.positive;
import static org.cotangent.laws.Samples.spread;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.ops.Differences;
import org.cotangent.ops.NanReductions;
import org.cotangent.ops.Ranges;
import org.cotangent.ops.Searching;
import org.cotangent.ops.Sorting.Interpolation;
import org.cotangent.ops.Statistics;
import org.cotangent.testkit.Sample;

/// Reductions without NaN, differences and integrals, counts, searches.
final class StatisticsSamples {
  private static final double NAN = Double.NaN;

  private StatisticsSamples() {}

  static void addTo(List<Sample> all) {
    nan(all);
    differences(all);
    counts(all);
    orders(all);
  }

  private static void nan(List<Sample> all) {
    nan(all, "nanmean", x -> NanReductions.nanmean(x, Axes.all()));
    nan(all, "nanmean", x -> NanReductions.nanmean(x, keep(1)));
    nan(all, "nanprod", x -> NanReductions.nanprod(x, Axes.of(0)));
    nan(all, "nanvar", x -> NanReductions.nanvar(x, Axes.all(), 0));
    nan(all, "nanvar", x -> NanReductions.nanvar(x, Axes.of(0), 1));
    nan(all, "nanstd", x -> NanReductions.nanstd(x, keep(1), 0));
    nan(all, "nanmax", x -> NanReductions.nanmax(x, Axes.of(0)));
    nan(all, "nanmin", x -> NanReductions.nanmin(x, keep(1)));
    nan(all, "nanmedian", x -> NanReductions.nanmedian(x, 0));
    nan(all, "nanquantile", x -> NanReductions.nanquantile(x, 0.3, 1, Interpolation.LINEAR));
    nan(all, "nanquantile", x -> NanReductions.nanquantile(x, 0.3, 0, Interpolation.MIDPOINT));
    nan(all, "nancumsum", x -> NanReductions.nancumsum(x, 0));
    nan(all, "nancumprod", x -> NanReductions.nancumprod(x, 1));
    nan(all, "nanargmax", x -> NanReductions.nanargmax(x, 1));
    nan(all, "nanargmin", x -> NanReductions.nanargmin(x, 0));
  }

  /// With numbers only, where differences can be compared, and with NaN: some, and nothing else.
  private static void nan(List<Sample> all, String name, UnaryOperator<Tensor> f) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), spread(0.5, 3, 4)));
    all.add(
        Sample.rough(
            name,
            x -> List.of(f.apply(x.get(0))),
            Tensor.of(new double[] {1, NAN, 3, NAN, NAN, NAN, 4, 4, -1}, 3, 3)));
  }

  private static void differences(List<Sample> all) {
    all.add(
        Sample.smooth(
            "gradient", x -> List.of(Differences.gradient(x.get(0), 0.5, 1, 2)), any(2, 4)));
    for (int order = 1; order <= 2; order++) {
      int edge = order;
      all.add(
          Sample.smooth(
              "gradient",
              x -> List.of(Differences.gradient(x.get(0), apart(x.get(1)), 0, edge)),
              any(4, 2),
              in(0, 0.5, 4)));
    }
    all.add(
        Sample.smooth(
            "gradient",
            x -> List.of(Differences.gradient(x.get(0), apart(x.get(1)), -1, 1)),
            any(2, 2),
            in(0, 0.5, 2)));
    all.add(
        Sample.smooth(
            "trapezoid",
            x ->
                List.of(
                    Differences.trapezoid(x.get(0), x.get(1), 1),
                    Differences.cumulativeTrapezoid(x.get(0), x.get(1), -1)),
            any(2, 4),
            any(4)));
    all.add(
        Sample.smooth(
            "trapezoid",
            x ->
                List.of(
                    Differences.trapezoid(x.get(0), 0.5, 0),
                    Differences.cumulativeTrapezoid(x.get(0), 0.5, 0)),
            any(3, 2)));
    all.add(
        Sample.rough(
            "trapezoid",
            x ->
                List.of(
                    Differences.trapezoid(x.get(0), 0.5, 0),
                    Differences.cumulativeTrapezoid(x.get(0), 0.5, 0)),
            any(0, 2)));
    all.add(
        Sample.smooth(
            "unwrap", x -> List.of(Differences.unwrap(x.get(0), 2 * Math.PI, 1)), in(-9, 9, 2, 6)));
    all.add(
        Sample.rough(
            "unwrap",
            x -> List.of(Differences.unwrap(x.get(0), 2, 0)),
            Tensor.vector(0, 1, 0, -1, 3, 5.5)));
    all.add(
        Sample.smooth(
            "linspace", x -> List.of(Ranges.linspace(x.get(0), x.get(1), 4)), any(2, 1), any(3)));
    all.add(
        Sample.smooth(
            "logspace",
            x ->
                List.of(
                    Ranges.logspace(x.get(0), x.get(1), 3, 2),
                    Ranges.geomspace(x.get(0), x.get(1), 3)),
            positive(2),
            positive(2)));
  }

  /// Increasing points, at least ½ apart: their differences are divided by.
  private static Tensor apart(Tensor x) {
    return x.plus(Tensor.arange(x.shape().length(0)));
  }

  private static void counts(List<Sample> all) {
    all.add(
        Sample.rough(
            "countNonZero",
            x ->
                List.of(
                    Statistics.countNonZero(x.get(0), Axes.of(0)),
                    Statistics.countNonZero(x.get(0), Axes.all())),
            whole(2, 3, 2)));
    all.add(Sample.smooth("cov", x -> List.of(Statistics.cov(x.get(0), 1)), any(3, 5)));
    all.add(Sample.smooth("cov", x -> List.of(Statistics.cov(x.get(0), 0)), any(2, 2, 4)));
    all.add(Sample.smooth("cov", x -> List.of(Statistics.cov(x.get(0), 1)), any(4)));
    all.add(
        Sample.smooth("corrcoef", x -> List.of(Statistics.corrcoef(x.get(0))), spread(-1, 3, 5)));
    all.add(
        Sample.smooth(
            "bincount",
            x -> List.of(Statistics.bincount(x.get(0), x.get(1), 4)),
            whole(4, 2, 3),
            any(2, 3)));
    all.add(Sample.rough("bincount", x -> List.of(Statistics.bincount(x.get(0), 4)), whole(4, 5)));
    Tensor edges = Tensor.vector(-1, 0, 0.5, 2);
    Tensor data = Tensor.vector(-1, 0, 0.25, 2, 3, NAN, -4, -0.0);
    all.add(
        Sample.rough(
            "histogram",
            x -> {
              var counts = Statistics.histogram(x.get(0), x.get(1));
              return List.of(counts.counts(), counts.edges());
            },
            data,
            edges));
    all.add(
        Sample.smooth(
            "histogram",
            x -> List.of(Statistics.histogram(x.get(0), edges, x.get(1)).counts()),
            // Not near an edge, which a step of the differences could cross.
            in(-0.9, -0.1, 3, 2).plus(Tensor.vector(0, 1.5)),
            any(3, 2)));
    all.add(
        Sample.smooth(
            "histogram", x -> List.of(Statistics.histogram(x.get(0), 3).edges()), spread(-1, 5)));
    all.add(
        Sample.rough(
            "digitize",
            x ->
                List.of(
                    Statistics.digitize(x.get(0), x.get(1), false),
                    Statistics.digitize(x.get(0), x.get(1), true)),
            data,
            edges));
    all.add(Sample.smooth("mode", x -> List.of(Statistics.mode(x.get(0), 0)), spread(-1, 3, 2)));
    all.add(Sample.rough("mode", x -> List.of(Statistics.mode(x.get(0), 1)), whole(3, 2, 5)));
  }

  private static void orders(List<Sample> all) {
    all.add(
        Sample.rough(
            "searchSorted",
            x ->
                List.of(
                    Searching.searchSorted(x.get(0), x.get(1), false),
                    Searching.searchSorted(x.get(0), x.get(1), true)),
            Tensor.vector(-1, 0, 0, 2, NAN),
            Tensor.of(new double[] {-2, -1, 0, 1, 2, NAN}, 2, 3)));
    all.add(
        Sample.rough(
            "searchSorted",
            x -> List.of(Searching.searchSorted(x.get(0), x.get(1), true)),
            Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3),
            Tensor.of(new double[] {2, 4.5, 3, 6}, 2, 2)));
    all.add(
        Sample.rough(
            "searchSorted",
            x -> List.of(Searching.searchSorted(x.get(0), x.get(1), false)),
            Tensor.indices(1, 3, 3, 9),
            whole(9, 3)));
    all.add(
        Sample.smooth(
            "kthValue", x -> List.of(Searching.kthValue(x.get(0), 1, 0)), spread(-1, 3, 3)));
    all.add(
        Sample.smooth(
            "cumulativeTrapezoid",
            x ->
                List.of(
                    Differences.cumulativeTrapezoid(x.get(0), 0.5, 0),
                    Differences.cumulativeTrapezoid(x.get(0), x.get(1), 1)),
            any(3, 4),
            spread(0, 4)));
    all.add(
        Sample.smooth(
            "sortBy",
            x -> List.of(Searching.sortBy(x.get(0), x.get(1), 1, true)),
            spread(-1, 2, 3),
            any(2, 3)));
    all.add(
        Sample.rough(
            "lexsort",
            x -> List.of(Searching.lexsort(List.of(x.get(0), x.get(1)), 0)),
            whole(3, 4, 2),
            whole(2, 4, 2)));
    all.add(
        Sample.smooth(
            "partition",
            x -> List.of(Searching.partition(x.get(0), 1, 0), Searching.kthValue(x.get(0), -2, 1)),
            spread(-1, 3, 3)));
    all.add(
        Sample.rough(
            "argpartition", x -> List.of(Searching.argpartition(x.get(0), 1, 0)), any(3, 2)));
  }
}
