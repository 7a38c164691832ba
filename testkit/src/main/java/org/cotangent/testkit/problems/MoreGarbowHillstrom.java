package org.cotangent.testkit.problems;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// The 35 test problems of J. J. Moré, B. S. Garbow and K. E. Hillstrom, *Testing unconstrained optimization software*, ACM
/// Transactions on Mathematical Software 7 (1981), in their order: `m` residuals in `n` parameters, whose sum of squares is to be made
/// small, and the standard starts.
///
/// Each is an ordinary function of a vector, which may be traced, staged and compiled. Immutable and thread-safe.
public enum MoreGarbowHillstrom {
  /// 1: `n = m = 2`, a curved valley.
  ROSENBROCK(2, SmallSystems::rosenbrock, -1.2, 1),
  /// 2: `n = m = 2`, with a second minimum that is not 0.
  FREUDENSTEIN_ROTH(2, SmallSystems::freudensteinRoth, 0.5, -2),
  /// 3: `n = m = 2`.
  POWELL_BADLY_SCALED(2, SmallSystems::powellBadlyScaled, 0, 1),
  /// 4: `n = 2`, `m = 3`.
  BROWN_BADLY_SCALED(3, SmallSystems::brownBadlyScaled, 1, 1),
  /// 5: `n = 2`, `m = 3`.
  BEALE(3, SmallSystems::beale, 1, 1),
  /// 6: `n = 2`, any `m`, 10 unless it is given.
  JENNRICH_SAMPSON(10, CurveFits::jennrichSampson, 0.3, 0.4),
  /// 7: `n = m = 3`.
  HELICAL_VALLEY(3, SmallSystems::helicalValley, -1, 0, 0),
  /// 8: `n = 3`, `m = 15`.
  BARD(15, CurveFits::bard, 1, 1, 1),
  /// 9: `n = 3`, `m = 15`.
  GAUSSIAN(15, CurveFits::gaussian, 0.4, 1, 0),
  /// 10: `n = 3`, `m = 16`.
  MEYER(16, CurveFits::meyer, 0.02, 4000, 250),
  /// 11, Gulf research and development: `n = 3`, `m` up to 100, 99 unless it is given.
  GULF(99, CurveFits::gulf, 5, 2.5, 0.15),
  /// 12: `n = 3`, any `m`, 10 unless it is given.
  BOX_3D(10, CurveFits::box, 0, 10, 20),
  /// 13: `n = m = 4`, singular at the minimum.
  POWELL_SINGULAR(4, SmallSystems::powellSingular, 3, -1, 0, 1),
  /// 14: `n = 4`, `m = 6`.
  WOOD(6, SmallSystems::wood, -3, -1, -3, -1),
  /// 15: `n = 4`, `m = 11`.
  KOWALIK_OSBORNE(11, CurveFits::kowalikOsborne, 0.25, 0.39, 0.415, 0.39),
  /// 16: `n = 4`, any `m`, 20 unless it is given.
  BROWN_DENNIS(20, CurveFits::brownDennis, 25, 5, -5, -1),
  /// 17: `n = 5`, `m = 33`.
  OSBORNE_1(33, CurveFits::osborne1, 0.5, 1.5, -1, 0.01, 0.02),
  /// 18: `n = 6`, any `m`, 13 unless it is given.
  BIGGS_EXP6(13, CurveFits::biggs, 1, 2, 1, 1, 1, 1),
  /// 19: `n = 11`, `m = 65`.
  OSBORNE_2(65, CurveFits::osborne2, 1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5),
  /// 20: any `n` from 2, `m = 31`.
  WATSON(2, 1, n -> 31, SizedSystems::watson, (_, _) -> 0),
  /// 21: any even `n`, `m = n`.
  EXTENDED_ROSENBROCK(
      2, 2, n -> n, SizedSystems::extendedRosenbrock, (i, _) -> i % 2 == 1 ? -1.2 : 1),
  /// 22: any multiple of 4 for `n`, `m = n`.
  EXTENDED_POWELL_SINGULAR(
      4,
      4,
      n -> n,
      SizedSystems::extendedPowellSingular,
      (i, _) -> List.of(3, -1, 0, 1).get((i - 1) % 4)),
  /// 23: any `n`, `m = n + 1`.
  PENALTY_1(1, 1, n -> n + 1, SizedSystems::penalty1, (i, _) -> i),
  /// 24: any `n`, `m = 2n`.
  PENALTY_2(1, 1, n -> 2 * n, SizedSystems::penalty2, (_, _) -> 0.5),
  /// 25: any `n`, `m = n + 2`.
  VARIABLY_DIMENSIONED(
      1, 1, n -> n + 2, SizedSystems::variablyDimensioned, (i, n) -> 1 - i / (double) n),
  /// 26: any `n`, `m = n`.
  TRIGONOMETRIC(1, 1, n -> n, SizedSystems::trigonometric, (_, n) -> 1.0 / n),
  /// 27: any `n`, `m = n`.
  BROWN_ALMOST_LINEAR(1, 1, n -> n, SizedSystems::brownAlmostLinear, (_, _) -> 0.5),
  /// 28: any `n`, `m = n`.
  DISCRETE_BOUNDARY_VALUE(
      1,
      1,
      n -> n,
      SizedSystems::discreteBoundaryValue,
      (i, n) -> i / (n + 1.0) * (i / (n + 1.0) - 1)),
  /// 29: any `n`, `m = n`.
  DISCRETE_INTEGRAL_EQUATION(
      1,
      1,
      n -> n,
      SizedSystems::discreteIntegralEquation,
      (i, n) -> i / (n + 1.0) * (i / (n + 1.0) - 1)),
  /// 30: any `n`, `m = n`.
  BROYDEN_TRIDIAGONAL(1, 1, n -> n, SizedSystems::broydenTridiagonal, (_, _) -> -1),
  /// 31: any `n`, `m = n`.
  BROYDEN_BANDED(1, 1, n -> n, SizedSystems::broydenBanded, (_, _) -> -1),
  /// 32: any `n`, any `m` from `n`, which is `n` unless it is given.
  LINEAR_FULL_RANK(1, SizedSystems::linearFullRank, (_, _) -> 1),
  /// 33: any `n`, any `m` from `n`, which is `n` unless it is given.
  LINEAR_RANK_1(1, SizedSystems::linearRank1, (_, _) -> 1),
  /// 34, rank 1 with columns and rows of zeros: any `n` from 3, any `m` from `n`, which is `n` unless it is given.
  LINEAR_RANK_1_ZERO(3, SizedSystems::linearRank1Zero, (_, _) -> 1),
  /// 35: any `n`, any `m` from `n`, which is `n` unless it is given.
  CHEBYQUAD(1, SizedSystems::chebyquad, (i, n) -> i / (n + 1.0));

