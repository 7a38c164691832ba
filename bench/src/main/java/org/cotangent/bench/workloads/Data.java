package org.cotangent.bench.workloads;

import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;

/// Random numbers that are the same bits in every language: SplitMix64 (Steele, Lea and Flood, 2014), by counter.
final class Data {
  private Data() {}

  /// The `i`-th number of a stream, uniform in 0 to 1.
  static double uniform(int stream, int i) {
    long z = (i + ((long) stream << 32) + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1p-53;
  }

  /// The same in −1 to 1.
  static double symmetric(int stream, int i) {
    return 2 * uniform(stream, i) - 1;
  }

  /// An array of numbers in −`scale` to `scale`, row-major.
  static Tensor symmetric(int stream, double scale, int... shape) {
    return Tensor.of(
        IntStream.range(0, Shape.of(shape).size())
            .mapToDouble(i -> scale * symmetric(stream, i))
            .toArray(),
        shape);
  }

  /// The same rounded to floats, after a division: single precision shows the last bit.
  static Tensor floats(int stream, double divisor, int... shape) {
    float[] data = new float[Shape.of(shape).size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (symmetric(stream, i) / divisor);
    }
    return Tensor.of(data, shape);
  }

  static Tensor symmetric(DType dtype, int stream, int n) {
    return dtype == DType.F32 ? floats(stream, 1, n) : symmetric(stream, 1, n);
  }

  /// Whole numbers from 0 to before `classes`.
  static Tensor labels(int stream, int classes, int n) {
    return Tensor.indices(
        IntStream.range(0, n).mapToLong(i -> (long) (classes * uniform(stream, i))).toArray());
  }
}
