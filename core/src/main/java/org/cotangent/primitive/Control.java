package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Tensor;

/// An operation that holds functions: a closed set, treated one by one by each transformation.
public sealed interface Control extends Primitive permits CustomJvp, CustomVjp {
  /// Runs it on these arguments, of which none need be a box.
  List<Tensor> apply(List<Tensor> arguments);

  /// The outputs' abstract values.
  List<Aval> shapes(List<Aval> inputs);
}
