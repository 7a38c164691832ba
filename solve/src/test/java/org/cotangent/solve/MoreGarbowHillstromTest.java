package org.cotangent.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.testkit.CheckGrads;
import org.cotangent.testkit.problems.MoreGarbowHillstrom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The test problems, from their standard starts to the minima that their paper states: data and formulas are right if the six
/// digits in print come out.
class MoreGarbowHillstromTest {
  /// Where the search ends; 0 unless it stands here. Problems of any size are taken at that of [#start].
  private static final Map<MoreGarbowHillstrom, Double> MINIMA =
      Map.ofEntries(
          Map.entry(MoreGarbowHillstrom.FREUDENSTEIN_ROTH, 48.9842),
          Map.entry(MoreGarbowHillstrom.JENNRICH_SAMPSON, 124.362),
          Map.entry(MoreGarbowHillstrom.BARD, 8.21487e-3),
          Map.entry(MoreGarbowHillstrom.GAUSSIAN, 1.12793e-8),
          Map.entry(MoreGarbowHillstrom.MEYER, 87.9458),
          Map.entry(MoreGarbowHillstrom.KOWALIK_OSBORNE, 3.07505e-4),
          Map.entry(MoreGarbowHillstrom.BROWN_DENNIS, 85822.2),
          Map.entry(MoreGarbowHillstrom.OSBORNE_1, 5.46489e-5),
          Map.entry(MoreGarbowHillstrom.OSBORNE_2, 4.01377e-2),
          Map.entry(MoreGarbowHillstrom.WATSON, 4.72238e-10),
          Map.entry(MoreGarbowHillstrom.PENALTY_1, 7.08765e-5),
          Map.entry(MoreGarbowHillstrom.PENALTY_2, 2.93660e-4),
          Map.entry(MoreGarbowHillstrom.TRIGONOMETRIC, 2.79506e-5),
          Map.entry(MoreGarbowHillstrom.LINEAR_RANK_1, 10 * 9 / (2 * 21.0)),
          Map.entry(MoreGarbowHillstrom.LINEAR_RANK_1_ZERO, (100 + 30 - 6) / (2 * 17.0)),
          Map.entry(MoreGarbowHillstrom.CHEBYQUAD, 6.50395e-3));

  private static Tensor start(MoreGarbowHillstrom problem) {
    return switch (problem) {
      case WATSON, EXTENDED_POWELL_SINGULAR -> problem.start(12);
      case EXTENDED_ROSENBROCK,
          PENALTY_1,
          PENALTY_2,
          VARIABLY_DIMENSIONED,
          TRIGONOMETRIC,
          BROWN_ALMOST_LINEAR,
          DISCRETE_BOUNDARY_VALUE,
          DISCRETE_INTEGRAL_EQUATION,
          BROYDEN_TRIDIAGONAL,
          BROYDEN_BANDED,
          LINEAR_FULL_RANK,
          LINEAR_RANK_1,
          LINEAR_RANK_1_ZERO,
          CHEBYQUAD ->
          problem.start(10);
      default -> problem.start();
    };
  }

  @TestFactory
  Stream<DynamicTest> minima() {
    return Arrays.stream(MoreGarbowHillstrom.values())
        .map(problem ->
            dynamicTest(
                problem.name(),
                () -> {
                  var fit =
                      LeastSquares.of().fit((TensorFunction) problem::residuals, start(problem));
                  double minimum = MINIMA.getOrDefault(problem, 0.0);
                  assertEquals(minimum, fit.cost(), 1e-5 * minimum + 1e-20, fit.toString());
                }));
  }

  /// Sums of squares at starts: those that others have printed, and some by hand.
  @Test
  void sumsOfSquaresAtStarts() {
    assertEquals(24.2, value(MoreGarbowHillstrom.ROSENBROCK), 1e-12);
    assertEquals(400.5, value(MoreGarbowHillstrom.FREUDENSTEIN_ROTH), 1e-12);
    assertEquals(14.203125, value(MoreGarbowHillstrom.BEALE), 1e-12);
    assertEquals(2500, value(MoreGarbowHillstrom.HELICAL_VALLEY), 1e-10);
    assertEquals(215, value(MoreGarbowHillstrom.POWELL_SINGULAR), 1e-12);
    assertEquals(19192, value(MoreGarbowHillstrom.WOOD), 1e-10);
    assertEquals(7926693.336997432, value(MoreGarbowHillstrom.BROWN_DENNIS), 1e-6);
    assertEquals(30, value(MoreGarbowHillstrom.WATSON), 1e-12);
    assertEquals(121, value(MoreGarbowHillstrom.EXTENDED_ROSENBROCK), 1e-11);
  }

  private static double value(MoreGarbowHillstrom problem) {
    return problem.value(start(problem)).item();
  }

  /// The angle of the helical valley is continuous except along its cut.
  @Test
  void theHelixTurnsLeft() {
    var problem = MoreGarbowHillstrom.HELICAL_VALLEY;
    for (double turns : new double[] {-0.2, 0, 0.2, 0.3, 0.5, 0.6, 0.7}) {
      double angle = 2 * Math.PI * turns;
      var residuals =
          problem.residuals(Tensor.vector(Math.cos(angle), Math.sin(angle), 10 * turns));
      assertEquals(0, residuals.get(0).item(), 1e-12);
    }
  }

  @Test
  void derivatives() {
    for (var problem :
        List.of(
            MoreGarbowHillstrom.HELICAL_VALLEY,
            MoreGarbowHillstrom.GULF,
            MoreGarbowHillstrom.OSBORNE_2,
            MoreGarbowHillstrom.CHEBYQUAD)) {
      CheckGrads.checkGrads(problem::residuals, 2, start(problem).plus(0.01));
    }
  }

  @Test
  void moreResiduals() {
    var x = MoreGarbowHillstrom.LINEAR_FULL_RANK.start(5);
    var residuals = MoreGarbowHillstrom.LINEAR_FULL_RANK.residuals(x, 10);
    // 1 - 2·5/10 - 1 five times, -2·5/10 - 1 five times.
    assertEquals(5 * 1 + 5 * 4, residuals.square().sum().item(), 1e-12);
  }

  @Test
  void wrongSizes() {
    message(
        "ROSENBROCK: takes a vector of 2 numbers, not (3)",
        () -> MoreGarbowHillstrom.ROSENBROCK.residuals(Tensor.zeros(3)));
    message(
        "EXTENDED_POWELL_SINGULAR: takes a vector of a multiple of 4 numbers, not (6)",
        () -> MoreGarbowHillstrom.EXTENDED_POWELL_SINGULAR.start(6));
    message(
        "WATSON: takes a vector of at least 2 numbers, not ()",
        () -> MoreGarbowHillstrom.WATSON.residuals(Tensor.scalar(1)));
    message(
        "CHEBYQUAD: has at least 8 residuals for 8 parameters, not 7",
        () -> MoreGarbowHillstrom.CHEBYQUAD.residuals(Tensor.zeros(8), 7));
    message(
        "BARD: has 15 residuals for 3 parameters, not 16",
        () -> MoreGarbowHillstrom.BARD.residuals(Tensor.zeros(3), 16));
  }

  private static void message(String expected, org.junit.jupiter.api.function.Executable call) {
    assertEquals(expected, assertThrows(ShapeException.class, call).getMessage());
  }
}
