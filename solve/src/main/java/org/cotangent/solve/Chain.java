package org.cotangent.solve;

import java.util.Arrays;
import org.cotangent.RandomKey;

/// One chain: warm-up in windows, as Stan does it, and then draws.
///
/// First the step size only; then windows that double, at the end of each of which the mass becomes the inverse of the variances of its
/// draws; last the step size again.
final class Chain {
  private static final int FIRST = 75;
  private static final int WINDOW = 25;
  private static final int LAST = 50;

  private final Density density;
  private final Transition transition;
  private final double target;
  private final RandomKey key;

  Chain(Density density, Transition transition, double target, RandomKey key) {
    this.density = density;
    this.transition = transition;
    this.target = target;
    this.key = key;
  }

  /// What a chain leaves.
  ///
  /// @param draws row-major: draw, element
  /// @param size the step size
  /// @param inverseMass the variances that the warm-up found
  /// @param divergences how many trajectories diverged after the warm-up
  /// @param acceptance the mean acceptance after the warm-up
  /// @param steps leapfrog steps after the warm-up
  record Trace(
      double[] draws,
      double size,
      double[] inverseMass,
      int divergences,
      double acceptance,
      long steps) {}

  Trace run(Density.Point start, int warmup, int draws) {
    int n = start.position().length;
    double[] inverseMass = new double[n];
    Arrays.fill(inverseMass, 1);
    var at = start;
    var random = key.fold(1);
    double first = StepSize.first(density, at, inverseMass, 1, new Noise(key.fold(2)));
    var size = new StepSize(target, first);
    var windows = new Windows(warmup);
    var moments = new Moments(n);
    for (int i = 0; i < warmup; i++) {
      var outcome =
          transition.next(density, at, inverseMass, size.current(), new Noise(random.fold(i)));
      at = outcome.next();
      size.learn(outcome.acceptance());
      if (windows.contains(i)) {
        moments.add(at.position());
      }
      if (windows.ends(i)) {
        inverseMass = moments.shrunk();
        moments = new Moments(n);
        var noise = new Noise(key.fold(3L + i));
        size.restart(StepSize.first(density, at, inverseMass, size.current(), noise));
      }
    }
    double settled = size.settled();
    double[] all = new double[draws * n];
    int divergences = 0;
    double acceptance = 0;
    long steps = 0;
    for (int i = 0; i < draws; i++) {
      var noise = new Noise(random.fold(warmup + i));
      var outcome = transition.next(density, at, inverseMass, settled, noise);
      at = outcome.next();
      System.arraycopy(at.position(), 0, all, i * n, n);
      divergences += outcome.diverged() ? 1 : 0;
      acceptance += outcome.acceptance() / draws;
      steps += outcome.steps();
    }
    return new Trace(all, settled, inverseMass, divergences, acceptance, steps);
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

  /// Mean and variance of each element, by Welford's method.
  private static final class Moments {
    private final double[] mean;
    private final double[] squares;
    private int count;

    Moments(int n) {
      mean = new double[n];
      squares = new double[n];
    }

    void add(double[] x) {
      count++;
      for (int i = 0; i < x.length; i++) {
        double before = x[i] - mean[i];
        mean[i] += before / count;
        squares[i] += before * (x[i] - mean[i]);
      }
    }

    /// The variances, drawn towards 1e-3 as if by five more draws.
    double[] shrunk() {
      double[] variances = new double[mean.length];
      for (int i = 0; i < variances.length; i++) {
        double variance = count > 1 ? squares[i] / (count - 1) : 1;
        variances[i] = variance * count / (count + 5.0) + 1e-3 * 5 / (count + 5.0);
      }
      return variances;
    }
  }
}
