package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Shaping;
import org.cotangent.testkit.Sample;

/// The same elements, arranged, repeated, joined, taken apart or converted.
final class ArrangingSamples {
  private ArrangingSamples() {}

  static void addTo(List<Sample> all) {
    of(all, "reshape", x -> x.reshape(3, -1));
    of(all, "transpose", x -> x.transpose(1, 2, 0));
    of(all, "transpose", Tensor::transpose);
    of(all, "t", Tensor::t);
    of(all, "moveAxes", x -> Shaping.moveAxes(x, new int[] {0, 2}, new int[] {2, 1}));
    of(all, "convert", x -> Shaping.convert(Shaping.convert(x, DType.F32), x.dtype()).times(0));
    of(all, "diag", x -> Arranging.diag(x.reshape(4, 3), 1));
    of(all, "diag", x -> Arranging.diag(x.reshape(-1), -1));
    of(all, "hstack", x -> Arranging.hstack(List.of(x, x.sin())));
    of(all, "vstack", x -> Arranging.vstack(List.of(x, x.sin())));
    of(all, "moveAxis", x -> x.moveAxis(0, -1));
    of(all, "swapAxes", x -> Shaping.swapAxes(x, 0, 2));
    of(all, "expandDims", x -> x.expandDims(1));
    of(all, "broadcastTo", x -> x.broadcastTo(Shape.of(2, 2, 3, 2)));
    of(all, "squeeze", x -> Shaping.squeeze(x.expandDims(0)));
    of(all, "slice", x -> x.slice(":, ::2"));
    of(all, "slice", x -> x.slice(Slice.index(-1), Slice.span(2, 0, -1)));
    of(all, "slice", x -> x.slice("..., 0"));
    of(all, "get", x -> x.get(1, 2));
    of(all, "get", x -> x.get(0, 1, 1));
    of(all, "flip", x -> Arranging.flip(x, 0, 2));
    of(all, "roll", x -> Arranging.roll(x, -4, 1));
    of(all, "roll", x -> Arranging.roll(x, 5));
    of(all, "rot90", x -> Arranging.rot90(x, 3));
    of(all, "tile", x -> Arranging.tile(x, 2, 1, 1, 3));
    of(all, "repeat", x -> Arranging.repeat(x, 2, 1));
    of(all, "repeat", x -> Arranging.repeat(x, new int[] {1, 0, 2}, 1));
    of(all, "pad", x -> Arranging.pad(x, new int[] {1, 0, 2}, new int[] {0, 1, 0}, 0.5));
    of(
        all,
        "pad",
        x -> Arranging.pad(x, new int[] {1, 0, 1}, new int[] {0, 2, 0}, Arranging.Padding.REFLECT));
    of(all, "diagonal", x -> Arranging.diagonal(x, 1, 1, 2));
    of(all, "diagonalMatrix", x -> Arranging.diagonalMatrix(x, -1));
    of(all, "tril", x -> Arranging.tril(x, 0));
    of(all, "triu", x -> Arranging.triu(x, 1));
    of(all, "trace", x -> Arranging.trace(x, 0, 0, 1));
    of(all, "diff", x -> Arranging.diff(x, 2, 1));
    of(all, "split", x -> Arranging.split(x, 3, 1).get(1));
    of(all, "stack", x -> Tensor.stack(x, x.sin()));
    of(all, "stack", x -> Arranging.stack(List.of(x, x.square()), -1));
    all.add(
        Sample.smooth(
            "concat",
            x -> List.of(Tensor.concat(1, x.get(0), x.get(1), x.get(0))),
            any(2, 1),
            any(2, 3)));
    all.add(
        Sample.smooth(
            "concat", x -> List.of(Tensor.concat(0, x.get(0), x.get(1))), any(0, 2), any(1, 2)));
    all.add(
        Sample.rough(
            "concat", x -> List.of(Tensor.concat(0, x.get(0), x.get(1))), whole(9, 2), any(3)));
    all.add(Sample.smooth("meshgrid", x -> Arranging.meshgrid(x, false), any(2), any(3)));
    all.add(
        Sample.smooth(
            "vander", x -> List.of(Arranging.vander(x.get(0), 3, true)), Samples.positive(4)));
    all.add(
        Sample.rough(
            "pad",
            x -> List.of(Arranging.pad(x.get(0), new int[] {1}, new int[] {2}, 7)),
            whole(9, 3)));
    all.add(Sample.rough("reshape", x -> List.of(x.get(0).reshape(2, 0), x.get(0).t()), any(0, 4)));
    all.add(
        Sample.rough("to", x -> List.of(x.get(0).to(DType.I64), x.get(0).to(DType.BOOL)), any(3)));
    all.add(
        Sample.rough(
            "flip", x -> List.of(Arranging.flip(x.get(0)), x.get(0).slice("::-1")), whole(9, 4)));
  }

  private static void of(List<Sample> all, String name, UnaryOperator<Tensor> f) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), any(2, 3, 2)));
  }
}
