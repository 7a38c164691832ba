package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Incubating;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// The no-U-turn sampler: draws from a distribution on a structure, given the logarithm of its density up to a constant.
///
/// ```java
/// var draws = Nuts.of(this::logDensity).chains(4).warmup(500).run(RandomKey.of(7), start, 1000);
/// IO.println(draws.summary());
/// ```
///
/// Hamiltonian trajectories with exact gradients, each as long as it takes to turn around (Hoffman and Gelman 2014; multinomial, Betancourt
/// 2017). The warm-up finds the step size by dual averaging, and the scale of each element in windows that double, as Stan does.
///
/// All elements must be free to take any value: write a positive one as the exponential of a free one, and add the logarithm of the
/// derivative. The density is compiled for the start's shapes, so it must depend on its argument only; one that branches on values runs
/// as it is. Where it throws an [ArithmeticException], because an equation in it has no solution, the density counts as 0. The same key gives the same draws; chains run side by side. Immutable and thread-safe.
@Incubating
@SuppressWarnings("overloads") // TensorFunction is a subtype of Function: the compiler prefers it
public final class Nuts<P> {
  private final Sampler<P> sampler;
  private final int depth;

  private Nuts(Sampler<P> sampler, int depth) {
    this.sampler = sampler;
    this.depth = depth;
  }

  /// For a log density: 4 chains with 1000 transitions of warm-up, an acceptance of 0.8, and at most 10 doublings.
  public static <P> Nuts<P> of(Function<P, Tensor> logDensity) {
    return new Nuts<>(Sampler.of("Nuts", logDensity), 10);
  }

  /// The same for a lambda without parameter types.
  public static Nuts<Tensor> of(TensorFunction logDensity) {
    return of((Function<Tensor, Tensor>) logDensity);
  }

  /// So many chains. Throws an [IllegalArgumentException] for less than 1.
  public Nuts<P> chains(int chains) {
    return new Nuts<>(sampler.withChains(chains), depth);
  }

  /// So many transitions of warm-up, which are no draws. Throws an [IllegalArgumentException] for a negative number.
  public Nuts<P> warmup(int warmup) {
    return new Nuts<>(sampler.withWarmup(warmup), depth);
  }

  /// The mean acceptance that the step size is to give; higher means smaller steps and fewer divergences. Throws an
  /// [IllegalArgumentException] unless it lies between 0 and 1.
  public Nuts<P> acceptance(double acceptance) {
    return new Nuts<>(sampler.withAcceptance(acceptance), depth);
  }

  /// At most so many doublings of a trajectory. Throws an [IllegalArgumentException] for less than 1.
  public Nuts<P> depth(int depth) {
    return new Nuts<>(sampler, Settings.positive("Nuts: depth", depth));
  }

  /// Each chain begins at the start plus a uniform number between −spread and spread in each element; 1 unless set. Chains that begin far
  /// apart and agree have forgotten where they began. Throws an [IllegalArgumentException] for a negative number.
  public Nuts<P> spread(double spread) {
    return new Nuts<>(sampler.withSpread(spread), depth);
  }

  /// The warm-up learns how elements vary together, not only how much each does: the mass is a full matrix, for targets that are narrow in
  /// directions that are no axes. A step costs `n²` more operations, and the warm-up should be longer than the number of elements.
  public Nuts<P> dense() {
    return new Nuts<>(sampler.withDense(), depth);
  }

  /// Draws so many times in each chain.
  ///
  /// Throws an [IllegalArgumentException] if the log density or its gradient is finite nowhere near the start, and a
  /// [org.cotangent.NotDifferentiableException] if a leaf of the start is not floating, or something in it is traced.
  public Draws<P> run(RandomKey key, P start, int draws) {
    return sampler.run(new NutsTransition(depth), key, start, draws);
  }
}
