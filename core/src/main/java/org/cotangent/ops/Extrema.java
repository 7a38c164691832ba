package org.cotangent.ops;

import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Scalar;

/// The larger and the smaller of two, element by element: the primitives behind [Comparison].
public final class Extrema {
  private Extrema() {}

  /// The larger; NaN passes. Equal operands share the derivative: ½ each.
  public record Maximum() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.max(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return share(left, right, y);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return share(right, left, y);
    }
  }

  /// The smaller; NaN passes. Equal operands share the derivative: ½ each.
  public record Minimum() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.min(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return share(left, right, y);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return share(right, left, y);
    }
  }

  /// The larger, NaN ignored beside a number. Equal operands share the derivative: ½ each.
  public record Fmax() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return number(left, right, Scalar.max(left, right));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return number(left, right, Scalar.constant(1), Scalar.constant(0), share(left, right, y));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return number(left, right, Scalar.constant(0), Scalar.constant(1), share(right, left, y));
    }
  }

  /// The smaller, NaN ignored beside a number. Equal operands share the derivative: ½ each.
  public record Fmin() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return number(left, right, Scalar.min(left, right));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return number(left, right, Scalar.constant(1), Scalar.constant(0), share(left, right, y));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return number(left, right, Scalar.constant(0), Scalar.constant(1), share(right, left, y));
    }
  }

  private static Scalar number(Scalar left, Scalar right, Scalar both) {
    return number(left, right, left, right, both);
  }

  /// `onlyLeft` where the right operand is NaN, `onlyRight` where the left one is, else `both`.
  private static Scalar number(
      Scalar left, Scalar right, Scalar onlyLeft, Scalar onlyRight, Scalar both) {
    return Scalar.where(
        Scalar.isNaN(right), onlyLeft, Scalar.where(Scalar.isNaN(left), onlyRight, both));
  }

  /// The derivative of an extreme by `mine`, when the result is `y`: 1 if it is mine, 0 if it is the other's, ½ if both are
  /// equal, and NaN beside NaN.
  private static Scalar share(Scalar mine, Scalar other, Scalar y) {
    return Scalar.where(
        Scalar.equal(mine, other),
        Scalar.constant(0.5),
        Scalar.where(
            Scalar.equal(mine, y),
            Scalar.constant(1),
            Scalar.where(Scalar.equal(other, y), Scalar.constant(0), y)));
  }
}
