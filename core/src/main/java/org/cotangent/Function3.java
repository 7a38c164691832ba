package org.cotangent;

/// A function of three arguments.
@FunctionalInterface
public interface Function3<A, B, C, R> {
  /// Applies this function.
  R apply(A a, B b, C c);
}
