package org.cotangent.ops;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Scalar;

/// Sums, products, quotients, powers and roots, element by element, with promotion and broadcasting.
///
/// The primitives of powers are in [Powers], those of remainders in [Remainders]. Shapes that do not broadcast throw a
/// [org.cotangent.ShapeException] that names both.
///
/// Thread-safe; all may be traced.
public final class Arithmetic {
  private static final Op ADD = Op.of(new Add());
  private static final Op SUB = Op.of(new Sub());
  private static final Op NEG = Op.of(new Neg());
  private static final Op MUL = Op.of(new Mul());
  private static final Op MASKED_MUL = Op.of(new MaskedMul());
  private static final Op DIV = Op.of(new Div());
  private static final Op POW = Op.of(new Powers.Pow());
  private static final Op SQUARE = Op.of(new Powers.Square());
  private static final Op SQRT = Op.of(new Powers.Sqrt());
  private static final Op RECIPROCAL = Op.of(new Powers.Reciprocal());
  private static final Op ABS = Op.of(new Abs());
  private static final Op CBRT = Op.of(new Powers.Cbrt());
  private static final Op REM = Op.of(new Remainders.Rem());
  private static final Op HYPOT = Op.of(new Powers.Hypot());
  private static final Op RSQRT = Op.of(new Powers.Rsqrt());
  private static final Op REMAINDER = Op.of(new Remainders.Remainder());
  private static final Op FLOOR_DIVIDE = Op.of(new Remainders.FloorDivide());
  private static final Op FMA = Op.of(new Fma());
  private static final Op COPY_SIGN = Op.of(new CopySign());

  private Arithmetic() {}

  /// `|x|` with the sign of y. Derivative 1 or −1 by x, 0 by y.
  public record CopySign() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.copySign(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.copySign(Scalar.constant(1), left)
          .times(Scalar.copySign(Scalar.constant(1), right));
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
    public boolean masks() {
      return true;
    }

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

  /// `x·y + z`, rounded once.
  public record Fma() implements Elementwise {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.function("fma", Math::fma, x.get(0), x.get(1), x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      return switch (i) {
        case 0 -> x.get(1);
        case 1 -> x.get(0);
        default -> Scalar.constant(1);
      };
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
    return b == 2 ? square(Aligned.floating(a)) : Aligned.right(POW, a, b);
  }

  /// `aᵇ`.
  public static Tensor pow(double a, Tensor b) {
    return Aligned.left(POW, a, b);
  }

  /// `−x`.
  public static Tensor negate(Tensor x) {
    return NEG.bind(Aligned.counted(x));
  }

  /// `x²`.
  public static Tensor square(Tensor x) {
    return SQUARE.bind(Aligned.counted(x));
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
    return ABS.bind(Aligned.counted(x));
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

  /// `1/√x`.
  public static Tensor rsqrt(Tensor x) {
    return Aligned.unary(RSQRT, x);
  }

  /// The remainder of a division rounded down, with the sign of b; of whole numbers exact, and 0 for b = 0.
  public static Tensor remainder(Tensor a, Tensor b) {
    return Aligned.arithmetic(REMAINDER, a, b);
  }

  /// The remainder of a division rounded down, with the sign of b.
  public static Tensor remainder(Tensor a, double b) {
    return Aligned.right(REMAINDER, a, b);
  }

  /// `⌊a/b⌋`; of whole numbers exact and whole, and 0 for b = 0. Derivative 0.
  public static Tensor floorDivide(Tensor a, Tensor b) {
    return Aligned.arithmetic(FLOOR_DIVIDE, a, b);
  }

  /// `⌊a/b⌋`. Derivative 0.
  public static Tensor floorDivide(Tensor a, double b) {
    return Aligned.right(FLOOR_DIVIDE, a, b);
  }

  /// `a·b + c`, rounded once if it is floating.
  public static Tensor fma(Tensor a, Tensor b, Tensor c) {
    DType dtype = DType.promote(DType.promote(a.dtype(), b.dtype()), c.dtype());
    if (!dtype.floating()) {
      return a.times(b).plus(c);
    }
    Shape shape = Shape.broadcast("fma", Shape.broadcast("fma", a.shape(), b.shape()), c.shape());
    return FMA.bind(
            List.of(
                Aligned.to(a, dtype, shape),
                Aligned.to(b, dtype, shape),
                Aligned.to(c, dtype, shape)))
        .getFirst();
  }

  /// `x + value·y·z`.
  public static Tensor addcmul(Tensor x, Tensor y, Tensor z, double value) {
    return value == 1 ? x.plus(y.times(z)) : x.plus(y.times(z).times(value));
  }

  /// `x + t·(y − x)`: x for t = 0, y for t = 1, and the line through them.
  public static Tensor lerp(Tensor x, Tensor y, Tensor t) {
    return x.plus(t.times(y.minus(x)));
  }

  /// `x + t·(y − x)`: x for t = 0, y for t = 1, and the line through them.
  public static Tensor lerp(Tensor x, Tensor y, double t) {
    return x.plus(y.minus(x).times(t));
  }

  /// `(a − b)²`.
  public static Tensor squaredDifference(Tensor a, Tensor b) {
    return square(minus(a, b));
  }

  /// x, but at least `low` and at most `high`; NaN passes. At a bound the derivative is ½; use an infinity for no bound.
  public static Tensor clip(Tensor x, double low, double high) {
    Tensor above = low == Double.NEGATIVE_INFINITY ? x : Comparison.maximum(x, low);
    return high == Double.POSITIVE_INFINITY ? above : Comparison.minimum(above, high);
  }

  /// x, but at least `low` and at most `high`, of which elements outside take the derivative; NaN passes. At a bound x and the
  /// bound share it: ½ each.
  public static Tensor clip(Tensor x, Tensor low, Tensor high) {
    return Comparison.minimum(Comparison.maximum(x, low), high);
  }

  /// `x·π/180`.
  public static Tensor deg2rad(Tensor x) {
    return times(x, Math.PI / 180);
  }

  /// `x·180/π`.
  public static Tensor rad2deg(Tensor x) {
    return times(x, 180 / Math.PI);
  }

  /// `x³`.
  public static Tensor cube(Tensor x) {
    return pow(x, 3);
  }

  /// `aᵇ` in `F64`, whatever the operands are.
  public static Tensor floatPower(Tensor a, Tensor b) {
    return pow(Shaping.convert(a, DType.F64), Shaping.convert(b, DType.F64));
  }

  /// A division rounded down, and what remains.
  ///
  /// @param quotient `⌊a/b⌋`
  /// @param remainder with the sign of b
  public record DivMod(Tensor quotient, Tensor remainder) {}

  /// [#floorDivide] and [#remainder] together.
  public static DivMod divmod(Tensor a, Tensor b) {
    return new DivMod(floorDivide(a, b), remainder(a, b));
  }
}
