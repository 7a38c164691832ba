package org.cotangent.ops;

import org.cotangent.kernel.Elementary;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Scalar;

/// Powers, roots and distances, element by element: the primitives behind [Arithmetic].
public final class Powers {
  private Powers() {}

  /// `xᵖ`. The base's derivative `p·xᵖ⁻¹` is 0 where p is 0; the exponent's, `log(x)·xᵖ`, is 0 at base 0 for p ≥ 0 and NaN for
  /// a negative base.
  public record Pow() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.pow(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return byBase(left, right, right, 0);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return byExponent(left, right, y);
    }
  }

  /// `xᵖ⁻ᵏ`, k being `by`: what differentiating a power leaves. It does not round `p − k`, an error that a large base would
  /// make visible.
  ///
  /// @param by how much the exponent is lowered
  public record PowLess(int by) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      int k = by;
      return Scalar.function("pow_less", (x, p) -> Elementary.powLess(x, p, k), left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return byBase(left, right, right.minus(by), by);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return byExponent(left, right.minus(by), y);
    }
  }

  private static Scalar byBase(Scalar base, Scalar power, Scalar exponent, int by) {
    Scalar zero = Scalar.constant(0);
    return Scalar.where(
        Scalar.equal(exponent, zero),
        zero,
        exponent.times(Scalar.call(new PowLess(by + 1), base, power)));
  }

  private static Scalar byExponent(Scalar base, Scalar exponent, Scalar y) {
    Scalar zero = Scalar.constant(0);
    return Scalar.where(
        Scalar.and(Scalar.equal(base, zero), Scalar.lessEqual(zero, exponent)),
        zero,
        Scalar.log(base).times(y));
  }

  /// `x²`.
  public record Square() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.times(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.times(2);
    }
  }

  /// `√x`. Derivative `1/(2√x)`: infinite at 0.
  public record Sqrt() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sqrt(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0.5).div(y);
    }
  }

  /// `1/√x`. Derivative `−y³/2`.
  public record Rsqrt() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sqrt(x).reciprocal();
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(y).times(y).times(-0.5);
    }
  }

  /// `∛x`. Derivative `1/(3∛x²)`: infinite at 0.
  public record Cbrt() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.cbrt(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(1).div(y.square().times(3));
    }
  }

  /// `1/x`. Derivative `−1/x²`.
  public record Reciprocal() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return x.reciprocal();
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(y).negate();
    }
  }

  /// `√(x² + y²)` without overflow. Derivative 0 at the origin.
  public record Hypot() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.hypot(left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Direction(), left, right);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.call(new Direction(), right, left);
    }
  }

  /// `x/√(x² + y²)`, the cosine of the direction to the point (x, y); 0 at the origin. A primitive because its derivatives
  /// `sin²/r` and `−sin·cos/r` would cancel if they came from the quotient.
  public record Direction() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return beside(left, left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      Scalar sine = Scalar.call(this, right, left);
      return beside(sine.square(), left, right);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      Scalar sine = Scalar.call(this, right, left);
      return beside(sine.times(y).negate(), left, right);
    }

    private static Scalar beside(Scalar dividend, Scalar left, Scalar right) {
      Scalar distance = Scalar.hypot(left, right);
      Scalar zero = Scalar.constant(0);
      return Scalar.where(Scalar.equal(distance, zero), zero, dividend.div(distance));
    }
  }

  /// `(1 − x²)ᵖ`, of which the derivatives of the inverse circular and hyperbolic functions are made: no term cancels.
  ///
  /// @param power the exponent p
  public record Complement(double power) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.pow(Scalar.constant(1).minus(x).times(x.plus(1)), Scalar.constant(power));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return x.times(Scalar.call(new Complement(power - 1), x)).times(-2 * power);
    }
  }
}
