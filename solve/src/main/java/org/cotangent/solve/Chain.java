package org.cotangent.solve;

import org.cotangent.RandomKey;

/// One chain: warm-up in windows, as Stan does it, and then draws.
///
/// First the step size only; then windows that double, at the end of each of which the mass becomes the inverse of the variances, or of the
/// covariance, of its draws; last the step size again.
final class Chain {
  private static final int FIRST = 75;
  private static final int WINDOW = 25;
  private static final int LAST = 50;

  private final Density density;
  private final Transition transition;
  private final double target;
  private final boolean dense;
  private final RandomKey key;

  Chain(Density density, Transition transition, double target, boolean dense, RandomKey key) {
    this.density = density;
    this.transition = transition;
    this.target = target;
    this.dense = dense;
    this.key = key;
  }

  /// What a chain leaves.
  ///
  /// @param draws row-major: draw, element
  /// @param size the step size
  /// @param divergences how many trajectories diverged after the warm-up
  /// @param acceptance the mean acceptance after the warm-up
  /// @param steps leapfrog steps after the warm-up
  record Trace(double[] draws, double size, int divergences, double acceptance, long steps) {}

  Trace run(Density.Point start, int warmup, int draws) {
    int n = start.position().length;
    Mass mass = Mass.unit(n);
    var at = start;
    var random = key.fold(1);
    double first = StepSize.first(density, at, mass, 1, new Noise(key.fold(2)));
    var size = new StepSize(target, first);
    var windows = new Windows(warmup);
    var moments = Mass.estimate(dense, n);
    for (int i = 0; i < warmup; i++) {
      var outcome = transition.next(density, at, mass, size.current(), new Noise(random.fold(i)));
      at = outcome.next();
      size.learn(outcome.acceptance());
      if (windows.contains(i)) {
        moments.add(at.position());
      }
      if (windows.ends(i)) {
        mass = moments.mass();
        moments = Mass.estimate(dense, n);
        var noise = new Noise(key.fold(3L + i));
        size.restart(StepSize.first(density, at, mass, size.current(), noise));
      }
    }
    double settled = size.settled();
    double[] all = new double[draws * n];
    int divergences = 0;
    double acceptance = 0;
    long steps = 0;
    for (int i = 0; i < draws; i++) {
      var noise = new Noise(random.fold(warmup + i));
      var outcome = transition.next(density, at, mass, settled, noise);
      at = outcome.next();
      System.arraycopy(at.position(), 0, all, i * n, n);
      divergences += outcome.diverged() ? 1 : 0;
      acceptance += outcome.acceptance() / draws;
      steps += outcome.steps();
    }
    return new Trace(all, settled, divergences, acceptance, steps);
  }

  /// The slow windows of a warm-up.
  private static final class Windows {
    private final int first;
    private final int last;
    private int end;
    private int length;

    Windows(int warmup) {
      boolean enough = warmup >= FIRST + WINDOW + LAST;
      first = enough ? FIRST : (int) (0.15 * warmup);
      last = warmup - (enough ? LAST : (int) (0.1 * warmup));
      length = enough ? WINDOW : last - first;
      end = warmup < 20 ? -1 : first + length;
    }

    boolean contains(int i) {
      return end > 0 && i >= first && i < last;
    }

    /// Whether a window ends after transition `i`. One that would leave too little for the next takes all that is left.
    boolean ends(int i) {
      if (!contains(i) || i + 1 != end) {
        return false;
      }
      length *= 2;
      int next = end + length;
      end = next + 2 * length > last ? last : next;
      return true;
    }
  }
}
