package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;

/// An operation that is linear in each of two inputs: a product.
///
/// `jvp = f(dx, z) + f(x, dz)`; the author states the two transposes.
public non-sealed interface Bilinear extends Primitive {
  /// The output's abstract value; throws a [org.cotangent.ShapeException] or [org.cotangent.DTypeException] for inputs that do
  /// not fit.
  Aval shape(Aval left, Aval right);

  /// Evaluates it.
  Array evaluate(Array left, Array right);

  /// The cotangent of the left input, whose abstract value is `left`.
  Tensor transposeLeft(Tensor cotangent, Tensor right, Aval left);

  /// The cotangent of the right input, whose abstract value is `right`.
  Tensor transposeRight(Tensor cotangent, Tensor left, Aval right);

  /// The operation on inputs of which those in `mapped` (at least one) have a leading axis of length `size` more; the result
  /// has it too.
  Tensor batch(Tensor left, Tensor right, boolean leftMapped, boolean rightMapped, int size);

  /// A product of elements: everything follows from the formulas.
  interface OfElements extends Bilinear, Pointwise.Binary {
    @Override
    default Aval shape(Aval left, Aval right) {
      return Op.of(this).shape(List.of(left, right));
    }

    @Override
    default Array evaluate(Array left, Array right) {
      return Op.of(this).evaluate(List.of(left, right));
    }

    @Override
    default Tensor transposeLeft(Tensor cotangent, Tensor right, Aval left) {
      return bind(cotangent, right);
    }

    @Override
    default Tensor transposeRight(Tensor cotangent, Tensor left, Aval right) {
      return bind(left, cotangent);
    }

    @Override
    default Tensor batch(
        Tensor left, Tensor right, boolean leftMapped, boolean rightMapped, int size) {
      return Op.of(this)
          .bind(
              Batching.repeat(List.of(left, right), new boolean[] {leftMapped, rightMapped}, size))
          .get(0);
    }
  }
}
