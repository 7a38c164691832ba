package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;

/// Kernels on the representation of numbers: exponents, neighbours, divisors.
public final class Neighbours {
  private Neighbours() {}

  /// `x·2ⁿ`, rounded once.
  public static Array scaled(Array x, Array exponents) {
    double[] out = Buffers.toDoubles(x);
    long[] n = Buffers.toLongs(exponents);
    for (int i = 0; i < out.length; i++) {
      // Beyond these bounds everything is 0 or infinite.
      out[i] = Math.scalb(out[i], (int) Math.clamp(n[i], -4000L, 4000L));
    }
    return Buffers.ofDoubles(x.aval(), out);
  }

  /// The n with `|x| = m·2ⁿ`, `½ ≤ m < 1`; 0 for 0, infinities and NaN.
  public static double exponent(double x) {
    if (x == 0 || !(Math.abs(x) < Double.POSITIVE_INFINITY)) {
      return 0;
    }
    boolean subnormal = Math.abs(x) < Double.MIN_NORMAL;
    return subnormal ? Math.getExponent(x * 0x1p54) - 53 : Math.getExponent(x) + 1;
  }

  /// The numbers next to x on the way to y, of their dtype.
  public static Array after(Array x, Array y) {
    int n = x.shape().size();
    if (x.dtype() == DType.F32) {
      float[] from = Buffers.f32(x);
      float[] to = Buffers.f32(y);
      float[] out = new float[n];
      for (int i = 0; i < n; i++) {
        out[i] = Math.nextAfter(from[i], to[i]);
      }
      return Buffers.wrap(x.aval(), out);
    }
    double[] from = Buffers.f64(x);
    double[] to = Buffers.f64(y);
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = Math.nextAfter(from[i], to[i]);
    }
    return Buffers.wrap(x.aval(), out);
  }

  /// The greatest common divisors of whole numbers, by Euclid's algorithm; not negative, except for the one whose negative is not
  /// representable.
  public static Array gcd(Array x, Array y) {
    long[] a = Buffers.toLongs(x);
    long[] b = Buffers.toLongs(y);
    long[] out = new long[a.length];
    for (int i = 0; i < out.length; i++) {
      long p = a[i];
      long q = b[i];
      while (q != 0) {
        long rest = p % q;
        p = q;
        q = rest;
      }
      out[i] = Math.abs(p);
    }
    return Buffers.ofLongs(x.aval(), out);
  }
}
