package org.cotangent.ops;

import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TraceException;

/// Values that decide on a shape: they must be known at the call.
final class Known {
  private Known() {}

  /// The value of x under all its boxes. Throws a [TraceException] where it is not known, or is a
  /// different one for each example of a `vmap`.
  static Array of(String operation, Tensor x) {
    Tensor value = x;
    while (value instanceof Box box) {
      Tensor below = unboxed(operation, box);
      if (!below.shape().equals(box.shape())) {
        throw new TraceException(
            operation
                + ": the result's shape would differ from example to example of a vmap: use"
                + " where(…), whose shape does not depend on values");
      }
      value = below;
    }
    if (value instanceof Array array) {
      return array;
    }
    throw new AssertionError("neither known nor traced");
  }

  private static Tensor unboxed(String operation, Box box) {
    try {
      return box.unboxed();
    } catch (TraceException e) {
      throw new TraceException(
          operation
              + ": the result's shape depends on values that are not known here: use where(…),"
              + " whose shape does not depend on values ("
              + e.getMessage()
              + ")");
    }
  }
}
