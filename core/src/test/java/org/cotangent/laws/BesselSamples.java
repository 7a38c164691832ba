package org.cotangent.laws;

import static org.cotangent.laws.Samples.in;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.ops.Bessel;
import org.cotangent.testkit.Sample;

/// Bessel and Airy functions.
final class BesselSamples {
  private BesselSamples() {}

  static void addTo(List<Sample> all) {
    binary(all, "j", Bessel::j, 0.3, 3, 0.5, 4);
    binary(all, "j", Bessel::j, -1.8, -1.2, 1, 2);
    binary(all, "y", Bessel::y, 0.3, 3, 1, 4);
    binary(all, "i", Bessel::i, 0.3, 3, 0.5, 3);
    binary(all, "ie", Bessel::ie, 0.3, 3, 0.5, 3);
    binary(all, "k", Bessel::k, 0.3, 2, 1, 3);
    binary(all, "ke", Bessel::ke, 0.3, 2, 1, 3);
    unary(all, "j0", Bessel::j0, -3, 5);
    unary(all, "j1", Bessel::j1, -3, 5);
    unary(all, "y0", Bessel::y0, 1, 5);
    unary(all, "y1", Bessel::y1, 1, 5);
    unary(all, "i0", Bessel::i0, -2, 2);
    unary(all, "i1", Bessel::i1, -2, 2);
    unary(all, "i0e", Bessel::i0e, 0.5, 3);
    unary(all, "i1e", Bessel::i1e, -3, -0.5);
    unary(all, "k0", Bessel::k0, 1, 3);
    unary(all, "k1", Bessel::k1, 1, 3);
    unary(all, "k0e", Bessel::k0e, 1, 3);
    unary(all, "k1e", Bessel::k1e, 1, 3);
    for (int n : new int[] {0, 1, 3}) {
      unary(all, "sphericalJ", x -> Bessel.sphericalJ(n, x), -3, 3);
      unary(all, "sphericalY", x -> Bessel.sphericalY(n, x), 1.5, 4);
    }
    unary(all, "airyAi", Bessel::airyAi, -3, 2);
    unary(all, "airyAiPrime", Bessel::airyAiPrime, -3, 2);
    unary(all, "airyBi", Bessel::airyBi, -3, 1.5);
    unary(all, "airyBiPrime", Bessel::airyBiPrime, -3, 1.5);
  }

  /// Of an order and an argument. Extreme arguments take long, so the edges are fewer than elsewhere.
  private static void binary(
      List<Sample> all,
      String name,
      BinaryOperator<Tensor> f,
      double low,
      double high,
      double from,
      double to) {
    int[][][] shapes = {{{}, {}}, {{3}, {3}}, {{2, 1}, {3}}, {{}, {2}}, {{0, 3}, {3}}};
    for (int[][] pair : shapes) {
      all.add(
          Sample.smooth(
              name,
              x -> List.of(f.apply(x.get(0), x.get(1))),
              in(low, high, pair[0]),
              in(from, to, pair[1])));
    }
    all.add(
        Sample.rough(
            name,
            x -> List.of(f.apply(x.get(0), x.get(1))),
            Tensor.vector(0, 1, -1, 0.5, 1e9).reshape(-1, 1),
            Tensor.vector(0, 2, -2, Double.POSITIVE_INFINITY, Double.NaN)));
  }

  private static void unary(
      List<Sample> all, String name, UnaryOperator<Tensor> f, double low, double high) {
    for (int[] shape : new int[][] {{}, {2, 1, 3}, {0, 2}}) {
      all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), in(low, high, shape)));
    }
    all.add(
        Sample.rough(
            name,
            x -> List.of(f.apply(x.get(0))),
            Tensor.vector(0, -0.0, 1, -1, 1e300, Double.POSITIVE_INFINITY, Double.NaN)));
  }
}
