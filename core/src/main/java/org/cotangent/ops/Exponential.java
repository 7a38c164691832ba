package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.kernel.Elementary;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Exponentials, logarithms and what is made of them, element by element.
///
/// Thread-safe; all may be traced.
public final class Exponential {
  private static final double LN2 = Math.log(2);
  private static final Op EXP2 = Op.of(new Exp2());
  private static final Op LOG2 = Op.of(new Log2());
  private static final Op SIGMOID = Op.of(new Sigmoid());
  private static final Op SOFTPLUS = Op.of(new Softplus());
  private static final Op LOGIT = Op.of(new Logit());
  private static final Op LOGADDEXP = Op.of(new Logaddexp());
  private static final Op LOGADDEXP2 = Op.of(new Logaddexp2());
  private static final Op XLOGY = Op.of(new Xlogy());
  private static final Op XLOG1PY = Op.of(new Xlog1py());
  private static final Op ENTR = Op.of(new Entr());
  private static final Op EXP = Op.of(new Exp());
  private static final Op LOG = Op.of(new Log());
  private static final Op EXPM1 = Op.of(new Expm1());
  private static final Op LOG1P = Op.of(new Log1p());
  private static final Op LOG10 = Op.of(new Log10());

  private Exponential() {}

  /// `eˣ − 1` without loss for small x. Derivative `eˣ`.
  public record Expm1() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.expm1(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.exp(x);
    }
  }

  /// `ln(1 + x)` without loss for small x. Derivative `1/(1 + x)`.
  public record Log1p() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.log1p(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.plus(1).reciprocal();
    }
  }

  /// `log₁₀ x`. Derivative `1/(x ln 10)`.
  public record Log10() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.log10(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(1 / Math.log(10)).div(x);
    }
  }

  /// `eˣ`, its own derivative.
  public record Exp() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.exp(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y;
    }
  }

  /// `ln x`. Derivative `1/x`.
  public record Log() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.log(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.reciprocal();
    }
  }

  /// `2ˣ`. Derivative `2ˣ ln 2`.
  public record Exp2() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.pow(Scalar.constant(2), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(LN2);
    }
  }

  /// `log₂ x`, exact for powers of two. Derivative `1/(x ln 2)`.
  public record Log2() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("log2", Elementary::log2, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(1 / LN2).div(x);
    }
  }

  /// `σ(x) = 1/(1 + e⁻ˣ)`, without overflow. Derivative `σ(x)·σ(−x)`.
  public record Sigmoid() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sigmoid(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new LogisticDensity(), x);
    }
  }

  /// `σ(x)·σ(−x) = e⁻ˣ/(1 + e⁻ˣ)²`, without loss on either side. Derivative `−tanh(x/2)` times itself, which does not cancel near
  /// 0 as `σ(−x) − σ(x)` would.
  public record LogisticDensity() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      Scalar e = Scalar.exp(Scalar.abs(x).negate());
      return e.div(e.plus(1).square());
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.tanh(x.times(0.5)).times(y).negate();
    }
  }

  /// `ln(1 + eˣ)`, without overflow or loss. Derivative `σ(x)`.
  public record Softplus() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.max(x, Scalar.constant(0))
          .plus(Scalar.log1p(Scalar.exp(Scalar.abs(x).negate())));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new Sigmoid(), x);
    }
  }

  /// `ln(x/(1 − x))`, the inverse of the sigmoid. Derivative `1/(x(1 − x))`.
  public record Logit() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("logit", Elementary::logit, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new LogitSlope(), x);
    }
  }

  /// `1/(x(1 − x))`. Derivative `(2x − 1)` times its square: a quotient rule would cancel near ½.
  public record LogitSlope() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.times(Scalar.constant(1).minus(x)).reciprocal();
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.times(2).minus(1).times(y).times(y);
    }
  }

  /// `ln(eˣ + eʸ)`, without overflow. Derivatives `eˣ/(eˣ + eʸ)` and `eʸ/(eˣ + eʸ)`: NaN where both are
  /// −∞.
  public record Logaddexp() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      Scalar e = Scalar.exp(Scalar.abs(left.minus(right)).negate());
      return Scalar.where(
          Scalar.equal(left, right), left.plus(LN2), Scalar.max(left, right).plus(Scalar.log1p(e)));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Share(Math.E), left, right);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Share(Math.E), right, left);
    }
  }

  /// `log₂(2ˣ + 2ʸ)`, without overflow. Derivatives `2ˣ/(2ˣ + 2ʸ)` and `2ʸ/(2ˣ + 2ʸ)`: NaN where both
  /// are −∞.
  public record Logaddexp2() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      Scalar e = Scalar.pow(Scalar.constant(2), Scalar.abs(left.minus(right)).negate());
      return Scalar.where(
          Scalar.equal(left, right),
          left.plus(1),
          Scalar.max(left, right).plus(Scalar.log1p(e).times(1 / LN2)));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Share(2), left, right);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Share(2), right, left);
    }
  }

  /// `bˣ/(bˣ + bʸ)`, the part that x has in the sum of powers of the base b. It takes both numbers, because the rounding of
  /// `x − y` would show where they are far apart.
  ///
  /// @param base b
  public record Share(double base) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.function("share", (x, y) -> Elementary.share(x, y, base), left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(this, right, left).times(y).times(Math.log(base));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(this, right, left).times(y).times(-Math.log(base));
    }
  }

  /// `x ln y`, and 0 for x = 0 whatever y is but NaN. Derivatives `ln y` and `x/y`, the latter 0 for x = y = 0.
  public record Xlogy() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return unlessZero(left, right, left.times(Scalar.log(right)));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.log(right);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return quotient(left, right);
    }
  }

  /// `x ln(1 + y)`, and 0 for x = 0 whatever y is but NaN. Derivatives `ln(1 + y)` and `x/(1 + y)`, the latter 0 for x = 0,
  /// y = −1.
  public record Xlog1py() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return unlessZero(left, right, left.times(Scalar.log1p(right)));
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.log1p(right);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return quotient(left, right.plus(1));
    }
  }

  private static Scalar unlessZero(Scalar factor, Scalar other, Scalar product) {
    Scalar zero = Scalar.constant(0);
    return Scalar.where(
        Scalar.and(Scalar.equal(factor, zero), Scalar.not(Scalar.isNaN(other))), zero, product);
  }

  private static Scalar quotient(Scalar dividend, Scalar divisor) {
    Scalar zero = Scalar.constant(0);
    return Scalar.where(
        Scalar.and(Scalar.equal(dividend, zero), Scalar.equal(divisor, zero)),
        zero,
        dividend.div(divisor));
  }

  /// `−x ln x`: 0 at 0, −∞ below. Derivative `−ln x − 1`.
  public record Entr() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      Scalar zero = Scalar.constant(0);
      return Scalar.where(
          Scalar.less(x, zero),
          Scalar.constant(Double.NEGATIVE_INFINITY),
          Scalar.where(Scalar.equal(x, zero), zero, x.times(Scalar.log(x)).negate()));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.log(x).plus(1).negate();
    }
  }

  /// `eˣ`.
  public static Tensor exp(Tensor x) {
    return Aligned.unary(EXP, x);
  }

  /// `ln x`.
  public static Tensor log(Tensor x) {
    return Aligned.unary(LOG, x);
  }

  /// `eˣ − 1` without loss for small x.
  public static Tensor expm1(Tensor x) {
    return Aligned.unary(EXPM1, x);
  }

  /// `ln(1 + x)` without loss for small x.
  public static Tensor log1p(Tensor x) {
    return Aligned.unary(LOG1P, x);
  }

  /// `log₁₀ x`.
  public static Tensor log10(Tensor x) {
    return Aligned.unary(LOG10, x);
  }

  /// `2ˣ`.
  public static Tensor exp2(Tensor x) {
    return Aligned.unary(EXP2, x);
  }

  /// `log₂ x`, exact for powers of two.
  public static Tensor log2(Tensor x) {
    return Aligned.unary(LOG2, x);
  }

  /// `1/(1 + e⁻ˣ)`, the logistic function, without overflow.
  public static Tensor sigmoid(Tensor x) {
    return Aligned.unary(SIGMOID, x);
  }

  /// `ln(1 + eˣ)`, without overflow or loss.
  public static Tensor softplus(Tensor x) {
    return Aligned.unary(SOFTPLUS, x);
  }

  /// `ln σ(x) = −ln(1 + e⁻ˣ)`, without loss.
  public static Tensor logSigmoid(Tensor x) {
    return softplus(x.unaryMinus()).unaryMinus();
  }

  /// `ln(x/(1 − x))`, the inverse of the sigmoid; NaN outside of 0 to 1.
  public static Tensor logit(Tensor x) {
    return Aligned.unary(LOGIT, x);
  }

  /// `ln(eᵃ + eᵇ)`, without overflow; of −∞ and −∞ it is −∞, with derivative NaN.
  public static Tensor logaddexp(Tensor a, Tensor b) {
    return Aligned.real(LOGADDEXP, a, b);
  }

  /// `log₂(2ᵃ + 2ᵇ)`, without overflow; of −∞ and −∞ it is −∞, with derivative NaN.
  public static Tensor logaddexp2(Tensor a, Tensor b) {
    return Aligned.real(LOGADDEXP2, a, b);
  }

  /// `a ln b`, and 0 for a = 0; its derivative by b is 0 for a = b = 0.
  public static Tensor xlogy(Tensor a, Tensor b) {
    return Aligned.real(XLOGY, a, b);
  }

  /// `a ln(1 + b)`, and 0 for a = 0; its derivative by b is 0 for a = 0, b = −1.
  public static Tensor xlog1py(Tensor a, Tensor b) {
    return Aligned.real(XLOG1PY, a, b);
  }

  /// `−x ln x`, a term of the entropy: 0 at 0, −∞ below.
  public static Tensor entr(Tensor x) {
    return Aligned.unary(ENTR, x);
  }

  /// `10ˣ`.
  public static Tensor exp10(Tensor x) {
    return Aligned.unary(ElementaryFunctions.EXP10, x);
  }

  /// `ln(1 − e^−|x|)`, without loss on either side; −∞ at 0, where it has no derivative.
  public static Tensor log1mexp(Tensor x) {
    return Aligned.unary(ElementaryFunctions.LOG1MEXP, x);
  }

  /// `ln(eᵃ − eᵇ)`, without overflow; −∞ for equal numbers, NaN for a below b.
  public static Tensor logDiffExp(Tensor a, Tensor b) {
    return Aligned.real(ElementaryFunctions.LOG_DIFF_EXP, a, b);
  }
}
