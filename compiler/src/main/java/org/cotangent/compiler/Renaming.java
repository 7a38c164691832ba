package org.cotangent.compiler;

/// The same array under another name.
///
/// @param from the slot that has it
/// @param to the slot that gets it
record Renaming(int from, int to) implements Step {
  @Override
  public void run(Frame frame) {
    frame.values[to] = frame.values[from];
  }

  @Override
  public String describe(Plan plan, String indent) {
    return "no copy: " + plan.name(to) + " is " + plan.name(from);
  }
}
