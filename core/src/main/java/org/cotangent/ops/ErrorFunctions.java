package org.cotangent.ops;

import org.cotangent.kernel.Dawson;
import org.cotangent.kernel.Erf;
import org.cotangent.kernel.OwensT;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the error function, its relatives and the normal distribution; [Special] is the door to them.
public final class ErrorFunctions {
  // The constants come first: the formulas of the primitives below use them when they are made.
  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double SQRT_PI = Math.sqrt(Math.PI);

  static final Op ERF = Op.of(new ErrorFunction());
  static final Op ERFC = Op.of(new ErrorComplement());
  static final Op ERFCX = Op.of(new ScaledErrorIntegral(0));
  static final Op ERFINV = Op.of(new ErrorInverse());
  static final Op NORMAL_CDF = Op.of(new NormalCdf());
  static final Op LOG_NORMAL_CDF = Op.of(new LogNormalCdf());
  static final Op NORMAL_QUANTILE = Op.of(new NormalQuantile());

  static final Op ERFCINV = Op.of(new ComplementInverse());
  static final Op DAWSON = Op.of(new DawsonIntegral(0));
  static final Op OWENS_T = Op.of(new OwensFunction());

  private ErrorFunctions() {}

  /// `erf x = 2/√π · ∫₀ˣ exp(−t²) dt`. Derivative `2/√π · exp(−x²)`.
  public record ErrorFunction() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("erf", Erf::erf, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.exp(x.square().negate()).times(2 / SQRT_PI);
    }
  }

  /// `erfc x = 1 − erf x`. Derivative `−2/√π · exp(−x²)`.
  public record ErrorComplement() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("erfc", Erf::erfc, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.exp(x.square().negate()).times(-2 / SQRT_PI);
    }
  }

  /// `exp(x²) · iⁿerfc x`, the n-fold integral of erfc, scaled; order 0 is erfcx. Derivative `−2(n + 1)` times the next order:
  /// the textbook's `2x·erfcx x − 2/√π` would cancel for large x.
  ///
  /// @param order n
  public record ScaledErrorIntegral(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("scaled_error_integral", t -> Erf.scaledIntegral(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new ScaledErrorIntegral(order + 1), x).times(-2.0 * (order + 1));
    }
  }

  /// The inverse of erf. Derivative `√π/2 · exp(y²)`.
  public record ErrorInverse() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("erfinv", Erf::erfinv, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.exp(y.square()).times(SQRT_PI / 2);
    }
  }

  /// `Φ(x)`, the standard normal distribution function. Derivative its density, `exp(−x²/2)/√(2π)`.
  public record NormalCdf() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("normal_cdf", Erf::normalCdf, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.exp(x.square().times(-0.5)).times(SQRT_HALF / SQRT_PI);
    }
  }

  /// `ln Φ(x)`. Derivative `density(x)/Φ(x) = √(2/π)/erfcx(−x/√2)`, which holds where both underflow.
  public record LogNormalCdf() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("log_normal_cdf", Erf::logNormalCdf, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(2 * SQRT_HALF / SQRT_PI)
          .div(Scalar.call(new ScaledErrorIntegral(0), x.times(-SQRT_HALF)));
    }
  }

  /// The inverse of `Φ`. Derivative `√(2π) · exp(y²/2)`.
  public record NormalQuantile() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("normal_quantile", Erf::normalQuantile, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.exp(y.square().times(0.5)).times(SQRT_PI / SQRT_HALF);
    }
  }

  /// The inverse of erfc. Derivative `−√π/2 · exp(y²) = −√π/2 · erfcx(y)/x`.
  public record ComplementInverse() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("erfcinv", Erf::erfcinv, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      // For small x the exponential would magnify the rounding of y.
      Scalar small = Scalar.call(new ScaledErrorIntegral(0), y).div(x);
      Scalar inside =
          Scalar.and(Scalar.less(Scalar.constant(0), x), Scalar.less(x, Scalar.constant(0.5)));
      return Scalar.where(inside, small, Scalar.exp(y.square())).times(-SQRT_PI / 2);
    }
  }

  /// The derivative of that order of Dawson's integral `∫₀ˣ exp(t² − x²) dt`. Derivative the next order: the textbook's `1 − 2xy` would
  /// cancel for large x.
  ///
  /// @param order how often it was differentiated
  public record DawsonIntegral(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("dawson_integral", t -> Dawson.dawson(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new DawsonIntegral(order + 1), x);
    }
  }

  /// `T(h, a) = 1/2π · ∫₀ᵃ exp(−h²(1 + x²)/2)/(1 + x²) dx`. Derivatives `−exp(−h²/2)·erf(ah/√2)/√(8π)` by h and
  /// `exp(−h²(1 + a²)/2)/(2π(1 + a²))` by a.
  public record OwensFunction() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.function("owens_function", OwensT::owensT, left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      Scalar bell = Scalar.exp(left.square().times(-0.5));
      // 0·∞ = 0: at h = 0 the function is even, at a = 0 it is 0 whatever h is.
      Scalar erf =
          Scalar.call(new ErrorFunction(), Scalar.maskedTimes(left, right).times(SQRT_HALF));
      return bell.times(erf).times(-1 / Math.sqrt(8 * Math.PI));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      Scalar a = right.square().plus(1);
      Scalar exponent = left.square().plus(Scalar.maskedTimes(left, right).square()).times(-0.5);
      return Scalar.exp(exponent).div(a).times(1 / (2 * Math.PI));
    }
  }
}
