package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cotangent.Complex;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.ops.Fft.Scaling;
import org.cotangent.primitive.Aval;

/// What stands between [Fft] and the primitives of [Fourier]: checks, lengths, scales, and several axes one after the other. A length
/// of 0 means that of the axis.
final class Transforms {
  private Transforms() {}

  static Complex complex(
      String name, Complex z, int axis, int length, boolean inverse, Scaling scaling) {
    Complex parts = aligned(name, z);
    int at = parts.re().shape().axis(axis, name);
    Complex fitted = new Complex(fitted(parts.re(), at, length), fitted(parts.im(), at, length));
    int n = checked(name, fitted.re().shape().length(at));
    var fft = new Fourier.Fft(at);
    Complex sums =
        inverse
            ? pair(fft.bindAll(List.of(fitted.im(), fitted.re())).reversed())
            : pair(fft.bindAll(List.of(fitted.re(), fitted.im())));
    return scaled(sums, scaling.factor(inverse, n));
  }

  static Complex ofReal(
      String name, Tensor x, int axis, int length, Scaling scaling, boolean inverse) {
    int at = x.shape().axis(axis, name);
    Tensor fitted = fitted(Aligned.floating(x), at, length);
    int n = checked(name, fitted.shape().length(at));
    return scaled(
        pair(new Fourier.RealFft(at).bindAll(List.of(fitted))), scaling.factor(inverse, n));
  }

  static Tensor toReal(
      String name, Complex z, int axis, int length, Scaling scaling, boolean inverse) {
    Complex parts = aligned(name, z);
    int at = parts.re().shape().axis(axis, name);
    int n = checked(name, length == 0 ? 2 * (parts.re().shape().length(at) - 1) : length);
    int half = n / 2 + 1;
    Tensor weights = weights(n, parts.re().aval(), at, scaling.factor(inverse, n));
    return new Fourier.RealFftTransposed(at, n)
        .bind(
            fitted(parts.re(), at, half).times(weights),
            fitted(parts.im(), at, half).times(weights));
  }

  /// What makes the transpose of a real transform its inverse: each element but the ends stands for its conjugate too.
  private static Tensor weights(int n, Aval aval, int axis, double scale) {
    double[] weights = new double[n / 2 + 1];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = k == 0 || 2 * k == n ? scale : 2 * scale;
    }
    int[] along = new int[aval.shape().rank() - axis];
    Arrays.fill(along, 1);
    along[0] = weights.length;
    return Tensor.of(weights, along).to(aval.dtype());
  }

  static Complex several(
      String name, Complex z, int[] axes, int[] lengths, boolean inverse, Scaling scaling) {
    int[] along = axes(name, z.shape(), axes);
    Complex result = z;
    for (int i = along.length - 1; i >= 0; i--) {
      int length = lengths.length == 0 ? 0 : lengths[i];
      result = complex(name, result, along[i], length, inverse, scaling);
    }
    return result;
  }

  static Complex ofReal(Tensor x, int[] axes, int[] lengths, Scaling scaling) {
    int[] along = axes("rfftn", x.shape(), axes);
    int last = last("rfftn", x.shape(), along);
    int length = lengths.length == 0 ? 0 : lengths[last];
    Complex result = ofReal("rfftn", x, along[last], length, scaling, false);
    return several("rfftn", result, head(along), head(lengths), last, scaling, false);
  }

  static Tensor toReal(Complex z, int[] axes, int[] lengths, Scaling scaling) {
    int[] along = axes("irfftn", z.shape(), axes);
    int last = last("irfftn", z.shape(), along);
    int length = lengths.length == 0 ? 0 : lengths[last];
    Complex result = several("irfftn", z, head(along), head(lengths), last, scaling, true);
    return toReal("irfftn", result, along[last], length, scaling, true);
  }

  /// The axes before the last one, of which there may be none: here that does not mean all.
  static Complex several(
      String name,
      Complex z,
      int[] axes,
      int[] lengths,
      int count,
      Scaling scaling,
      boolean inverse) {
    return count == 0 ? z : several(name, z, axes, lengths, inverse, scaling);
  }

  private static int[] head(int[] axes) {
    return Arrays.copyOf(axes, Math.max(0, axes.length - 1));
  }

  private static int last(String name, Shape shape, int[] axes) {
    if (axes.length == 0) {
      throw new ShapeException(name + ": " + shape + " has no axis to transform");
    }
    return axes.length - 1;
  }

  static Tensor rolled(String name, Tensor x, int[] axes, int direction) {
    Tensor result = x;
    for (int axis : axes(name, x.shape(), axes)) {
      result = Arranging.roll(result, direction * (x.shape().length(axis) / 2), axis);
    }
    return result;
  }

  /// These axes counted from the front; all if there are none.
  private static int[] axes(String name, Shape shape, int[] axes) {
    int[] result = new int[axes.length == 0 ? shape.rank() : axes.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = axes.length == 0 ? i : shape.axis(axes[i], name);
    }
    return result;
  }

  static int checked(String name, int length) {
    if (length < 1) {
      throw new ShapeException(
          name + ": a transform of " + length + " numbers: the length must be 1 or more");
    }
    return length;
  }

  static int[] checked(String name, int[] axes, int[] lengths) {
    if (lengths.length != axes.length) {
      throw new ShapeException(
          name + ": " + lengths.length + " lengths for " + axes.length + " axes");
    }
    for (int length : lengths) {
      checked(name, length);
    }
    return lengths;
  }

  /// Both parts in one floating dtype.
  private static Complex aligned(String name, Complex z) {
    if (!z.re().shape().equals(z.im().shape())) {
      throw new ShapeException(
          name + ": the parts differ, " + z.re().shape() + " and " + z.im().shape());
    }
    DType dtype = DType.promote(z.re().dtype(), z.im().dtype()).toFloating();
    return new Complex(z.re().to(dtype), z.im().to(dtype));
  }

  /// Cropped or filled up with zeros to `length`; 0 leaves it.
  static Tensor fitted(Tensor x, int axis, int length) {
    int present = x.shape().length(axis);
    if (length == 0 || length == present) {
      return x;
    }
    if (length < present) {
      return Slicing.part(x, axis, 0, length);
    }
    List<Integer> starts = Collections.nCopies(x.rank(), 0);
    return new Slicing.Pad(
            x.shape().resized(axis, length),
            starts,
            new ArrayList<>(Collections.nCopies(x.rank(), 1)))
        .bind(x);
  }

  private static Complex pair(List<Tensor> parts) {
    return new Complex(parts.get(0), parts.get(1));
  }

  private static Complex scaled(Complex z, double factor) {
    return factor == 1 ? z : z.times(factor);
  }
}
