package org.cotangent.kernel;

/// Krylov methods for `A x = b`, on plain vectors; `A` is only applied. All start at 0.
///
/// A method that does not reach its tolerance is an [ArithmeticException] that says how far it came: a solution that is none would
/// make wrong derivatives, too.
public final class KrylovMethods {
  private KrylovMethods() {}

  /// A linear map of vectors.
  @FunctionalInterface
  public interface Operator {
    /// Applies it; the result is a fresh array.
    double[] apply(double[] x);
  }

  /// Conjugate gradients (Hestenes and Stiefel 1952), for symmetric positive definite operators. Throws if a direction has no
  /// positive curvature.
  public static double[] cg(Operator a, double[] b, double tolerance, int iterations) {
    double[] x = new double[b.length];
    double[] r = b.clone();
    double[] p = b.clone();
    double rr = dot(r, r);
    double goal = tolerance * Math.sqrt(rr);
    for (int k = 0; k < iterations && !(Math.sqrt(rr) <= goal); k++) {
      double[] ap = a.apply(p);
      double curvature = dot(p, ap);
      if (!(curvature > 0)) {
        throw new ArithmeticException(
            "cg: pᵀAp = "
                + curvature
                + " in step "
                + (k + 1)
                + ": the operator is not positive definite: use gmres or bicgstab");
      }
      double alpha = rr / curvature;
      add(x, alpha, p);
      add(r, -alpha, ap);
      double next = dot(r, r);
      double beta = next / rr;
      for (int i = 0; i < p.length; i++) {
        p[i] = r[i] + beta * p[i];
      }
      rr = next;
    }
    return reached("cg", x, Math.sqrt(rr), goal, iterations);
  }

  /// Generalised minimal residuals (Saad and Schultz 1986), restarted after `restart` steps, with Givens rotations and modified
  /// Gram–Schmidt.
  public static double[] gmres(
      Operator a, double[] b, double tolerance, int iterations, int restart) {
    double[] x = new double[b.length];
    double[] r = b.clone();
    double norm = norm(r);
    double goal = tolerance * norm;
    int used = 0;
    while (!(norm <= goal) && used < iterations) {
      int m = Math.min(restart, Math.min(iterations - used, Math.max(1, b.length)));
      double[][] v = new double[m + 1][];
      double[][] h = new double[m][];
      double[] cos = new double[m];
      double[] sin = new double[m];
      double[] g = new double[m + 1];
      v[0] = scaled(r, 1 / norm);
      g[0] = norm;
      int k = 0;
      while (k < m) {
        double[] w = a.apply(v[k]);
        double before = norm(w);
        used++;
        double[] column = new double[k + 2];
        for (int i = 0; i <= k; i++) {
          column[i] = dot(w, v[i]);
          add(w, -column[i], v[i]);
        }
        double length = norm(w);
        boolean invariant = !(length > 1e-15 * before);
        column[k + 1] = invariant ? 0 : length;
        for (int i = 0; i < k; i++) {
          double up = cos[i] * column[i] + sin[i] * column[i + 1];
          column[i + 1] = cos[i] * column[i + 1] - sin[i] * column[i];
          column[i] = up;
        }
        double radius = Math.hypot(column[k], column[k + 1]);
        h[k] = column;
        if (radius == 0) {
          break;
        }
        cos[k] = column[k] / radius;
        sin[k] = column[k + 1] / radius;
        column[k] = radius;
        g[k + 1] = -sin[k] * g[k];
        g[k] *= cos[k];
        k++;
        if (invariant || Math.abs(g[k]) <= goal) {
          break;
        }
        v[k] = scaled(w, 1 / length);
      }
      if (k == 0) {
        break;
      }
      double[] y = new double[k];
      for (int i = k - 1; i >= 0; i--) {
        double sum = g[i];
        for (int j = i + 1; j < k; j++) {
          sum -= h[j][i] * y[j];
        }
        y[i] = sum / h[i][i];
      }
      for (int i = 0; i < k; i++) {
        add(x, y[i], v[i]);
      }
      r = b.clone();
      add(r, -1, a.apply(x));
      double now = norm(r);
      if (!(now < norm)) {
        norm = now;
        break;
      }
      norm = now;
    }
    return reached("gmres", x, norm, goal, iterations);
  }

  /// Stabilised biconjugate gradients (van der Vorst 1992).
  public static double[] bicgstab(Operator a, double[] b, double tolerance, int iterations) {
    double[] x = new double[b.length];
    double[] r = b.clone();
    double[] shadow = b.clone();
    double[] p = new double[b.length];
    double[] v = new double[b.length];
    double rho = 1;
    double alpha = 1;
    double omega = 1;
    double norm = norm(r);
    double goal = tolerance * norm;
    for (int k = 0; k < iterations && !(norm <= goal); k += 2) {
      double next = dot(shadow, r);
      if (Math.abs(next) <= 1e-30 * norm * norm || omega == 0) {
        // The shadow residual has become orthogonal: start anew from here.
        shadow = r.clone();
        next = norm * norm;
        java.util.Arrays.fill(p, 0);
        java.util.Arrays.fill(v, 0);
        rho = 1;
        alpha = 1;
        omega = 1;
      }
      double beta = next / rho * (alpha / omega);
      for (int i = 0; i < p.length; i++) {
        p[i] = r[i] + beta * (p[i] - omega * v[i]);
      }
      v = a.apply(p);
      alpha = next / dot(shadow, v);
      add(x, alpha, p);
      add(r, -alpha, v);
      double[] t = a.apply(r);
      double tt = dot(t, t);
      omega = tt == 0 ? 0 : dot(t, r) / tt;
      add(x, omega, r);
      add(r, -omega, t);
      rho = next;
      norm = norm(r);
      if (Double.isNaN(norm)) {
        break;
      }
    }
    double[] residual = b.clone();
    add(residual, -1, a.apply(x));
    // The recurrence's residual drifts from the true one by rounding; ten times the goal is that
    // much.
    return reached("bicgstab", x, norm(residual), 10 * goal, iterations);
  }

  private static double[] reached(
      String method, double[] x, double norm, double goal, int iterations) {
    if (!(norm <= goal * 1.000001)) {
      throw new ArithmeticException(
          method
              + ": the residual is "
              + norm
              + " and not "
              + goal
              + " after at most "
              + iterations
              + " applications of the operator: allow more of them or a larger tolerance, or use"
              + " another method");
    }
    return x;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  private static double[] scaled(double[] x, double factor) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = factor * x[i];
    }
    return result;
  }

  private static void add(double[] x, double factor, double[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += factor * y[i];
    }
  }
}
