package org.cotangent.kernel;

import static org.cotangent.ops.Contraction.tensordot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Contraction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Products of matrices of all forms, beside three loops. Elements are small whole numbers, so every order of summation is exact.
class ProductsTest {
  private final SplittableRandom random = new SplittableRandom(20_261_124);

  private double[] draw(int size) {
    return random.ints(size, -4, 5).asDoubleStream().toArray();
  }

  private static double[] product(int m, int n, int k, double[] a, double[] b) {
    double[] out = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < k; l++) {
          out[i * n + j] += a[i * k + l] * b[l * n + j];
        }
      }
    }
    return out;
  }

  private void check(int m, int n, int k, DType dtype) {
    double[] a = draw(m * k);
    double[] b = draw(k * n);
    Tensor left = Tensor.of(a, m, k).to(dtype);
    Tensor right = Tensor.of(b, k, n).to(dtype);
    double[] expected = product(m, n, k, a, b);
    String sizes = m + "×" + k + "×" + n;
    assertArrayEquals(expected, left.matmul(right).toDoubles(), sizes);
    assertArrayEquals(expected, tensordot(left.t(), right, axis(0), axis(0)).toDoubles(), sizes);
    assertArrayEquals(expected, tensordot(left, right.t(), axis(1), axis(1)).toDoubles(), sizes);
    assertArrayEquals(
        expected, tensordot(left.t(), right.t(), axis(0), axis(1)).toDoubles(), sizes);
  }

  private static int[] axis(int axis) {
    return new int[] {axis};
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "BOOL") // counts as I64 before it gets here
  void allFormsAndTranspositions(DType dtype) {
    int[] lengths = {0, 1, 2, 3, 4, 7, 8, 9, 17};
    for (int m : lengths) {
      for (int n : lengths) {
        for (int k : lengths) {
          check(m, n, k, dtype);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 600, 300",
    "600, 3, 300",
    "1, 1, 1000",
    "21, 530, 270",
    "530, 21, 270",
    "5, 520, 261"
  })
  void largerThanOnePanel(int m, int n, int k) {
    check(m, n, k, DType.F64);
    check(m, n, k, DType.F32);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "I32"})
  void axesThatLieApartAreRearranged(DType dtype) {
    double[] a = draw(2 * 3 * 4);
    double[] b = draw(2 * 4 * 5);
    Tensor result =
        tensordot(
            Tensor.of(a, 2, 3, 4).to(dtype),
            Tensor.of(b, 4, 2, 5).to(dtype),
            new int[] {0, 2},
            new int[] {1, 0});
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 5; j++) {
        double sum = 0;
        for (int p = 0; p < 2; p++) {
          for (int q = 0; q < 4; q++) {
            sum += a[p * 12 + i * 4 + q] * b[q * 10 + p * 5 + j];
          }
        }
        assertEquals(sum, result.get(i, j).to(DType.F64).item());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 4, 5", "3, 1, 9, 1", "1, 9, 1, 9"})
  void stacks(int batch, int m, int k, int n) {
    double[] a = draw(batch * m * k);
    double[] b = draw(batch * k * n);
    Tensor stacked = Contraction.matmul(Tensor.of(a, batch, m, k), Tensor.of(b, batch, k, n));
    for (int s = 0; s < batch; s++) {
      Tensor one = Tensor.of(a, batch, m, k).get(s).matmul(Tensor.of(b, batch, k, n).get(s));
      assertArrayEquals(one.toDoubles(), stacked.get(s).toDoubles());
    }
  }
}
