package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Scalar;

/// Sums, products, quotients, powers and roots, element by element, with promotion and broadcasting.
///
/// Thread-safe; all may be traced.
public final class Arithmetic {
  private static final Op ADD = Op.of(new Add());
  private static final Op SUB = Op.of(new Sub());
  private static final Op NEG = Op.of(new Neg());
  private static final Op MUL = Op.of(new Mul());
  private static final Op MASKED_MUL = Op.of(new MaskedMul());
  private static final Op DIV = Op.of(new Div());
  private static final Op POW = Op.of(new Pow());
  private static final Op SQUARE = Op.of(new Square());
  private static final Op SQRT = Op.of(new Sqrt());
  private static final Op RECIPROCAL = Op.of(new Reciprocal());
  private static final Op ABS = Op.of(new Abs());
  private static final Op CBRT = Op.of(new Cbrt());
  private static final Op REM = Op.of(new Rem());
  private static final Op HYPOT = Op.of(new Hypot());
  private static final Op COPY_SIGN = Op.of(new CopySign());

  private Arithmetic() {}

  /// `∛x`. Derivative `1/(3∛x²)`: infinite at 0.
  public record Cbrt() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.cbrt(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(1).div(y.square().times(3));
    }
  }

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

  /// `√(x² + y²)` without overflow. Derivative 0 at the origin.
  public record Hypot() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.hypot(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.where(Scalar.equal(y, Scalar.constant(0)), Scalar.constant(0), left.div(y));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.where(Scalar.equal(y, Scalar.constant(0)), Scalar.constant(0), right.div(y));
    }
  }

  /// `|x|` with the sign of y. Derivative 1 or −1 by x, 0 by y.
  public record CopySign() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.copySign(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.copySign(Scalar.constant(1), left).times(Scalar.copySign(Scalar.constant(1), right));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// `x + y`.
  public record Add() implements Linear.OfElements, Pointwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return left.plus(right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(1);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(1);
    }
  }

  /// `x − y`.
  public record Sub() implements Linear.OfElements, Pointwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return left.minus(right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(1);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(-1);
    }
  }

  /// `−x`.
  public record Neg() implements Linear.OfElements, Pointwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.negate();
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(-1);
    }
  }

  /// `x · y`.
  public record Mul() implements Bilinear.OfElements {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return left.times(right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return right;
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return left;
    }
  }

  /// `x · y`, and 0 where one of them is 0: the product of the strong zero.
  public record MaskedMul() implements Bilinear.OfElements {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.maskedTimes(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return right;
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return left;
    }
  }

  /// `x / y`. Derivatives `1/y` and `−(x/y)/y`.
  public record Div() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return left.div(right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return right.reciprocal();
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return y.div(right).negate();
    }
  }

  /// `xᵖ`. The base's derivative `p·xᵖ⁻¹` is 0 where p is 0; the exponent's, `log(x)·xᵖ`, is 0 at base 0 for p > 0 and NaN for
  /// a negative base.
  public record Pow() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.pow(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.where(
          Scalar.equal(right, Scalar.constant(0)),
          Scalar.constant(0),
          right.times(Scalar.pow(left, right.minus(1))));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      Scalar zero = Scalar.constant(0);
      return Scalar.where(
          Scalar.and(Scalar.equal(left, zero), Scalar.lessEqual(zero, right)), zero, Scalar.log(left).times(y));
    }
  }

  /// `x²`.
  public record Square() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.times(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.times(2);
    }
  }

  /// `√x`. Derivative `1/(2√x)`: infinite at 0.
  public record Sqrt() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sqrt(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0.5).div(y);
    }
  }

  /// `1/x`. Derivative `−1/x²`.
  public record Reciprocal() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.reciprocal();
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(y).negate();
    }
  }

  /// `|x|`. Derivative `sign(x)`: 0 at 0.
  public record Abs() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.abs(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.sign(x);
    }
  }

  /// `a + b`.
  public static Tensor plus(Tensor a, Tensor b) {
    return Aligned.arithmetic(ADD, a, b);
  }

  /// `a + b`.
  public static Tensor plus(Tensor a, double b) {
    return Aligned.right(ADD, a, b);
  }

  /// `a − b`.
  public static Tensor minus(Tensor a, Tensor b) {
    return Aligned.arithmetic(SUB, a, b);
  }

  /// `a − b`.
  public static Tensor minus(Tensor a, double b) {
    return Aligned.right(SUB, a, b);
  }

  /// `a − b`.
  public static Tensor minus(double a, Tensor b) {
    return Aligned.left(SUB, a, b);
  }

  /// `a · b`.
  public static Tensor times(Tensor a, Tensor b) {
    return Aligned.arithmetic(MUL, a, b);
  }

  /// `a · b`.
  public static Tensor times(Tensor a, double b) {
    return Aligned.right(MUL, a, b);
  }

  /// `a · b`, and 0 where one of them is 0, whatever the other is.
  public static Tensor maskedTimes(Tensor a, Tensor b) {
    return Aligned.real(MASKED_MUL, a, b);
  }

  /// `a / b`, floating also for whole numbers.
  public static Tensor div(Tensor a, Tensor b) {
    return Aligned.real(DIV, a, b);
  }

  /// `a / b`.
  public static Tensor div(Tensor a, double b) {
    return Aligned.right(DIV, a, b);
  }

  /// `a / b`.
  public static Tensor div(double a, Tensor b) {
    return Aligned.left(DIV, a, b);
  }

  /// `aᵇ`, floating also for whole numbers.
  public static Tensor pow(Tensor a, Tensor b) {
    return Aligned.real(POW, a, b);
  }

  /// `aᵇ`.
  public static Tensor pow(Tensor a, double b) {
    return b == 2 ? square(a) : Aligned.right(POW, a, b);
  }

  /// `aᵇ`.
  public static Tensor pow(double a, Tensor b) {
    return Aligned.left(POW, a, b);
  }

  /// `−x`.
  public static Tensor negate(Tensor x) {
    return NEG.bind(x);
  }

  /// `x²`.
  public static Tensor square(Tensor x) {
    return SQUARE.bind(x);
  }

  /// `√x`.
  public static Tensor sqrt(Tensor x) {
    return Aligned.unary(SQRT, x);
  }

  /// `1/x`.
  public static Tensor reciprocal(Tensor x) {
    return Aligned.unary(RECIPROCAL, x);
  }

  /// `|x|`.
  public static Tensor abs(Tensor x) {
    return ABS.bind(x);
  }

  /// `∛x`, also of negative numbers.
  public static Tensor cbrt(Tensor x) {
    return Aligned.unary(CBRT, x);
  }

  /// The remainder of a truncating division, with the sign of a.
  public static Tensor rem(Tensor a, Tensor b) {
    return Aligned.arithmetic(REM, a, b);
  }

  /// The remainder of a truncating division, with the sign of a.
  public static Tensor rem(Tensor a, double b) {
    return Aligned.right(REM, a, b);
  }

  /// `√(a² + b²)` without overflow; derivative 0 at the origin.
  public static Tensor hypot(Tensor a, Tensor b) {
    return Aligned.real(HYPOT, a, b);
  }

  /// `√(a² + b²)` without overflow; derivative 0 at the origin.
  public static Tensor hypot(Tensor a, double b) {
    return Aligned.right(HYPOT, a, b);
  }

  /// `|a|` with the sign of b.
  public static Tensor copySign(Tensor a, Tensor b) {
    return Aligned.arithmetic(COPY_SIGN, a, b);
  }

  /// `|a|` with the sign of b.
  public static Tensor copySign(Tensor a, double b) {
    return Aligned.right(COPY_SIGN, a, b);
  }
}
