package org.cotangent.solve;

/// The step size that makes the mean acceptance what is wanted: Nesterov's dual averaging, Hoffman and Gelman (2014), section 3.2.
final class StepSize {
  private static final double SHRINKAGE = 0.05;
  private static final double DELAY = 10;
  private static final double FORGETTING = 0.75;

  private final double target;
  private double center;
  private double logarithm;
  private double average;
  private double error;
  private int count;

  StepSize(double target, double size) {
    this.target = target;
    restart(size);
  }

  /// Forgets what was learnt.
  void restart(double size) {
    center = Math.log(10 * size);
    logarithm = Math.log(size);
    average = 0;
    error = 0;
    count = 0;
  }

  void learn(double acceptance) {
    count++;
    double share = 1 / (count + DELAY);
    error += share * (target - acceptance - error);
    logarithm = center - error * Math.sqrt(count) / SHRINKAGE;
    double weight = Math.pow(count, -FORGETTING);
    average += weight * (logarithm - average);
  }

  /// For the next transition of the warm-up.
  double current() {
    return Math.exp(logarithm);
  }

  /// When the warm-up is over.
  double settled() {
    return count == 0 ? Math.exp(logarithm) : Math.exp(average);
  }

  /// A size to begin with: doubled or halved until one step is accepted with a probability on the other side of 0.8.
  static double first(Density density, Density.Point from, Mass mass, double guess, Noise noise) {
    var point = new PhasePoint(from, mass.momentum(noise.normals(from.position().length)));
    double before = point.energy(mass);
    double size = guess;
    boolean grows = gain(density, point, mass, size, before) > Math.log(0.8);
    for (int i = 0; i < 100; i++) {
      double next = grows ? 2 * size : size / 2;
      boolean good = gain(density, point, mass, next, before) > Math.log(0.8);
      if (good != grows) {
        return grows ? size : next;
      }
      size = next;
    }
    return size;
  }

  private static double gain(
      Density density, PhasePoint point, Mass mass, double size, double before) {
    return before - point.leapfrog(density, mass, size).energy(mass);
  }
}
