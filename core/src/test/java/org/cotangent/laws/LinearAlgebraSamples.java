package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.positive;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.ops.LinearAlgebra.Triangle;
import org.cotangent.testkit.Sample;

/// Systems, determinants and decompositions. Parts with a sign of their own are compared in what does not depend on it where the sign
/// could turn within a step of the differences.
final class LinearAlgebraSamples {
  private LinearAlgebraSamples() {}

  static void addTo(List<Sample> all) {
    systems(all);
    determinants(all);
    decompositions(all);
    degenerate(all);
  }

  /// A matrix that is far from singular.
  private static Tensor regular(int... shape) {
    return any(shape).plus(Tensor.eye(shape[shape.length - 1]).times(5));
  }

  /// A symmetric positive definite matrix with distinct eigenvalues.
  private static Tensor definite(int... shape) {
    Tensor a = any(shape);
    int n = shape[shape.length - 1];
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = 3 + 7 * i;
    }
    return a.matmul(a.t()).times(0.2).plus(Tensor.eye(n).times(Tensor.vector(diagonal)));
  }

  /// A matrix with distinct singular values.
  private static Tensor distinct(int... shape) {
    int m = shape[shape.length - 2];
    int n = shape[shape.length - 1];
    double[][] rows = new double[m][n];
    for (int i = 0; i < Math.min(m, n); i++) {
      rows[i][i] = 3 + 4 * i;
    }
    return any(shape).times(0.3).plus(Tensor.matrix(rows));
  }

  private static void systems(List<Sample> all) {
    pair(all, "solve", LinearAlgebra::solve, regular(3, 3), any(3));
    pair(all, "solve", LinearAlgebra::solve, regular(3, 3), any(3, 2));
    pair(all, "solve", LinearAlgebra::solve, regular(2, 3, 3), any(3, 2));
    pair(all, "solve", LinearAlgebra::solve, regular(1, 1), any(2, 1, 3));
    pair(all, "solve", LinearAlgebra::solve, Tensor.zeros(0, 0), Tensor.zeros(0, 2));
    pair(all, "solve", LinearAlgebra::solve, Tensor.zeros(0, 2, 2), any(2, 2));
    for (Triangle triangle : Triangle.values()) {
      pair(
          all,
          "solveTriangular",
          (t, b) -> LinearAlgebra.solveTriangular(t, b, triangle),
          regular(3, 3),
          any(3, 2));
      pair(
          all,
          "solveTriangularTransposed",
          (t, b) -> LinearAlgebra.solveTriangularTransposed(t, b, triangle),
          regular(2, 3, 3),
          any(3));
    }
    pair(
        all,
        "choleskySolve",
        (a, b) -> LinearAlgebra.choleskySolve(LinearAlgebra.cholesky(a), b),
        definite(3, 3),
        any(3, 2));
    pair(all, "quadraticFormInverse", LinearAlgebra::quadraticFormInverse, regular(3, 3), any(3));
    pair(
        all, "quadraticFormInverse", LinearAlgebra::quadraticFormInverse, regular(3, 3), any(3, 2));
    one(all, "inverse", LinearAlgebra::inverse, regular(2, 3, 3));
    one(all, "inverse", LinearAlgebra::inverse, Tensor.zeros(0, 0));
    one(all, "pseudoInverse", LinearAlgebra::pseudoInverse, distinct(3, 2));
    one(all, "pseudoInverse", LinearAlgebra::pseudoInverse, distinct(2, 2, 3));
    one(all, "pseudoInverse", LinearAlgebra::pseudoInverse, Tensor.zeros(0, 2));
    pair(all, "leastSquares", LinearAlgebra::leastSquares, distinct(4, 2), any(4));
    pair(all, "leastSquares", LinearAlgebra::leastSquares, distinct(2, 3), any(2, 2));
    for (int n : new int[] {-2, -1, 0, 1, 2, 3, 5}) {
      one(all, "matrixPower", a -> LinearAlgebra.matrixPower(a, n), regular(2, 2).times(0.3));
    }
  }

  private static Tensor first(Tensor columns, int k) {
    return Arranging.split(columns, new int[] {k}, columns.rank() - 1).get(0);
  }

  private static void determinants(List<Sample> all) {
    for (Tensor a :
        List.of(
            any(1, 1),
            any(2, 2),
            any(2, 3, 3),
            regular(4, 4),
            Tensor.zeros(0, 0),
            Tensor.zeros(2, 0, 0),
            Tensor.zeros(3, 3),
            Tensor.eye(3),
            Tensor.matrix(new double[] {1, 2}, new double[] {2, 4}),
            Tensor.matrix(
                new double[] {1, 2, 3}, new double[] {2, 4, 6}, new double[] {-1, -2, -3}),
            Tensor.matrix(
                new double[] {1, 2, 3}, new double[] {4, 5, 6}, new double[] {7, 8, 9}))) {
      one(all, "det", LinearAlgebra::det, a);
    }
    for (Tensor a : List.of(regular(3, 3), any(2, 2, 2), Tensor.zeros(0, 0))) {
      many(
          all,
          "slogdet",
          x -> {
            var parts = LinearAlgebra.slogdet(x);
            return List.of(parts.sign(), parts.logarithm());
          },
          a);
    }
    one(all, "logdet", LinearAlgebra::logdet, definite(3, 3));
  }

  private static void decompositions(List<Sample> all) {
    one(all, "cholesky", LinearAlgebra::cholesky, definite(3, 3));
    one(all, "cholesky", LinearAlgebra::cholesky, definite(2, 2, 2));
    one(all, "cholesky", LinearAlgebra::cholesky, Tensor.zeros(0, 0));
    for (int[] shape : new int[][] {{3, 3}, {4, 2}, {2, 4}, {2, 3, 2}, {1, 1}, {2, 0}}) {
      Tensor a = shape[1] == 0 ? Tensor.zeros(shape) : distinct(shape);
      many(
          all,
          "lu",
          x -> {
            var parts = LinearAlgebra.lu(x);
            return List.of(parts.permutation(), parts.lower(), parts.upper());
          },
          a);
      many(
          all,
          "qr",
          x -> {
            var parts = LinearAlgebra.qr(x);
            return List.of(parts.q(), parts.r());
          },
          a);
      many(
          all,
          "qrFull",
          x -> {
            var parts = LinearAlgebra.qrFull(x);
            int k = Math.min(x.shape().length(-1), x.shape().length(-2));
            Tensor q = first(parts.q(), k);
            // The projection on the other columns does not depend on their choice.
            return List.of(q, parts.q().matmul(parts.q().t()).minus(q.matmul(q.t())), parts.r());
          },
          a);
      many(
          all,
          "svd",
          x -> {
            var parts = LinearAlgebra.svd(x);
            return List.of(parts.u(), parts.s(), parts.v());
          },
          a);
      many(
          all,
          "svdFull",
          x -> {
            var parts = LinearAlgebra.svdFull(x);
            int k = parts.s().shape().length(-1);
            Tensor u = first(parts.u(), k);
            Tensor v = first(parts.v(), k);
            // The projections on the columns beyond those of a value do not depend on their choice.
            Tensor left = parts.u().matmul(parts.u().t()).minus(u.matmul(u.t()));
            return List.of(u, parts.s(), v, left, parts.v().matmul(parts.v().t()));
          },
          a);
    }
    many(
        all,
        "eigh",
        x -> {
          var parts = LinearAlgebra.eigh(x);
          return List.of(parts.values(), parts.vectors());
        },
        definite(3, 3));
    many(
        all,
        "eigh",
        x -> {
          var parts = LinearAlgebra.eigh(x);
          return List.of(parts.values(), parts.vectors().square());
        },
        definite(2, 2, 2));
    one(all, "eigenvaluesSymmetric", LinearAlgebra::eigenvaluesSymmetric, definite(4, 4));
    one(all, "eigenvaluesSymmetric", LinearAlgebra::eigenvaluesSymmetric, Tensor.zeros(0, 0));
    for (LinearAlgebra.Norm norm : LinearAlgebra.Norm.values()) {
      one(all, "matrixNorm", a -> LinearAlgebra.matrixNorm(a, norm), distinct(3, 2));
      one(all, "matrixNorm", a -> LinearAlgebra.matrixNorm(a, norm), distinct(2, 2, 3));
    }
    one(all, "singularValues", LinearAlgebra::singularValues, distinct(3, 4));
    one(all, "conditionNumber", LinearAlgebra::conditionNumber, distinct(3, 3));
  }

  /// Where derivatives are infinite or no numbers, the other laws still hold.
  private static void degenerate(List<Sample> all) {
    Tensor singular = Tensor.matrix(new double[] {1, 2}, new double[] {2, 4});
    for (UnaryOperator<Tensor> f :
        List.<UnaryOperator<Tensor>>of(
            LinearAlgebra::inverse,
            LinearAlgebra::cholesky,
            x -> LinearAlgebra.slogdet(x).logarithm(),
            x -> LinearAlgebra.eigh(x).vectors(),
            x -> LinearAlgebra.svd(x).u(),
            x -> LinearAlgebra.qr(x).q())) {
      for (Tensor a : List.of(singular, Tensor.eye(2), Tensor.full(DType.F64, Double.NaN, 2, 2))) {
        all.add(Sample.rough("degenerate", x -> List.of(f.apply(x.get(0))), a));
      }
    }
    all.add(
        Sample.rough(
            "singular",
            x -> List.of(LinearAlgebra.solve(x.get(0), x.get(1))),
            singular,
            positive(2)));
  }

  private static void one(List<Sample> all, String name, UnaryOperator<Tensor> f, Tensor a) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), a).within(1e-7));
  }

  private static void many(
      List<Sample> all, String name, Function<Tensor, List<Tensor>> f, Tensor a) {
    all.add(Sample.smooth(name, x -> f.apply(x.get(0)), a).within(1e-7));
  }

  private static void pair(
      List<Sample> all, String name, BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0), x.get(1))), a, b).within(1e-7));
  }
}
