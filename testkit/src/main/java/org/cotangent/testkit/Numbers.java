package org.cotangent.testkit;

import java.util.SplittableRandom;
import org.cotangent.Shape;
import org.cotangent.Tensor;

/// Random tensors from a seed. Not thread-safe.
public final class Numbers {
  private final SplittableRandom random;

  /// Numbers of that seed.
  public Numbers(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Uniform in `[low, high)`, `F64`.
  public Tensor between(double low, double high, Shape shape) {
    double[] data = new double[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = low + (high - low) * random.nextDouble();
    }
    return Tensor.of(data, shape.toArray());
  }

  /// Standard normal, `F64`.
  public Tensor normal(Shape shape) {
    double[] data = new double[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextGaussian();
    }
    return Tensor.of(data, shape.toArray());
  }

  /// Whole numbers from 0 to `bound − 1`, `I64`.
  public Tensor whole(int bound, Shape shape) {
    long[] data = new long[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextInt(bound);
    }
    return Tensor.of(data, shape.toArray());
  }

  /// A whole number from 0 to `bound − 1`.
  public int whole(int bound) {
    return random.nextInt(bound);
  }
}
