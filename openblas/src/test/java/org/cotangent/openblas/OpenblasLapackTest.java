package org.cotangent.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.kernel.Lapack;
import org.cotangent.lapack.NetlibLapack;
import org.cotangent.ops.LinearAlgebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The native routines give what the Java ones give, up to rounding and to the signs that no factorisation fixes.
class OpenblasLapackTest {
  private static final Lapack JAVA = new NetlibLapack();
  private static final Lapack NATIVE = new OpenblasLapack();

  private static double[] any(int size, long seed) {
    return new Random(seed).doubles(size, -2, 2).toArray();
  }

  private static double[] definite(int n) {
    double[] a = any(n * n, n);
    double[] s = multiply(n, n, n, a, transpose(n, n, a));
    for (int i = 0; i < n; i++) {
      s[i * (n + 1)] += 1;
    }
    return s;
  }

  /// Column by column: a is m×k, b is k×n.
  private static double[] multiply(int m, int k, int n, double[] a, double[] b) {
    double[] c = new double[m * n];
    for (int j = 0; j < n; j++) {
      for (int l = 0; l < k; l++) {
        for (int i = 0; i < m; i++) {
          c[j * m + i] += a[l * m + i] * b[j * k + l];
        }
      }
    }
    return c;
  }

  private static double[] transpose(int m, int n, double[] a) {
    double[] t = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[i * n + j] = a[j * m + i];
      }
    }
    return t;
  }

  private static double[] magnitudes(double[] a) {
    return Arrays.stream(a).map(Math::abs).toArray();
  }

  @Test
  void theNativeLibraryIsTheOneInUse() {
    assertTrue(NativeLibrary.present(), "no OpenBLAS for this platform");
    assertEquals("OpenBLAS", Lapack.instance().description());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40, 130})
  void triangularFactors(int n) {
    double[] a = any(n * n, n);
    double[] b = a.clone();
    int[] pivots = new int[n];
    int[] others = new int[n];
    assertEquals(0, JAVA.getrf(n, n, a, pivots));
    assertEquals(0, NATIVE.getrf(n, n, b, others));
    assertArrayEquals(pivots, others);
    assertArrayEquals(a, b, 1e-10);
    double[] s = definite(n);
    double[] t = s.clone();
    assertEquals(0, JAVA.potrf(n, s));
    assertEquals(0, NATIVE.potrf(n, t));
    assertArrayEquals(s, t, 1e-11);
    assertTrue(NATIVE.potrf(1, new double[] {-1}) > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 70})
  void orthogonalFactors(int n) {
    int m = 2 * n + 1;
    double[] a = any(m * n, n);
    double[] b = a.clone();
    double[] tau = new double[n];
    double[] other = new double[n];
    assertEquals(0, JAVA.geqrf(m, n, a, tau));
    assertEquals(0, NATIVE.geqrf(m, n, b, other));
    assertArrayEquals(magnitudes(a), magnitudes(b), 1e-11);
    assertEquals(0, JAVA.orgqr(m, n, n, a, tau));
    assertEquals(0, NATIVE.orgqr(m, n, n, b, other));
    assertArrayEquals(magnitudes(a), magnitudes(b), 1e-11);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 25, 60})
  void spectralFactors(int n) {
    double[] s = definite(n);
    double[] t = s.clone();
    double[] w = new double[n];
    double[] x = new double[n];
    assertEquals(0, JAVA.syevd(n, s, w));
    assertEquals(0, NATIVE.syevd(n, t, x));
    assertArrayEquals(w, x, 1e-11 * w[n - 1]);
    assertArrayEquals(magnitudes(s), magnitudes(t), 1e-8);

    int m = n + 2;
    for (boolean full : new boolean[] {false, true}) {
      double[] a = any(m * n, 3L * n);
      double[] u = new double[m * (full ? m : n)];
      double[] v = u.clone();
      double[] vt = new double[n * n];
      double[] wt = vt.clone();
      assertEquals(0, JAVA.gesdd(full, m, n, a.clone(), w, u, vt));
      assertEquals(0, NATIVE.gesdd(full, m, n, a.clone(), x, v, wt));
      assertArrayEquals(w, x, 1e-12 * w[0]);
      assertArrayEquals(magnitudes(vt), magnitudes(wt), 1e-8);
      assertArrayEquals(
          Arrays.copyOf(magnitudes(u), m * n), Arrays.copyOf(magnitudes(v), m * n), 1e-8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 30})
  void generalMatrices(int n) {
    double[] a = any(n * n, 5L * n);
    double[][] real = new double[2][n];
    double[][] imaginary = new double[2][n];
    double[][] z = new double[2][n * n];
    assertEquals(0, JAVA.geev(n, a.clone(), real[0], imaginary[0], z[0]));
    assertEquals(0, NATIVE.geev(n, a.clone(), real[1], imaginary[1], z[1]));
    assertArrayEquals(sorted(real[0]), sorted(real[1]), 1e-10);
    assertArrayEquals(sorted(imaginary[0]), sorted(imaginary[1]), 1e-10);
    for (Lapack lapack : new Lapack[] {JAVA, NATIVE}) {
      double[] t = a.clone();
      double[] q = new double[n * n];
      assertEquals(0, lapack.gees(n, t, real[0], imaginary[0], q));
      double[] back = multiply(n, n, n, multiply(n, n, n, q, t), transpose(n, n, q));
      assertArrayEquals(a, back, 1e-11);
      double[] c = any(n * n, 9L * n);
      double[] x = c.clone();
      double[] raised = t.clone();
      for (int i = 0; i < n; i++) {
        raised[i * (n + 1)] += 20;
      }
      double scale = lapack.trsyl(n, n, raised, t, x);
      double[] left = multiply(n, n, n, raised, x);
      double[] right = multiply(n, n, n, x, t);
      double[] sum = IntStream.range(0, n * n).mapToDouble(i -> left[i] + right[i]).toArray();
      assertArrayEquals(Arrays.stream(c).map(y -> scale * y).toArray(), sum, 1e-10);
    }
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /// The operations of the library give the same with either, signs and derivatives too: they choose the signs themselves.
  @Test
  void derivativesAreTheSame() {
    Tensor a = Tensor.of(any(16, 3), 4, 4);
    Tensor expected = LinearAlgebra.inverse(a).t().times(LinearAlgebra.det(a));
    assertArrayEquals(
        expected.toDoubles(),
        Autodiff.grad(LinearAlgebra::det).apply(a).toDoubles(),
        1e-12 * Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElseThrow());
    Tensor moved = Autodiff.grad(x -> LinearAlgebra.svd(x).u().get(0, 0), a);
    double step = 1e-6;
    Tensor direction = Tensor.of(any(16, 4), 4, 4);
    double plus = LinearAlgebra.svd(a.plus(direction.times(step))).u().get(0, 0).item();
    double minus = LinearAlgebra.svd(a.minus(direction.times(step))).u().get(0, 0).item();
    assertEquals((plus - minus) / (2 * step), moved.times(direction).sum().item(), 1e-7);
  }
}
