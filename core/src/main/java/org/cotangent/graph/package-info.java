/// The static graph: placeholders, constants, variables and operators, a forward pass with a feed and a backward pass with
/// gradients added up. Start at [org.cotangent.graph.Graph].
package org.cotangent.graph;