  /// Residuals of parameters, so many.
  private interface Residuals {
    Tensor at(Tensor x, int m);
  }

  /// The number at place `i` of a start of length `n`; counted from 1.
  private interface Start {
    double at(int i, int n);
  }

  private final int least;
  private final int multiple;
  private final int most;
  private final IntUnaryOperator usual;
  private final boolean anyCount;
  private final Residuals residuals;
  private final Start start;

  MoreGarbowHillstrom(
      int least,
      int multiple,
      int most,
      IntUnaryOperator usual,
      boolean anyCount,
      Residuals residuals,
      Start start) {
    this.least = least;
    this.multiple = multiple;
    this.most = most;
    this.usual = usual;
    this.anyCount = anyCount;
    this.residuals = residuals;
    this.start = start;
  }

  /// Fixed in both.
  MoreGarbowHillstrom(int m, UnaryOperator<Tensor> f, double... start) {
    this(
        start.length, 1, start.length, n -> m, false, (x, _) -> f.apply(x), (i, _) -> start[i - 1]);
  }

  /// Fixed in the parameters.
  MoreGarbowHillstrom(int usual, Residuals f, double... start) {
    this(start.length, 1, start.length, n -> usual, true, f, (i, _) -> start[i - 1]);
  }

  /// Whose parameters say how many residuals there are.
  MoreGarbowHillstrom(
      int least, int multiple, IntUnaryOperator m, UnaryOperator<Tensor> f, Start start) {
    this(least, multiple, Integer.MAX_VALUE, m, false, (x, _) -> f.apply(x), start);
  }

  /// Free in both.
  MoreGarbowHillstrom(int least, Residuals f, Start start) {
    this(least, 1, Integer.MAX_VALUE, n -> n, true, f, start);
  }

  /// The residuals at `x`, a vector of shape `(m)`, for the usual `m`.
  ///
  /// Throws a [ShapeException] if `x` is no vector, or its length none that the problem has.
  public Tensor residuals(Tensor x) {
    return residuals(x, usual.applyAsInt(parameters(x)));
  }

  /// The first `m` residuals at `x`. Throws a [ShapeException] if the problem has another number of them for this `x`, or `m` is less
  /// than the number of parameters.
  public Tensor residuals(Tensor x, int m) {
    int n = parameters(x);
    if (anyCount ? m < n : m != usual.applyAsInt(n)) {
      throw new ShapeException(
          name()
              + ": has "
              + (anyCount ? "at least " + n : String.valueOf(usual.applyAsInt(n)))
              + " residuals for "
              + n
              + " parameters, not "
              + m);
    }
    return residuals.at(x, m);
  }

  /// The sum of squares of the residuals at `x`, without a factor 1/2.
  public Tensor value(Tensor x) {
    return residuals(x).square().sum();
  }

  /// The standard start; of those that have one for each length, the shortest.
  public Tensor start() {
    return start(least);
  }

  /// The standard start for `n` parameters. Throws a [ShapeException] if the problem has none of this length.
  public Tensor start(int n) {
    requireParameters(Shape.of(n));
    return Tensor.vector(IntStream.rangeClosed(1, n).mapToDouble(i -> start.at(i, n)).toArray());
  }

  private int parameters(Tensor x) {
    requireParameters(x.shape());
    return x.shape().length(0);
  }

  private void requireParameters(Shape shape) {
    int n = shape.rank() == 1 ? shape.length(0) : -1;
    if (n < least || n > most || n % multiple != 0) {
      String lengths = least == most ? least + " numbers" : "at least " + least + " numbers";
      throw new ShapeException(
          name()
              + ": takes a vector of "
              + (multiple > 1 ? "a multiple of " + multiple + " numbers" : lengths)
              + ", not "
              + shape);
    }
  }
}
