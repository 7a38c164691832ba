package org.cotangent.solve;

/// How a sampler goes from one draw to the next.
sealed interface Transition permits NutsTransition, HmcTransition {
  /// What came of it.
  ///
  /// @param next the next draw
  /// @param acceptance the mean probability with which the points of the trajectory would have been accepted
  /// @param steps how many leapfrog steps there were
  /// @param diverged whether the trajectory left the energy's neighbourhood
  record Outcome(Density.Point next, double acceptance, int steps, boolean diverged) {}

  /// An error of the energy above which a trajectory has diverged.
  double DIVERGENCE = 1000;

  /// From `from`, with that step size and mass.
  Outcome next(Density density, Density.Point from, Mass mass, double size, Noise noise);
}
