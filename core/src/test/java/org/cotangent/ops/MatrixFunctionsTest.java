package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Tensor.eye;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.cotangent.Complex;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Values against definitions: series with 50 digits, and the equations that are solved.
class MatrixFunctionsTest {
  private static final Numbers NUMBERS = new Numbers(11);
  private static final MathContext DIGITS = new MathContext(60);

  private static Tensor any(int... shape) {
    return NUMBERS.between(-2, 2, Shape.of(shape));
  }

  private static void near(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance);
  }

  /// `Σ aᵏ/k!` with 60 digits.
  private static double[] series(double[] a, int n) {
    BigDecimal[] sum = new BigDecimal[n * n];
    BigDecimal[] term = new BigDecimal[n * n];
    for (int i = 0; i < n * n; i++) {
      term[i] = i % (n + 1) == 0 ? BigDecimal.ONE : BigDecimal.ZERO;
      sum[i] = term[i];
    }
    for (int k = 1; k < 150; k++) {
      BigDecimal[] next = new BigDecimal[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          BigDecimal entry = BigDecimal.ZERO;
          for (int l = 0; l < n; l++) {
            entry = entry.add(term[i * n + l].multiply(new BigDecimal(a[l * n + j]), DIGITS));
          }
          next[i * n + j] = entry.divide(BigDecimal.valueOf(k), DIGITS);
          sum[i * n + j] = sum[i * n + j].add(next[i * n + j], DIGITS);
        }
      }
      term = next;
    }
    return Arrays.stream(sum).mapToDouble(BigDecimal::doubleValue).toArray();
  }

  @Test
  void theExponentialIsItsSeries() {
    for (double size : new double[] {1e-8, 0.1, 1, 3, 8}) {
      for (int n : new int[] {1, 2, 4}) {
        Tensor a = any(n, n).times(size);
        double[] expected = series(a.toDoubles(), n);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertArrayEquals(expected, MatrixFunctions.expm(a).toDoubles(), 1e-13 * scale);
      }
    }
    Tensor nilpotent =
        matrix(new double[] {0, 1, 2}, new double[] {0, 0, 3}, new double[] {0, 0, 0});
    assertArrayEquals(
        new double[] {1, 1, 3.5, 0, 1, 3, 0, 0, 1},
        MatrixFunctions.expm(nilpotent).toDoubles(),
        1e-15);
    near(eye(2), MatrixFunctions.expm(zeros(2, 2)), 0);
  }

  /// Along a direction that commutes, `d eᵃ = eᵃ e`; and `d tr eᵃ = tr(eᵃ da)` along any.
  @Test
  void derivativesOfTheExponential() {
    Tensor a = any(3, 3);
    Tensor along = a.matmul(a);
    near(
        MatrixFunctions.expm(a).matmul(along),
        jvp(MatrixFunctions::expm, a, along).tangent(),
        1e-11);
    near(
        MatrixFunctions.expm(a).t(),
        grad(x -> Arranging.diagonal(MatrixFunctions.expm(x)).sum()).apply(a),
        1e-12);
    // However large the direction: it does not govern how the function is computed.
    near(
        jvp(MatrixFunctions::expm, a, any(3, 3).times(0).plus(1)).tangent(),
        jvp(MatrixFunctions::expm, a, ones(3, 3).times(1e12)).tangent().times(1e-12),
        1e-12);
  }

  @Test
  void logarithmsAndRootsAreInverse() {
    for (int n : new int[] {1, 2, 5, 12}) {
      Tensor a = any(n, n).times(0.5).plus(eye(n).times(n));
      near(a, MatrixFunctions.expm(MatrixFunctions.logm(a)), 1e-11 * n);
      Tensor root = MatrixFunctions.sqrtm(a);
      near(a, root.matmul(root), 1e-12 * n);
      Tensor small = any(n, n).times(0.5 / n);
      near(small, MatrixFunctions.logm(MatrixFunctions.expm(small)), 1e-13);
    }
    Tensor turn = matrix(new double[] {0, -1}, new double[] {1, 0});
    near(turn.times(Math.PI / 2), MatrixFunctions.logm(turn), 1e-14);
    double half = Math.sqrt(0.5);
    near(
        matrix(new double[] {half, -half}, new double[] {half, half}),
        MatrixFunctions.sqrtm(turn),
        1e-15);
    for (Tensor none : new Tensor[] {eye(2).times(-1), zeros(2, 2)}) {
      assertTrue(Double.isNaN(MatrixFunctions.logm(none).get(0, 0).item()));
    }
  }

  @Test
  void linearEquationsAreSolved() {
    Tensor a = any(4, 4).plus(eye(4).times(6));
    Tensor b = any(3, 3);
    Tensor c = any(2, 4, 3);
    Tensor x = MatrixFunctions.sylvester(a, b, c);
    near(c, a.matmul(x).plus(x.matmul(b)), 1e-12);
    Tensor q = any(4, 4);
    Tensor y = MatrixFunctions.lyapunov(a, q);
    near(q, a.matmul(y).plus(y.matmul(a.t())), 1e-12);
    Tensor stable = any(4, 4).times(0.2);
    Tensor z = MatrixFunctions.discreteLyapunov(stable, q);
    near(q, z.minus(stable.matmul(z).matmul(stable.t())), 1e-12);
    var polar = MatrixFunctions.polar(a);
    near(a, polar.u().matmul(polar.p()), 1e-12);
    near(eye(4), polar.u().t().matmul(polar.u()), 1e-12);
    near(polar.p(), polar.p().t(), 1e-12);
  }

  @Test
  void eigenvectorsOfGeneralMatrices() {
    for (int n : new int[] {1, 2, 5, 9}) {
      Tensor a = any(n, n);
      var eigen = Eigen.eig(a);
      Complex v = eigen.vectors();
      Complex w = eigen.values();
      near(a.matmul(v.re()), v.re().times(w.re()).minus(v.im().times(w.im())), 1e-12);
      near(a.matmul(v.im()), v.re().times(w.im()).plus(v.im().times(w.re())), 1e-12);
      near(Tensor.ones(n), v.squaredMagnitude().sum(0), 1e-13);
      assertEquals(Arranging.trace(a, 0, 0, 1).item(), w.re().sum().item(), 1e-12);
      assertEquals(0, w.im().sum().item(), 1e-12);
    }
    // The derivative of the sum of all eigenvalues is that of the trace.
    Tensor a = any(3, 3);
    near(eye(3), grad(x -> Eigen.eigenvalues(x).re().sum()).apply(a), 1e-12);
    Tensor b = any(3, 3).times(0.1).plus(eye(3));
    Tensor s = any(3, 3);
    var pair = Eigen.eighGeneralized(s, b.matmul(b.t()));
    Tensor symmetric = s.plus(s.t()).times(0.5);
    near(
        symmetric.matmul(pair.vectors()),
        b.matmul(b.t()).matmul(pair.vectors()).times(pair.values()),
        1e-11);
  }

  @Test
  void bandedSystemsAreDenseOnesWithFewDiagonals() {
    for (int[] band : new int[][] {{0, 0}, {1, 1}, {2, 0}, {0, 2}, {1, 3}, {4, 4}}) {
      int n = 6;
      Tensor bands = any(band[0] + band[1] + 1, n);
      Tensor dense = BandedSystems.dense(band[0], bands);
      double[] entries = bands.toDoubles();
      double[] rows = dense.toDoubles();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          boolean inside = i - j <= band[0] && j - i <= band[1];
          assertEquals(inside ? entries[(band[1] + i - j) * n + j] : 0, rows[i * n + j]);
        }
      }
      Tensor b = any(n, 2);
      Tensor x = BandedSystems.solveBanded(band[0], bands, b);
      near(LinearAlgebra.solve(dense, b), x, 1e-9);
    }
    Tensor x =
        BandedSystems.solveTridiagonal(
            vector(1, 1), vector(4, 4, 4), vector(2, 2), vector(8, 15, 14));
    near(vector(1, 2, 3), x, 1e-14);
    // Needs pivoting.
    Tensor turned =
        BandedSystems.solveTridiagonal(vector(1), vector(0, 0), vector(1), vector(3, 5));
    near(vector(5, 3), turned, 0);
  }

  /// A million unknowns in linear time and memory.
  @Test
  void longBandedSystems() {
    int n = 1_000_000;
    Tensor x = BandedSystems.solveTridiagonal(ones(n - 1), ones(n).times(4), ones(n - 1), ones(n));
    double middle = x.get(n / 2).item();
    assertEquals(1.0 / 6, middle, 1e-15);
  }

  @Test
  void typesAndErrors() {
    assertEquals(DType.F32, MatrixFunctions.expm(eye(2).to(DType.F32)).dtype());
    assertEquals(Shape.of(0, 0), MatrixFunctions.sqrtm(zeros(0, 0)).shape());
    shape(
        "expm: (2,3) is not a square matrix or a stack of them",
        () -> MatrixFunctions.expm(ones(2, 3)));
    shape("eig: (3) is not a square matrix or a stack of them", () -> Eigen.eig(ones(3)));
    shape(
        "sylvester: (2,2), (3,3) and (3,2): the last must be 2×3",
        () -> MatrixFunctions.sylvester(ones(2, 2), ones(3, 3), ones(3, 2)));
    shape(
        "solveTridiagonal: (2), (2) and (1): those beside the main diagonal must have one element"
            + " less",
        () -> BandedSystems.solveTridiagonal(ones(2), ones(2), ones(1), ones(2)));
    shape(
        "eighGeneralized: (2,2) and (3,3) are of different sizes",
        () -> Eigen.eighGeneralized(ones(2, 2), eye(3)));
    assertEquals(
        "solveBanded: 3 diagonals below the main one, but (3,4) has 3 in all",
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> BandedSystems.solveBanded(3, ones(3, 4), ones(4)))
            .getMessage());
  }

  private static void shape(String message, java.util.function.Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }
}
