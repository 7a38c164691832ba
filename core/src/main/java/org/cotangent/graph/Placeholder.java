package org.cotangent.graph;

/// A value that is fed to each forward pass. Prints as `Placeholder: name:x, value:…`.
public non-sealed interface Placeholder extends GraphNode {}
