package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Incubating;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// Hamiltonian Monte Carlo with trajectories of a given number of steps: the plainest sampler with gradients (Duane et al. 1987; Neal
/// 2011). [Nuts] finds the number by itself.
///
/// Each trajectory takes between one step and the largest number, all equally probable, so that it does not resonate with a period of the
/// target. Warm-up, chains and conditions are those of [Nuts]. Immutable and thread-safe.
@Incubating
@SuppressWarnings("overloads") // TensorFunction is a subtype of Function: the compiler prefers it
public final class Hmc<P> {
  private final Sampler<P> sampler;
  private final int steps;

  private Hmc(Sampler<P> sampler, int steps) {
    this.sampler = sampler;
    this.steps = steps;
  }

  /// For a log density: 4 chains with 1000 transitions of warm-up, an acceptance of 0.8, and at most 20 steps.
  public static <P> Hmc<P> of(Function<P, Tensor> logDensity) {
    return new Hmc<>(Sampler.of("Hmc", logDensity), 20);
  }

  /// The same for a lambda without parameter types.
  public static Hmc<Tensor> of(TensorFunction logDensity) {
    return of((Function<Tensor, Tensor>) logDensity);
  }

  /// So many chains. Throws an [IllegalArgumentException] for less than 1.
  public Hmc<P> chains(int chains) {
    return new Hmc<>(sampler.withChains(chains), steps);
  }

  /// So many transitions of warm-up, which are no draws. Throws an [IllegalArgumentException] for a negative number.
  public Hmc<P> warmup(int warmup) {
    return new Hmc<>(sampler.withWarmup(warmup), steps);
  }

  /// The mean acceptance that the step size is to give. Throws an [IllegalArgumentException] unless it lies between 0 and 1.
  public Hmc<P> acceptance(double acceptance) {
    return new Hmc<>(sampler.withAcceptance(acceptance), steps);
  }

  /// At most so many leapfrog steps. Throws an [IllegalArgumentException] for less than 1.
  public Hmc<P> steps(int steps) {
    return new Hmc<>(sampler, Settings.positive("Hmc: steps", steps));
  }

  /// How far from the start each chain may begin; see [Nuts#spread]. Throws an [IllegalArgumentException] for a negative number.
  public Hmc<P> spread(double spread) {
    return new Hmc<>(sampler.withSpread(spread), steps);
  }

  /// The mass is a full matrix; see [Nuts#dense].
  public Hmc<P> dense() {
    return new Hmc<>(sampler.withDense(), steps);
  }

  /// Draws so many times in each chain; see [Nuts#run].
  public Draws<P> run(RandomKey key, P start, int draws) {
    return sampler.run(new HmcTransition(steps), key, start, draws);
  }
}
