package org.cotangent.solve;

/// Why an iteration ended.
public enum Termination {
  /// The gradient is as small as was asked for.
  GRADIENT(true),
  /// The last step changed the value by no more than was asked for, and none better was expected.
  VALUE(true),
  /// The last step was as short as was asked for.
  STEP(true),
  /// No step found a lower value, although the gradient is larger than was asked for: rounding errors are in the way, or the
  /// gradient is not that of the value.
  STALLED(false),
  /// So many steps were allowed.
  ITERATIONS(false),
  /// The value became lower than any number.
  UNBOUNDED(false);

  private final boolean converged;

  Termination(boolean converged) {
    this.converged = converged;
  }

  /// Whether what was asked for was reached.
  public boolean converged() {
    return converged;
  }
}
