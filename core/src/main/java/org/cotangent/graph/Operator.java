package org.cotangent.graph;

import java.util.List;

/// An operation: one call of a method or function of the library, even if it takes several equations. Prints as
/// `Operator: name:mul/0`.
public non-sealed interface Operator extends GraphNode {
  /// The nodes that it computes with, in the order of its arguments.
  List<GraphNode> inputs();
}
