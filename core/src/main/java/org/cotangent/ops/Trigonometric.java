package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.kernel.Elementary;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Circular and hyperbolic functions and their inverses, element by element.
///
/// Thread-safe; all may be traced.
public final class Trigonometric {
  private static final Op ASINH = Op.of(new Asinh());
  private static final Op ACOSH = Op.of(new Acosh());
  private static final Op ATANH = Op.of(new Atanh());
  private static final Op SINC = Op.of(new Sinc(0));
  private static final Op SIN = Op.of(new Sin());
  private static final Op COS = Op.of(new Cos());
  private static final Op TANH = Op.of(new Tanh());
  private static final Op TAN = Op.of(new Tan());
  private static final Op ASIN = Op.of(new Asin());
  private static final Op ACOS = Op.of(new Acos());
  private static final Op ATAN = Op.of(new Atan());
  private static final Op SINH = Op.of(new Sinh());
  private static final Op COSH = Op.of(new Cosh());
  private static final Op ATAN2 = Op.of(new Atan2());

  private Trigonometric() {}

  /// `tan x`. Derivative `1 + tan² x`.
  public record Tan() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.tan(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.square().plus(1);
    }
  }

  /// `asin x`. Derivative `1/√((1−x)(1+x))`.
  public record Asin() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.asin(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new Powers.Complement(-0.5), x);
    }
  }

  /// `acos x`. Derivative `−1/√((1−x)(1+x))`.
  public record Acos() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.acos(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new Powers.Complement(-0.5), x).negate();
    }
  }

  /// `atan x`. Derivative `1/(1 + x²)`.
  public record Atan() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.atan(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.square().plus(1).reciprocal();
    }
  }

  /// `sinh x`. Derivative `cosh x`.
  public record Sinh() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sinh(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.cosh(x);
    }
  }

  /// `cosh x`. Derivative `sinh x`.
  public record Cosh() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.cosh(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.sinh(x);
    }
  }

  /// The angle of the point `(y, x)`, x the right operand. Derivatives `x/(x² + y²)` and `−y/(x² + y²)`.
  public record Atan2() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.atan2(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Powers.Direction(), right, left).div(Scalar.hypot(left, right));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Powers.Direction(), left, right)
          .div(Scalar.hypot(left, right))
          .negate();
    }
  }

  /// `sin x`. Derivative `cos x`.
  public record Sin() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sin(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.cos(x);
    }
  }

  /// `cos x`. Derivative `−sin x`.
  public record Cos() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.cos(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.sin(x).negate();
    }
  }

  /// `tanh x`. Derivative `1/cosh² x`, without the cancellation of `1 − y²` for large x.
  public record Tanh() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.tanh(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new Exponential.LogisticDensity(), x.times(2)).times(4);
    }
  }

  /// `asinh x`. Derivative `1/√(1 + x²)`.
  public record Asinh() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("asinh", Elementary::asinh, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.hypot(x, Scalar.constant(1)).reciprocal();
    }
  }

  /// `acosh x`. Derivative `1/√((x − 1)(x + 1))`.
  public record Acosh() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("acosh", Elementary::acosh, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.sqrt(x.minus(1)).times(Scalar.sqrt(x.plus(1))).reciprocal();
    }
  }

  /// `atanh x`. Derivative `1/((1 − x)(1 + x))`.
  public record Atanh() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("atanh", Elementary::atanh, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new Powers.Complement(-1), x);
    }
  }

  /// The derivative of that order of `sinc x = sin(πx)/(πx)`; order 0 is the function itself. All are finite at 0.
  ///
  /// @param order how often it was differentiated
  public record Sinc(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("sinc", t -> Elementary.sinc(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new Sinc(order + 1), x);
    }
  }

  /// `sin x`.
  public static Tensor sin(Tensor x) {
    return Aligned.unary(SIN, x);
  }

  /// `cos x`.
  public static Tensor cos(Tensor x) {
    return Aligned.unary(COS, x);
  }

  /// `tanh x`.
  public static Tensor tanh(Tensor x) {
    return Aligned.unary(TANH, x);
  }

  /// `tan x`.
  public static Tensor tan(Tensor x) {
    return Aligned.unary(TAN, x);
  }

  /// `asin x`, in radians; NaN outside of −1 to 1.
  public static Tensor asin(Tensor x) {
    return Aligned.unary(ASIN, x);
  }

  /// `acos x`, in radians; NaN outside of −1 to 1.
  public static Tensor acos(Tensor x) {
    return Aligned.unary(ACOS, x);
  }

  /// `atan x`, in radians.
  public static Tensor atan(Tensor x) {
    return Aligned.unary(ATAN, x);
  }

  /// `sinh x`.
  public static Tensor sinh(Tensor x) {
    return Aligned.unary(SINH, x);
  }

  /// `cosh x`.
  public static Tensor cosh(Tensor x) {
    return Aligned.unary(COSH, x);
  }

  /// The angle of the point with ordinate a and abscissa b, in −π to π.
  public static Tensor atan2(Tensor a, Tensor b) {
    return Aligned.real(ATAN2, a, b);
  }

  /// The angle of the point with ordinate a and abscissa b, in −π to π.
  public static Tensor atan2(Tensor a, double b) {
    return Aligned.right(ATAN2, a, b);
  }

  /// `asinh x`.
  public static Tensor asinh(Tensor x) {
    return Aligned.unary(ASINH, x);
  }

  /// `acosh x`; NaN below 1.
  public static Tensor acosh(Tensor x) {
    return Aligned.unary(ACOSH, x);
  }

  /// `atanh x`; infinite at ±1, NaN outside.
  public static Tensor atanh(Tensor x) {
    return Aligned.unary(ATANH, x);
  }

  /// `sin(πx)/(πx)`, and 1 at 0, where its derivatives are 0, −π²/3, 0, …
  public static Tensor sinc(Tensor x) {
    return Aligned.unary(SINC, x);
  }

  /// `sin πx`, exactly 0 for whole x.
  public static Tensor sinPi(Tensor x) {
    return Aligned.unary(ElementaryFunctions.SIN_PI, x);
  }

  /// `cos πx`, exactly 0 halfway between whole numbers.
  public static Tensor cosPi(Tensor x) {
    return Aligned.unary(ElementaryFunctions.COS_PI, x);
  }

  /// `tan πx`, exactly 0 for whole x; infinite halfway between, with the sign of the limit from the left.
  public static Tensor tanPi(Tensor x) {
    return Aligned.unary(ElementaryFunctions.TAN_PI, x);
  }

  /// The Gudermannian `gd(x) = 2 atan(tanh(x/2)) = atan(sinh x)`. Derivative `1/cosh x`.
  public static Tensor gudermannian(Tensor x) {
    return Aligned.unary(ElementaryFunctions.GUDERMANNIAN, x);
  }

  /// `(1 − cos x)/2 = sin²(x/2)`, without loss for small x.
  public static Tensor haversine(Tensor x) {
    return Aligned.unary(ElementaryFunctions.HAVERSINE, x);
  }
}
