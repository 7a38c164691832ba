package org.cotangent.compiler.scalar;

/// Thrown when a program can't become straight-line code; says why.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  Refusal(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
