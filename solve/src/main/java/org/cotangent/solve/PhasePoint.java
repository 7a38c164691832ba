package org.cotangent.solve;

/// A point of a Hamiltonian trajectory: position, log density and gradient there, momentum.
///
/// @param at the position
/// @param momentum the momentum
record PhasePoint(Density.Point at, double[] momentum) {
  /// A step of the leapfrog method: half a kick, a drift, half a kick.
  PhasePoint leapfrog(Density density, Mass mass, double size) {
    double[] p = Vectors.plus(momentum, size / 2, at.gradient());
    double[] q = Vectors.plus(at.position(), size, mass.velocity(p));
    var there = density.at(q);
    Vectors.add(p, size / 2, there.gradient());
    return new PhasePoint(there, p);
  }

  /// `−log density + ½ p·M⁻¹p`; +∞ where the density is not a number.
  double energy(Mass mass) {
    double energy = Vectors.dot(momentum, mass.velocity(momentum)) / 2 - at.value();
    return Double.isNaN(energy) ? Double.POSITIVE_INFINITY : energy;
  }
}
