package org.cotangent.ops;

import org.cotangent.kernel.Zeta;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of the zeta functions of Riemann and Hurwitz; [Special] is the door to them.
public final class ZetaFunctions {
  static final Op RIEMANN = Op.of(new RiemannZeta(0));
  static final Op HURWITZ = Op.of(new HurwitzZeta(0));

  private ZetaFunctions() {}

  /// `dⁿ/dsⁿ ζ(s)`. Derivative the next order.
  ///
  /// @param order n
  public record RiemannZeta(int order) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar s) {
      return Scalar.function("riemann_zeta", t -> Zeta.riemann(t, order), s);
    }

    @Override
    public Scalar partial(Scalar s, Scalar y) {
      return Scalar.call(new RiemannZeta(order + 1), s);
    }
  }

  /// `ζₙ(s, q) = dⁿ/dsⁿ ζ(s, q)`. Derivatives: the next order by s; by q that of `−s·ζ(s + 1, q)`,
  /// `−s·ζₙ(s + 1, q) − n·ζₙ₋₁(s + 1, q)`.
  ///
  /// @param order n
  public record HurwitzZeta(int order) implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar s, Scalar q) {
      return Scalar.function("hurwitz_zeta", (t, u) -> Zeta.hurwitz(t, u, order), s, q);
    }

    @Override
    public Scalar left(Scalar s, Scalar q, Scalar y) {
      return Scalar.call(new HurwitzZeta(order + 1), s, q);
    }

    @Override
    public Scalar right(Scalar s, Scalar q, Scalar y) {
      Scalar next = s.plus(1);
      Scalar first = s.times(Scalar.call(new HurwitzZeta(order), next, q)).negate();
      return order == 0
          ? first
          : first.minus(Scalar.call(new HurwitzZeta(order - 1), next, q).times(order));
    }
  }
}
