package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.testkit.CheckGrads;
import org.cotangent.testkit.Laws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The check of derivatives finds what is wrong, and nothing else.
class CheckGradsTest {
  /// `f`, with a derivative that is `slope`.
  private static TensorFunction claimed(TensorFunction f, TensorFunction slope) {
    return Autodiff.customJvp(f, (x, dx, _) -> slope.apply(x).times(dx));
  }

  private static void refused(TensorFunction f, double... points) {
    for (double point : points) {
      var error = assertThrows(AssertionError.class, () -> CheckGrads.checkGrads(f, 1, point));
      assertTrue(error.toString().contains("Error: jvp against differences: "), error::toString);
    }
  }

  @Test
  void wrongSlopesAreFound() {
    refused(claimed(Tensor::sin, x -> x.cos().plus(1e-6)), 0.3, -1, 2);
    refused(claimed(Tensor::sin, x -> x.cos().plus(3e-8)), 0.3, -1, 2);
    refused(claimed(Tensor::exp, x -> x.exp().times(1 + 1e-6)), 0.3, 2);
    refused(claimed(Tensor::square, x -> x), 0.3, -1);
  }

  /// Their usual differences are wrong by more than is allowed, which must not excuse a derivative that is wrong by a little more.
  @Test
  void wrongSlopesOfSteepFunctionsAreFound() {
    for (double wrong : new double[] {1e-3, 1e-5, 1e-6, 1e-7, -1e-7, -1e-5}) {
      refused(
          claimed(x -> x.times(40).sin(), x -> x.times(40).cos().times(40 * (1 + wrong))),
          0.3,
          -1,
          2);
      refused(
          claimed(x -> x.times(30).exp(), x -> x.times(30).exp().times(30 * (1 + wrong))),
          0.1,
          0.2);
    }
  }

  @Test
  void steepFunctionsAreRight() {
    assertDoesNotThrow(() -> CheckGrads.checkGrads(x -> x.times(40).sin(), 2, 0.3, -1, 2));
    assertDoesNotThrow(() -> CheckGrads.checkGrads(x -> x.times(30).exp(), 2, 0.1, 0.2));
  }

  /// A kink has no derivative: differences stay where they are, however small the step.
  @Test
  void kinksAreFound() {
    refused(Tensor::relu, 0);
    refused(Tensor::abs, 1e-5);
  }

  /// A program of the random ones whose third derivative is right and steep.
  @Test
  @Timeout(60)
  void aSteepProgram() {
    var sample = RandomProgramsTest.sample(20_261_507);
    assertDoesNotThrow(() -> Laws.derivatives(sample, 3));
  }

  /// Forward mode follows from a reverse rule, so what is wrong in one is wrong in both.
  @Test
  void wrongReverseRulesAreFound() {
    TensorFunction f =
        Autodiff.customVjp(
            x -> new Autodiff.Saved<>(x.sin(), x), (x, ct) -> ct.times(x.cos()).times(1 + 1e-6));
    refused(f, 0.3, -1);
  }
}
