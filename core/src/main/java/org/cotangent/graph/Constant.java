package org.cotangent.graph;

/// A value that never changes. Prints as `Constant: name:Const/0, value:5`.
public non-sealed interface Constant extends GraphNode {}
