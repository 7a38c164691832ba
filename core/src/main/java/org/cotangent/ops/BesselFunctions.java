package org.cotangent.ops;

import org.cotangent.kernel.Airy;
import org.cotangent.kernel.CylinderFunctions;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of Bessel and Airy functions; [Bessel] is the door to them.
///
/// Derivatives in the argument are means of the functions of neighbouring order, which does not divide by the argument; those in the order have
/// no closed form, so each order of derivative is a primitive.
public final class BesselFunctions {
  static final Op J = Op.of(new FirstKind(0));
  static final Op Y = Op.of(new SecondKind(0));
  static final Op I = Op.of(new ModifiedFirstKind(0, false));
  static final Op I_SCALED = Op.of(new ModifiedFirstKind(0, true));
  static final Op K = Op.of(new ModifiedSecondKind(0, false));
  static final Op K_SCALED = Op.of(new ModifiedSecondKind(0, true));
  static final Op AI = Op.of(new AiryFunction(false, false));
  static final Op AI_PRIME = Op.of(new AiryFunction(false, true));
  static final Op BI = Op.of(new AiryFunction(true, false));
  static final Op BI_PRIME = Op.of(new AiryFunction(true, true));

  private BesselFunctions() {}

  /// The n-th derivative of `J(v, x)` in v. In x: `(J(v − 1, x) − J(v + 1, x))/2`.
  ///
  /// @param derivative n
  public record FirstKind(int derivative) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar v, Scalar x) {
      return Scalar.function("bessel_j", (s, t) -> CylinderFunctions.j(derivative, s, t), v, x);
    }

    @Override
    public Scalar left(Scalar v, Scalar x, Scalar y) {
      return Scalar.call(new FirstKind(derivative + 1), v, x);
    }

    @Override
    public Scalar right(Scalar v, Scalar x, Scalar y) {
      return Scalar.call(this, v.minus(1), x).minus(Scalar.call(this, v.plus(1), x)).times(0.5);
    }
  }

  /// The n-th derivative of `Y(v, x)` in v. In x: `(Y(v − 1, x) − Y(v + 1, x))/2`.
  ///
  /// @param derivative n
  public record SecondKind(int derivative) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar v, Scalar x) {
      return Scalar.function("bessel_y", (s, t) -> CylinderFunctions.y(derivative, s, t), v, x);
    }

    @Override
    public Scalar left(Scalar v, Scalar x, Scalar y) {
      return Scalar.call(new SecondKind(derivative + 1), v, x);
    }

    @Override
    public Scalar right(Scalar v, Scalar x, Scalar y) {
      return Scalar.call(this, v.minus(1), x).minus(Scalar.call(this, v.plus(1), x)).times(0.5);
    }
  }

  /// The n-th derivative of `I(v, x)` in v. In x: `(I(v − 1, x) + I(v + 1, x))/2`.
  ///
  /// @param derivative n
  /// @param scaled whether it is times `exp(−|x|)`; then its derivative has `−sign(x)` times itself more
  public record ModifiedFirstKind(int derivative, boolean scaled) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar v, Scalar x) {
      return Scalar.function(
          scaled ? "bessel_ie" : "bessel_i",
          (s, t) -> CylinderFunctions.i(derivative, s, t, scaled),
          v,
          x);
    }

    @Override
    public Scalar left(Scalar v, Scalar x, Scalar y) {
      return Scalar.call(new ModifiedFirstKind(derivative + 1, scaled), v, x);
    }

    @Override
    public Scalar right(Scalar v, Scalar x, Scalar y) {
      Scalar mean =
          Scalar.call(this, v.minus(1), x).plus(Scalar.call(this, v.plus(1), x)).times(0.5);
      return scaled ? mean.minus(y.times(Scalar.sign(x))) : mean;
    }
  }

  /// The n-th derivative of `K(v, x)` in v. In x: `−(K(v − 1, x) + K(v + 1, x))/2`.
  ///
  /// @param derivative n
  /// @param scaled whether it is times `exp(x)`; then its derivative has itself more
  public record ModifiedSecondKind(int derivative, boolean scaled) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar v, Scalar x) {
      return Scalar.function(
          scaled ? "bessel_ke" : "bessel_k",
          (s, t) -> CylinderFunctions.k(derivative, s, t, scaled),
          v,
          x);
    }

    @Override
    public Scalar left(Scalar v, Scalar x, Scalar y) {
      return Scalar.call(new ModifiedSecondKind(derivative + 1, scaled), v, x);
    }

    @Override
    public Scalar right(Scalar v, Scalar x, Scalar y) {
      Scalar mean =
          Scalar.call(this, v.minus(1), x).plus(Scalar.call(this, v.plus(1), x)).times(-0.5);
      return scaled ? mean.plus(y) : mean;
    }
  }

  /// `Ai`, `Bi` or the derivative of one of them; `Ai″ = x Ai`, and so for `Bi`.
  ///
  /// @param second whether it is Bi
  /// @param prime whether it is the derivative
  public record AiryFunction(boolean second, boolean prime) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return second
          ? Scalar.function("airy_bi", t -> Airy.bi(prime, t), x)
          : Scalar.function("airy_ai", t -> Airy.ai(prime, t), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      Scalar other = Scalar.call(new AiryFunction(second, !prime), x);
      return prime ? x.times(other) : other;
    }
  }

  /// `jₙ(x)` or `yₙ(x)`. Derivative `(n fₙ₋₁ − (n + 1) fₙ₊₁)/(2n + 1)`.
  ///
  /// @param order n
  /// @param second whether it is y
  public record SphericalBessel(int order, boolean second) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return second
          ? Scalar.function("spherical_y", t -> Airy.sphericalY(order, t), x)
          : Scalar.function("spherical_j", t -> Airy.sphericalJ(order, t), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      Scalar above = Scalar.call(new SphericalBessel(order + 1, second), x);
      if (order == 0) {
        return above.negate();
      }
      double sum = 2.0 * order + 1;
      return Scalar.call(new SphericalBessel(order - 1, second), x)
          .times(order / sum)
          .minus(above.times((order + 1) / sum));
    }
  }
}
