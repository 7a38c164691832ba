package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.in;
import static org.cotangent.laws.Samples.spread;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.ops.Interpolation;
import org.cotangent.ops.Pooling;
import org.cotangent.ops.Window;
import org.cotangent.testkit.Sample;

/// Windows that slide, and straight lines between points.
final class PoolingSamples {
  private PoolingSamples() {}

  static void addTo(List<Sample> all) {
    Window three = Window.of(3).stride(2).padding(1);
    Window wide = Window.of(2).stride(1).dilation(2).padding(new int[] {1}, new int[] {0});
    for (Window window : List.of(Window.of(2), three, wide, Window.of(3).same())) {
      pool(all, "maxPool1d", spread(-1, 1, 2, 6), x -> Pooling.maxPool1d(x, window));
      pool(all, "maxPool2d", spread(-1, 2, 4, 5), x -> Pooling.maxPool2d(x, window));
      pool(all, "maxPool3d", spread(-1, 3, 4, 3), x -> Pooling.maxPool3d(x, window));
      pool(all, "sumPool1d", any(5), x -> Pooling.sumPool1d(x, window));
      pool(all, "sumPool2d", any(1, 2, 3, 4), x -> Pooling.sumPool2d(x, window));
      pool(all, "sumPool3d", any(3, 4, 3), x -> Pooling.sumPool3d(x, window));
      pool(all, "avgPool1d", any(2, 6), x -> Pooling.avgPool1d(x, window));
      pool(all, "avgPool1d", any(2, 6), x -> Pooling.avgPool1d(x, window, false));
      pool(all, "avgPool2d", any(2, 4, 3), x -> Pooling.avgPool2d(x, window));
      pool(all, "avgPool2d", any(2, 4, 3), x -> Pooling.avgPool2d(x, window, false));
      pool(all, "avgPool3d", any(3, 4, 3), x -> Pooling.avgPool3d(x, window));
      pool(all, "avgPool3d", any(3, 4, 3), x -> Pooling.avgPool3d(x, window, false));
      pool(all, "unfold", any(2, 1, 4), x -> Pooling.unfold(x, window));
      pool(all, "unfold", any(1, 2, 4, 3), x -> Pooling.unfold(x, window));
    }
    pool(all, "maxPool1d", any(0, 4), x -> Pooling.maxPool1d(x, Window.of(2)));
    pool(all, "sumPool1d", any(0, 4), x -> Pooling.sumPool1d(x, Window.of(2)));
    pool(all, "fold", any(2, 6, 2), x -> Pooling.fold(x, three, 4));
    pool(all, "fold", any(1, 8, 3), x -> Pooling.fold(x, Window.of(2, 2).stride(2, 1), 2, 4));
    pool(all, "adaptiveAvgPool", any(2, 5), x -> Pooling.adaptiveAvgPool(x, 3));
    pool(all, "adaptiveAvgPool", any(2, 3, 4), x -> Pooling.adaptiveAvgPool(x, 2, 1));
    double inf = Double.POSITIVE_INFINITY;
    Tensor ties = Tensor.vector(1, 1, -inf, -inf, 2, Double.NaN, inf, inf, 0, -0.0);
    all.add(
        Sample.rough("maxPool1d", x -> List.of(Pooling.maxPool1d(x.get(0), Window.of(2))), ties));
    Tensor knots = Tensor.vector(-1, 0, 0.5, 2);
    for (int[] shape : new int[][] {{}, {4}, {2, 1, 3}, {0, 2}}) {
      all.add(interpolation(in(-0.8, -0.2, shape), knots, any(4)));
      all.add(interpolation(in(2.2, 3, shape), knots, any(4)));
      all.add(interpolation(in(0.7, 1.8, shape), knots, any(4)));
    }
    all.add(interpolation(Tensor.vector(-2, 0.25, 5), Tensor.vector(0.5), any(1)));
    all.add(
        Sample.rough(
            "interpolation",
            x -> List.of(Interpolation.linear(x.get(0), knots, x.get(1))),
            Tensor.vector(-1, 0, 0.5, 2, -inf, inf, Double.NaN),
            any(4)));
  }

  private static Sample interpolation(Tensor x, Tensor xp, Tensor fp) {
    return Sample.smooth(
        "interpolation",
        in -> List.of(Interpolation.linear(in.get(0), in.get(1), in.get(2))),
        x,
        xp,
        fp);
  }

  private static void pool(
      List<Sample> all, String name, Tensor x, java.util.function.UnaryOperator<Tensor> f) {
    all.add(Sample.smooth(name, in -> List.of(f.apply(in.get(0))), x));
  }
}
