package org.cotangent.solve;

/// Checks of settings, and what the minimisers have in common.
final class Settings {
  /// So many steps without visible change are one too many.
  static final int FLAT_STEPS = 3;

  private Settings() {}

  static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
    return value;
  }

  static int count(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must not be negative: " + value);
    }
    return value;
  }

  static double tolerance(String what, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(what + " must not be negative: " + value);
    }
    return value;
  }

  static double positive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be positive and finite: " + value);
    }
    return value;
  }

  /// Whether two values differ by rounding only.
  static boolean flat(double before, double after) {
    return Math.abs(before - after) <= 4 * Math.ulp(before);
  }
}
