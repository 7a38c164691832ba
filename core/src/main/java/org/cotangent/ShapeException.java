package org.cotangent;

/// Shapes that do not fit; the message names the operation and both shapes.
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /// With a message for the user.
  public ShapeException(String message) {
    super(message);
  }
}
