package org.cotangent.ops;

import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Numbers between two ends, which may be tensors and are differentiable.
///
/// Thread-safe; all may be traced.
public final class Ranges {
  private Ranges() {}

  /// `count` equally spaced numbers from a to b, both included, along a new leading axis: `(1 − t)
  /// a + t b`. Ends broadcast.
  public static Tensor linspace(Tensor a, Tensor b, int count) {
    if (count < 0) {
      throw new ShapeException("linspace: " + count + " numbers");
    }
    DType dtype = DType.promote(a.dtype(), b.dtype()).toFloating();
    Shape shape = Shape.broadcast("linspace", a.shape(), b.shape());
    Tensor t =
        Tensor.linspace(0, 1, count)
            .to(dtype)
            .reshape(Indexing.padded(Shape.of(count), shape.rank() + 1));
    return Tensor.minus(1, t).times(a).plus(t.times(b)).broadcastTo(shape.with(0, count));
  }

  /// `base` to the powers that [#linspace] gives.
  public static Tensor logspace(Tensor a, Tensor b, int count, double base) {
    return Tensor.pow(base, linspace(a, b, count));
  }

  /// `count` numbers from a to b, both included, each the same multiple of the one before: for
  /// positive ends.
  public static Tensor geomspace(Tensor a, Tensor b, int count) {
    return linspace(a.log(), b.log(), count).exp();
  }
}
