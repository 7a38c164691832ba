package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.eye;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.LinearAlgebra.Norm;
import org.cotangent.ops.LinearAlgebra.Triangle;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Values against definitions that share no code with the factorisations: permutations, products, residuals.
class LinearAlgebraTest {
  private static final Numbers NUMBERS = new Numbers(7);
  private static final Tensor SINGULAR = matrix(new double[] {1, 2}, new double[] {2, 4});

  private static Tensor any(int... shape) {
    return NUMBERS.between(-2, 2, Shape.of(shape));
  }

  private static Tensor definite(int n) {
    Tensor a = any(n, n);
    return a.matmul(a.t()).plus(eye(n));
  }

  private static void near(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance);
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  /// By G. W. Leibniz: the sum over all permutations.
  private static double leibniz(double[][] a, int row, boolean[] used) {
    if (row == a.length) {
      return 1;
    }
    double sum = 0;
    int before = 0;
    for (int column = 0; column < a.length; column++) {
      if (!used[column]) {
        used[column] = true;
        double minor = leibniz(a, row + 1, used);
        used[column] = false;
        sum += (before % 2 == 0 ? 1 : -1) * a[row][column] * minor;
        before++;
      }
    }
    return sum;
  }

  private static double[][] rows(Tensor a) {
    int n = a.shape().length(0);
    return IntStream.range(0, n).mapToObj(i -> a.get(i).toDoubles()).toArray(double[][]::new);
  }

  @Test
  void determinantsAreSumsOverPermutations() {
    for (int n = 0; n <= 6; n++) {
      Tensor a = any(n, n);
      double expected = leibniz(rows(a), 0, new boolean[n]);
      assertEquals(expected, LinearAlgebra.det(a).item(), 1e-12 * Math.max(1, Math.abs(expected)));
      var parts = LinearAlgebra.slogdet(a);
      assertEquals(Math.signum(expected), parts.sign().item());
      assertEquals(Math.log(Math.abs(expected)), parts.logarithm().item(), 1e-12);
    }
  }

  /// The determinant written out in tensor operations, which has derivatives of its own.
  private static Tensor writtenOut(Tensor a) {
    int n = a.shape().length(-1);
    if (n == 1) {
      return a.get(0, 0);
    }
    Tensor sum = scalar(0);
    for (int column = 0; column < n; column++) {
      int skipped = column;
      long[] others = IntStream.range(0, n).filter(j -> j != skipped).asLongStream().toArray();
      Tensor minor =
          Indexing.take(Arranging.split(a, new int[] {1}, 0).get(1), Tensor.indices(others), 1);
      Tensor term = a.get(0, column).times(writtenOut(minor));
      sum = column % 2 == 0 ? sum.plus(term) : sum.minus(term);
    }
    return sum;
  }

