package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.bench.workloads.Workload.Variant;
import org.cotangent.solve.Diagnostics;
import org.cotangent.solve.Draws;
import org.cotangent.solve.Nuts;
import org.cotangent.tree.Trees;

/// W14: Rubin's eight schools by the no-U-turn sampler, one chain, warm-up included: the time of a whole run divided by the effective
/// number of draws of the quantity that mixes worst. Draws of two programs never agree, so the checksums are those of the density
/// and its gradient at a point.
final class EightSchools {
  private static final int DRAWS = 10_000;
  private static final int WARM_UP = 1000;
  private static final Tensor EFFECTS = vector(28, 8, -3, 7, -1, 1, 18, 12);
  private static final Tensor ERRORS = vector(15, 10, 16, 11, 9, 11, 10, 18);

  private EightSchools() {}

  private record Schools(Tensor mu, Tensor logTau, Tensor eta) {}

  /// Up to a constant.
  private static Tensor logDensity(Schools s) {
    Tensor tau = s.logTau.exp();
    Tensor theta = s.mu.plus(tau.times(s.eta));
    return s.mu
        .div(5)
        .square()
        .plus(s.eta.square().sum())
        .plus(EFFECTS.minus(theta).div(ERRORS).square().sum())
        .div(-2)
        .minus(tau.div(5).square().log1p())
        .plus(s.logTau);
  }

  private static Draws<Schools> run() {
    var start = new Schools(scalar(0), scalar(0), zeros(8));
    return Nuts.of(EightSchools::logDensity)
        .chains(1)
        .warmup(WARM_UP)
        .run(RandomKey.of(7), start, DRAWS);
  }

  private static double effective(Draws<Schools> draws) {
    return Trees.leaves(draws.values()).stream()
        .mapToDouble(x -> Diagnostics.effectiveSize(x).min().item())
        .min()
        .orElseThrow();
  }

  static Stream<Workload> workloads() {
    var point = new Schools(scalar(0.5), scalar(-0.25), Data.symmetric(91, 1, 8));
    return Stream.of(
        new Workload(
            Key.of("W14", "nuts-eight-schools", DRAWS),
            List.of(
                new Variant(
                    "compiled",
                    () ->
                        new Timed<>(
                            EightSchools::run,
                            () -> logDensity(point),
                            _ -> Outcome.of(valueAndGrad(EightSchools::logDensity).apply(point)),
                            EightSchools::effective)))));
  }
}
