package org.cotangent.ops;

import java.util.List;
import org.cotangent.kernel.IncompleteBeta;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the incomplete beta function and its inverse; [Special] is the door to them.
public final class IncompleteBetas {
  static final Op REGULARISED = Op.of(new RegularisedBeta(0, 0));
  static final Op UPPER = Op.of(new UpperBeta());
  static final Op INVERSE = Op.of(new InverseBeta());

  private IncompleteBetas() {}

  /// `∂ⁱ⁺ʲ/∂aⁱ∂bʲ I_x(a, b)`. Derivatives: the next orders by a and b, that of the density by x.
  ///
  /// @param byA i
  /// @param byB j
  public record RegularisedBeta(int byA, int byB) implements Elementwise {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.function(
          "regularised_beta",
          (a, b, t) -> IncompleteBeta.regularised(a, b, t, byA, byB),
          x.get(0),
          x.get(1),
          x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      Scalar a = x.get(0);
      Scalar b = x.get(1);
      Scalar t = x.get(2);
      return switch (i) {
        case 0 -> Scalar.call(new RegularisedBeta(byA + 1, byB), a, b, t);
        case 1 -> Scalar.call(new RegularisedBeta(byA, byB + 1), a, b, t);
        default -> Scalar.call(new BetaDensity(byA, byB), a, b, t);
      };
    }
  }

  /// `1 − I_x(a, b)`. Derivatives those of I with the other sign.
  public record UpperBeta() implements Elementwise {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.function("upper_beta", IncompleteBeta::upper, x.get(0), x.get(1), x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      return new RegularisedBeta(0, 0).partial(i, x, y).negate();
    }
  }

  /// `fᵢⱼ = ∂ⁱ⁺ʲ/∂aⁱ∂bʲ xᵃ⁻¹·(1 − x)ᵇ⁻¹/B(a, b)`. Derivatives: the next orders by a and b; by x
  /// `fᵢⱼ·((a − 1)/x − (b − 1)/(1 − x)) + i·fᵢ₋₁ⱼ/x − j·fᵢⱼ₋₁/(1 − x)`, and at 0 and 1, where that says nothing, the derivative by the
  /// parameters of `(a + b − 1)·(f(a − 1, b) − f(a, b − 1))`.
  ///
  /// @param byA i
  /// @param byB j
  public record BetaDensity(int byA, int byB) implements Elementwise {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.function(
          "beta_density",
          (a, b, t) -> IncompleteBeta.density(a, b, t, byA, byB),
          x.get(0),
          x.get(1),
          x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      Scalar a = x.get(0);
      Scalar b = x.get(1);
      Scalar t = x.get(2);
      return switch (i) {
        case 0 -> Scalar.call(new BetaDensity(byA + 1, byB), a, b, t);
        case 1 -> Scalar.call(new BetaDensity(byA, byB + 1), a, b, t);
        default -> {
          Scalar ends =
              Scalar.or(Scalar.equal(t, Scalar.constant(0)), Scalar.equal(t, Scalar.constant(1)));
          // Inside, where it is not needed, the other formula is asked at 0, where it is cheap.
          Scalar end = Scalar.where(ends, t, Scalar.constant(0));
          yield Scalar.where(ends, slopeAtEnds(a, b, end), slope(a, b, t, y));
        }
      };
    }

    private Scalar slope(Scalar a, Scalar b, Scalar x, Scalar y) {
      Scalar left = a.minus(1).times(y);
      if (byA > 0) {
        left = left.plus(Scalar.call(new BetaDensity(byA - 1, byB), a, b, x).times(byA));
      }
      Scalar right = b.minus(1).times(y);
      if (byB > 0) {
        right = right.plus(Scalar.call(new BetaDensity(byA, byB - 1), a, b, x).times(byB));
      }
      return left.div(x).minus(right.div(Scalar.constant(1).minus(x)));
    }

    private Scalar slopeAtEnds(Scalar a, Scalar b, Scalar x) {
      Scalar slope = a.plus(b).minus(1).times(difference(byA, byB, a, b, x));
      if (byA > 0) {
        slope = slope.plus(difference(byA - 1, byB, a, b, x).times(byA));
      }
      if (byB > 0) {
        slope = slope.plus(difference(byA, byB - 1, a, b, x).times(byB));
      }
      return slope;
    }

    private static Scalar difference(int i, int j, Scalar a, Scalar b, Scalar x) {
      var density = new BetaDensity(i, j);
      return Scalar.call(density, a.minus(1), b, x).minus(Scalar.call(density, a, b.minus(1), x));
    }
  }

  /// The x with `I_x(a, b) = p`. Derivatives, of the implicit function: `−∂I/∂a / f`, `−∂I/∂b / f` and `1/f`, f being the density at x;
  /// those by a and b are 0 at the ends, which do not move.
  public record InverseBeta() implements Elementwise {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.function("inverse_beta", IncompleteBeta::inverse, x.get(0), x.get(1), x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      Scalar a = x.get(0);
      Scalar b = x.get(1);
      Scalar p = x.get(2);
      Scalar density = Scalar.call(new BetaDensity(0, 0), a, b, y);
      if (i == 2) {
        return density.reciprocal();
      }
      Scalar byParameter =
          Scalar.call(new RegularisedBeta(1 - i, i), a, b, y).div(density).negate();
      Scalar ends =
          Scalar.or(Scalar.equal(p, Scalar.constant(0)), Scalar.equal(p, Scalar.constant(1)));
      return Scalar.where(ends, Scalar.constant(0), byParameter);
    }
  }
}
