package org.cotangent.ops;

import org.cotangent.Complex;
import org.cotangent.Tensor;
import org.cotangent.ops.Contraction.Overlap;

/// Discrete Fourier transforms and what is made of them.
///
/// `fft` is `y[k] = Σ x[j]·exp(−2πijk/n)`, `ifft` its inverse, with `1/n` before the sum unless a [Scaling] says otherwise; the names,
/// lengths and shapes are NumPy's. Any length n takes `n log n` steps. A length that is given crops the axis or fills it up with zeros
/// first. Real transforms (`rfft`, `irfft`, …) hold elements 0 to n/2 of a spectrum whose others are their conjugates; those of even
/// length cost half. Whole numbers are converted to `F64`; `F32` is computed in double and rounded once for each axis.
///
/// All are linear, so each is its own derivative, and reverse mode is the transform in the other direction. Errors: a
/// [org.cotangent.ShapeException] for an axis that does not exist, a length below 1, or parts of a [Complex] whose shapes differ.
///
/// Thread-safe; all may be traced.
public final class Fft {
  private Fft() {}

  /// Where the factor `1/n` of a pair of transforms stands.
  public enum Scaling {
    /// Before the inverse.
    BACKWARD,
    /// Half of it, `1/√n`, before both: lengths are preserved.
    ORTHO,
    /// Before the forward transform.
    FORWARD;

    /// The factor of a transform of n numbers.
    double factor(boolean inverse, double n) {
      return switch (this) {
        case BACKWARD -> inverse ? 1 / n : 1;
        case ORTHO -> 1 / Math.sqrt(n);
        case FORWARD -> inverse ? 1 : 1 / n;
      };
    }
  }

  // One axis

  /// The transform along the last axis.
  public static Complex fft(Complex z) {
    return fft(z, -1);
  }

  /// The transform along an axis.
  public static Complex fft(Complex z, int axis) {
    return Transforms.complex("fft", z, axis, 0, false, Scaling.BACKWARD);
  }

  /// The transform along an axis of `length`.
  public static Complex fft(Complex z, int axis, int length) {
    return fft(z, axis, length, Scaling.BACKWARD);
  }

  /// The transform along an axis of `length`, scaled.
  public static Complex fft(Complex z, int axis, int length, Scaling scaling) {
    return Transforms.complex("fft", z, axis, Transforms.checked("fft", length), false, scaling);
  }

  /// The inverse transform along the last axis: `1/n · Σ x[j]·exp(2πijk/n)`.
  public static Complex ifft(Complex z) {
    return ifft(z, -1);
  }

  /// The inverse transform along an axis.
  public static Complex ifft(Complex z, int axis) {
    return Transforms.complex("ifft", z, axis, 0, true, Scaling.BACKWARD);
  }

  /// The inverse transform along an axis of `length`.
  public static Complex ifft(Complex z, int axis, int length) {
    return ifft(z, axis, length, Scaling.BACKWARD);
  }

  /// The inverse transform along an axis of `length`, scaled.
  public static Complex ifft(Complex z, int axis, int length, Scaling scaling) {
    return Transforms.complex("ifft", z, axis, Transforms.checked("ifft", length), true, scaling);
  }

  /// Elements 0 to n/2 of the transform of real numbers along the last axis.
  public static Complex rfft(Tensor x) {
    return rfft(x, -1);
  }

  /// Elements 0 to n/2 of the transform of real numbers along an axis.
  public static Complex rfft(Tensor x, int axis) {
    return Transforms.ofReal("rfft", x, axis, 0, Scaling.BACKWARD, false);
  }

  /// Elements 0 to `length/2` of the transform of real numbers along an axis of `length`.
  public static Complex rfft(Tensor x, int axis, int length) {
    return rfft(x, axis, length, Scaling.BACKWARD);
  }

  /// Elements 0 to `length/2` of the transform of real numbers along an axis of `length`, scaled.
  public static Complex rfft(Tensor x, int axis, int length, Scaling scaling) {
    return Transforms.ofReal("rfft", x, axis, Transforms.checked("rfft", length), scaling, false);
  }

  /// The real numbers with that half of a spectrum, along the last axis: `2(m − 1)` of them for m elements. The imaginary part of
  /// element 0, and of the last one if their number is even, is taken for 0: it has no influence, and derivative 0.
  public static Tensor irfft(Complex z) {
    return irfft(z, -1);
  }

  /// The real numbers with that half of a spectrum, along an axis: `2(m − 1)` of them for m elements.
  public static Tensor irfft(Complex z, int axis) {
    return Transforms.toReal("irfft", z, axis, 0, Scaling.BACKWARD, true);
  }

