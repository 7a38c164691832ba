package org.cotangent.solve;

import java.util.Optional;
import org.cotangent.solve.Objective.Point;

/// A step length that satisfies the strong Wolfe conditions: enough decrease, `φ(a) ≤ φ(0) + c₁ a φ'(0)`, and a slope that has become
/// flat, `|φ'(a)| ≤ c₂ |φ'(0)|`.
///
/// Nocedal and Wright, *Numerical Optimization* (2006), algorithms 3.5 and 3.6, with cubic interpolation. Where the values differ by
/// rounding only, enough decrease is judged by slopes instead: Hager and Zhang, SIAM J. Optim. 16 (2005), the approximate Wolfe
/// conditions.
final class LineSearch {
  private static final double DECREASE = 1e-4;
  private static final double FLATNESS = 0.9;
  private static final int EVALUATIONS = 60;

  /// Relative difference of values below which they tell nothing.
  static final double NOISE = 1e-14;

  private final Objective<?> f;
  private final Point from;
  private final double[] direction;
  private final double slope;
  private int left = EVALUATIONS;

  private LineSearch(Objective<?> f, Point from, double[] direction) {
    this.f = f;
    this.from = from;
    this.direction = direction;
    this.slope = Vectors.dot(from.gradient(), direction);
  }

  /// A point along a descent direction, first tried at `first`. Empty if there is none, or none was found. A point with the value −∞ is
  /// returned at once.
  static Optional<Point> search(Objective<?> f, Point from, double[] direction, double first) {
    return new LineSearch(f, from, direction).bracket(first);
  }

  /// A trial: the step's length, the point and the slope there.
  private record Trial(double length, Point point, double slope) {
    double value() {
      return point.value();
    }
  }

  private Trial at(double length) {
    left--;
    Point point = f.trial(Vectors.plus(from.x(), length, direction));
    return new Trial(length, point, Vectors.dot(point.gradient(), direction));
  }

  private Optional<Point> bracket(double first) {
    if (!(slope < 0)) {
      return Optional.empty();
    }
    var last = new Trial(0, from, slope);
    double length = first;
    while (left > 0) {
      Trial trial = at(length);
      if (trial.value() == Double.NEGATIVE_INFINITY || accepted(trial)) {
        return Optional.of(trial.point);
      }
      if (!trial.point.finite()
          || !decreased(trial)
          || last.length > 0 && trial.value() >= last.value()) {
        return zoom(last, trial);
      }
      if (trial.slope >= 0) {
        return zoom(trial, last);
      }
      last = trial;
      length *= 4;
    }
    return Optional.empty();
  }

  /// Narrows an interval: `low` is the best so far and satisfies enough decrease, and the function falls from it towards `high`.
  private Optional<Point> zoom(Trial low, Trial high) {
    while (left > 0 && low.length != high.length) {
      Trial trial = at(between(low, high));
      if (accepted(trial)) {
        return Optional.of(trial.point);
      }
      if (!trial.point.finite() || !decreased(trial) || trial.value() >= low.value()) {
        high = trial;
      } else {
        if (trial.slope * (high.length - low.length) >= 0) {
          high = low;
        }
        low = trial;
      }
    }
    // Not flat enough, but lower.
    return low.length > 0 && low.value() < from.value() ? Optional.of(low.point) : Optional.empty();
  }

  private boolean decreased(Trial trial) {
    return trial.value() <= from.value() + DECREASE * trial.length * slope || nearlySame(trial);
  }

  private boolean accepted(Trial trial) {
    return trial.point.finite() && decreased(trial) && Math.abs(trial.slope) <= -FLATNESS * slope;
  }

  /// The approximate condition `φ'(a) ≤ (2 c₁ − 1) φ'(0)` where values are within noise of each other.
  private boolean nearlySame(Trial trial) {
    return trial.value() <= from.value() + NOISE * Math.abs(from.value())
        && trial.slope <= (2 * DECREASE - 1) * slope;
  }

  /// The minimum of the cubic that fits both ends, kept away from them; the middle where there is none.
  private static double between(Trial low, Trial high) {
    double width = high.length - low.length;
    double middle = low.length + width / 2;
    if (!high.point.finite()) {
      return low.length + width / 10;
    }
    double theta = 3 * (low.value() - high.value()) / width + low.slope + high.slope;
    double root = theta * theta - low.slope * high.slope;
    if (!(root >= 0)) {
      return middle;
    }
    double gamma = Math.copySign(Math.sqrt(root), width);
    double share = (gamma - low.slope + theta) / (2 * gamma - low.slope + high.slope);
    return share >= 0.05 && share <= 0.95 ? low.length + share * width : middle;
  }
}
