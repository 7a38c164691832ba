package org.cotangent.ops;

import org.cotangent.kernel.Dilogarithm;
import org.cotangent.kernel.ExponentialIntegral;
import org.cotangent.kernel.SineIntegral;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the exponential, sine, cosine and logarithmic integrals and of the dilogarithm; [Special] is the door to them.
public final class IntegralFunctions {
  static final Op EXPI = Op.of(new Expi());
  static final Op EXP0 = Op.of(new Exp0());
  static final Op EXP1 = Op.of(new Expn(1));
  static final Op LOG_INT = Op.of(new LogIntegral());
  static final Op SI = Op.of(new SineIntegralFunction());
  static final Op CI = Op.of(new CosineIntegral());
  static final Op DILOGARITHM = Op.of(new DilogarithmFunction());
  static final Op SPENCE = Op.of(new Spence());

  private IntegralFunctions() {}

  /// `Ei(x)`. Derivative `eˣ/x`, in two steps because the power overflows before the quotient does.
  public record Expi() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("expi", ExponentialIntegral::ei, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      Scalar root = Scalar.exp(x.times(0.5));
      return root.div(x).times(root);
    }
  }

  /// `Eₙ(x) = ∫ e⁻ˣᵗ/tⁿ dt`, t from 1 on. Derivative `−Eₙ₋₁(x)`; that of `E₁` is `−e⁻ˣ/x`.
  ///
  /// @param n at least 1
  public record Expn(int n) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("expn", t -> ExponentialIntegral.en(n, t), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return n > 1 ? Scalar.call(new Expn(n - 1), x).negate() : Scalar.call(new Exp0(), x).negate();
    }
  }

  /// `E₀(x) = e⁻ˣ/x`. Derivative `−e⁻ˣ·(x + 1)/x²`.
  public record Exp0() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return decay(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.abs(x).reciprocal().plus(1).times(y).negate();
    }
  }

  /// `e⁻ˣ/x` for `x ≥ 0`.
  private static Scalar decay(Scalar x) {
    Scalar negative = Scalar.less(x, Scalar.constant(0));
    return Scalar.where(
        negative, Scalar.constant(Double.NaN), Scalar.exp(x.negate()).div(Scalar.abs(x)));
  }

  /// `li(x) = Ei(ln x)`. Derivative `1/ln x`.
  public record LogIntegral() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("log_integral", ExponentialIntegral::li, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.log(x).reciprocal();
    }
  }

  /// `Si(x)`. Derivative `sin x/x`.
  public record SineIntegralFunction() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("sine_integral_function", SineIntegral::si, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new SineQuotient(0), x);
    }
  }

  /// The derivative of that order of `sin x/x`. All are finite at 0.
  ///
  /// @param order how often it was differentiated
  public record SineQuotient(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("sine_quotient", t -> SineIntegral.sinQuotient(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new SineQuotient(order + 1), x);
    }
  }

  /// `Ci(|x|)`. Derivative `cos x/x`.
  public record CosineIntegral() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("cosine_integral", SineIntegral::ci, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.cos(x).div(x);
    }
  }

  /// `Li₂(x)`. Derivative `−ln(1 − x)/x`.
  public record DilogarithmFunction() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("dilogarithm_function", Dilogarithm::li2, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new DilogarithmSlope(0), x);
    }
  }

  /// The derivative of that order of `−ln(1 − x)/x`. All are finite at 0.
  ///
  /// @param order how often it was differentiated
  public record DilogarithmSlope(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("dilogarithm_slope", t -> Dilogarithm.slope(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new DilogarithmSlope(order + 1), x);
    }
  }

  /// `Li₂(1 − x)`. Derivative `−ln x/(x − 1)`.
  public record Spence() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("spence", Dilogarithm::spence, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new SpenceSlope(0), x).negate();
    }
  }

  /// The derivative of that order of `ln x/(x − 1)`. All are finite at 1.
  ///
  /// @param order how often it was differentiated
  public record SpenceSlope(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("spence_slope", t -> Dilogarithm.spenceSlope(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new SpenceSlope(order + 1), x);
    }
  }
}
