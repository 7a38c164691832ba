package org.cotangent.ops;

import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.ops.Contraction.Overlap;
import org.cotangent.ops.Fft.Scaling;

/// Convolutions as products of spectra.
final class SpectralConvolution {
  private SpectralConvolution() {}

  static Tensor linear(Tensor a, Tensor b, Overlap overlap) {
    Shape left = a.shape();
    Shape right = b.shape();
    if (left.rank() == 0 || left.rank() != right.rank() || left.size() == 0 || right.size() == 0) {
      throw new ShapeException(
          "convolve: "
              + left
              + " and "
              + right
              + " must have elements, and as many axes, at least one");
    }
    int[] axes = IntStream.range(0, left.rank()).toArray();
    int[] lengths =
        IntStream.of(axes)
            .map(axis ->
                org.cotangent.kernel.Fourier.smooth(left.length(axis) + right.length(axis) - 1))
            .toArray();
    Tensor result =
        Fft.irfftn(
            Fft.rfftn(a, axes, lengths, Scaling.BACKWARD)
                .times(Fft.rfftn(b, axes, lengths, Scaling.BACKWARD)),
            axes,
            lengths,
            Scaling.BACKWARD);
    for (int axis : axes) {
      int longer = Math.max(left.length(axis), right.length(axis));
      int shorter = Math.min(left.length(axis), right.length(axis));
      result =
          switch (overlap) {
            case FULL -> Slicing.part(result, axis, 0, longer + shorter - 1);
            case SAME -> Slicing.part(result, axis, (shorter - 1) / 2, longer);
            case VALID -> Slicing.part(result, axis, shorter - 1, longer - shorter + 1);
          };
    }
    return result;
  }

  static Tensor circular(Tensor a, Tensor b) {
    int length = a.rank() == 0 ? 0 : a.shape().length(-1);
    if (length == 0 || b.rank() == 0 || b.shape().length(-1) != length) {
      throw new ShapeException(
          "circularConvolve: the last axes of "
              + a.shape()
              + " and "
              + b.shape()
              + " must have one length, 1 or more");
    }
    // The axes before: said here, where the lengths are still those of the call.
    Shape shape = Shape.broadcast("circularConvolve", a.shape(), b.shape());
    DType dtype = DType.promote(a.dtype(), b.dtype()).toFloating();
    return Fft.irfft(Fft.rfft(a.to(dtype)).times(Fft.rfft(b.to(dtype))), shape.rank() - 1, length);
  }
}
