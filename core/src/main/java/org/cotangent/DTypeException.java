package org.cotangent;

/// Element types that do not fit; the message names the operation and the types, and how to convert.
public final class DTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /// With a message for the user.
  public DTypeException(String message) {
    super(message);
  }
}
