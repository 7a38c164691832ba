package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Linear;

/// The rules of the discrete Fourier transforms; [Fft] is the door to them. All unscaled: scales are the façade's.
public final class Fourier {
  private Fourier() {}

  /// `y[k] = Σ x[j]·exp(−2πijk/n)` along an axis, of the pair of real and imaginary parts.
  ///
  /// With `C = cos(2πjk/n)` and `S = sin(2πjk/n)`, both symmetric, it takes `(re, im)` to `(C·re + S·im, C·im − S·re)`. Its
  /// transpose, which is the unscaled inverse, is therefore itself with the parts exchanged, before and after.
  public record Fft(int axis) implements Linear {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(common("fft", inputs), inputs.get(1));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return org.cotangent.kernel.Fourier.transform(inputs.get(0), inputs.get(1), axis);
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      List<Tensor> exchanged = bindAll(List.of(cotangents.get(1), cotangents.get(0)));
      for (int i = 0; i < 2; i++) {
        if (into.wants(i)) {
          into.add(i, exchanged.get(1 - i));
        }
      }
    }

    @Override
    public Linear batched() {
      return new Fft(axis + 1);
    }
  }

  /// The elements 0 to n/2 of the transform of n real numbers along an axis, as a pair; the others are their conjugates. Its transpose
  /// is [RealFftTransposed].
  public record RealFft(int axis) implements Linear {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval x = inputs.get(0);
      Aval half = x.with(x.shape().resized(axis, x.shape().length(axis) / 2 + 1));
      return List.of(half, half);
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return org.cotangent.kernel.Fourier.ofReal(inputs.get(0), axis);
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      if (into.wants(0)) {
        int length = inputs.get(0).shape().length(axis);
        into.add(0, new RealFftTransposed(axis, length).bind(cotangents.get(0), cotangents.get(1)));
      }
    }

    @Override
    public Linear batched() {
      return new RealFft(axis + 1);
    }
  }

  /// `y[j] = Σ re[k]·cos(2πjk/n) − im[k]·sin(2πjk/n)` along an axis, k from 0 to n/2. With all elements but the ends doubled it is the
  /// unscaled inverse of [RealFft], and as it stands its transpose. The imaginary parts of the ends meet the sine of 0 or π: they have
  /// no influence.
  ///
  /// @param length n
  public record RealFftTransposed(int axis, int length) implements Linear {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval half = common("real_fft_transposed", inputs);
      if (half.shape().length(axis) != length / 2 + 1) {
        throw new ShapeException(
            "real_fft_transposed: axis "
                + axis
                + " of "
                + half
                + " has not the "
                + (length / 2 + 1)
                + " elements of a spectrum of "
                + length
                + " numbers");
      }
      return List.of(half.with(half.shape().resized(axis, length)));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(
          org.cotangent.kernel.Fourier.toReal(inputs.get(0), inputs.get(1), axis, length));
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      List<Tensor> spectrum = new RealFft(axis).bindAll(cotangents);
      for (int i = 0; i < 2; i++) {
        if (into.wants(i)) {
          into.add(i, spectrum.get(i));
        }
      }
    }

    @Override
    public Linear batched() {
      return new RealFftTransposed(axis + 1, length);
    }
  }

  private static Aval common(String name, List<Aval> parts) {
    if (!parts.get(0).equals(parts.get(1))) {
      throw new ShapeException(
          name + ": the parts differ, " + parts.get(0) + " and " + parts.get(1));
    }
    return parts.get(0);
  }
}
