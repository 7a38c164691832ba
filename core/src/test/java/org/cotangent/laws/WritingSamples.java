package org.cotangent.laws;

import static org.cotangent.Tensor.indices;
import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.positive;
import static org.cotangent.laws.Samples.spread;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.Masking;
import org.cotangent.ops.Scattering;
import org.cotangent.testkit.Sample;

/// Writes to places of all kinds, segments of rows, and masks.
final class WritingSamples {
  private static final Tensor TWICE = indices(1, 0, 1, -1);
  private static final double INF = Double.POSITIVE_INFINITY;

  private WritingSamples() {}

  static void addTo(List<Sample> all) {
    places(all);
    lines(all);
    segments(all);
    masks(all);
  }

  private static void places(List<Sample> all) {
    all.add(
        Sample.smooth(
            "at.multiply",
            x -> List.of(x.get(0).at(TWICE).multiply(x.get(1)), x.get(0).at(0).multiply(3)),
            any(3, 2),
            any(4, 2)));
    all.add(
        Sample.smooth(
            "at.max",
            x -> List.of(x.get(0).at(TWICE).max(x.get(1)), x.get(0).at(TWICE).min(x.get(1))),
            spread(-0.4, 3, 2),
            spread(-0.5, 4, 2)));
    all.add(
        Sample.rough(
            "at.max",
            x ->
                List.of(
                    x.get(0).at(Slice.all(), Slice.index(1)).max(1),
                    x.get(0).at(Slice.span(1, 3)).min(0.5)),
            any(3, 2)));
    for (int kind = 0; kind < 5; kind++) {
      int written = kind;
      all.add(
          Sample.smooth(
              "at(i, j)",
              x -> List.of(write(x.get(0).at(x.get(2), x.get(3)), x.get(1), written)),
              spread(-0.4, 3, 2, 2),
              spread(-0.5, 2, 3, 2),
              whole(3, 2, 1),
              whole(2, 3)));
    }
    all.add(
        Sample.smooth(
            "get(i, j)",
            x -> List.of(x.get(0).get(x.get(1), x.get(2))),
            any(3, 2, 2),
            whole(3, 2, 1),
            whole(2, 3)));
    all.add(
        Sample.smooth(
            "embedding",
            x -> List.of(Indexing.embedding(x.get(0), x.get(1))),
            any(4, 3),
            whole(4, 2, 2)));
  }

  private static Tensor write(Tensor.Place place, Tensor value, int kind) {
    return switch (kind) {
      case 0 -> place.set(value);
      case 1 -> place.add(value);
      case 2 -> place.multiply(value);
      case 3 -> place.min(value);
      default -> place.max(value);
    };
  }

  private static void lines(List<Sample> all) {
    all.add(
        Sample.smooth(
            "putAlongAxis",
            x -> List.of(Scattering.putAlongAxis(x.get(0), x.get(2), x.get(1), 1)),
            any(2, 3),
            any(2, 4),
            whole(3, 2, 4)));
    all.add(
        Sample.smooth(
            "putAlongAxis",
            x -> List.of(Scattering.putAlongAxis(x.get(0), x.get(2), x.get(1), 0)),
            any(3, 2, 2),
            any(1, 2, 1),
            whole(3, 1, 2, 1)));
    all.add(
        Sample.smooth(
            "addAlongAxis",
            x -> List.of(Scattering.addAlongAxis(x.get(0), x.get(2), x.get(1), -1)),
            any(2, 3),
            any(2, 4),
            whole(3, 1, 4)));
  }

  private static void segments(List<Sample> all) {
    Tensor apart = spread(-0.6, 5, 2);
    all.add(
        Sample.smooth(
            "segmentProd",
            x -> List.of(Scattering.segmentProd(x.get(0), x.get(1), 3)),
            any(5, 2),
            whole(3, 5)));
    all.add(
        Sample.smooth(
            "segmentProd",
            x -> List.of(Scattering.segmentProd(x.get(0), x.get(1), 2)),
            Tensor.vector(0, 2, 0, 3),
            indices(1, 1, 0, 1)));
    all.add(
        Sample.smooth(
            "segmentMean",
            x -> List.of(Scattering.segmentMean(x.get(0), x.get(1), 2)),
            any(4, 2),
            indices(0, 1, 0, 0)));
    all.add(
        Sample.smooth(
            "segmentMax",
            x ->
                List.of(
                    Scattering.segmentMax(x.get(0), x.get(1), 2),
                    Scattering.segmentMin(x.get(0), x.get(1), 2)),
            apart,
            indices(0, 1, 0, 0, 1)));
    all.add(
        Sample.rough(
            "segmentMax",
            x ->
                List.of(
                    Scattering.segmentMax(x.get(0), x.get(1), 4),
                    Scattering.segmentMin(x.get(0), x.get(1), 4)),
            Tensor.vector(1, 1, INF, Double.NaN, -INF, -INF),
            indices(0, 0, 1, 1, 2, 2)));
    all.add(
        Sample.rough(
            "segmentMax",
            x ->
                List.of(
                    Scattering.segmentMax(x.get(0), x.get(1), 3),
                    Scattering.segmentMin(x.get(0), x.get(1), 3)),
            whole(9, 4),
            whole(3, 4)));
    all.add(
        Sample.smooth(
            "segmentSoftmax",
            x -> List.of(Scattering.segmentSoftmax(x.get(0), x.get(1), 3)),
            any(5, 2),
            whole(3, 5)));
  }

  private static void masks(List<Sample> all) {
    all.add(
        Sample.smooth(
            "fill",
            x ->
                List.of(
                    Masking.fill(x.get(0), x.get(2).greater(0), x.get(1)),
                    Masking.fill(x.get(0), x.get(2).greater(0), 7)),
            any(2, 3),
            any(3),
            any(2, 1)));
    for (int kind = 0; kind < 5; kind++) {
      int written = kind;
      all.add(
          Sample.smooth(
              "at(mask)",
              x -> List.of(write(x.get(0).at(x.get(2).greater(0)), x.get(1), written)),
              spread(-0.4, 3, 2),
              spread(-0.5, 2),
              any(3)));
    }
    all.add(
        Sample.smooth(
            "at(mask)",
            x -> List.of(x.get(0).at(x.get(0).greater(0)).set(x.get(0).log())),
            positive(3)));
  }
}
