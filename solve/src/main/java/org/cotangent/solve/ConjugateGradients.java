package org.cotangent.solve;

import org.cotangent.solve.Objective.Point;

/// An inexact minimum of the quadratic model `g·p + ½ p·H p` inside of a ball, by conjugate gradients from `p = 0`.
///
/// Steihaug, SIAM J. Numer. Anal. 20 (1983); Toint (1981); Nocedal and Wright, *Numerical Optimization* (2006), algorithm 7.2.
final class ConjugateGradients {
  private ConjugateGradients() {}

  /// A step.
  ///
  /// @param vector the step
  /// @param decrease of the model along it, not negative
  /// @param boundary whether it ends at the boundary of the ball
  record Step(double[] vector, double decrease, boolean boundary) {}

  /// A step of length `radius` at most. The residual is made smaller by `min(0.1, √|g|)`, so that Newton's method converges faster than
  /// linearly. Along negative curvature it goes to the boundary; without one it goes as far as if the curvature were
  /// positive, which is downhill too.
  static Step step(Objective<?> f, Point at, double radius) {
    double[] gradient = at.gradient();
    int n = gradient.length;
    double[] p = new double[n];
    double[] hp = new double[n];
    double[] residual = gradient.clone();
    double[] direction = Vectors.times(-1, gradient);
    double square = Vectors.dot(residual, residual);
    double norm = Math.sqrt(square);
    double enough = Math.min(0.1, Math.sqrt(norm)) * norm;
    for (int j = 0; j < 2 * n + 10; j++) {
      double[] hd = f.hessianTimes(at.x(), direction);
      double curvature = Vectors.dot(direction, hd);
      if (!(curvature > 1e-16 * Vectors.dot(direction, direction))) {
        if (radius < Double.POSITIVE_INFINITY) {
          return toBoundary(gradient, p, hp, direction, hd, radius);
        }
        double mirrored = curvature == 0 ? 1 : square / Math.abs(curvature);
        return new Step(Vectors.plus(p, mirrored, direction), 0, false);
      }
      double length = square / curvature;
      double[] next = Vectors.plus(p, length, direction);
      if (Vectors.norm(next) >= radius) {
        return toBoundary(gradient, p, hp, direction, hd, radius);
      }
      p = next;
      Vectors.add(hp, length, hd);
      Vectors.add(residual, length, hd);
      double now = Vectors.dot(residual, residual);
      if (Math.sqrt(now) <= enough) {
        break;
      }
      direction = Vectors.plus(Vectors.times(-1, residual), now / square, direction);
      square = now;
    }
    return inside(gradient, p, hp);
  }

  private static Step inside(double[] gradient, double[] p, double[] hp) {
    return new Step(p, -Vectors.dot(gradient, p) - Vectors.dot(p, hp) / 2, false);
  }

  /// `p + t·direction` with the positive t at which its length is `radius`.
  private static Step toBoundary(
      double[] gradient, double[] p, double[] hp, double[] direction, double[] hd, double radius) {
    double a = Vectors.dot(direction, direction);
    double b = Vectors.dot(p, direction);
    double c = Vectors.dot(p, p) - radius * radius; // not positive
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    double t = b > 0 ? -c / (b + root) : (root - b) / a;
    double[] end = Vectors.plus(p, t, direction);
    double[] hend = Vectors.plus(hp, t, hd);
    return new Step(end, inside(gradient, end, hend).decrease, true);
  }
}
