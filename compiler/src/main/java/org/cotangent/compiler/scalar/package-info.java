/// Programs on small values as straight-line code: every element is a scalar value, values are folded and shared, and hidden
/// classes of `double` bytecode come out.
///
/// Called by the compiler's service. Start at [org.cotangent.compiler.scalar.ScalarCompiler]; the way of a program is
/// `Scalarizer` (elements), `Values` (static single assignment), `Schedule` (order), `Emitter` (bytecode).
package org.cotangent.compiler.scalar;
