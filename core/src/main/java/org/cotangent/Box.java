package org.cotangent;

import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Trace;

/// A traced tensor: what a function sees of its argument while a transformation runs it.
///
/// Not sealed: each trace has boxes of its own, and nothing switches over them. A box must not outlive the transformation
/// that made it; using one later is a [TraceException] that names the line where it was made.
public non-sealed interface Box extends Tensor {
  /// The trace that made this box; the one with the highest level among the arguments of an operation handles it.
  Trace trace();

  /// What the box holds, one level down. Throws a [TraceException] where no value is known: under `stage` and `compile`.
  Tensor unboxed();

  @Override
  default Aval aval() {
    return unboxed().aval();
  }

  @Override
  default double item() {
    return unboxed().item();
  }

  @Override
  default double[] toDoubles() {
    return unboxed().toDoubles();
  }

  /// What `boxed` holds under all its boxes. Throws a [TraceException] where no value is known.
  static Tensor valueOf(Tensor boxed) {
    Tensor value = boxed;
    while (value instanceof Box box) {
      value = box.unboxed();
    }
    return value;
  }
}
