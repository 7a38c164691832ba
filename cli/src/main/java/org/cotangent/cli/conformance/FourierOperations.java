package org.cotangent.cli.conformance;

import org.cotangent.Complex;
import org.cotangent.Tensor;
import org.cotangent.ops.Fft;

/// Fourier transforms. The cases hold complex arrays as real ones with a last axis of length 2, which their axes do not count.
final class FourierOperations {
  private FourierOperations() {}

  static void addTo(OperationTable table) {
    table.single("fft", (a, in) -> fft(a, Complex.ofPairs(in.get(0))).toPairs());
    table.single("ifft", (a, in) -> ifft(a, Complex.ofPairs(in.get(0))).toPairs());
    table.single("rfft", (a, in) -> rfft(a, in.get(0)).toPairs());
    table.single("irfft", (a, in) -> irfft(a, Complex.ofPairs(in.get(0))));
    table.single("fft2", (a, in) -> fft2(a, Complex.ofPairs(in.get(0))).toPairs());
    table.single("ifft2", (a, in) -> ifft2(a, Complex.ofPairs(in.get(0))).toPairs());
    table.single("rfft2", (a, in) -> rfft2(a, in.get(0)).toPairs());
    table.single("irfft2", (a, in) -> irfft2(a, Complex.ofPairs(in.get(0))));
    table.single("fftshift", (a, in) -> Fft.fftshift(in.get(0), axes(a)));
    table.single("ifftshift", (a, in) -> Fft.ifftshift(in.get(0), axes(a)));
    table.binary("fft_convolve", Fft::circularConvolve);
    table.unary("fft_power_spectrum", x -> Fft.rfft(x).squaredMagnitude());
  }

  private static final int[] LAST_TWO = {-2, -1};

  private static int[] axes(Attributes a) {
    return a.has("axes") ? a.integers("axes") : new int[0];
  }

  private static int[] pair(Attributes a) {
    return a.has("axes") ? a.integers("axes") : LAST_TWO;
  }

  private static Complex fft(Attributes a, Complex z) {
    int axis = a.integer("axis", -1);
    return a.has("n") ? Fft.fft(z, axis, a.integer("n")) : Fft.fft(z, axis);
  }

  private static Complex ifft(Attributes a, Complex z) {
    int axis = a.integer("axis", -1);
    return a.has("n") ? Fft.ifft(z, axis, a.integer("n")) : Fft.ifft(z, axis);
  }

  private static Complex rfft(Attributes a, Tensor x) {
    int axis = a.integer("axis", -1);
    return a.has("n") ? Fft.rfft(x, axis, a.integer("n")) : Fft.rfft(x, axis);
  }

  private static Tensor irfft(Attributes a, Complex z) {
    int axis = a.integer("axis", -1);
    return a.has("n") ? Fft.irfft(z, axis, a.integer("n")) : Fft.irfft(z, axis);
  }

  private static Complex fft2(Attributes a, Complex z) {
    return a.has("s")
        ? Fft.fftn(z, pair(a), a.integers("s"), Fft.Scaling.BACKWARD)
        : Fft.fftn(z, pair(a));
  }

  private static Complex ifft2(Attributes a, Complex z) {
    return a.has("s")
        ? Fft.ifftn(z, pair(a), a.integers("s"), Fft.Scaling.BACKWARD)
        : Fft.ifftn(z, pair(a));
  }

  private static Complex rfft2(Attributes a, Tensor x) {
    return a.has("s")
        ? Fft.rfftn(x, pair(a), a.integers("s"), Fft.Scaling.BACKWARD)
        : Fft.rfftn(x, pair(a));
  }

  private static Tensor irfft2(Attributes a, Complex z) {
    return a.has("s")
        ? Fft.irfftn(z, pair(a), a.integers("s"), Fft.Scaling.BACKWARD)
        : Fft.irfftn(z, pair(a));
  }
}
