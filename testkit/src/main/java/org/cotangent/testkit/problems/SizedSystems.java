package org.cotangent.testkit.problems;

import static org.cotangent.Slice.span;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.full;
import static org.cotangent.Tensor.minus;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.zeros;
import static org.cotangent.testkit.problems.CurveFits.counted;

import java.util.ArrayList;
import org.cotangent.DType;
import org.cotangent.Tensor;

/// The problems of Moré, Garbow and Hillstrom in any number of parameters.
final class SizedSystems {
  private static final double PENALTY = Math.sqrt(1e-5);

  private SizedSystems() {}

  private static int n(Tensor x) {
    return x.shape().length(0);
  }

  /// A number as a vector of one element, to be joined with others.
  private static Tensor one(Tensor x) {
    return x.reshape(1);
  }

  static Tensor watson(Tensor x) {
    int n = n(x);
    double[][] powers = new double[29][n];
    double[][] slopes = new double[29][n];
    for (int i = 0; i < 29; i++) {
      double t = (i + 1) / 29.0;
      for (int j = 0; j < n; j++) {
        powers[i][j] = Math.pow(t, j);
        slopes[i][j] = j == 0 ? 0 : j * Math.pow(t, j - 1);
      }
    }
    var curve =
        Tensor.matrix(slopes).matmul(x).minus(Tensor.matrix(powers).matmul(x).square()).minus(1);
    var first = x.get(0);
    return concat(0, curve, one(first), one(x.get(1).minus(first.square()).minus(1)));
  }

  static Tensor extendedRosenbrock(Tensor x) {
    var pairs = x.reshape(-1, 2).t();
    var first = pairs.get(0);
    return stack(pairs.get(1).minus(first.square()).times(10), minus(1, first)).t().reshape(-1);
  }

  static Tensor extendedPowellSingular(Tensor x) {
    return SmallSystems.powellSingular(x.reshape(-1, 4).t()).t().reshape(-1);
  }

  static Tensor penalty1(Tensor x) {
    return concat(0, x.minus(1).times(PENALTY), one(x.square().sum().minus(0.25)));
  }

  static Tensor penalty2(Tensor x) {
    int n = n(x);
    var growth = x.div(10).exp();
    var later = growth.slice(span(1, n));
    var earlier = growth.slice(span(0, n - 1));
    var i = counted(2, n - 1);
    var y = i.div(10).exp().plus(i.minus(1).div(10).exp());
    var weights = minus(n + 1, counted(1, n));
    return concat(
        0,
        one(x.get(0).minus(0.2)),
        later.plus(earlier).minus(y).times(PENALTY),
        later.minus(Math.exp(-0.1)).times(PENALTY),
        one(weights.times(x.square()).sum().minus(1)));
  }

  static Tensor variablyDimensioned(Tensor x) {
    var sum = one(counted(1, n(x)).times(x.minus(1)).sum());
    return concat(0, x.minus(1), sum, sum.square());
  }

  static Tensor trigonometric(Tensor x) {
    int n = n(x);
    return minus(n, x.cos().sum()).plus(counted(1, n).times(minus(1, x.cos()))).minus(x.sin());
  }

  static Tensor brownAlmostLinear(Tensor x) {
    int n = n(x);
    var linear = x.slice(span(0, n - 1)).plus(x.sum()).minus(n + 1);
    return concat(0, linear, one(x.prod().minus(1)));
  }

  static Tensor discreteBoundaryValue(Tensor x) {
    int n = n(x);
    double h = 1.0 / (n + 1);
    var around = concat(0, zeros(1), x, zeros(1));
    var neighbours = around.slice(span(0, n)).plus(around.slice(span(2, n + 2)));
    return x.times(2).minus(neighbours).plus(cubes(x).times(h * h / 2));
  }

  static Tensor discreteIntegralEquation(Tensor x) {
    int n = n(x);
    double h = 1.0 / (n + 1);
    double[][] kernel = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        kernel[i][j] = (1 - Math.max(i + 1, j + 1) * h) * Math.min(i + 1, j + 1) * h;
      }
    }
    return x.plus(Tensor.matrix(kernel).matmul(cubes(x)).times(h / 2));
  }

  /// `(x_i + t_i + 1)³` with `t_i = i / (n + 1)`.
  private static Tensor cubes(Tensor x) {
    var sum = x.plus(counted(1, n(x)).div(n(x) + 1.0)).plus(1);
    return sum.square().times(sum);
  }

  static Tensor broydenTridiagonal(Tensor x) {
    int n = n(x);
    var around = concat(0, zeros(1), x, zeros(1));
    var before = around.slice(span(0, n));
    var after = around.slice(span(2, n + 2));
    return minus(3, x.times(2)).times(x).minus(before).minus(after.times(2)).plus(1);
  }

  /// Each equation has the five parameters before its own, and the one after.
  static Tensor broydenBanded(Tensor x) {
    int n = n(x);
    var around = concat(0, zeros(5), x.times(x.plus(1)), zeros(1));
    Tensor band = around.slice(span(6, n + 6));
    for (int k = 0; k < 5; k++) {
      band = band.plus(around.slice(span(k, n + k)));
    }
    return x.times(x.square().times(5).plus(2)).plus(1).minus(band);
  }

  static Tensor linearFullRank(Tensor x, int m) {
    return concat(0, x, zeros(m - n(x))).minus(x.sum().times(2.0 / m)).minus(1);
  }

  static Tensor linearRank1(Tensor x, int m) {
    return counted(1, m).times(counted(1, n(x)).times(x).sum()).minus(1);
  }

  /// The first and the last parameter and residual take no part.
  static Tensor linearRank1Zero(Tensor x, int m) {
    int n = n(x);
    var sum = counted(2, n - 2).times(x.slice(span(1, n - 1))).sum();
    return concat(0, zeros(1), counted(1, m - 2).times(sum), zeros(1)).minus(1);
  }

  /// Means of the Chebyshev polynomials of [0, 1], less their integrals.
  static Tensor chebyquad(Tensor x, int m) {
    var twice = x.times(4).minus(2);
    var before = full(DType.F64, 1, n(x));
    var polynomial = x.times(2).minus(1);
    var residuals = new ArrayList<Tensor>();
    for (int i = 1; i <= m; i++) {
      residuals.add(polynomial.mean().plus(i % 2 == 0 ? 1 / (i * (double) i - 1) : 0));
      var next = twice.times(polynomial).minus(before);
      before = polynomial;
      polynomial = next;
    }
    return stack(residuals);
  }
}
