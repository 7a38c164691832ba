package org.cotangent.testkit.problems;

import static org.cotangent.Tensor.minus;
import static org.cotangent.Tensor.vector;
import static org.cotangent.testkit.problems.SmallSystems.negativeExp;

import java.util.stream.IntStream;
import org.cotangent.Tensor;

/// The problems of Moré, Garbow and Hillstrom that fit a curve to data, or to numbers made by a formula.
final class CurveFits {
  private CurveFits() {}

  private static final Tensor BARD =
      vector(
          0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39);

  private static final Tensor GAUSSIAN =
      vector(
          0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295,
          0.0540, 0.0175, 0.0044, 0.0009);

  private static final Tensor MEYER =
      vector(
          34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820,
          3307, 2872);

  private static final Tensor KOWALIK_OSBORNE =
      vector(
          0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246);

  private static final Tensor KOWALIK_OSBORNE_AT =
      vector(4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625);

  private static final Tensor OSBORNE_1 =
      vector(
          0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685,
          0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448,
          0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406);

  private static final Tensor OSBORNE_2 =
      vector(
          1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
          0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
          0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
          0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
          0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098,
          0.054);

  /// `from, from + 1, …`, `count` numbers.
  static Tensor counted(int from, int count) {
    return vector(IntStream.range(from, from + count).asDoubleStream().toArray());
  }

  static Tensor jennrichSampson(Tensor x, int m) {
    var i = counted(1, m);
    return i.times(2).plus(2).minus(i.times(x.get(0)).exp().plus(i.times(x.get(1)).exp()));
  }

  static Tensor bard(Tensor x) {
    var u = counted(1, 15);
    var v = minus(16, u);
    var w = u.minimum(v);
    return BARD.minus(x.get(0).plus(u.div(v.times(x.get(1)).plus(w.times(x.get(2))))));
  }

  static Tensor gaussian(Tensor x) {
    var t = minus(8, counted(1, 15)).div(2);
    var exponent = x.get(1).times(t.minus(x.get(2)).square()).div(2);
    return x.get(0).times(negativeExp(exponent)).minus(GAUSSIAN);
  }

  static Tensor meyer(Tensor x) {
    var t = counted(1, 16).times(5).plus(45);
    return x.get(0).times(x.get(1).div(t.plus(x.get(2))).exp()).minus(MEYER);
  }

  /// The formula in print has `y m i x₂` in the place of `y - x₂`, for which its own minimum is none.
  static Tensor gulf(Tensor x, int m) {
    var t = counted(1, m).div(100);
    var y = t.log().times(-50).pow(2 / 3.0).plus(25);
    return negativeExp(y.minus(x.get(1)).abs().pow(x.get(2)).div(x.get(0))).minus(t);
  }

  static Tensor box(Tensor x, int m) {
    var t = counted(1, m).times(0.1);
    return negativeExp(t.times(x.get(0)))
        .minus(negativeExp(t.times(x.get(1))))
        .minus(x.get(2).times(negativeExp(t).minus(negativeExp(t.times(10)))));
  }

  static Tensor kowalikOsborne(Tensor x) {
    var u = KOWALIK_OSBORNE_AT;
    var above = u.square().plus(u.times(x.get(1)));
    var below = u.square().plus(u.times(x.get(2))).plus(x.get(3));
    return KOWALIK_OSBORNE.minus(x.get(0).times(above).div(below));
  }

  static Tensor brownDennis(Tensor x, int m) {
    var t = counted(1, m).div(5);
    var first = x.get(0).plus(t.times(x.get(1))).minus(t.exp());
    var second = x.get(2).plus(x.get(3).times(t.sin())).minus(t.cos());
    return first.square().plus(second.square());
  }

  static Tensor osborne1(Tensor x) {
    var t = counted(0, 33).times(10);
    return OSBORNE_1.minus(
        x.get(0)
            .plus(x.get(1).times(negativeExp(t.times(x.get(3)))))
            .plus(x.get(2).times(negativeExp(t.times(x.get(4))))));
  }

  static Tensor biggs(Tensor x, int m) {
    var t = counted(1, m).times(0.1);
    var y =
        negativeExp(t)
            .minus(negativeExp(t.times(10)).times(5))
            .plus(negativeExp(t.times(4)).times(3));
    return x.get(2)
        .times(negativeExp(t.times(x.get(0))))
        .minus(x.get(3).times(negativeExp(t.times(x.get(1)))))
        .plus(x.get(5).times(negativeExp(t.times(x.get(4)))))
        .minus(y);
  }

  static Tensor osborne2(Tensor x) {
    var t = counted(0, 65).div(10);
    var sum = x.get(0).times(negativeExp(t.times(x.get(4))));
    for (int k = 1; k <= 3; k++) {
      var exponent = t.minus(x.get(7 + k)).square().times(x.get(4 + k));
      sum = sum.plus(x.get(k).times(negativeExp(exponent)));
    }
    return OSBORNE_2.minus(sum);
  }
}
