/// Programs as few loops: which values are written to memory, which are computed where they are used, and what shares a sweep.
/// Start at [Fusion].
@org.jspecify.annotations.NullMarked
package org.cotangent.compiler.fusion;