  /// The `length` real numbers with that half of a spectrum, along an axis; elements beyond `length/2` do not count.
  public static Tensor irfft(Complex z, int axis, int length) {
    return irfft(z, axis, length, Scaling.BACKWARD);
  }

  /// The `length` real numbers with that half of a spectrum, along an axis, scaled.
  public static Tensor irfft(Complex z, int axis, int length, Scaling scaling) {
    return Transforms.toReal("irfft", z, axis, Transforms.checked("irfft", length), scaling, true);
  }

  /// The transform, which is real, of numbers whose second half is the conjugate of the first, which alone is given: `2(m − 1)` of them
  /// along the last axis, not scaled.
  public static Tensor hfft(Complex z) {
    return Transforms.toReal("hfft", z.conjugate(), -1, 0, Scaling.BACKWARD, false);
  }

  /// The same along an axis, `length` of them, scaled.
  public static Tensor hfft(Complex z, int axis, int length, Scaling scaling) {
    return Transforms.toReal(
        "hfft", z.conjugate(), axis, Transforms.checked("hfft", length), scaling, false);
  }

  /// The inverse of [#hfft] along the last axis: elements 0 to n/2 of the inverse transform of real numbers.
  public static Complex ihfft(Tensor x) {
    return Transforms.ofReal("ihfft", x, -1, 0, Scaling.BACKWARD, true).conjugate();
  }

  /// The same along an axis of `length`, scaled.
  public static Complex ihfft(Tensor x, int axis, int length, Scaling scaling) {
    return Transforms.ofReal("ihfft", x, axis, Transforms.checked("ihfft", length), scaling, true)
        .conjugate();
  }

  // Several axes

  /// The transform along the last two axes.
  public static Complex fft2(Complex z) {
    return fftn(z, -2, -1);
  }

  /// The inverse transform along the last two axes.
  public static Complex ifft2(Complex z) {
    return ifftn(z, -2, -1);
  }

  /// The transform of real numbers along the last two axes, half of it along the last one.
  public static Complex rfft2(Tensor x) {
    return rfftn(x, -2, -1);
  }

  /// The real numbers with that spectrum along the last two axes.
  public static Tensor irfft2(Complex z) {
    return irfftn(z, -2, -1);
  }

  /// The same with lengths of the last two axes.
  public static Tensor irfft2(Complex z, int rows, int columns) {
    return irfftn(z, new int[] {-2, -1}, new int[] {rows, columns}, Scaling.BACKWARD);
  }

  /// The transform along these axes; none means all.
  public static Complex fftn(Complex z, int... axes) {
    return Transforms.several("fftn", z, axes, new int[0], false, Scaling.BACKWARD);
  }

  /// The transform along these axes with these lengths, scaled.
  public static Complex fftn(Complex z, int[] axes, int[] lengths, Scaling scaling) {
    return Transforms.several(
        "fftn", z, axes, Transforms.checked("fftn", axes, lengths), false, scaling);
  }

  /// The inverse transform along these axes; none means all.
  public static Complex ifftn(Complex z, int... axes) {
    return Transforms.several("ifftn", z, axes, new int[0], true, Scaling.BACKWARD);
  }

  /// The inverse transform along these axes with these lengths, scaled.
  public static Complex ifftn(Complex z, int[] axes, int[] lengths, Scaling scaling) {
    return Transforms.several(
        "ifftn", z, axes, Transforms.checked("ifftn", axes, lengths), true, scaling);
  }

  /// The transform of real numbers along these axes (none means all), half of it along the last of them.
  public static Complex rfftn(Tensor x, int... axes) {
    return Transforms.ofReal(x, axes, new int[0], Scaling.BACKWARD);
  }

  /// The same with these lengths, scaled.
  public static Complex rfftn(Tensor x, int[] axes, int[] lengths, Scaling scaling) {
    return Transforms.ofReal(x, axes, Transforms.checked("rfftn", axes, lengths), scaling);
  }

  /// The real numbers with that spectrum along these axes (none means all), of which the last one has half of it.
  public static Tensor irfftn(Complex z, int... axes) {
    return Transforms.toReal(z, axes, new int[0], Scaling.BACKWARD);
  }

  /// The same with these lengths, scaled.
  public static Tensor irfftn(Complex z, int[] axes, int[] lengths, Scaling scaling) {
    return Transforms.toReal(z, axes, Transforms.checked("irfftn", axes, lengths), scaling);
  }

  // Around spectra

