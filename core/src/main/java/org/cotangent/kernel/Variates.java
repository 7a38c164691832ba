package org.cotangent.kernel;

/// Random numbers of a distribution from the bits of [Threefry], by JAX's formulas, so that they are the same numbers.
///
/// Each function writes `count` of them to `out[from]` and on. Thread-safe.
public final class Variates {
  /// One step above −1: between it and 1 no quantile of the normal distribution is infinite.
  private static final double ABOVE_MINUS_ONE = Math.nextUp(-1.0);

  private static final float ABOVE_MINUS_ONE_F32 = Math.nextUp(-1f);

  /// How many blocks are turned into numbers at a time.
  private static final int WIDTH = 1024;

  private Variates() {}

  /// Uniform in `[low, high)`, of 52 random bits each: `low + u·(high − low)`, rounded once. That can be `high` if the bounds are
  /// large against their difference.
  public static void uniform(long key, double low, double high, double[] out, int from, int count) {
    double span = high - low;
    long[] bits = new long[Math.min(count, WIDTH)];
    int n;
    for (int done = 0; done < count; done += n) {
      n = Math.min(WIDTH, count - done);
      Threefry.blocks(key, done, bits, 0, n);
      for (int i = 0; i < n; i++) {
        out[from + done + i] = Math.max(low, Math.fma(unit(bits[i]), span, low));
      }
    }
  }

  /// Uniform in `[low, high)`, of 23 random bits each.
  public static void uniform(long key, float low, float high, float[] out, int from, int count) {
    float span = high - low;
    int[] bits = Threefry.bits32(key, count);
    for (int i = 0; i < count; i++) {
      out[from + i] = Math.max(low, Math.fma(unit(bits[i]), span, low));
    }
  }

  /// Standard normal: `√2·erfinv u`, u uniform between −1 and 1.
  public static void normal(long key, double[] out, int from, int count) {
    uniform(key, ABOVE_MINUS_ONE, 1, out, from, count);
    for (int i = from; i < from + count; i++) {
      out[i] = Erf.quantile(out[i]);
    }
  }

  /// The same in `F32`, of an `F32` u.
  public static void normal(long key, float[] out, int from, int count) {
    uniform(key, ABOVE_MINUS_ONE_F32, 1, out, from, count);
    for (int i = from; i < from + count; i++) {
      out[i] = (float) Erf.quantile(out[i]);
    }
  }

  /// Whole numbers from `low` to `high − 1`; `low` if there are none.
  ///
  /// Unsigned random bits modulo `span = high − low`: 128 of them up to a span of 2³², the upper 64 from child 0 of the key and the
  /// lower from child 1; for wider spans only the lower count. So one number is favoured above another by one part in
  /// 2¹²⁸/span, or by one in 2⁶⁴/span.
  public static void integers(long key, long low, long high, long[] out, int from, int count) {
    long span = high <= low ? 1 : high - low; // unsigned from here on: it may reach 2⁶⁴ − 1
    long root = Long.remainderUnsigned(1L << 32, span);
    long factor = Long.remainderUnsigned(root * root, span); // 2⁶⁴ mod span; 0 for wide spans
    long[] upper = Threefry.bits64(Threefry.fold(key, 0), count);
    long[] lower = Threefry.bits64(Threefry.fold(key, 1), count);
    for (int i = 0; i < count; i++) {
      long sum =
          Long.remainderUnsigned(upper[i], span) * factor + Long.remainderUnsigned(lower[i], span);
      out[from + i] = low + Long.remainderUnsigned(sum, span);
    }
  }

  /// The same in `I32`: of 64 bits up to a span of 2¹⁶, 32 from each child, and of the lower 32 for wider spans. Bounds beyond the
  /// type are cut to it, so that `high` may be 2³¹.
  public static void integers(long key, long low, long high, int[] out, int from, int count) {
    int least = Math.clamp(low, Integer.MIN_VALUE, Integer.MAX_VALUE);
    long span = Math.max(1, Math.clamp(high, Integer.MIN_VALUE, 1L << 31) - least); // at most 2³²
    long root = (1L << 16) % span;
    long factor = (root * root & 0xFFFF_FFFFL) % span; // 2³² mod span; 0 for wide spans
    int[] upper = Threefry.bits32(Threefry.fold(key, 0), count);
    int[] lower = Threefry.bits32(Threefry.fold(key, 1), count);
    for (int i = 0; i < count; i++) {
      long sum =
          Integer.toUnsignedLong(upper[i]) % span * factor
              + Integer.toUnsignedLong(lower[i]) % span;
      out[from + i] = least + (int) (sum % span);
    }
  }

  /// In `[0, 1)`: the upper bits as the fraction of a number in `[1, 2)`, less 1.
  private static double unit(long bits) {
    return Double.longBitsToDouble(bits >>> 12 | 0x3FF0_0000_0000_0000L) - 1;
  }

  private static float unit(int bits) {
    return Float.intBitsToFloat(bits >>> 9 | 0x3F80_0000) - 1;
  }
}
