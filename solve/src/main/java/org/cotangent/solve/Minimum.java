package org.cotangent.solve;

/// What a minimiser found.
///
/// @param params where; of the structure, shapes and dtypes of the start
/// @param value the function there
/// @param gradientNorm the largest element of the gradient there, in magnitude
/// @param iterations steps taken
/// @param evaluations calls of the function, with or without its gradient
/// @param reason why it ended
public record Minimum<P>(
    P params,
    double value,
    double gradientNorm,
    int iterations,
    int evaluations,
    Termination reason) {
  /// Whether what was asked for was reached.
  public boolean converged() {
    return reason.converged();
  }
}
