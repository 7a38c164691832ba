package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Array;

/// How a [LinearSolve] finds its solution. A host function, or one of the methods of [Krylov].
@FunctionalInterface
public interface LinearSolver {
  /// The `x` with `operator(x) = b`, of the shapes and dtypes of `b`.
  List<Array> solve(Routine operator, List<Array> b);

  /// Whether independent systems may be solved as one: it treats its unknowns as one vector, whatever their shapes. If not, a batch
  /// is solved one example after the other.
  default boolean joins() {
    return false;
  }
}
