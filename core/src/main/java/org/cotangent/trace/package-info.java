/// The transformations at work: one trace each for reverse mode, forward mode, vmap and staging, written once over the kinds of
/// primitives. Start at [org.cotangent.trace.Tracing] to look at a trace, at `Rules` to read how derivatives come about.
/// `Transform` and `Tape` are for the façade and the graph.
package org.cotangent.trace;
