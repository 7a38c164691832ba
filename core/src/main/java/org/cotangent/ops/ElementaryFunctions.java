package org.cotangent.ops;

import org.cotangent.kernel.Elementary;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of elementary functions that few programs need; [Exponential] and [Trigonometric] are the doors to them.
public final class ElementaryFunctions {
  static final Op EXP10 = Op.of(new Exp10());
  static final Op LOG1MEXP = Op.of(new Log1mexp());
  static final Op LOG_DIFF_EXP = Op.of(new LogDiffExp());
  static final Op SIN_PI = Op.of(new SinPi());
  static final Op COS_PI = Op.of(new CosPi());
  static final Op TAN_PI = Op.of(new TanPi());
  static final Op GUDERMANNIAN = Op.of(new Gudermannian());
  static final Op HAVERSINE = Op.of(new Haversine());

  private ElementaryFunctions() {}

  /// `10ˣ`. Derivative `10ˣ ln 10`.
  public record Exp10() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.pow(Scalar.constant(10), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(Math.log(10));
    }
  }

  /// `ln(1 − e^−|x|)`. Derivative `sign(x)·e^−|x|/(1 − e^−|x|)`, which does not overflow for large x as `1/(eˣ − 1)` would.
  public record Log1mexp() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("log1mexp", Elementary::log1mexp, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      Scalar a = Scalar.abs(x).negate();
      return Scalar.sign(x).times(Scalar.exp(a)).div(Scalar.expm1(a).negate());
    }
  }

  /// `ln(eˣ − eʸ)`. Derivatives `1/(1 − eʸ⁻ˣ)` and `−eʸ⁻ˣ/(1 − eʸ⁻ˣ)`.
  public record LogDiffExp() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.function("log_diff_exp", Elementary::logDiffExp, left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return ordered(left, right, Scalar.expm1(right.minus(left)).negate().reciprocal());
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      Scalar d = right.minus(left);
      return ordered(left, right, Scalar.exp(d).div(Scalar.expm1(d)));
    }

    /// Where the function is not defined neither is its derivative.
    private static Scalar ordered(Scalar left, Scalar right, Scalar slope) {
      return Scalar.where(Scalar.less(left, right), Scalar.constant(Double.NaN), slope);
    }
  }

  /// `sin πx`. Derivative `π cos πx`.
  public record SinPi() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("sin_pi", Elementary::sinPi, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new CosPi(), x).times(Math.PI);
    }
  }

  /// `cos πx`. Derivative `−π sin πx`.
  public record CosPi() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("cos_pi", Elementary::cosPi, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new SinPi(), x).times(-Math.PI);
    }
  }

  /// `tan πx`. Derivative `π(1 + tan² πx)`.
  public record TanPi() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("tan_pi", t -> Elementary.sinPi(t) / Elementary.cosPi(t), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.square().plus(1).times(Math.PI);
    }
  }

  /// `gd(x) = atan(sinh x)`. Derivative `1/cosh x`.
  public record Gudermannian() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.atan(Scalar.sinh(x));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new HyperbolicSecant(), x);
    }
  }

  /// `1/cosh x`, without overflow. Derivative `−tanh x/cosh x`.
  public record HyperbolicSecant() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      Scalar e = Scalar.exp(Scalar.abs(x).negate());
      return e.times(2).div(e.square().plus(1));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.tanh(x).times(y).negate();
    }
  }

  /// `(1 − cos x)/2 = sin²(x/2)`. Derivative `sin(x)/2`.
  public record Haversine() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sin(x.times(0.5)).square();
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.sin(x).times(0.5);
    }
  }
}