  /// Frequency 0 in the middle: rolls these axes (none means all) by half their length.
  public static Tensor fftshift(Tensor x, int... axes) {
    return Transforms.rolled("fftshift", x, axes, 1);
  }

  /// Frequency 0 in the middle, of both parts.
  public static Complex fftshift(Complex z, int... axes) {
    return new Complex(fftshift(z.re(), axes), fftshift(z.im(), axes));
  }

  /// The inverse of [#fftshift(Tensor, int...)], which differs from it for odd lengths.
  public static Tensor ifftshift(Tensor x, int... axes) {
    return Transforms.rolled("ifftshift", x, axes, -1);
  }

  /// The inverse of [#fftshift(Complex, int...)].
  public static Complex ifftshift(Complex z, int... axes) {
    return new Complex(ifftshift(z.re(), axes), ifftshift(z.im(), axes));
  }

  /// The frequencies of the elements of a transform of n numbers `spacing` apart: `0, 1, …, −2, −1` over `n·spacing`.
  public static Tensor fftfreq(int n, double spacing) {
    double[] frequencies = new double[Transforms.checked("fftfreq", n)];
    for (int k = 0; k < n; k++) {
      frequencies[k] = (k <= (n - 1) / 2 ? k : k - n) / (n * spacing);
    }
    return Tensor.vector(frequencies);
  }

  /// The frequencies of the elements of a real transform of n numbers `spacing` apart: `0, 1, …, n/2` over `n·spacing`.
  public static Tensor rfftfreq(int n, double spacing) {
    double[] frequencies = new double[Transforms.checked("rfftfreq", n) / 2 + 1];
    for (int k = 0; k < frequencies.length; k++) {
      frequencies[k] = k / (n * spacing);
    }
    return Tensor.vector(frequencies);
  }

  /// The convolution `y[k] = Σ a[i]·b[k − i]` along all axes, in `n log n` steps; both have as many axes. What of it is wanted, `overlap`
  /// says for each axis. [Contraction#convolve] takes `n·m` steps, and is exact for whole numbers.
  public static Tensor convolve(Tensor a, Tensor b, Overlap overlap) {
    return SpectralConvolution.linear(a, b, overlap);
  }

  /// The convolution `y[k] = Σ a[i]·b[(k − i) mod n]` along the last axis, whose lengths must agree; axes before it broadcast.
  public static Tensor circularConvolve(Tensor a, Tensor b) {
    return SpectralConvolution.circular(a, b);
  }

  // Cosine and sine transforms

  /// The discrete cosine transform of a type from 1 to 4, along the last axis, not scaled. SciPy's, so type 2 is
  /// `y[k] = 2·Σ x[j]·cos(πk(2j + 1)/2n)`.
  public static Tensor dct(Tensor x, int type) {
    return dct(x, type, -1, Scaling.BACKWARD);
  }

  /// The discrete cosine transform along an axis, scaled; [Scaling#ORTHO] makes it an orthogonal map.
  public static Tensor dct(Tensor x, int type, int axis, Scaling scaling) {
    return CosineTransforms.cosine("dct", x, type, axis, scaling, false);
  }

  /// The inverse of [#dct(Tensor, int)].
  public static Tensor idct(Tensor x, int type) {
    return idct(x, type, -1, Scaling.BACKWARD);
  }

  /// The inverse of [#dct(Tensor, int, int, Scaling)].
  public static Tensor idct(Tensor x, int type, int axis, Scaling scaling) {
    return CosineTransforms.cosine("idct", x, type, axis, scaling, true);
  }

  /// The discrete sine transform of a type from 1 to 4, along the last axis, not scaled. SciPy's, so type 2 is
  /// `y[k] = 2·Σ x[j]·sin(π(k + 1)(2j + 1)/2n)`.
  public static Tensor dst(Tensor x, int type) {
    return dst(x, type, -1, Scaling.BACKWARD);
  }

  /// The discrete sine transform along an axis, scaled; [Scaling#ORTHO] makes it an orthogonal map.
  public static Tensor dst(Tensor x, int type, int axis, Scaling scaling) {
    return CosineTransforms.sine("dst", x, type, axis, scaling, false);
  }

  /// The inverse of [#dst(Tensor, int)].
  public static Tensor idst(Tensor x, int type) {
    return idst(x, type, -1, Scaling.BACKWARD);
  }

  /// The inverse of [#dst(Tensor, int, int, Scaling)].
  public static Tensor idst(Tensor x, int type, int axis, Scaling scaling) {
    return CosineTransforms.sine("idst", x, type, axis, scaling, true);
  }
}
