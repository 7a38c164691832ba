package org.cotangent.ops;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.cotangent.Complex;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Fft.Scaling;

/// Discrete cosine and sine transforms, each by one Fourier transform of about the same length: J. Makhoul, "A fast cosine transform in
/// one and two dimensions", IEEE Transactions on Acoustics, Speech and Signal Processing 28 (1980). The factors are SciPy's.
final class CosineTransforms {
  private CosineTransforms() {}

  static Tensor cosine(
      String name, Tensor x, int type, int axis, Scaling scaling, boolean inverse) {
    int at = x.shape().axis(axis, name);
    int n = x.shape().length(at);
    int period = period(name, type, n, type == 1 ? 2 * (n - 1) : 2 * n);
    Tensor last = Shaping.moveAxis(Aligned.floating(x), at, -1);
    int direct = inverse ? inverse(type) : type;
    Tensor result =
        scaling == Scaling.ORTHO
            ? ends(cosine(ends(last, direct, true), direct), direct, false)
            : cosine(last, direct);
    return Shaping.moveAxis(scaled(result, scaling.factor(inverse, period)), -1, at);
  }

  static Tensor sine(String name, Tensor x, int type, int axis, Scaling scaling, boolean inverse) {
    int at = x.shape().axis(axis, name);
    int n = x.shape().length(at);
    int period = period(name, type, n, type == 1 ? 2 * (n + 1) : 2 * n);
    Tensor last = Shaping.moveAxis(Aligned.floating(x), at, -1);
    int direct = inverse ? inverse(type) : type;
    Tensor result =
        scaling == Scaling.ORTHO && (direct == 2 || direct == 3)
            ? orthogonalSine(last, direct)
            : sine(last, direct);
    return Shaping.moveAxis(scaled(result, scaling.factor(inverse, period)), -1, at);
  }

  private static Tensor scaled(Tensor x, double factor) {
    return factor == 1 ? x : x.times(factor);
  }

  /// Types 2 and 3 undo each other, 1 and 4 themselves.
  private static int inverse(int type) {
    return type == 2 || type == 3 ? 5 - type : type;
  }

  private static int period(String name, int type, int n, int period) {
    if (type < 1 || type > 4) {
      throw new IllegalArgumentException(name + ": there is no type " + type + ", only 1 to 4");
    }
    if (n < 1 || period < 1) {
      throw new org.cotangent.ShapeException(
          name
              + ": type "
              + type
              + " of "
              + n
              + " numbers: the length must be "
              + (n + 1)
              + " or more");
    }
    return period;
  }

  /// What makes the types 1 to 3 orthogonal: of type 1 both ends, of type 2 the first result, of type 3 the first number.
  private static Tensor ends(Tensor x, int type, boolean before) {
    double factor = before ? Math.sqrt(2) : Math.sqrt(0.5);
    int n = x.shape().length(-1);
    return switch (type) {
      case 1 -> weighted(x, k -> k == 0 || k == n - 1 ? factor : 1);
      case 2 -> before ? x : weighted(x, k -> k == 0 ? factor : 1);
      case 3 -> before ? weighted(x, k -> k == 0 ? factor : 1) : x;
      default -> x;
    };
  }

  private static Tensor cosine(Tensor x, int type) {
    return switch (type) {
      case 1 -> cosine1(x);
      case 2 -> cosine2(x);
      case 3 -> cosine3(x);
      default -> cosine4(x);
    };
  }

  /// `x[0] + (−1)ᵏ·x[n−1] + 2·Σ x[j]·cos(πjk/(n − 1))`: the transform of x and its mirror image.
  private static Tensor cosine1(Tensor x) {
    int n = x.shape().length(-1);
    Tensor mirrored = reversed(part(x, 1, n - 2));
    return Fft.rfft(Tensor.concat(-1, x, mirrored)).re();
  }

  /// `2·Σ x[j]·cos(πk(2j + 1)/2n)`. With V the transform of the even places and, backwards, the odd ones, it is
  /// `2·Re exp(−πik/2n)·V[k]`, and `−2·Im` of that is element n − k.
  private static Tensor cosine2(Tensor x) {
    int n = x.shape().length(-1);
    Tensor ordered =
        Tensor.concat(
            -1,
            Slicing.slice(x, "..., ::2"),
            Slicing.slice(x, n % 2 == 0 ? "..., ::-2" : "..., -2::-2"));
    Complex turned = Fft.rfft(n == 1 ? x : ordered).times(turns(x.dtype(), n, n / 2 + 1, -1, 0));
    Tensor second = reversed(part(turned.im(), 1, (n - 1) / 2));
    return Tensor.concat(-1, turned.re().times(2), second.times(-2));
  }

