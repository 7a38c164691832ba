package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Array;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;

/// A start value as a flat vector, and the way back: solvers work on plain numbers and touch structures at their edges only.
///
/// @param start all elements of all leaves
/// @param unravel makes a structure of such a vector; takes boxes too
record Flattened<P>(double[] start, Function<Tensor, P> unravel) {
  /// Throws a [NotDifferentiableException] if the start is traced, or has a leaf that is not floating.
  static <P> Flattened<P> of(String who, P start) {
    var raveled = Trees.ravel(start);
    return new Flattened<>(
        known(
            who,
            "the start is traced: what is found does not depend on where the search began, so pass"
                + " known values",
            raveled.vector()),
        raveled.unravel());
  }

  int size() {
    return start.length;
  }

  P tree(double[] x) {
    return unravel.apply(Tensor.vector(x));
  }

  /// The elements of `tensor`, or an exception that says what to do about its being traced.
  static double[] known(String who, String otherwise, Tensor tensor) {
    if (tensor instanceof Array array) {
      return array.toDoubles();
    }
    throw new NotDifferentiableException(who + ": " + otherwise);
  }
}