  @Test
  void determinantsOfSingularMatricesHaveAllDerivatives() {
    for (Tensor a :
        Arrays.asList(
            zeros(3, 3),
            eye(4),
            matrix(new double[] {1, 2, 3}, new double[] {2, 4, 6}, new double[] {-1, -2, -3}),
            matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6}, new double[] {7, 8, 9}),
            any(4, 2).matmul(any(2, 4)),
            any(4, 3).matmul(any(3, 4)),
            any(4, 4))) {
      TensorFunction det = LinearAlgebra::det;
      TensorFunction expected = LinearAlgebraTest::writtenOut;
      near(grad(expected).apply(a), grad(det).apply(a), 1e-12 * 64);
      near(hessian(expected).apply(a), hessian(det).apply(a), 1e-12 * 64);
      near(
          jacobian(x -> hessian(expected).apply(x)).apply(a),
          jacobian(x -> hessian(det).apply(x)).apply(a),
          1e-11);
    }
    assertArrayEquals(
        new double[] {4, -2, -2, 1}, grad(LinearAlgebra::det).apply(SINGULAR).toDoubles(), 1e-15);
    assertEquals(0, LinearAlgebra.det(SINGULAR).item(), 1e-300);
    assertEquals(0, LinearAlgebra.slogdet(SINGULAR).sign().item());
    assertEquals(Double.NEGATIVE_INFINITY, LinearAlgebra.slogdet(SINGULAR).logarithm().item());
  }

  @Test
  void determinantsLeaveTheRangeOfDoublesOnlyIfTheyMust() {
    Tensor a = Arranging.diagonalMatrix(vector(1e200, 1e-200, 1e200, 1e-200), 0);
    assertEquals(1, LinearAlgebra.det(a).item(), 1e-12);
    near(
        Arranging.diagonalMatrix(vector(1e-200, 1e200, 1e-200, 1e200), 0).times(1e-200),
        grad(LinearAlgebra::det).apply(a).times(1e-200),
        1e-12);
    Tensor small = eye(300).times(1e-3);
    assertEquals(300 * Math.log(1e-3), LinearAlgebra.slogdet(small).logarithm().item(), 1e-9);
  }

  @Test
  void decompositionsMultiplyBack() {
    for (int[] mn : new int[][] {{1, 1}, {3, 3}, {7, 3}, {3, 7}, {40, 40}, {60, 20}, {20, 60}}) {
      Tensor a = any(mn);
      int m = mn[0];
      int n = mn[1];
      for (boolean full : new boolean[] {false, true}) {
        var qr = full ? LinearAlgebra.qrFull(a) : LinearAlgebra.qr(a);
        near(a, qr.q().matmul(qr.r()), 1e-12);
        near(eye(qr.q().shape().length(1)), qr.q().t().matmul(qr.q()), 1e-13);
        near(qr.r(), Arranging.triu(qr.r(), 0), 0);
        assertTrue(Arrays.stream(Arranging.diagonal(qr.r()).toDoubles()).allMatch(x -> x >= 0));
        var svd = full ? LinearAlgebra.svdFull(a) : LinearAlgebra.svd(a);
        int k = Math.min(m, n);
        Tensor u = Arranging.split(svd.u(), new int[] {k}, 1).get(0);
        Tensor v = Arranging.split(svd.v(), new int[] {k}, 1).get(0);
        near(a, u.times(svd.s()).matmul(v.t()), 1e-12);
        near(eye(svd.u().shape().length(1)), svd.u().t().matmul(svd.u()), 1e-12);
        near(eye(svd.v().shape().length(1)), svd.v().t().matmul(svd.v()), 1e-12);
        double[] s = svd.s().toDoubles();
        assertTrue(IntStream.range(1, k).allMatch(i -> s[i - 1] >= s[i]) && s[k - 1] >= 0);
      }
      var lu = LinearAlgebra.lu(a);
      near(Indexing.take(a, lu.permutation(), 0), lu.lower().matmul(lu.upper()), 1e-12);
    }
    for (int n : new int[] {1, 2, 5, 40}) {
      Tensor a = definite(n);
      Tensor lower = LinearAlgebra.cholesky(a);
      near(a, lower.matmul(lower.t()), 1e-11);
      near(lower, Arranging.tril(lower, 0), 0);
      var eigen = LinearAlgebra.eigh(a);
      near(a, eigen.vectors().times(eigen.values()).matmul(eigen.vectors().t()), 1e-11);
      near(eye(n), eigen.vectors().t().matmul(eigen.vectors()), 1e-12);
    }
  }

  @Test
  void systemsAreSolved() {
    for (int n : new int[] {1, 3, 30}) {
      Tensor a = any(n, n).plus(eye(n).times(n));
      Tensor b = any(n, 4);
      near(b, a.matmul(LinearAlgebra.solve(a, b)), 1e-12);
      near(eye(n), a.matmul(LinearAlgebra.inverse(a)), 1e-12);
      for (Triangle triangle : Triangle.values()) {
        boolean lower = triangle == Triangle.LOWER || triangle == Triangle.UNIT_LOWER;
        boolean unit = triangle == Triangle.UNIT_LOWER || triangle == Triangle.UNIT_UPPER;
        Tensor scaled = unit ? a.div(n) : a;
        Tensor strict = lower ? Arranging.tril(scaled, -1) : Arranging.triu(scaled, 1);
        Tensor t = strict.plus(unit ? eye(n) : scaled.times(eye(n)));
        near(b, t.matmul(LinearAlgebra.solveTriangular(scaled, b, triangle)), 1e-11);
        near(b, t.t().matmul(LinearAlgebra.solveTriangularTransposed(scaled, b, triangle)), 1e-11);
      }
      Tensor s = definite(n);
      near(b, s.matmul(LinearAlgebra.choleskySolve(LinearAlgebra.cholesky(s), b)), 1e-10);
      assertEquals(Math.log(LinearAlgebra.det(s).item()), LinearAlgebra.logdet(s).item(), 1e-11);
    }
  }

  /// The four conditions of E. H. Moore and R. Penrose.
  @Test
  void pseudoInversesAreOnes() {
    for (Tensor a : Arrays.asList(any(5, 3), any(3, 5), any(5, 2).matmul(any(2, 4)), zeros(2, 3))) {
      Tensor x = LinearAlgebra.pseudoInverse(a);
      near(a, a.matmul(x).matmul(a), 1e-12);
      near(x, x.matmul(a).matmul(x), 1e-12);
      near(a.matmul(x), a.matmul(x).t(), 1e-12);
      near(x.matmul(a), x.matmul(a).t(), 1e-12);
    }
    Tensor a = any(6, 2);
    Tensor b = any(6);
    Tensor x = LinearAlgebra.leastSquares(a, b);
    near(zeros(2), a.t().matmul(a.matmul(x).minus(b)), 1e-12);
  }

  @Test
  void normsAndPowers() {
    Tensor a = matrix(new double[] {3, -4}, new double[] {0, 2});
    assertEquals(Math.sqrt(29), LinearAlgebra.matrixNorm(a, Norm.FROBENIUS).item(), 1e-14);
    assertEquals(6, LinearAlgebra.matrixNorm(a, Norm.ONE).item());
    assertEquals(7, LinearAlgebra.matrixNorm(a, Norm.INFINITY).item());
    double product = 6;
    double sum = Math.sqrt(29 + 2 * product);
    assertEquals(sum, LinearAlgebra.matrixNorm(a, Norm.NUCLEAR).item(), 1e-14);
    double difference = Math.sqrt(29 - 2 * product);
    assertEquals((sum + difference) / 2, LinearAlgebra.matrixNorm(a, Norm.SPECTRAL).item(), 1e-14);
    assertEquals(
        (sum + difference) / (sum - difference), LinearAlgebra.conditionNumber(a).item(), 1e-13);
    near(a.matmul(a).matmul(a), LinearAlgebra.matrixPower(a, 3), 1e-12);
    near(eye(2), a.matmul(a).matmul(LinearAlgebra.matrixPower(a, -2)), 1e-13);
    near(eye(2), LinearAlgebra.matrixPower(a, 0), 0);
  }

  /// `eigenvalue 0 of [[2,1],[1,2]]` and an entry of a Cholesky factor: the symmetric part counts, so gradients are symmetric.
  @Test
  void gradientsOfSymmetricOperationsAreSymmetric() {
    Tensor a = matrix(new double[] {2, 1}, new double[] {1, 2});
    assertArrayEquals(
        new double[] {0.5, -0.5, -0.5, 0.5},
        grad(x -> LinearAlgebra.eigenvaluesSymmetric(x).get(0), a).toDoubles(),
        1e-15);
    Tensor b = matrix(new double[] {4, 2}, new double[] {2, 3});
    assertArrayEquals(
        new double[] {-0.125, 0.25, 0.25, 0},
        grad(x -> LinearAlgebra.cholesky(x).get(1, 0), b).toDoubles(),
        1e-15);
  }

  @Test
  void atEqualValuesWhatIsDefinedIsRightAndWhatIsNotIsNaN() {
    Tensor one = eye(3);
    assertArrayEquals(
        one.toDoubles(),
        grad(x -> LinearAlgebra.eigenvaluesSymmetric(x).sum(), one).toDoubles(),
        1e-15);
    assertArrayEquals(
        one.toDoubles(),
        grad(x -> LinearAlgebra.matrixNorm(x, Norm.NUCLEAR), one).toDoubles(),
        1e-15);
    // An entry of a vector that may be any in its space.
    Tensor ambiguous = grad(x -> LinearAlgebra.eigh(x).vectors().get(1, 0), one);
    assertTrue(Arrays.stream(ambiguous.toDoubles()).anyMatch(Double::isNaN));
    Tensor moved = matrix(new double[] {0, 1, 0}, new double[] {1, 0, 0}, new double[] {0, 0, 0});
    assertTrue(
        Arrays.stream(jvp(x -> LinearAlgebra.eigh(x).vectors(), one, moved).tangent().toDoubles())
            .anyMatch(Double::isNaN));
    // Along a diagonal the vectors do not turn.
    Tensor straight = Arranging.diagonalMatrix(vector(1, 2, 3), 0);
    near(zeros(3, 3), jvp(x -> LinearAlgebra.eigh(x).vectors(), one, straight).tangent(), 0);
  }

  @Test
  void matricesThatCannotBeFactorisedSpoilOnlyThemselves() {
    Tensor stack = Tensor.stack(definite(2), SINGULAR.minus(eye(2).times(3)), definite(2));
    double[] lower = LinearAlgebra.cholesky(stack).toDoubles();
    assertTrue(Arrays.stream(lower, 0, 4).allMatch(Double::isFinite));
    assertTrue(Double.isNaN(lower[4]) && Double.isNaN(lower[7]));
    assertTrue(Arrays.stream(lower, 8, 12).allMatch(Double::isFinite));
    Tensor broken = Tensor.stack(eye(2), Tensor.full(DType.F64, Double.NaN, 2, 2));
    double[] values = LinearAlgebra.singularValues(broken).toDoubles();
    assertTrue(values[0] == 1 && Double.isNaN(values[2]) && Double.isNaN(values[3]));
    assertTrue(Double.isInfinite(LinearAlgebra.solve(SINGULAR, vector(1, 0)).get(0).item()));
  }

  @Test
  void emptyMatrices() {
    assertEquals(1, LinearAlgebra.det(zeros(0, 0)).item());
    assertArrayEquals(new double[] {1, 1}, LinearAlgebra.det(zeros(2, 0, 0)).toDoubles());
    assertEquals(Shape.of(0, 0), grad(LinearAlgebra::det).apply(zeros(0, 0)).shape());
    assertEquals(Shape.of(3, 3), LinearAlgebra.svdFull(zeros(3, 0)).u().shape());
    near(eye(3), LinearAlgebra.svdFull(zeros(3, 0)).u(), 0);
    near(eye(3), LinearAlgebra.qrFull(zeros(3, 0)).q(), 0);
    assertEquals(Shape.of(0), LinearAlgebra.eigenvaluesSymmetric(zeros(0, 0)).shape());
    assertEquals(Shape.of(0, 2), LinearAlgebra.solve(zeros(0, 0), zeros(0, 2)).shape());
  }

  @Test
  void singlePrecisionStaysSingle() {
    Tensor a = definite(4).to(DType.F32);
    assertEquals(DType.F32, LinearAlgebra.cholesky(a).dtype());
    assertEquals(DType.F32, LinearAlgebra.det(a).dtype());
    assertEquals(DType.F32, LinearAlgebra.svd(a).u().dtype());
    double exact = LinearAlgebra.det(a.to(DType.F64)).item();
    assertEquals(exact, LinearAlgebra.det(a).item(), 1e-6 * Math.abs(exact));
    assertEquals(DType.F64, LinearAlgebra.solve(Tensor.indices(2).reshape(1, 1), ones(1)).dtype());
  }

  /// One factorisation for many right sides under vmap, and one for each matrix.
  @Test
  void vmapSolvesManySystems() {
    Tensor a = definite(3);
    Tensor b = any(5, 3);
    Tensor x = vmap((Tensor right) -> LinearAlgebra.solve(a, right)).apply(b);
    near(b, x.matmul(a.t()), 1e-10);
  }

  /// Netlib's routines keep variables of their own between calls: many threads at once must not meet in them.
  @Test
  void manyThreadsFactoriseAtOnce() throws Exception {
    Tensor a = any(30, 30);
    Tensor symmetric = a.plus(a.t());
    double[] singular = LinearAlgebra.singularValues(a).toDoubles();
    double[] eigen = LinearAlgebra.eigenvaluesSymmetric(symmetric).toDoubles();
    double det = LinearAlgebra.det(a).item();
    Callable<Void> task =
        () -> {
          for (int i = 0; i < 20; i++) {
            assertArrayEquals(singular, LinearAlgebra.singularValues(a).toDoubles());
            assertArrayEquals(eigen, LinearAlgebra.eigenvaluesSymmetric(symmetric).toDoubles());
            assertEquals(det, LinearAlgebra.det(a).item());
          }
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var result : threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> task).toList())) {
        result.get();
      }
    }
  }

  @Test
  void wrongCallsSayWhy() {
    shape(
        "solve: (2,3) is not a square matrix or a stack of them",
        () -> LinearAlgebra.solve(ones(2, 3), ones(2)));
    shape(
        "solve: (2,2) and (3): the matrix has 2 rows, the right side does not",
        () -> LinearAlgebra.solve(ones(2, 2), ones(3)));
    shape(
        "solve: (5) and (4) do not broadcast: lengths 5 and 4 at axis -1 differ and neither is 1",
        () -> LinearAlgebra.solve(ones(5, 2, 2), ones(4, 2, 1)));
    shape(
        "solveTriangular: (2,2) and (): the matrix has 2 rows, the right side does not",
        () -> LinearAlgebra.solveTriangular(ones(2, 2), scalar(1), Triangle.LOWER));
    shape(
        "cholesky: (3) is not a square matrix or a stack of them",
        () -> LinearAlgebra.cholesky(ones(3)));
    shape(
        "det: (2,3) is not a square matrix or a stack of them",
        () -> LinearAlgebra.det(ones(2, 3)));
    shape("svd: (3) is no matrix or stack of them", () -> LinearAlgebra.svd(ones(3)));
    shape("qr: () is no matrix or stack of them", () -> LinearAlgebra.qr(scalar(1)));
    shape(
        "eigh: (2,3) is not a square matrix or a stack of them",
        () -> LinearAlgebra.eigh(ones(2, 3)));
    shape(
        "leastSquares: (3,2) and (2): the matrix has 3 rows, the right side does not",
        () -> LinearAlgebra.leastSquares(ones(3, 2), ones(2)));
    assertEquals(
        "pseudoInverse: the threshold is -1.0, and must be 0 or more",
        assertThrowsExactly(
                IllegalArgumentException.class, () -> LinearAlgebra.pseudoInverse(ones(2, 2), -1))
            .getMessage());
  }
}
