package org.cotangent.ops;

import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Tensor;

/// Whether tensors are equal, or nearly so: `BOOL`, without derivative.
///
/// Thread-safe; all may be traced.
public final class Closeness {
  private Closeness() {}

  /// Whether `|a − b| ≤ absolute + relative·|b|`, element by element. Equal infinities are close; NaN is close to nothing.
  public static Tensor isClose(Tensor a, Tensor b, double relative, double absolute) {
    Tensor x = Aligned.floating(a);
    Tensor y = Aligned.floating(b);
    Tensor bound = y.abs().times(relative).plus(absolute);
    // An infinite bound would be close to everything.
    Tensor near = Comparison.and(x.minus(y).abs().lessEqual(bound), Comparison.isFinite(y));
    return Comparison.or(near, x.equal(y));
  }

  /// [#isClose] with NumPy's tolerances, 10⁻⁵ and 10⁻⁸.
  public static Tensor isClose(Tensor a, Tensor b) {
    return isClose(a, b, 1e-5, 1e-8);
  }

  /// Whether all elements are close; the shapes broadcast. True for no elements.
  public static Tensor allClose(Tensor a, Tensor b, double relative, double absolute) {
    return Reduction.all(isClose(a, b, relative, absolute), Axes.all());
  }

  /// [#allClose] with NumPy's tolerances, 10⁻⁵ and 10⁻⁸.
  public static Tensor allClose(Tensor a, Tensor b) {
    return Reduction.all(isClose(a, b), Axes.all());
  }

  /// Whether the shapes and all elements are equal; NaN is equal to nothing.
  public static Tensor arrayEqual(Tensor a, Tensor b) {
    return a.shape().equals(b.shape())
        ? Reduction.all(a.equal(b), Axes.all())
        : Tensor.full(DType.BOOL, 0);
  }
}
