package org.cotangent.testkit.problems;

import static org.cotangent.Tensor.minus;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;

import org.cotangent.Tensor;
import org.cotangent.ops.Trigonometric;

/// The problems of Moré, Garbow and Hillstrom in two to four parameters without data.
final class SmallSystems {
  private SmallSystems() {}

  static Tensor rosenbrock(Tensor x) {
    return stack(x.get(1).minus(x.get(0).square()).times(10), minus(1, x.get(0)));
  }

  static Tensor freudensteinRoth(Tensor x) {
    var y = x.get(1);
    return stack(
        x.get(0).minus(13).plus(minus(5, y).times(y).minus(2).times(y)),
        x.get(0).minus(29).plus(y.plus(1).times(y).minus(14).times(y)));
  }

  static Tensor powellBadlyScaled(Tensor x) {
    return stack(x.get(0).times(x.get(1)).times(1e4).minus(1), negativeExp(x).sum().minus(1.0001));
  }

  static Tensor brownBadlyScaled(Tensor x) {
    return stack(x.get(0).minus(1e6), x.get(1).minus(2e-6), x.get(0).times(x.get(1)).minus(2));
  }

  static Tensor beale(Tensor x) {
    var y = x.get(1);
    var powers = stack(y, y.square(), y.square().times(y));
    return vector(1.5, 2.25, 2.625).minus(x.get(0).times(minus(1, powers)));
  }

  /// The angle is one of `(-1/4, 3/4]` turns: the plane is cut along the negative second axis.
  static Tensor helicalValley(Tensor x) {
    var first = x.get(0);
    var second = x.get(1);
    var beyond = where(first.less(0), where(second.less(0), scalar(1), scalar(0)), scalar(0));
    var turns = Trigonometric.atan2(second, first).div(2 * Math.PI).plus(beyond);
    var radius = first.square().plus(second.square()).sqrt();
    return stack(x.get(2).minus(turns.times(10)).times(10), radius.minus(1).times(10), x.get(2));
  }

  static Tensor powellSingular(Tensor x) {
    return stack(
        x.get(0).plus(x.get(1).times(10)),
        x.get(2).minus(x.get(3)).times(Math.sqrt(5)),
        x.get(1).minus(x.get(2).times(2)).square(),
        x.get(0).minus(x.get(3)).square().times(Math.sqrt(10)));
  }

  static Tensor wood(Tensor x) {
    var second = x.get(1);
    var fourth = x.get(3);
    return stack(
        second.minus(x.get(0).square()).times(10),
        minus(1, x.get(0)),
        fourth.minus(x.get(2).square()).times(Math.sqrt(90)),
        minus(1, x.get(2)),
        second.plus(fourth).minus(2).times(Math.sqrt(10)),
        second.minus(fourth).div(Math.sqrt(10)));
  }

  /// `exp(-x)`.
  static Tensor negativeExp(Tensor x) {
    return x.unaryMinus().exp();
  }
}
