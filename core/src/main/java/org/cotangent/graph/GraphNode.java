package org.cotangent.graph;

import java.util.Optional;
import org.cotangent.Box;
import org.cotangent.Tensor;

/// A node of a [Graph]; also a tensor, so every operation of the library takes it and makes a node of it.
///
/// Sealed into the four kinds of the static graph, so a `switch` needs no `default`. Values and gradients belong to the graph's
/// latest passes: not thread-safe.
public sealed interface GraphNode extends Box permits Placeholder, Constant, Variable, Operator {
  /// `mul/0`, or as it was named.
  String name();

  /// The value: of a variable or constant always, of the others after a forward pass.
  Optional<Tensor> value();

  /// The gradient, after a backward pass: added up over all uses.
  Optional<Tensor> gradient();
}
