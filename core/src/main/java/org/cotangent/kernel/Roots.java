package org.cotangent.kernel;

/// The n-th roots of unity `exp(2πik/n)`, each part right to about one unit in the last place.
///
/// Angles are brought into the first eighth of the circle in whole numbers, so nothing is lost there, and what rounding takes from
/// the angle is given back to first order. A recurrence would be faster and lose digits with n. Immutable.
final class Roots {
  /// π/2 in two parts.
  private static final double QUARTER = 0x1.921fb54442d18p0;

  private static final double QUARTER_REST = 0x1.1a62633145c07p-54;

  /// Real parts.
  final double[] cos;

  /// Imaginary parts.
  final double[] sin;

  /// The first `count` of the n-th roots; `count` is at most n.
  Roots(int n, int count) {
    cos = new double[count];
    sin = new double[count];
    for (int k = 0; k < count; k++) {
      if (2L * k <= n) {
        set(k, n);
      } else {
        // The conjugate, which may lie beyond what was asked for.
        if (n - k < count) {
          cos[k] = cos[n - k];
          sin[k] = sin[n - k];
        } else {
          set(k, n - k, n);
        }
        sin[k] = -sin[k];
      }
    }
  }

  private void set(int k, int n) {
    set(k, k, n);
  }

  /// Stores the root of the angle `2π·of/n`, at most π, at place k. The angle is `numerator/n` quarters of the circle.
  private void set(int k, int of, int n) {
    long numerator = 4L * of;
    boolean left = numerator > n;
    if (left) {
      numerator = 2L * n - numerator;
    }
    boolean steep = 2 * numerator > n;
    if (steep) {
      numerator = n - numerator;
    }
    double quotient = (double) numerator / n;
    double rest = Math.fma(-quotient, n, (double) numerator) / n;
    double angle = quotient * QUARTER;
    double lost = Math.fma(quotient, QUARTER, -angle) + (quotient * QUARTER_REST + rest * QUARTER);
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    double x = Math.fma(-lost, sine, cosine);
    double y = Math.fma(lost, cosine, sine);
    cos[k] = left ? -(steep ? y : x) : steep ? y : x;
    sin[k] = steep ? x : y;
  }
}
