package org.cotangent.primitive;

/// An operation on each element, given by the formulas of its value and its partial derivatives.
///
/// Shape, evaluation, jvp, vjp, linearize and vmap follow from the formulas.
///
/// ```java
/// record Logistic() implements Elementwise.Unary {
///   @Override public Scalar value(Scalar x) { return Scalar.sigmoid(x); }
///   @Override public Scalar partial(Scalar x, Scalar y) { return y.times(Scalar.constant(1).minus(y)); }
/// }
/// ```
public non-sealed interface Elementwise extends Primitive, Pointwise {
  /// The form with one operand.
  interface Unary extends Elementwise, Pointwise.Unary {}

  /// The form with two operands.
  interface Binary extends Elementwise, Pointwise.Binary {}
}
