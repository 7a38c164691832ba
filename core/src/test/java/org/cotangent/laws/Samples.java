package org.cotangent.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.cotangent.testkit.Sample;

/// All samples, by family. To add an operation, add a line to the file of its family; `OperationsLawsTest` then checks every law for
/// it, and fails if a primitive is in no sample.
final class Samples {
  /// Another seed may put two elements so close that their order changes within a step of the differences.
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_124);

  private static final Numbers NUMBERS = new Numbers(SEED);
  private static final double INF = Double.POSITIVE_INFINITY;

  /// What IEEE arithmetic has in store.
  private static final Tensor SPECIALS =
      Tensor.vector(0, -0.0, 1, -1, 2, INF, -INF, Double.NaN, 1e300, -1e-300, Double.MIN_VALUE);

  private Samples() {}

  static List<Sample> all() {
    System.out.println("Samples: -Dcotangent.test.seed=" + SEED + " draws these inputs again");
    var all = new ArrayList<Sample>();
    ElementwiseSamples.addTo(all);
    ReductionSamples.addTo(all);
    ArrangingSamples.addTo(all);
    BesselSamples.addTo(all);
    IndexingSamples.addTo(all);
    ContractionSamples.addTo(all);
    LinearAlgebraSamples.addTo(all);
    MatrixFunctionSamples.addTo(all);
    JoiningSamples.addTo(all);
    SamplingSamples.addTo(all);
    GammaSamples.addTo(all);
    FourierSamples.addTo(all);
    ConvolutionSamples.addTo(all);
    PoolingSamples.addTo(all);
    StatisticsSamples.addTo(all);
    WritingSamples.addTo(all);
    ComplexSamples.addTo(all);
    NeuralSamples.addTo(all);
    SpecialSamples.addTo(all);
    DistributionSamples.addTo(all);
    return List.copyOf(all);
  }

  /// Uniform in `[low, high)`.
  static Tensor in(double low, double high, int... shape) {
    return NUMBERS.between(low, high, Shape.of(shape));
  }

  /// Uniform in (−2, 2).
  static Tensor any(int... shape) {
    return in(-2, 2, shape);
  }

  /// Uniform in (0.5, 2.5).
  static Tensor positive(int... shape) {
    return in(0.5, 2.5, shape);
  }

  /// Numbers from `low` on, each at least 0.17 from every other, in random order: for operations that compare elements.
  static Tensor spread(double low, int... shape) {
    int n = Shape.of(shape).size();
    double[] data = new double[n];
    for (int i = 0; i < n; i++) {
      int j = NUMBERS.whole(i + 1);
      data[i] = data[j];
      data[j] = low + 0.17 * i;
    }
    return Tensor.of(data, shape);
  }

  /// Whole numbers from 0 to `bound − 1`.
  static Tensor whole(int bound, int... shape) {
    return NUMBERS.whole(bound, Shape.of(shape));
  }

  /// An operation on each element of one tensor: ranks 0 to 3, no elements, and the special numbers.
  static void unary(
      List<Sample> all, String name, UnaryOperator<Tensor> f, double low, double high) {
    for (int[] shape : new int[][] {{}, {3}, {2, 3}, {2, 1, 3}, {0, 2}}) {
      all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), in(low, high, shape)));
    }
    all.add(Sample.rough(name, x -> List.of(f.apply(x.get(0))), SPECIALS));
  }

  /// A step, which has no differences to compare with at its edges.
  static void step(List<Sample> all, String name, UnaryOperator<Tensor> f) {
    for (int[] shape : new int[][] {{}, {3}, {2, 1, 3}, {0, 2}}) {
      all.add(Sample.rough(name, x -> List.of(f.apply(x.get(0))), any(shape)));
    }
    all.add(Sample.rough(name, x -> List.of(f.apply(x.get(0))), SPECIALS));
  }

  /// An operation on each element of two tensors: equal shapes, broadcasts of each kind, no elements, and the special numbers.
  static void binary(
      List<Sample> all,
      String name,
      BinaryOperator<Tensor> f,
      double low,
      double high,
      double from,
      double to) {
    int[][][] shapes = {
      {{}, {}},
      {{3}, {3}},
      {{2, 3}, {3}},
      {{2, 1, 3}, {4, 1}},
      {{3}, {}},
      {{}, {2}},
      {{0, 3}, {3}},
      {{1}, {0}}
    };
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
            name, x -> List.of(f.apply(x.get(0), x.get(1))), SPECIALS.reshape(-1, 1), SPECIALS));
  }

  /// A comparison: shapes as for [#binary], no derivatives; whole numbers too.
  static void comparison(List<Sample> all, String name, BinaryOperator<Tensor> f) {
    all.add(Sample.rough(name, x -> List.of(f.apply(x.get(0), x.get(1))), any(2, 3), any(3)));
    all.add(
        Sample.rough(name, x -> List.of(f.apply(x.get(0), x.get(1))), whole(3, 4), whole(3, 2, 1)));
    all.add(
        Sample.rough(
            name, x -> List.of(f.apply(x.get(0), x.get(1))), SPECIALS.reshape(-1, 1), SPECIALS));
  }
}
