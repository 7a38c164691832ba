package org.cotangent.pass;

import org.cotangent.primitive.Program;

/// A transformation of programs that keeps inputs, number and types of the outputs, and their values, but not how derivatives follow
/// from them: differentiate first. Thread-safe.
public interface Pass {
  /// As `explain` prints it.
  String name();

  /// The program after it; the same object if there was nothing to do.
  Program apply(Program program);
}
