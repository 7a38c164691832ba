package org.cotangent.compiler;

/// One thing that a compiled program does to the values of a call. Immutable; what changes is in the [Frame].
interface Step {
  /// Does it.
  void run(Frame frame);

  /// What it is, as a line of text.
  String describe();
}
