package org.cotangent.ops;

import org.cotangent.kernel.Bell;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the distributions of R. von Mises and, in another variable, of Student; [Distributions] is the door to them.
///
/// Their densities are `exp(κ g(x))/Z(κ)` with `g = cos x − 1` between −π and π, and with `g = −ln cosh x`. Derivatives in κ have no
/// closed form, so each order is a primitive.
public final class BellFunctions {
  static final Op CIRCLE_CDF = Op.of(new BellCdf(Curve.CIRCLE, 0));
  static final Op CIRCLE_QUANTILE = Op.of(new BellQuantile(Curve.CIRCLE));
  static final Op LINE_CDF = Op.of(new BellCdf(Curve.LINE, 0));
  static final Op LINE_QUANTILE = Op.of(new BellQuantile(Curve.LINE));

  private BellFunctions() {}

  /// Which g.
  public enum Curve {
    /// `cos x − 1` between −π and π.
    CIRCLE(Bell.CIRCLE),
    /// `−ln cosh x`.
    LINE(Bell.LINE);

    final Bell bell;

    Curve(Bell bell) {
      this.bell = bell;
    }
  }

  /// The n-th derivative in κ of the distribution function at x. In x: the density's.
  ///
  /// @param curve which g
  /// @param derivative n
  public record BellCdf(Curve curve, int derivative) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar kappa, Scalar x) {
      return Scalar.function("bell_cdf", (k, t) -> curve.bell.cdf(derivative, k, t), kappa, x);
    }

    @Override
    public Scalar left(Scalar kappa, Scalar x, Scalar y) {
      return Scalar.call(new BellCdf(curve, derivative + 1), kappa, x);
    }

    @Override
    public Scalar right(Scalar kappa, Scalar x, Scalar y) {
      return Scalar.call(new BellDensity(curve, derivative), kappa, x);
    }
  }

  /// The n-th derivative in κ of the density f. In x: that of `κ g′(x) f`.
  ///
  /// @param curve which g
  /// @param derivative n
  public record BellDensity(Curve curve, int derivative) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar kappa, Scalar x) {
      return Scalar.function(
          "bell_density", (k, t) -> curve.bell.density(derivative, k, t), kappa, x);
    }

    @Override
    public Scalar left(Scalar kappa, Scalar x, Scalar y) {
      return Scalar.call(new BellDensity(curve, derivative + 1), kappa, x);
    }

    @Override
    public Scalar right(Scalar kappa, Scalar x, Scalar y) {
      Scalar product = kappa.times(y);
      if (derivative > 0) {
        Scalar before = Scalar.call(new BellDensity(curve, derivative - 1), kappa, x);
        product = product.plus(before.times(derivative));
      }
      Scalar fall =
          switch (curve) {
            case CIRCLE -> Scalar.sin(x);
            case LINE -> Scalar.tanh(x);
          };
      return product.times(fall).negate();
    }
  }

  /// The y below which the probability p lies. By the implicit function theorem: in p `1/f(y)`, in κ `−∂F/∂κ / f(y)`.
  ///
  /// @param curve which g
  public record BellQuantile(Curve curve) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar kappa, Scalar p) {
      return Scalar.function("bell_quantile", curve.bell::quantile, kappa, p);
    }

    @Override
    public Scalar left(Scalar kappa, Scalar p, Scalar y) {
      Scalar moved = Scalar.call(new BellCdf(curve, 1), kappa, y);
      return moved.negate().div(Scalar.call(new BellDensity(curve, 0), kappa, y));
    }

    @Override
    public Scalar right(Scalar kappa, Scalar p, Scalar y) {
      return Scalar.call(new BellDensity(curve, 0), kappa, y).reciprocal();
    }
  }
}