  /// `x[0] + 2·Σ x[j]·cos(πj(2k + 1)/2n)`: [#cosine2] read backwards.
  private static Tensor cosine3(Tensor x) {
    int n = x.shape().length(-1);
    int half = n / 2 + 1;
    Tensor first = part(x, 0, half);
    // Element n − k for k from 0; element n is 0.
    Tensor second =
        reversed(Transforms.fitted(part(x, n - half + 1, half - 1), -1 + x.rank(), half));
    Complex spectrum =
        new Complex(first, second.unaryMinus()).times(turns(x.dtype(), n, half, 1, 0));
    Tensor ordered = Fft.irfft(spectrum, -1, n, Scaling.FORWARD);
    int evens = (n + 1) / 2;
    Tensor odd = reversed(part(ordered, evens, n - evens));
    // Side by side, then one after the other.
    int[] pairs = x.shape().with(x.rank(), 2).toArray();
    pairs[x.rank() - 1] = evens;
    Tensor both =
        Tensor.concat(
            -1,
            part(ordered, 0, evens).expandDims(-1),
            Transforms.fitted(odd, x.rank() - 1, evens).expandDims(-1));
    int[] flat = x.shape().resized(x.rank() - 1, 2 * evens).toArray();
    return part(both.reshape(pairs).reshape(flat), 0, n);
  }

  /// `2·Σ x[j]·cos(π(2j + 1)(2k + 1)/4n)`, with `(2j + 1)(2k + 1) = 4jk + 2j + (2k + 1)`.
  private static Tensor cosine4(Tensor x) {
    int n = x.shape().length(-1);
    Complex turned = turns(x.dtype(), n, n, -1, 0).times(x);
    Complex sums = Fft.fft(turned, -1, 2 * n);
    Complex first = new Complex(part(sums.re(), 0, n), part(sums.im(), 0, n));
    return first.times(turns(x.dtype(), n, n, -1, 0.5)).re().times(2);
  }

  private static Tensor sine(Tensor x, int type) {
    int n = x.shape().length(-1);
    return switch (type) {
      case 1 -> {
        // The transform of 0, x and, after another 0, its negative mirror image.
        Tensor zero = Tensor.full(x.dtype(), 0, x.shape().resized(x.rank() - 1, 1).toArray());
        Tensor odd = Tensor.concat(-1, zero, x, zero, reversed(x).unaryMinus());
        yield part(Fft.rfft(odd).im(), 1, n).unaryMinus();
      }
      case 2 -> reversed(cosine2(alternating(x)));
      case 3 -> alternating(cosine3(reversed(x)));
      default -> alternating(cosine4(reversed(x)));
    };
  }

  /// Of type 2 the last result, of type 3 the last number.
  private static Tensor orthogonalSine(Tensor x, int type) {
    int last = x.shape().length(-1) - 1;
    double factor = type == 3 ? Math.sqrt(2) : Math.sqrt(0.5);
    return type == 3
        ? sine(weighted(x, k -> k == last ? factor : 1), 3)
        : weighted(sine(x, 2), k -> k == last ? factor : 1);
  }

  /// `exp(sign·πi(k + shift)/2n)` for k below `count`,.
  private static Complex turns(DType dtype, int n, int count, int sign, double shift) {
    double[] re = new double[count];
    double[] im = new double[count];
    for (int k = 0; k < count; k++) {
      double angle = (k + shift) * Math.PI / (2.0 * n);
      re[k] = Math.cos(angle);
      im[k] = sign * Math.sin(angle);
    }
    return new Complex(Tensor.vector(re).to(dtype), Tensor.vector(im).to(dtype));
  }

  private static Tensor alternating(Tensor x) {
    return weighted(x, k -> k % 2 == 0 ? 1 : -1);
  }

  private static Tensor weighted(Tensor x, IntToDoubleFunction weight) {
    double[] weights = new double[x.shape().length(-1)];
    Arrays.setAll(weights, weight);
    return x.times(Tensor.vector(weights).to(x.dtype()));
  }

  private static Tensor part(Tensor x, int start, int length) {
    return Slicing.part(x, x.rank() - 1, start, length);
  }

  private static Tensor reversed(Tensor x) {
    return Arranging.flip(x, -1);
  }
}
