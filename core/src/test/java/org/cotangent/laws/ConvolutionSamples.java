package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.ops.Convolution;
import org.cotangent.ops.Window;
import org.cotangent.testkit.Sample;

/// Convolutions of each kind of window.
final class ConvolutionSamples {
  private ConvolutionSamples() {}

  static void addTo(List<Sample> all) {
    Window plain = Window.of();
    conv(all, plain, any(1, 2, 5), any(3, 2, 3));
    conv(all, plain, any(2, 5), any(3, 2, 3));
    conv(all, plain.stride(2).padding(1), any(2, 2, 6), any(2, 2, 3));
    conv(all, plain.stride(3).dilation(2), any(1, 1, 8), any(2, 1, 2));
    conv(all, plain.groups(2), any(2, 4, 4), any(2, 2, 2));
    conv(all, plain.groups(3).padding(new int[] {2}, new int[] {0}), any(1, 3, 3), any(6, 1, 2));
    conv(all, plain.same().stride(2), any(1, 1, 5), any(1, 1, 4));
    conv(all, plain.stride(2, 1).padding(1, 0), any(1, 2, 4, 3), any(2, 2, 2, 2));
    conv(all, plain.same(), any(1, 1, 2, 3), any(1, 1, 3, 3));
    conv(all, plain.stride(2), any(1, 1, 2, 3, 3), any(2, 1, 2, 1, 2));
    conv(all, plain, any(0, 2, 4), any(3, 2, 3));
    conv(all, plain, any(1, 0, 4), any(3, 0, 3));
    conv(all, plain, any(1, 2, 4), any(0, 2, 3));
    conv(all, plain.padding(1), any(1, 2, 0), any(1, 2, 2));
    transposed(all, plain, any(1, 2, 3), any(2, 3, 3));
    transposed(all, plain, any(2, 3), any(2, 3, 3));
    transposed(all, plain.stride(2).padding(1).outputPadding(1), any(1, 2, 3), any(2, 1, 3));
    transposed(all, plain.stride(3).dilation(2).groups(2), any(2, 2, 2), any(2, 2, 2));
    transposed(all, plain.padding(2), any(1, 1, 3), any(1, 1, 2));
    transposed(all, plain.stride(2, 1).outputPadding(1, 0), any(1, 2, 2, 2), any(2, 1, 2, 1));
    transposed(all, plain.same().stride(2), any(1, 1, 3), any(1, 1, 3));
    transposed(all, plain.stride(2), any(1, 1, 1, 2, 2), any(1, 2, 1, 2, 1));
  }

  private static void conv(List<Sample> all, Window window, Tensor input, Tensor kernel) {
    all.add(
        Sample.smooth(
            "conv", x -> List.of(Convolution.conv(x.get(0), x.get(1), window)), input, kernel));
  }

  private static void transposed(List<Sample> all, Window window, Tensor input, Tensor kernel) {
    all.add(
        Sample.smooth(
            "convTranspose",
            x -> List.of(Convolution.convTranspose(x.get(0), x.get(1), window)),
            input,
            kernel));
  }
}
