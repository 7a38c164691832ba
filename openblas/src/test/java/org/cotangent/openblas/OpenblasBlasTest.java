package org.cotangent.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.cotangent.kernel.Blas;
import org.cotangent.kernel.BlasContract;
import org.junit.jupiter.api.Test;

/// The native products.
class OpenblasBlasTest extends BlasContract {
  @Override
  protected Blas blas() {
    return new OpenblasBlas();
  }

  @Test
  void isTheOneInUse() {
    assertEquals("OpenBLAS", Blas.of(50, 50, 50).description());
    assertEquals("scalar Java", Blas.of(2, 2, 2).description());
  }

  /// More than one call has: several rows, columns and sums of blocks.
  @Test
  void largeProductsAreSeveralCalls() {
    int m = 330;
    int n = 600;
    int k = 1100;
    var random = new Random(5);
    double[] a = random.doubles((long) m * k).toArray();
    double[] b = random.doubles((long) k * n).toArray();
    double[] expected = new double[m * n];
    double[] out = new double[m * n];
    Blas.all().getLast().multiply(m, n, k, a, 0, k, 1, b, 0, 1, k, expected, 0, n, false);
    blas().multiply(m, n, k, a, 0, k, 1, b, 0, 1, k, out, 0, n, false);
    assertArrayEquals(expected, out, 1e-9);
  }
}
