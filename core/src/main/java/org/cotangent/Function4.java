package org.cotangent;

/// A function of four arguments.
@FunctionalInterface
public interface Function4<A, B, C, D, R> {
  /// Applies this function.
  R apply(A a, B b, C c, D d);
}
