package org.cotangent.ops;

import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Scalar;

/// Divisions with a remainder, element by element, also of whole numbers: the primitives behind [Arithmetic].
///
/// A whole number divided by 0 gives 0, with the remainder 0.
public final class Remainders {
  private Remainders() {}

  /// `x − trunc(x/y)·y`: the remainder with the sign of x. Derivatives 1 and `−trunc(x/y)`.
  public record Rem() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.rem(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(1);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.round(left.minus(y).div(right)).negate();
    }
  }

  /// `x − ⌊x/y⌋·y`: the remainder with the sign of y. Derivatives 1 and `−⌊x/y⌋`.
  public record Remainder() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      Scalar truncated = Scalar.rem(left, right);
      return Scalar.where(
          Scalar.equal(truncated, Scalar.constant(0)),
          Scalar.copySign(truncated, right),
          Scalar.where(otherSign(truncated, right), truncated.plus(right), truncated));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(1);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.round(left.minus(y).div(right)).negate();
    }
  }

  /// `⌊x/y⌋` of the unrounded quotient. Derivative 0.
  public record FloorDivide() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      Scalar zero = Scalar.constant(0);
      Scalar truncated = Scalar.rem(left, right);
      Scalar quotient = Scalar.round(left.minus(truncated).div(right));
      Scalar below =
          Scalar.and(Scalar.not(Scalar.equal(truncated, zero)), otherSign(truncated, right));
      return Scalar.where(Scalar.equal(right, zero), left.div(right), quotient.minus(below));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }
  }

  private static Scalar otherSign(Scalar remainder, Scalar divisor) {
    Scalar zero = Scalar.constant(0);
    return Scalar.not(Scalar.equal(Scalar.less(remainder, zero), Scalar.less(divisor, zero)));
  }
}
