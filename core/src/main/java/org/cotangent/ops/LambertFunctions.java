package org.cotangent.ops;

import org.cotangent.kernel.Lambert;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// The rules of Lambert's function; [Special] is the door to it.
public final class LambertFunctions {
  static final Op PRINCIPAL = Op.of(new LambertW(0));
  static final Op LOWER = Op.of(new LambertW(-1));

  private LambertFunctions() {}

  /// The w with `w·eʷ = x`. Derivative `w/(x(1 + w))`.
  ///
  /// @param branch 0 for `w ≥ −1`, −1 for `w ≤ −1`
  public record LambertW(int branch) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("lambert_w", t -> Lambert.w(t, branch), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return slope(x, y, Scalar.call(new LambertExcess(branch), x), branch);
    }
  }

  /// `1 + w`, of which w itself has few digits near −1/e. Derivative that of w.
  ///
  /// @param branch 0 or −1
  public record LambertExcess(int branch) implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("lambert_excess", t -> Lambert.excess(t, branch), x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return slope(x, Scalar.call(new LambertW(branch), x), y, branch);
    }
  }

  /// `w/(x(1 + w))` is `e⁻ʷ/(1 + w)`, which holds at 0 too, but magnifies the rounding of a large w.
  private static Scalar slope(Scalar x, Scalar w, Scalar excess, int branch) {
    Scalar small = Scalar.exp(w.negate()).div(excess);
    if (branch == 0) {
      Scalar large =
          Scalar.and(
              Scalar.less(Scalar.constant(1), x),
              Scalar.less(x, Scalar.constant(Double.POSITIVE_INFINITY)));
      return Scalar.where(large, w.div(x).div(excess), small);
    }
    Scalar far = Scalar.abs(x).minus(Scalar.exp(w)).reciprocal().negate();
    return Scalar.where(Scalar.less(w, Scalar.constant(-2)), far, small);
  }
}
