package org.cotangent;

/// A traced value used where it cannot be: after its transformation has ended, or where a number is needed that is not
/// known yet. The message names the line that made the value, and the way out.
public final class TraceException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// With a message for the user.
  public TraceException(String message) {
    super(message);
  }
}
