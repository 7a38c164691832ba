package org.cotangent.kernel;

/// The Airy functions and spherical Bessel functions, by Bessel functions of order a third, two thirds and a half more than whole (NIST
/// Digital Library of Mathematical Functions, 9.6, 10.47). Thread-safe.
public final class Airy {
  private static final double THIRD = 1.0 / 3;
  private static final double ROOT_3 = Math.sqrt(3);

  /// `Ai(0)` and `−Ai′(0)`.
  private static final double AT_ZERO = 0.35502805388781723926;

  private static final double SLOPE = 0.25881940379280679841;

  private Airy() {}

  /// `Ai(x)`, or `Ai′(x)`.
  public static double ai(boolean prime, double x) {
    double z = Math.abs(x);
    double zeta = 2 * THIRD * z * Math.sqrt(z);
    if (zeta < 1e-17) {
      return prime ? -SLOPE : AT_ZERO - SLOPE * x;
    }
    if (z == Double.POSITIVE_INFINITY) {
      return x < 0 && prime ? Double.NaN : 0;
    }
    if (x > 0) {
      return prime
          ? -x / (Math.PI * ROOT_3) * CylinderFunctions.k(0, 2 * THIRD, zeta, false)
          : Math.sqrt(x / 3) / Math.PI * CylinderFunctions.k(0, THIRD, zeta, false);
    }
    if (prime) {
      return z
          / 3
          * (CylinderFunctions.j(0, 2 * THIRD, zeta) - CylinderFunctions.j(0, -2 * THIRD, zeta));
    }
    return Math.sqrt(z)
        / 3
        * (CylinderFunctions.j(0, THIRD, zeta) + CylinderFunctions.j(0, -THIRD, zeta));
  }

  /// `Bi(x)`, or `Bi′(x)`.
  public static double bi(boolean prime, double x) {
    double z = Math.abs(x);
    double zeta = 2 * THIRD * z * Math.sqrt(z);
    if (zeta < 1e-17) {
      return prime ? ROOT_3 * SLOPE : ROOT_3 * (AT_ZERO + SLOPE * x);
    }
    if (z == Double.POSITIVE_INFINITY) {
      return x > 0 ? x : prime ? Double.NaN : 0;
    }
    double order = prime ? 2 * THIRD : THIRD;
    double factor = prime ? z / ROOT_3 : Math.sqrt(z / 3);
    if (x > 0) {
      return factor
          * (CylinderFunctions.i(0, -order, zeta, false)
              + CylinderFunctions.i(0, order, zeta, false));
    }
    double one = CylinderFunctions.j(0, -order, zeta);
    double other = CylinderFunctions.j(0, order, zeta);
    return factor * (prime ? one + other : one - other);
  }

  /// `jₙ(x) = √(π/2x) J(n + ½, x)`.
  public static double sphericalJ(int n, double x) {
    if (x < 0) {
      return n % 2 == 0 ? sphericalJ(n, -x) : -sphericalJ(n, -x);
    }
    if (x == 0 || Double.isInfinite(x)) {
      return x == 0 && n == 0 ? 1 : 0;
    }
    return Math.sqrt(0.5 * Math.PI / x) * CylinderFunctions.j(0, n + 0.5, x);
  }

  /// `yₙ(x) = √(π/2x) Y(n + ½, x)`.
  public static double sphericalY(int n, double x) {
    if (x < 0) {
      return n % 2 == 0 ? -sphericalY(n, -x) : sphericalY(n, -x);
    }
    if (x == 0 || Double.isInfinite(x)) {
      return x == 0 ? Double.NEGATIVE_INFINITY : 0;
    }
    return Math.sqrt(0.5 * Math.PI / x) * CylinderFunctions.y(0, n + 0.5, x);
  }
}
