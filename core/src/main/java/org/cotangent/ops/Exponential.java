package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Exponentials, logarithms and what is made of them, element by element.
///
/// Thread-safe; all may be traced.
public final class Exponential {
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
      return y.plus(1);
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
}
