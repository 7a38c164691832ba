package org.cotangent.compiler;

/// One thing that a compiled program does to the values of a call. Immutable; what changes is in the [Frame].
interface Step {
  /// Does it.
  void run(Frame frame);

  /// What it is as text: a line, and those of the programs it holds, moved in behind `indent`.
  String describe(Plan plan, String indent);
}
