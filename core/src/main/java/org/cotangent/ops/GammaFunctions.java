package org.cotangent.ops;

import org.cotangent.kernel.Gamma;
import org.cotangent.kernel.Polygamma;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the gamma function and its relatives; [Special] is the door to them.
public final class GammaFunctions {
  static final Op GAMMA = Op.of(new GammaFunction());
  static final Op LOG_GAMMA = Op.of(new LogGamma());
  static final Op RECIPROCAL_GAMMA = Op.of(new ReciprocalGamma(0));
  static final Op DIGAMMA = Op.of(new PolygammaFunction(0));
  static final Op TRIGAMMA = Op.of(new PolygammaFunction(1));

  private GammaFunctions() {}

  /// `Γ(x)`. Derivative `Γ(x)·ψ(x)`.
  public record GammaFunction() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("gamma", Gamma::gamma, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(Scalar.call(new PolygammaFunction(0), x));
    }
  }

  /// `ln |Γ(x)|`. Derivative `ψ(x)`.
  public record LogGamma() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("log_gamma", Gamma::log, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new PolygammaFunction(0), x);
    }
  }

  /// `dⁿ/dxⁿ 1/Γ(x)`. Derivative the next order: `−ψ(x)/Γ(x)` would be `∞·0` at the poles of Γ, where `1/Γ` is smooth.
  ///
  /// @param order n
  public record ReciprocalGamma(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("reciprocal_gamma", t -> Gamma.reciprocal(t, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new ReciprocalGamma(order + 1), x);
    }
  }

  /// `ψₙ(x) = dⁿ⁺¹/dxⁿ⁺¹ ln Γ(x)`. Derivative the next order.
  ///
  /// @param order n
  public record PolygammaFunction(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("polygamma", t -> Polygamma.polygamma(order, t), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new PolygammaFunction(order + 1), x);
    }
  }

  /// `ψₙ(x) − ψₙ(x + h)`, which no difference of two numbers would give for small h. Derivatives: the next order by x, `−ψₙ₊₁(x + h)`
  /// by h.
  ///
  /// @param order n
  public record PolygammaDrop(int order) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar x, Scalar h) {
      return Scalar.function("polygamma_drop", (t, u) -> Polygamma.drop(order, t, u), x, h);
    }

    @Override
    public Scalar left(Scalar x, Scalar h, Scalar y) {
      return Scalar.call(new PolygammaDrop(order + 1), x, h);
    }

    @Override
    public Scalar right(Scalar x, Scalar h, Scalar y) {
      return Scalar.call(new PolygammaFunction(order + 1), x.plus(h)).negate();
    }
  }

  /// `dⁿ/dxⁿ ln Γ_d(x)`, of the multivariate gamma function. Derivative the next order.
  ///
  /// @param dimension d
  /// @param order n
  public record MultivariateLogGamma(int dimension, int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function(
          "multivariate_log_gamma", t -> Gamma.logMultivariate(t, dimension, order), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.call(new MultivariateLogGamma(dimension, order + 1), x);
    }
  }
}
