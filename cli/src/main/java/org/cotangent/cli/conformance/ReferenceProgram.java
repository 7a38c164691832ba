package org.cotangent.cli.conformance;

import java.util.Map;
import java.util.function.Function;
import org.cotangent.Tensor;
import tools.jackson.databind.node.ObjectNode;

/// A whole program of the reference cases, ready to be evaluated.
interface ReferenceProgram {
  /// What is differentiated: a scalar of named inputs.
  Function<Map<String, Tensor>, Tensor> objective();

  /// Where it is differentiated.
  Map<String, Tensor> at();

  /// What the case asks for, with its keys and nesting.
  ObjectNode result();
}
