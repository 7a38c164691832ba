package org.cotangent.solve;

/// A point of a Hamiltonian trajectory: position, log density and gradient there, momentum.
///
/// @param at the position
/// @param momentum the momentum
record PhasePoint(Density.Point at, double[] momentum) {
  /// A step of the leapfrog method: half a kick, a drift, half a kick.
  PhasePoint leapfrog(Density density, double[] inverseMass, double size) {
    double[] p = Vectors.plus(momentum, size / 2, at.gradient());
    double[] q = at.position().clone();
    for (int i = 0; i < q.length; i++) {
      q[i] += size * inverseMass[i] * p[i];
    }
    var there = density.at(q);
    Vectors.add(p, size / 2, there.gradient());
    return new PhasePoint(there, p);
  }

  /// `−log density + ½ p·M⁻¹p`; +∞ where the density is not a number.
  double energy(double[] inverseMass) {
    double kinetic = 0;
    for (int i = 0; i < momentum.length; i++) {
      kinetic += momentum[i] * momentum[i] * inverseMass[i];
    }
    double energy = kinetic / 2 - at.value();
    return Double.isNaN(energy) ? Double.POSITIVE_INFINITY : energy;
  }

  /// `M⁻¹p`.
  double[] velocity(double[] inverseMass) {
    double[] velocity = new double[momentum.length];
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = inverseMass[i] * momentum[i];
    }
    return velocity;
  }
}
