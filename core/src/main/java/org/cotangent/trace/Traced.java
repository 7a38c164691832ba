package org.cotangent.trace;

import java.util.Optional;

/// The result of a trace.
///
/// @param value the function's value
/// @param node the node that made it; none if the value does not depend on the input
public record Traced<R>(R value, Optional<Node> node) {}
