package org.cotangent.compiler.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The machine's vectors. To be asked only where the vector module is present.
final class Species {
  private Species() {}

  /// How many elements a vector has.
  static int length(Lane lane) {
    return lane == Lane.F64
        ? DoubleVector.SPECIES_PREFERRED.length()
        : FloatVector.SPECIES_PREFERRED.length();
  }
}
