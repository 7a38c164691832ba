package org.cotangent.solve;

/// A trajectory of a random number of steps, of which the end is accepted or not.
///
/// @param most the largest number of steps; each number from 1 on is equally probable, so that no period of the target resonates
record HmcTransition(int most) implements Transition {
  @Override
  public Outcome next(
      Density density, Density.Point from, double[] inverseMass, double size, Noise noise) {
    var point = new PhasePoint(from, noise.momentum(inverseMass));
    double before = point.energy(inverseMass);
    int steps = 1 + (int) (noise.uniform() * most);
    for (int i = 0; i < steps; i++) {
      point = point.leapfrog(density, inverseMass, size);
      double excess = point.energy(inverseMass) - before;
      if (!(excess <= DIVERGENCE)) {
        return new Outcome(from, 0, i + 1, true);
      }
    }
    double acceptance = Math.min(1, Math.exp(before - point.energy(inverseMass)));
    boolean accepted = noise.uniform() < acceptance;
    return new Outcome(accepted ? point.at() : from, acceptance, steps, false);
  }
}
