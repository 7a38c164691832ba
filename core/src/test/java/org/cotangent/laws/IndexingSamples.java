package org.cotangent.laws;

import static org.cotangent.Tensor.indices;
import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.spread;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Forests;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.Places;
import org.cotangent.ops.Scattering;
import org.cotangent.testkit.Sample;

/// Elements at computed places, with repeated and negative indices.
final class IndexingSamples {
  private IndexingSamples() {}

  static void addTo(List<Sample> all) {
    Tensor twice = indices(1, 0, 1, -1);
    all.add(Sample.smooth("take", x -> List.of(x.get(0).get(x.get(1))), any(3, 2), twice));
    all.add(
        Sample.smooth(
            "take",
            x -> List.of(Indexing.take(x.get(0), x.get(1), 1)),
            any(2, 3, 2),
            whole(3, 2, 2)));
    all.add(
        Sample.smooth(
            "take", x -> List.of(Indexing.take(x.get(0), x.get(1), -1)), any(2, 3), indices()));
    all.add(
        Sample.smooth(
            "takeAlongAxis",
            x -> List.of(Indexing.takeAlongAxis(x.get(0), x.get(1), 1)),
            any(2, 3),
            whole(3, 2, 4)));
    all.add(
        Sample.smooth(
            "takeAlongAxis",
            x -> List.of(Indexing.takeAlongAxis(x.get(0), x.get(1), 0)),
            any(3, 2, 2),
            whole(3, 1, 2, 1)));
    all.add(
        Sample.smooth(
            "gatherNd",
            x -> List.of(Indexing.gatherNd(x.get(0), x.get(1))),
            any(3, 2, 2),
            whole(2, 4, 2)));
    all.add(
        Sample.smooth(
            "at",
            x -> List.of(Indexing.at(x.get(0), List.of(x.get(1), x.get(2)))),
            any(3, 2, 2),
            whole(3, 2, 1),
            whole(2, 3)));
    all.add(
        Sample.smooth(
            "scatterAdd",
            x -> List.of(Indexing.scatterAdd(x.get(0), x.get(1), x.get(2))),
            any(3, 2),
            twice,
            any(4, 2)));
    all.add(
        Sample.smooth(
            "scatterSet",
            x -> List.of(Indexing.scatterSet(x.get(0), x.get(1), x.get(2))),
            any(3, 2),
            twice,
            any(4, 2)));
    all.add(
        Sample.smooth(
            "scatterMul",
            x -> List.of(Scattering.scatterMul(x.get(0), x.get(1), x.get(2))),
            any(3, 2),
            twice,
            any(4, 2)));
    all.add(
        Sample.smooth(
            "scatterMul",
            x -> List.of(Scattering.scatterMul(x.get(0), x.get(1), x.get(2))),
            any(3),
            twice,
            Tensor.vector(0, 2, 0, 3)));
    all.add(
        Sample.smooth(
            "scatterMax",
            x -> List.of(Scattering.scatterMax(x.get(0), x.get(1), x.get(2))),
            spread(-0.4, 3, 2),
            twice,
            spread(-0.5, 4, 2)));
    all.add(
        Sample.rough(
            "scatterMax",
            x -> List.of(Scattering.scatterMax(x.get(0), x.get(1), x.get(2))),
            Tensor.vector(1, 2),
            indices(0, 0, 1),
            Tensor.vector(1, 1, 3)));
    all.add(
        Sample.smooth(
            "scatterMin",
            x -> List.of(Scattering.scatterMin(x.get(0), x.get(1), x.get(2))),
            spread(-0.4, 3),
            twice,
            spread(-0.5, 4)));
    all.add(
        Sample.smooth(
            "forestSolve",
            x -> List.of(Forests.forestSolve(x.get(0), x.get(1))),
            any(2, 6),
            indices(2, 2, 5, 4, 4, 5)));
    all.add(
        Sample.smooth(
            "forestSolve",
            x -> List.of(new Forests.ForestSolve(true).bind(x.get(0), x.get(1))),
            any(6),
            indices(2, 2, 5, 4, 4, 5)));
    all.add(
        Sample.smooth(
            "segmentSum",
            x -> List.of(Scattering.segmentSum(x.get(0), x.get(1), 4)),
            any(3, 2),
            whole(4, 3)));
    all.add(Sample.smooth("at.set", x -> List.of(x.get(0).at(1).set(x.get(1))), any(3, 2), any(2)));
    all.add(
        Sample.smooth(
            "at.set",
            x -> List.of(x.get(0).at(Slice.all(), Slice.span(0, 2)).set(x.get(1))),
            any(2, 3),
            any(2)));
    all.add(
        Sample.smooth(
            "at.add", x -> List.of(x.get(0).at(indices(0, 0)).add(x.get(1))), any(3), any(2)));
    all.add(
        Sample.smooth(
            "dynamicSlice",
            x -> List.of(Arranging.dynamicSlice(x.get(0), x.get(1), 2, 2)),
            any(3, 4),
            indices(2, -3)));
    all.add(
        Sample.smooth(
            "dynamicUpdateSlice",
            x -> List.of(Arranging.dynamicUpdateSlice(x.get(0), x.get(1), x.get(2))),
            any(3, 4),
            any(2, 2),
            indices(2, -3)));
    all.add(
        Sample.smooth(
            "atEach",
            x -> List.of(Places.atEach(x.get(0), List.of(x.get(1), x.get(2))).add(x.get(3))),
            any(3, 2),
            indices(0, 2, 0),
            indices(1, 0, 1),
            any(3)));
    all.add(
        Sample.smooth(
            "segmentMin",
            x -> List.of(Scattering.segmentMin(x.get(0), x.get(1), 2)),
            spread(-1, 4, 2),
            indices(1, 0, 1, 0)));
    all.add(Sample.rough("oneHot", x -> List.of(Indexing.oneHot(x.get(0), 4)), whole(4, 2, 3)));
    all.add(Sample.rough("take", x -> List.of(x.get(0).get(x.get(1))), whole(9, 3, 2), twice));
    all.add(
        Sample.rough(
            "scatterAdd",
            x -> List.of(Indexing.scatterAdd(x.get(0), x.get(1), x.get(2))),
            whole(9, 3),
            twice,
            whole(9, 4)));
  }
}
