package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;

import java.util.List;
import java.util.function.Function;
import org.cotangent.Complex;
import org.cotangent.Tensor;
import org.cotangent.ops.Contraction.Overlap;
import org.cotangent.ops.Fft;
import org.cotangent.ops.Fft.Scaling;
import org.cotangent.testkit.Sample;

/// Fourier transforms and their relatives.
final class FourierSamples {
  private FourierSamples() {}

  static void addTo(List<Sample> all) {
    for (int[] shape : new int[][] {{1}, {2}, {5}, {6}, {2, 7}, {3, 1}, {2, 2, 4}, {0, 3}}) {
      complex(all, "fft", Fft::fft, shape);
      complex(all, "ifft", Fft::ifft, shape);
      real(all, "rfft", x -> Fft.rfft(x), shape);
      real(all, "ihfft", x -> Fft.ihfft(x), shape);
    }
    for (int[] shape : new int[][] {{2}, {4}, {2, 3}, {2, 1, 4}, {0, 3}}) {
      toReal(all, "irfft", Fft::irfft, shape);
      toReal(all, "hfft", Fft::hfft, shape);
    }
    toReal(all, "irfft", z -> Fft.irfft(z, 0, 5, Scaling.ORTHO), 4, 2);
    toReal(all, "irfft", z -> Fft.irfft(z, 1, 1), 2, 1);
    toReal(all, "hfft", z -> Fft.hfft(z, 0, 5, Scaling.FORWARD), 2, 2);
    // A prime above those that have a pass.
    complex(all, "fft", z -> Fft.fft(z, 0), 37, 2);
    complex(all, "fft", z -> Fft.fft(z, 0, 5), 3, 2);
    complex(all, "fft", z -> Fft.fft(z, 1, 2, Scaling.FORWARD), 2, 4, 2);
    complex(all, "ifft", z -> Fft.ifft(z, 0, 2, Scaling.ORTHO), 3, 2);
    real(all, "rfft", x -> Fft.rfft(x, 0, 6, Scaling.ORTHO), 4, 2);
    real(all, "ihfft", x -> Fft.ihfft(x, 0, 3, Scaling.ORTHO), 4);
    complex(all, "fft2", Fft::fft2, 3, 4);
    complex(all, "ifft2", Fft::ifft2, 2, 3, 2);
    real(all, "rfft2", Fft::rfft2, 3, 4);
    toReal(all, "irfft2", Fft::irfft2, 3, 3);
    toReal(all, "irfft2", z -> Fft.irfft2(z, 2, 5), 3, 3);
    complex(all, "fftn", z -> Fft.fftn(z), 2, 3, 2);
    complex(
        all, "fftn", z -> Fft.fftn(z, new int[] {2, 0}, new int[] {3, 2}, Scaling.ORTHO), 3, 2, 2);
    complex(all, "ifftn", z -> Fft.ifftn(z, 0, 1), 2, 3, 2);
    real(all, "rfftn", x -> Fft.rfftn(x), 2, 3, 2);
    real(all, "rfftn", x -> Fft.rfftn(x, 1, 0), 2, 3);
    toReal(all, "irfftn", z -> Fft.irfftn(z), 2, 3, 2);
    toReal(all, "irfftn", z -> Fft.irfftn(z, 1, 0), 2, 3);
    complex(all, "fftshift", z -> Fft.fftshift(z), 2, 3);
    complex(all, "ifftshift", z -> Fft.ifftshift(z, 1), 2, 3);
    for (int type = 1; type <= 4; type++) {
      int t = type;
      for (int[] shape : new int[][] {{2}, {4}, {2, 5}, {0, 3}}) {
        one(all, "dct", x -> Fft.dct(x, t), shape);
        one(all, "dst", x -> Fft.dst(x, t), shape);
      }
      one(all, "idct", x -> Fft.idct(x, t, 0, Scaling.ORTHO), 3, 2);
      one(all, "idst", x -> Fft.idst(x, t, 0, Scaling.ORTHO), 3, 2);
    }
    two(all, "fftConvolve", (a, b) -> Fft.convolve(a, b, Overlap.FULL), any(4), any(3));
    two(all, "fftConvolve", (a, b) -> Fft.convolve(a, b, Overlap.SAME), any(2, 4), any(3, 2));
    two(all, "fftConvolve", (a, b) -> Fft.convolve(a, b, Overlap.VALID), any(2), any(4));
    two(all, "circularConvolve", Fft::circularConvolve, any(5), any(5));
    two(all, "circularConvolve", Fft::circularConvolve, any(2, 4), any(4));
  }

  private static void two(
      List<Sample> all,
      String name,
      java.util.function.BinaryOperator<Tensor> f,
      Tensor a,
      Tensor b) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0), x.get(1))), a, b));
  }

  private static void complex(
      List<Sample> all, String name, Function<Complex, Complex> f, int... shape) {
    all.add(
        Sample.smooth(
            name, x -> parts(f.apply(new Complex(x.get(0), x.get(1)))), any(shape), any(shape)));
  }

  private static void real(
      List<Sample> all, String name, Function<Tensor, Complex> f, int... shape) {
    all.add(Sample.smooth(name, x -> parts(f.apply(x.get(0))), any(shape)));
  }

  private static void toReal(
      List<Sample> all, String name, Function<Complex, Tensor> f, int... shape) {
    all.add(
        Sample.smooth(
            name, x -> List.of(f.apply(new Complex(x.get(0), x.get(1)))), any(shape), any(shape)));
  }

  private static void one(List<Sample> all, String name, Function<Tensor, Tensor> f, int... shape) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), any(shape)));
  }

  private static List<Tensor> parts(Complex z) {
    return List.of(z.re(), z.im());
  }
}
