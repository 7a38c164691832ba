package org.cotangent.solve;

import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Autodiff;
import org.cotangent.NotDifferentiableException;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.tree.Trees;
import org.junit.jupiter.api.Test;

class SamplersTest {
  private static final Tensor MEAN = vector(1, -2, 0.5);
  private static final Tensor COVARIANCE =
      Tensor.matrix(
          new double[] {1, 0.8, 0},
          new double[] {0.8, 2, -0.3},
          new double[] {0, -0.3, 0.01 + 0.09});

  private static Tensor gaussian(Tensor x) {
    var away = x.minus(MEAN);
    return away.dot(LinearAlgebra.solve(COVARIANCE, away)).times(-0.5);
  }

  /// Means and covariances within four standard errors of what they are.
  private static void checkGaussian(Draws<Tensor> draws) {
    Tensor mean = draws.mean();
    double[] errors = draws.standardError().toDoubles();
    for (int i = 0; i < 3; i++) {
      assertEquals(MEAN.get(i).item(), mean.get(i).item(), 4 * errors[i]);
      for (int j = 0; j < 3; j++) {
        Tensor x = draws.values();
        Tensor first = x.moveAxis(2, 0).get(i).minus(MEAN.get(i));
        Tensor second = x.moveAxis(2, 0).get(j).minus(MEAN.get(j));
        Tensor product = first.times(second);
        double size = Diagnostics.effectiveSize(product).item();
        double error =
            product.minus(product.mean()).square().mean().sqrt().item() / Math.sqrt(size);
        assertEquals(COVARIANCE.get(i, j).item(), product.mean().item(), 4 * error);
      }
    }
    assertTrue(draws.rHat().max().item() < 1.01);
    assertTrue(draws.bulkEffectiveSize().min().item() > 400);
    assertTrue(draws.tailEffectiveSize().min().item() > 400);
    assertEquals(0, draws.divergences());
    for (double acceptance : draws.acceptances()) {
      // A little more than what was asked for: the average is one of logarithms.
      assertTrue(acceptance > 0.7 && acceptance < 0.99, "acceptance " + acceptance);
    }
  }

  @Test
  void nutsOnGaussian() {
    checkGaussian(Nuts.of(SamplersTest::gaussian).warmup(400).run(RandomKey.of(1), zeros(3), 600));
  }

  @Test
  void hmcOnGaussian() {
    checkGaussian(
        Hmc.of(SamplersTest::gaussian).steps(12).warmup(400).run(RandomKey.of(2), zeros(3), 600));
  }

  @Test
  void denseOnGaussian() {
    checkGaussian(
        Nuts.of(SamplersTest::gaussian).dense().warmup(400).run(RandomKey.of(1), zeros(3), 600));
    checkGaussian(
        Hmc.of(SamplersTest::gaussian)
            .dense()
            .steps(12)
            .warmup(400)
            .run(RandomKey.of(2), zeros(3), 600));
  }

  /// A target fifty times longer than wide, along no axis: with the right mass it is round.
  @Test
  void denseNeedsFewerSteps() {
    TensorFunction narrow =
        x -> {
          Tensor sum = x.get(0).plus(x.get(1));
          Tensor difference = x.get(0).minus(x.get(1));
          return sum.square().plus(difference.times(50).square()).div(-2);
        };
    var nuts = Nuts.of(narrow).chains(2).warmup(300);
    var dense = nuts.dense().run(RandomKey.of(3), zeros(2), 200);
    var diagonal = nuts.run(RandomKey.of(3), zeros(2), 20);
    double perDraw = dense.gradients() / 400.0;
    double perDrawDiagonal = diagonal.gradients() / 40.0;
    assertTrue(perDraw < 8, perDraw + " steps a draw");
    assertTrue(perDrawDiagonal > 4 * perDraw, perDrawDiagonal + " steps a draw, " + perDraw);
    assertEquals(0, dense.divergences());
    double deviation = dense.deviation().get(0).item();
    assertEquals(0.5, deviation, 0.1);
  }

  @Test
  void sameKeySameDraws() {
    var nuts = Nuts.of(SamplersTest::gaussian).chains(2).warmup(50);
    double[] first = nuts.run(RandomKey.of(3), zeros(3), 20).values().toDoubles();
    assertArrayEquals(first, nuts.run(RandomKey.of(3), zeros(3), 20).values().toDoubles(), 0);
    double[] other = nuts.run(RandomKey.of(4), zeros(3), 20).values().toDoubles();
    assertTrue(Math.abs(other[0] - first[0]) > 1e-6);
  }

  record Schools(Tensor mu, Tensor logTau, Tensor eta) {}

  private static final double[] EFFECTS = {28, 8, -3, 7, -1, 1, 18, 12};
  private static final double[] ERRORS = {15, 10, 16, 11, 9, 11, 10, 18};

  /// Rubin (1981), with the effects as `μ + τ η`.
  private static Tensor schools(Schools s) {
    Tensor tau = s.logTau.exp();
    Tensor effects = s.mu.plus(tau.times(s.eta));
    Tensor misfit = vector(EFFECTS).minus(effects).div(vector(ERRORS));
    return s.mu
        .div(5)
        .square()
        .plus(s.eta.square().sum())
        .plus(misfit.square().sum())
        .times(-0.5)
        .minus(tau.div(5).square().log1p())
        .plus(s.logTau);
  }

