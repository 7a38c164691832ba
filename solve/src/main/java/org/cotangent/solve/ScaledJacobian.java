package org.cotangent.solve;

import org.cotangent.Tensor;
import org.cotangent.ops.LinearAlgebra;

/// The Jacobian of residuals with its columns scaled, `J D⁻¹ = U S Vᵀ`, and what follows from it: steps, and the covariance.
final class ScaledJacobian {
  private final double[] scale;
  private final boolean finite;
  private final double cosine;
  private final double residualNorm;

  /// Singular values, `Uᵀ r`, and the rows of `V`.
  private final double[] s;

  private final double[] ur;
  private final double[] v;

  private ScaledJacobian(double[] matrix, double[] r, double[] before) {
    int m = r.length;
    int n = before.length;
    residualNorm = Vectors.norm(r);
    finite = Vectors.finite(matrix);
    scale = new double[n];
    double largest = 0;
    double[] column = new double[m];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        column[i] = matrix[i * n + j];
      }
      double norm = Vectors.norm(column);
      if (norm > 0 && residualNorm > 0) {
        largest = Math.max(largest, Math.abs(Vectors.dot(column, r)) / norm / residualNorm);
      }
      scale[j] = Math.max(before[j], norm);
      if (scale[j] == 0) {
        scale[j] = 1; // without influence so far
      }
    }
    cosine = largest;
    if (!finite) {
      s = new double[n];
      ur = new double[n];
      v = new double[n * n];
      return;
    }
    double[] scaled = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        scaled[i * n + j] = matrix[i * n + j] / scale[j];
      }
    }
    var parts = LinearAlgebra.svd(Tensor.of(scaled, m, n));
    s = parts.s().toDoubles();
    ur = Tensor.vector(r).matmul(parts.u()).toDoubles();
    v = parts.v().toDoubles();
  }

  /// @param matrix the Jacobian, row-major
  /// @param r the residuals
  /// @param before the scale so far: columns count as what was largest
  static ScaledJacobian of(double[] matrix, double[] r, double[] before) {
    return new ScaledJacobian(matrix, r, before);
  }

  double[] scale() {
    return scale;
  }

  boolean finite() {
    return finite;
  }

  /// The largest cosine of an angle between the residuals and a column.
  double cosine() {
    return cosine;
  }

  double scaledNorm(double[] x) {
    double[] scaled = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      scaled[j] = scale[j] * x[j];
    }
    return Vectors.norm(scaled);
  }

  /// A step.
  ///
  /// @param vector the step
  /// @param length its scaled length
  /// @param linear `|J p|²`, and
  /// @param damping `λ |D p|²`, both relative to `|r|²`: `linear + 2 damping` is what the linear model decreases by
  /// @param inside whether it is the full step of Gauss and Newton
  record Step(double[] vector, double length, double linear, double damping, boolean inside) {}

  /// The step of the linear model of about that scaled length, or of Gauss and Newton if that is no longer.
  Step step(double radius) {
    double full = length(0);
    double lambda = full <= 1.1 * radius ? 0 : lambda(radius, full);
    int n = s.length;
    double[] q = new double[n];
    double linear = 0;
    for (int k = 0; k < n; k++) {
      double share = share(k, lambda);
      linear += share * s[k] * share * s[k];
      for (int j = 0; j < n; j++) {
        q[j] -= v[j * n + k] * share;
      }
    }
    double length = Vectors.norm(q);
    double[] p = new double[n];
    for (int j = 0; j < n; j++) {
      p[j] = q[j] / scale[j];
    }
    double square = residualNorm * residualNorm;
    return new Step(p, length, linear / square, lambda * length * length / square, lambda == 0);
  }

  /// The step along the k-th singular vector; 0 for a direction that the residuals do not depend on.
  private double share(int k, double lambda) {
    return visible(k) || lambda > 0 ? s[k] * ur[k] / (s[k] * s[k] + lambda) : 0;
  }

  private boolean visible(int k) {
    return s[k] > s.length * Math.ulp(s[0]);
  }

  private double length(double lambda) {
    double sum = 0;
    for (int k = 0; k < s.length; k++) {
      double share = share(k, lambda);
      sum += share * share;
    }
    return Math.sqrt(sum);
  }

  /// The damping at which the length is about `radius`: Newton's method on the length's reciprocal, which is nearly linear, inside of
  /// bounds that shrink.
  private double lambda(double radius, double full) {
    double upper = 0;
    for (int k = 0; k < s.length; k++) {
      upper += s[k] * ur[k] * s[k] * ur[k];
    }
    upper = Math.sqrt(upper) / radius;
    double lower = visible(s.length - 1) ? (full - radius) / slope(0, full) : 0;
    double lambda = Math.max(lower, 1e-3 * upper);
    for (int i = 0; i < 30; i++) {
      double length = length(lambda);
      if (Math.abs(length - radius) <= 0.1 * radius) {
        break;
      }
      if (length > radius) {
        lower = Math.max(lower, lambda);
      } else {
        upper = Math.min(upper, lambda);
      }
      lambda += (length - radius) / radius * (length / slope(lambda, length));
      if (!(lambda >= lower && lambda <= upper)) {
        lambda = lower > 0 ? Math.sqrt(lower * upper) : upper / 1000;
      }
    }
    return lambda;
  }

  /// `−d length / d λ`.
  private double slope(double lambda, double length) {
    double sum = 0;
    for (int k = 0; k < s.length; k++) {
      double share = share(k, lambda);
      sum += share * share / (s[k] * s[k] + lambda);
    }
    return sum / length;
  }

  /// `(JᵀJ)⁻¹`, row-major; infinite or NaN where the residuals do not determine the parameters.
  double[] inverseSquare() {
    int n = s.length;
    double[] result = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += v[i * n + k] / s[k] * (v[j * n + k] / s[k]);
        }
        result[i * n + j] = sum / scale[i] / scale[j];
      }
    }
    return result;
  }
}
