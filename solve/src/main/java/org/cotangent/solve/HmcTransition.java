package org.cotangent.solve;

/// A trajectory of a random number of steps, of which the end is accepted or not.
///
/// @param most the largest number of steps; each number from 1 on is equally probable, so that no period of the target resonates
record HmcTransition(int most) implements Transition {
  @Override
  public Outcome next(Density density, Density.Point from, Mass mass, double size, Noise noise) {
    var point = new PhasePoint(from, mass.momentum(noise.normals(from.position().length)));
    double before = point.energy(mass);
    int steps = 1 + (int) (noise.uniform() * most);
    for (int i = 0; i < steps; i++) {
      point = point.leapfrog(density, mass, size);
      double excess = point.energy(mass) - before;
      if (!(excess <= DIVERGENCE)) {
        return new Outcome(from, 0, i + 1, true);
      }
    }
    double acceptance = Math.min(1, Math.exp(before - point.energy(mass)));
    boolean accepted = noise.uniform() < acceptance;
    return new Outcome(accepted ? point.at() : from, acceptance, steps, false);
  }
}
