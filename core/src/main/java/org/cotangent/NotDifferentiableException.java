package org.cotangent;

/// A derivative that does not exist or has no rule; the message says which, and what to do instead.
public final class NotDifferentiableException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1;

  /// With a message for the user.
  public NotDifferentiableException(String message) {
    super(message);
  }
}
