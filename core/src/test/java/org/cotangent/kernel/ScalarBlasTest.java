package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The products without vectors, and the way to them.
class ScalarBlasTest extends BlasContract {
  @Override
  protected Blas blas() {
    return new ScalarBlas();
  }

  @Test
  void alwaysThere() {
    assertEquals("scalar Java", Blas.all().getLast().description());
    assertEquals("scalar Java", Blas.of(1, 1, 1).description());
  }

  @Test
  void emptySumsAreZeros() {
    double[] out = {1, 2, 3, 4, 5, 6};
    MatrixProduct.multiply(
        2, 2, 0, new double[0], 0, 0, 1, new double[0], 0, 2, 1, out, 0, 3, false);
    assertArrayEquals(new double[] {0, 0, 3, 0, 0, 6}, out);
    float[] kept = {1, 2};
    MatrixProduct.multiply(1, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, kept, 0, 2, true);
    assertArrayEquals(new float[] {1, 2}, kept);
    MatrixProduct.multiply(
        1, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, kept, 0, 2, false);
    assertArrayEquals(new float[] {0, 0}, kept);
  }
}
