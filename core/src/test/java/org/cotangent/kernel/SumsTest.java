package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.DType;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Sums of single precision: in double precision, rounded once, in one order however the elements lie.
class SumsTest {
  private static double element(int i) {
    return (float) (Math.sin(i) * (1 + i % 7));
  }

  @Test
  void columnsAndRowsAreTheSameSums() {
    for (int rows : new int[] {1, 2, 3, 5, 127, 128, 129, 256, 300, 1_000}) {
      double[] data = new double[rows * 3];
      for (int i = 0; i < data.length; i++) {
        data[i] = element(i);
      }
      Tensor x = Tensor.of(data, rows, 3);
      Tensor narrow = x.to(DType.F32);
      double[] columns = narrow.sum(0).toDoubles();
      assertArrayEquals(narrow.transpose().sum(1).toDoubles(), columns, 0, "rows " + rows);
      double[] wide = x.transpose().sum(1).toDoubles();
      for (int k = 0; k < 3; k++) {
        assertEquals((float) wide[k], columns[k], "rows " + rows);
      }
    }
  }

  @Test
  void extremesOfSinglePrecision() {
    double[] data = new double[1_003];
    for (int i = 0; i < data.length; i++) {
      data[i] = element(i);
    }
    Tensor x = Tensor.vector(data);
    assertEquals(x.max().item(), x.to(DType.F32).max().item());
    assertEquals(x.min().item(), x.to(DType.F32).min().item());
    data[500] = Double.NaN;
    assertEquals(Double.NaN, Tensor.vector(data).to(DType.F32).max().item());
  }
}
