package org.cotangent.kernel;

/// Solves `f(w) = target` for a distribution function or its complement whose logarithm is concave in w, which that of every
/// log-concave density is: Newton's method for the logarithm, whose steps then come from one side; halving where f underflows.
final class ConcaveSearch {
  private static final int MOST = 200;

  private final double target;
  private final boolean falling;
  private double low = Double.NEGATIVE_INFINITY;
  private double high = Double.POSITIVE_INFINITY;
  private double size = Double.POSITIVE_INFINITY;
  private int steps;

  ConcaveSearch(double target, boolean falling) {
    this.target = target;
    this.falling = falling;
  }

  boolean goesOn() {
    return size > 1e-15 && steps < MOST;
  }

  /// The next w, given `f(w)` and the size of its derivative.
  double next(double w, double value, double derivative) {
    steps++;
    if (falling == value > target) {
      low = w;
    } else {
      high = w;
    }
    double newton = Math.log1p((value - target) / target) * value / derivative;
    double next = falling ? w + newton : w - newton;
    if (!(next >= low && next <= high)) {
      next = between();
    }
    double step = Math.abs(next - w);
    // Rounding makes the last steps stray: they no longer shrink.
    size = step < 1e-9 && step > 0.5 * size ? 0 : step;
    return next;
  }

  private double between() {
    if (low == Double.NEGATIVE_INFINITY) {
      return high - steps;
    }
    return high == Double.POSITIVE_INFINITY ? low + steps : 0.5 * (low + high);
  }
}
