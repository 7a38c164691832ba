package org.cotangent.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.RandomKey;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Reference numbers are ArviZ 0.17.1's for the same draws.
class DiagnosticsTest {
  /// Four chains of 50 draws that depend on those before them, from a linear congruential generator.
  private static Tensor draws() {
    long s = 12345;
    double[] all = new double[200];
    for (int c = 0; c < 4; c++) {
      double x = 0;
      for (int i = 0; i < 50; i++) {
        s = (1103515245L * s + 12345) % 2147483648L;
        x = 0.6 * x + s / 2147483648.0 - 0.5 + 0.02 * c;
        all[50 * c + i] = x;
      }
    }
    return Tensor.of(all, 4, 50);
  }

  private static void check(double rHat, double bulk, double mean, double tail, Tensor draws) {
    assertEquals(rHat, Diagnostics.rHat(draws).item(), 1e-12);
    assertEquals(bulk, Diagnostics.bulkEffectiveSize(draws).item(), 1e-9);
    assertEquals(mean, Diagnostics.effectiveSize(draws).item(), 1e-9);
    assertEquals(tail, Diagnostics.tailEffectiveSize(draws).item(), 1e-9);
  }

  @Test
  void againstReference() {
    check(1.0821064219088181, 46.04314726968694, 47.320202935992704, 96.10835276211758, draws());
    // Ranks do not see a monotone map; the mean does.
    check(
        1.0821064219088181,
        46.04314726968694,
        37.180629726190034,
        96.10835276211758,
        draws().times(3).exp());
  }

  /// Draws that swing from side to side know the mean better than independent ones; the reference caps them as the paper does.
  @Test
  void antithetic() {
    double[] signs = new double[50];
    for (int i = 0; i < 50; i++) {
      signs[i] = i % 2 == 0 ? 1 : -1;
    }
    check(
        1.0229924855677228,
        460.2059991327962,
        460.2059991327962,
        116.2379900110141,
        draws().abs().times(Tensor.vector(signs)));
  }

  @Test
  void independentDrawsAreAllEffective() {
    Tensor draws = RandomKey.of(1).normal(4, 1000, 2);
    assertArrayEquals(
        new double[] {4000, 4000}, Diagnostics.bulkEffectiveSize(draws).toDoubles(), 600);
    assertTrue(Diagnostics.rHat(draws).max().item() < 1.005);
    // A chain that is somewhere else, and chains that differ in spread only.
    Tensor shifted = draws.plus(Tensor.vector(0, 0, 0, 2).reshape(4, 1, 1));
    assertTrue(Diagnostics.rHat(shifted).min().item() > 1.2);
    Tensor wider = draws.times(Tensor.vector(1, 1, 1, 5).reshape(4, 1, 1));
    assertTrue(Diagnostics.rHat(wider).min().item() > 1.2);
  }

  @Test
  void edges() {
    assertTrue(Double.isNaN(Diagnostics.rHat(Tensor.ones(4, 10)).item()));
    assertEquals(
        "rHat: (4,3) given, but draws lie along the first two axes, chain and draw, at least four"
            + " in a chain",
        assertThrows(ShapeException.class, () -> Diagnostics.rHat(Tensor.zeros(4, 3)))
            .getMessage());
  }
}
