package org.cotangent.compiler.scalar;

/// Intrinsics that have no instruction and no method in `Math`: called by generated code, small enough to be inlined everywhere.
final class Support {
  private Support() {}

  static double maskedTimes(double x, double y) {
    return x == 0 || y == 0 ? 0 : x * y;
  }

  static double pow(double x, double y) {
    return x == 1 ? 1 : x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x, y);
  }

  static double copySign(double x, double y) {
    return Math.abs(x) * (Double.doubleToRawLongBits(y) < 0 ? -1 : 1);
  }

  static long copySign(long x, long y) {
    return y < 0 ? -Math.abs(x) : Math.abs(x);
  }

  static long sign(long x) {
    return Long.signum(x);
  }

  static long div(long x, long y) {
    return y == 0 ? 0 : x / y;
  }

  static long rem(long x, long y) {
    return y == 0 ? 0 : x % y;
  }

  static long pow(long x, long y) {
    long result = 1;
    long base = x;
    for (long n = y; n > 0; n >>= 1) {
      if ((n & 1) != 0) {
        result *= base;
      }
      base *= base;
    }
    return result;
  }
}