  /// Posterior means of μ, τ and the eight effects by quadrature: given τ everything is normal.
  private static double[] exactSchools() {
    double[] sums = new double[10];
    double total = 0;
    for (double logTau = -12; logTau <= 8; logTau += 0.002) {
      double tau = Math.exp(logTau);
      // μ given τ, and the marginal likelihood.
      double precision = 1.0 / 25;
      double weighted = 0;
      double log = logTau - Math.log1p(tau * tau / 25);
      for (int j = 0; j < 8; j++) {
        double variance = ERRORS[j] * ERRORS[j] + tau * tau;
        precision += 1 / variance;
        weighted += EFFECTS[j] / variance;
        log -= Math.log(variance) / 2 + EFFECTS[j] * EFFECTS[j] / variance / 2;
      }
      double mu = weighted / precision;
      log += -Math.log(precision) / 2 + weighted * mu / 2;
      double weight = Math.exp(log);
      total += weight;
      sums[0] += weight * mu;
      sums[1] += weight * tau;
      for (int j = 0; j < 8; j++) {
        double share = tau * tau / (tau * tau + ERRORS[j] * ERRORS[j]);
        sums[2 + j] += weight * (mu + share * (EFFECTS[j] - mu));
      }
    }
    for (int k = 0; k < sums.length; k++) {
      sums[k] /= total;
    }
    return sums;
  }

  @Test
  void eightSchools() {
    var start = new Schools(scalar(0), scalar(0), zeros(8));
    var draws = Nuts.of(SamplersTest::schools).warmup(400).run(RandomKey.of(7), start, 800);
    assertTrue(draws.summary().contains("R-hat") && draws.summary().contains("eta[7]"));
    Tensor mu = draws.values().mu;
    Tensor tau = draws.values().logTau.exp();
    Tensor effects =
        mu.expandDims(-1).plus(tau.expandDims(-1).times(draws.values().eta)).moveAxis(2, 0);
    double[] exact = exactSchools();
    // What Stan's reference draws have (posteriordb, eight_schools_noncentered): 4.4 and 3.6.
    assertEquals(4.4, exact[0], 0.05);
    assertEquals(3.6, exact[1], 0.05);
    check(exact[0], mu, "mu");
    check(exact[1], tau, "tau");
    for (int j = 0; j < 8; j++) {
      check(exact[2 + j], effects.get(j), "effect " + (j + 1));
    }
    for (Tensor leaf : Trees.leaves(draws.rHat())) {
      assertTrue(leaf.max().item() < 1.01, "R-hat " + leaf);
    }
    for (Tensor leaf : Trees.leaves(draws.bulkEffectiveSize())) {
      assertTrue(leaf.min().item() > 400, "effective size " + leaf);
    }
    assertTrue(draws.divergences() <= 4);
  }

  private static void check(double exact, Tensor draws, String name) {
    double size = Diagnostics.effectiveSize(draws).item();
    double mean = draws.mean().item();
    double error = draws.minus(mean).square().mean().sqrt().item() / Math.sqrt(size);
    System.out.printf(
        "%-9s exact mean %.4f, drawn %.4f ± %.4f, R-hat %.4f, bulk %.0f, tail %.0f%n",
        name,
        exact,
        mean,
        error,
        Diagnostics.rHat(draws).item(),
        Diagnostics.bulkEffectiveSize(draws).item(),
        Diagnostics.tailEffectiveSize(draws).item());
    assertEquals(exact, mean, 4 * error, name);
  }

  /// Neal's funnel bends too sharply for any one step size; the sampler says so.
  @Test
  void funnelDiverges() {
    TensorFunction funnel =
        x -> {
          Tensor v = x.get(0);
          Tensor rest = x.slice("1:");
          return v.square()
              .div(-18)
              .minus(rest.square().sum().times(v.unaryMinus().exp()).div(2))
              .minus(v.times(rest.shape().size() / 2.0));
        };
    var draws = Nuts.of(funnel).acceptance(0.3).warmup(150).run(RandomKey.of(5), zeros(10), 150);
    assertTrue(draws.divergences() > 0);
    assertTrue(draws.summary().contains("divergences: the draws may miss a part"));
  }

  @Test
  void refuses() {
    assertEquals(
        "Nuts: the log density or its gradient is not finite at any of 100 places near the start:"
            + " begin where they are finite, or set spread to a smaller number than 1.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> Nuts.of(x -> x.log().sum()).run(RandomKey.of(1), vector(-10), 10))
            .getMessage());
    assertEquals(
        "Hmc: acceptance must lie between 0 and 1, not 1.0",
        assertThrows(
                IllegalArgumentException.class, () -> Hmc.of(SamplersTest::gaussian).acceptance(1))
            .getMessage());
    assertEquals(
        "Nuts: the log density uses traced values from outside, by which draws have no derivative:"
            + " take the sampler out of the transformed function",
        assertThrows(
                NotDifferentiableException.class,
                () ->
                    Autodiff.grad(
                        t ->
                            Nuts.of(x -> x.minus(t).square().unaryMinus())
                                .run(RandomKey.of(1), scalar(0), 4)
                                .values()
                                .sum(),
                        scalar(1)))
            .getMessage());
  }
}
