package org.cotangent.solve;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.ops.LinearAlgebra;

/// The mass of a Hamiltonian trajectory, given by its inverse: the nearer that is to the covariance of the target, the rounder the target
/// looks to the trajectory.
sealed interface Mass {
  /// `M⁻¹p`.
  double[] velocity(double[] momentum);

  /// A momentum, normal with covariance `M`, from as many standard normal numbers.
  double[] momentum(double[] normals);

  /// What a warm-up finds, from the positions it has been at.
  interface Estimate {
    void add(double[] position);

    Mass mass();
  }

  /// An estimate that has seen nothing.
  static Estimate estimate(boolean dense, int n) {
    return dense ? new Covariance(n) : new Variances(n);
  }

  static Mass unit(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return new Diagonal(ones);
  }

  /// One number for each element.
  record Diagonal(double[] inverse) implements Mass {
    @Override
    public double[] velocity(double[] momentum) {
      double[] velocity = new double[momentum.length];
      for (int i = 0; i < velocity.length; i++) {
        velocity[i] = inverse[i] * momentum[i];
      }
      return velocity;
    }

    @Override
    public double[] momentum(double[] normals) {
      double[] p = normals.clone();
      for (int i = 0; i < p.length; i++) {
        p[i] /= Math.sqrt(inverse[i]);
      }
      return p;
    }
  }

  /// A matrix, row-major, and its lower Cholesky factor.
  record Dense(double[] inverse, double[] factor) implements Mass {
    @Override
    public double[] velocity(double[] momentum) {
      int n = momentum.length;
      double[] velocity = new double[n];
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += inverse[i * n + j] * momentum[j];
        }
        velocity[i] = sum;
      }
      return velocity;
    }

    /// With `M⁻¹ = LLᵀ`, the covariance of `L⁻ᵀz` is `M`.
    @Override
    public double[] momentum(double[] normals) {
      int n = normals.length;
      double[] p = normals.clone();
      for (int i = n - 1; i >= 0; i--) {
        for (int j = i + 1; j < n; j++) {
          p[i] -= factor[j * n + i] * p[j];
        }
        p[i] /= factor[i * n + i];
      }
      return p;
    }
  }

  /// Estimates are drawn towards 1e-3 as if by five more draws, as Stan does, so that few draws do no harm.
  private static double shrunk(double estimate, double small, int count) {
    return estimate * count / (count + 5.0) + small * 5 / (count + 5.0);
  }

  /// Mean and variance of each element, by Welford's method.
  final class Variances implements Estimate {
    private final double[] mean;
    private final double[] squares;
    private int count;

    private Variances(int n) {
      mean = new double[n];
      squares = new double[n];
    }

    @Override
    public void add(double[] x) {
      count++;
      for (int i = 0; i < x.length; i++) {
        double before = x[i] - mean[i];
        mean[i] += before / count;
        squares[i] += before * (x[i] - mean[i]);
      }
    }

    @Override
    public Mass mass() {
      double[] variances = new double[mean.length];
      for (int i = 0; i < variances.length; i++) {
        double variance = count > 1 ? squares[i] / (count - 1) : 1;
        variances[i] = shrunk(variance, 1e-3, count);
      }
      return new Diagonal(variances);
    }
  }

  /// The same for all pairs of elements.
  final class Covariance implements Estimate {
    private final double[] mean;
    private final double[] products;
    private int count;

    private Covariance(int n) {
      mean = new double[n];
      products = new double[n * n];
    }

    @Override
    public void add(double[] x) {
      count++;
      int n = x.length;
      double[] before = new double[n];
      for (int i = 0; i < n; i++) {
        before[i] = x[i] - mean[i];
        mean[i] += before[i] / count;
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          products[i * n + j] += before[i] * (x[j] - mean[j]);
        }
      }
    }

    @Override
    public Mass mass() {
      int n = mean.length;
      double[] covariance = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double unit = i == j ? 1 : 0;
          double found =
              count > 1 ? (products[i * n + j] + products[j * n + i]) / 2 / (count - 1) : unit;
          covariance[i * n + j] = shrunk(found, 1e-3 * unit, count);
          covariance[j * n + i] = covariance[i * n + j];
        }
      }
      double[] factor = LinearAlgebra.cholesky(Tensor.of(covariance, n, n)).toDoubles();
      return new Dense(covariance, factor);
    }
  }
}
