package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.solve.Objective.Point;

/// Newton's method in a trust region: the quadratic model with exact products `H v` is minimised inside of a ball by conjugate
/// gradients, and the ball grows or shrinks with how well the model told the decrease. Makes use of negative curvature, so it leaves
/// saddle points. No Hessian is formed.
///
/// Steihaug, SIAM J. Numer. Anal. 20 (1983), and Toint (1981); Nocedal and Wright, *Numerical Optimization* (2006), algorithms 4.1 and
/// 7.2. Immutable and thread-safe.
public final class TrustRegion implements Minimizer {
  private final int iterations;
  private final double tolerance;
  private final double radius;

  private TrustRegion(int iterations, double tolerance, double radius) {
    this.iterations = iterations;
    this.tolerance = tolerance;
    this.radius = radius;
  }

  /// With at most 500 iterations, a tolerance of 1e-8, and a ball of radius 1 to begin with.
  public static TrustRegion of() {
    return new TrustRegion(500, 1e-8, 1);
  }

  /// At most so many steps, those that were refused included. Throws an [IllegalArgumentException] for a negative number.
  public TrustRegion iterations(int iterations) {
    return new TrustRegion(
        Settings.count("TrustRegion: iterations", iterations), tolerance, radius);
  }

  /// Ends when no element of the gradient is larger. Throws an [IllegalArgumentException] for a negative number.
  public TrustRegion tolerance(double tolerance) {
    return new TrustRegion(
        iterations, Settings.tolerance("TrustRegion: tolerance", tolerance), radius);
  }

  /// The radius to begin with. Throws an [IllegalArgumentException] unless it is positive.
  public TrustRegion radius(double radius) {
    return new TrustRegion(iterations, tolerance, Settings.positive("TrustRegion: radius", radius));
  }

  @Override
  public <P> Minimum<P> minimize(Function<P, Tensor> f, P start) {
    var objective = new Objective<>("TrustRegion", f, start);
    Point at = objective.start();
    double size = radius;
    int flat = 0;
    for (int i = 0; ; i++) {
      if (at.gradientNorm() <= tolerance) {
        return objective.result(at, i, Termination.GRADIENT);
      }
      if (i == iterations) {
        return objective.result(at, i, Termination.ITERATIONS);
      }
      var step = ConjugateGradients.step(objective, at, size);
      double length = Vectors.norm(step.vector());
      Point next = objective.trial(Vectors.plus(at.x(), 1, step.vector()));
      if (next.value() == Double.NEGATIVE_INFINITY) {
        return objective.result(at, i, Termination.UNBOUNDED);
      }
      double ratio = ratio(at, next, step.decrease());
      if (ratio < 0.25) {
        size = length / 4;
      } else if (ratio > 0.75 && step.boundary()) {
        size = 2 * size;
      }
      if (ratio > 1e-4) {
        flat = Settings.flat(at.value(), next.value()) ? flat + 1 : 0;
        at = next;
        if (flat == Settings.FLAT_STEPS) {
          return objective.result(at, i + 1, Termination.VALUE);
        }
      } else if (size <= Math.ulp(Vectors.norm(at.x()))) {
        return objective.result(at, i, flat > 0 ? Termination.VALUE : Termination.STALLED);
      }
    }
  }

  /// Actual by predicted decrease; 1 where both are within rounding, and the gradient has become smaller.
  private static double ratio(Point at, Point next, double predicted) {
    if (!next.finite()) {
      return Double.NEGATIVE_INFINITY;
    }
    double actual = at.value() - next.value();
    double noise = LineSearch.NOISE * Math.abs(at.value());
    if (predicted <= noise && Math.abs(actual) <= noise) {
      return next.gradientNorm() < at.gradientNorm() ? 1 : 0;
    }
    return actual / predicted;
  }
}
