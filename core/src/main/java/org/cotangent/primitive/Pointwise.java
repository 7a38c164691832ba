package org.cotangent.primitive;

import java.util.List;
import org.cotangent.DType;

/// What all primitives that work element by element have in common: [Elementwise] ones, and those [Linear] and [Bilinear]
/// ones that are pointwise too, such as addition and multiplication.
///
/// All operands have one shape; the result has it too.
public interface Pointwise {
  /// Number of operands: 1 to 3.
  int arity();

  /// The result `y`.
  Scalar value(List<Scalar> x);

  /// `∂y/∂x[i]`, of the operands and the result.
  Scalar partial(int i, List<Scalar> x, Scalar y);

  /// The result's dtype; by default that of the last operand. A result that is not floating has no derivative.
  default DType dtype(List<DType> operands) {
    return operands.getLast();
  }

  /// The form with one operand.
  interface Unary extends Pointwise {
    /// The result `y`.
    Scalar value(Scalar x);

    /// `dy/dx`.
    Scalar partial(Scalar x, Scalar y);

    @Override
    default int arity() {
      return 1;
    }

    @Override
    default Scalar value(List<Scalar> x) {
      return value(x.get(0));
    }

    @Override
    default Scalar partial(int i, List<Scalar> x, Scalar y) {
      return partial(x.get(0), y);
    }
  }

  /// The form with two operands.
  interface Binary extends Pointwise {
    /// The result.
    Scalar value(Scalar left, Scalar right);

    /// The derivative by the left operand; `y` is the result.
    Scalar left(Scalar left, Scalar right, Scalar y);

    /// The derivative by the right operand; `y` is the result.
    Scalar right(Scalar left, Scalar right, Scalar y);

    @Override
    default int arity() {
      return 2;
    }

    @Override
    default Scalar value(List<Scalar> x) {
      return value(x.get(0), x.get(1));
    }

    @Override
    default Scalar partial(int i, List<Scalar> x, Scalar y) {
      return i == 0 ? left(x.get(0), x.get(1), y) : right(x.get(0), x.get(1), y);
    }
  }
}
