/// The compiler of programs: see `ARCHITECTURE.md`.
@org.jspecify.annotations.NullMarked
package org.cotangent.compiler;
