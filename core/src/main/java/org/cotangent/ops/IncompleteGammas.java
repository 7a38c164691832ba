package org.cotangent.ops;

import org.cotangent.kernel.IncompleteGamma;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the incomplete gamma functions and their inverses; [Special] is the door to them.
public final class IncompleteGammas {
  static final Op LOWER = Op.of(new LowerGamma(0));
  static final Op UPPER = Op.of(new UpperGamma());
  static final Op INVERSE_LOWER = Op.of(new InverseLowerGamma());
  static final Op INVERSE_UPPER = Op.of(new InverseUpperGamma());

  private IncompleteGammas() {}

  /// `dⁿ/daⁿ P(a, x)`. Derivatives: the next order by a, that of the density by x.
  ///
  /// @param order n
  public record LowerGamma(int order) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar x) {
      return Scalar.function("lower_gamma", (s, t) -> IncompleteGamma.lower(s, t, order), a, x);
    }

    @Override
    public Scalar left(Scalar a, Scalar x, Scalar y) {
      return Scalar.call(new LowerGamma(order + 1), a, x);
    }

    @Override
    public Scalar right(Scalar a, Scalar x, Scalar y) {
      return Scalar.call(new GammaDensity(order), a, x);
    }
  }

  /// `Q(a, x) = 1 − P(a, x)`. Derivatives those of P with the other sign.
  public record UpperGamma() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar x) {
      return Scalar.function("upper_gamma", IncompleteGamma::upper, a, x);
    }

    @Override
    public Scalar left(Scalar a, Scalar x, Scalar y) {
      return Scalar.call(new LowerGamma(1), a, x).negate();
    }

    @Override
    public Scalar right(Scalar a, Scalar x, Scalar y) {
      return Scalar.call(new GammaDensity(0), a, x).negate();
    }
  }

  /// `gₙ(a, x) = dⁿ/daⁿ xᵃ⁻¹·e⁻ˣ/Γ(a)`, for all a. Derivatives: the next order by a; by x `((a − 1 − x)·gₙ + n·gₙ₋₁)/x`, and at
  /// `x = 0`, where that says nothing, `gₙ(a − 1, x) − gₙ(a, x)`.
  ///
  /// @param order n
  public record GammaDensity(int order) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar x) {
      return Scalar.function("gamma_density", (s, t) -> IncompleteGamma.density(s, t, order), a, x);
    }

    @Override
    public Scalar left(Scalar a, Scalar x, Scalar y) {
      return Scalar.call(new GammaDensity(order + 1), a, x);
    }

    @Override
    public Scalar right(Scalar a, Scalar x, Scalar y) {
      Scalar product = a.minus(1).minus(x).times(y);
      if (order > 0) {
        product = product.plus(Scalar.call(new GammaDensity(order - 1), a, x).times(order));
      }
      Scalar atZero = Scalar.equal(x, Scalar.constant(0));
      // Elsewhere, where it is not needed, the other formula is asked at 0 too, where it is cheap.
      Scalar zero = Scalar.where(atZero, x, Scalar.constant(0));
      return Scalar.where(
          atZero, Scalar.call(new GammaDensity(order), a.minus(1), zero).minus(y), product.div(x));
    }
  }

  /// The x with `P(a, x) = p`. Derivatives, of the implicit function: `−P₁(a, x)/g(a, x)` by a and `1/g(a, x)` by p.
  public record InverseLowerGamma() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar p) {
      return Scalar.function("inverse_lower_gamma", IncompleteGamma::inverseLower, a, p);
    }

    @Override
    public Scalar left(Scalar a, Scalar p, Scalar y) {
      return byShape(a, p, y);
    }

    @Override
    public Scalar right(Scalar a, Scalar p, Scalar y) {
      return Scalar.call(new GammaDensity(0), a, y).reciprocal();
    }
  }

  /// The x with `Q(a, x) = q`. Derivatives `−P₁(a, x)/g(a, x)` by a and `−1/g(a, x)` by q.
  public record InverseUpperGamma() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar a, Scalar q) {
      return Scalar.function("inverse_upper_gamma", IncompleteGamma::inverseUpper, a, q);
    }

    @Override
    public Scalar left(Scalar a, Scalar q, Scalar y) {
      return byShape(a, q, y);
    }

    @Override
    public Scalar right(Scalar a, Scalar q, Scalar y) {
      return Scalar.call(new GammaDensity(0), a, y).reciprocal().negate();
    }
  }

  /// The derivative by a at a given probability; at 0 and 1 the quantiles are ends, which do not move.
  private static Scalar byShape(Scalar a, Scalar probability, Scalar y) {
    Scalar slope =
        Scalar.call(new LowerGamma(1), a, y).div(Scalar.call(new GammaDensity(0), a, y)).negate();
    Scalar ends =
        Scalar.or(
            Scalar.equal(probability, Scalar.constant(0)),
            Scalar.equal(probability, Scalar.constant(1)));
    return Scalar.where(ends, Scalar.constant(0), slope);
  }
}
