/// Loops over arrays as bytecode: a loop nest is described by values ([Nest]), written as a hidden class for single numbers or
/// for whole vectors, and run by a [Kernel]. Start at [Body], the language of what a loop does.
@org.jspecify.annotations.NullMarked
package org.cotangent.compiler.kernel;
