package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

class ScatteringTest {
  private static final Numbers NUMBERS =
      new Numbers(Long.getLong("cotangent.test.seed", 20_261_124));
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static double[] of(double... values) {
    return values;
  }

  /// Row by row.
  private static double[] segments(
      Tensor rows, long[] of, int count, double start, DoubleBinaryOperator join) {
    int width = rows.shape().length(1);
    double[] data = rows.toDoubles();
    double[] out = new double[count * width];
    java.util.Arrays.fill(out, start);
    for (int i = 0; i < of.length; i++) {
      for (int k = 0; k < width; k++) {
        int at = (int) of[i] * width + k;
        out[at] = join.applyAsDouble(out[at], data[i * width + k]);
      }
    }
    return out;
  }

  @Test
  void segmentsAreJoinedRowByRow() {
    Tensor rows = NUMBERS.normal(Shape.of(7, 3));
    long[] belongs = {0, 2, 2, 0, 4, 2, 0};
    Tensor to = indices(belongs);
    double[] sum = segments(rows, belongs, 5, 0, Double::sum);
    double[] product = segments(rows, belongs, 5, 1, (a, b) -> a * b);
    double[] largest = segments(rows, belongs, 5, -INF, Math::max);
    double[] smallest = segments(rows, belongs, 5, INF, Math::min);
    double[] number = segments(ones(7, 3), belongs, 5, 0, Double::sum);
    double[] mean = sum.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= number[i];
    }
    assertArrayEquals(sum, Scattering.segmentSum(rows, to, 5).toDoubles(), 1e-14);
    assertArrayEquals(product, Scattering.segmentProd(rows, to, 5).toDoubles(), 1e-14);
    assertArrayEquals(largest, Scattering.segmentMax(rows, to, 5).toDoubles());
    assertArrayEquals(smallest, Scattering.segmentMin(rows, to, 5).toDoubles());
    assertArrayEquals(mean, Scattering.segmentMean(rows, to, 5).toDoubles(), 1e-14);
    double[] exponentials = segments(rows.exp(), belongs, 5, 0, Double::sum);
    double[] share = Scattering.segmentSoftmax(rows, to, 5).toDoubles();
    for (int i = 0; i < 7; i++) {
      for (int k = 0; k < 3; k++) {
        double expected = Math.exp(rows.get(i, k).item()) / exponentials[(int) belongs[i] * 3 + k];
        assertEquals(expected, share[3 * i + k], 1e-14);
      }
    }
    Tensor narrow = Scattering.segmentMax(rows.to(DType.F32), to, 5);
    assertEquals(DType.F32, narrow.dtype());
    assertArrayEquals(largest, narrow.toDoubles(), 1e-6);
  }

  @Test
  void softmaxOfLargeRows() {
    assertArrayEquals(
        of(0.5, 1, 0.5),
        Scattering.segmentSoftmax(vector(1000, -1000, 1000), indices(0, 1, 0), 2).toDoubles());
  }

  @Test
  void wholeNumbersStayWhole() {
    Tensor rows = indices(5, (1L << 60) + 1, 7);
    Tensor largest = Scattering.segmentMax(rows, indices(0, 1, 1), 3);
    assertArrayEquals(new long[] {5, (1L << 60) + 1, Long.MIN_VALUE}, ((Array) largest).toLongs());
    Tensor smallest = Scattering.segmentMin(rows, indices(0, 1, 1), 3);
    assertArrayEquals(new long[] {5, 7, Long.MAX_VALUE}, ((Array) smallest).toLongs());
  }

  @Test
  void derivativesOfSegments() {
    Tensor to = indices(0, 0, 1);
    assertArrayEquals(
        of(.5, .5, 1),
        grad(x -> Scattering.segmentMax(x, to, 2).sum(), vector(3, 3, 1)).toDoubles());
    // The infinity that stands for no rows takes no part of it.
    assertArrayEquals(
        of(.5, .5, 1),
        grad(x -> Scattering.segmentMax(x, to, 3).get(indices(0, 1)).sum(), vector(-INF, -INF, 1))
            .toDoubles());
    assertArrayEquals(
        of(.5, .5, 1),
        grad(x -> Scattering.segmentMean(x, to, 2).sum(), vector(3, 3, 1)).toDoubles());
    assertArrayEquals(
        of(4, 0, 1),
        grad(x -> Scattering.segmentProd(x, to, 2).sum(), vector(0, 4, 1)).toDoubles());
    assertArrayEquals(
        of(0, 1, 0, 1, 0, 0, 0, 0, 0),
        hessian(x -> Scattering.segmentProd(x, to, 2).sum()).apply(vector(0, 0, 1)).toDoubles());
    assertEquals(NAN, Scattering.segmentMax(vector(1, NAN, 2), to, 2).get(0).item());
  }

  @Test
  void eachLineHasPlacesOfItsOwn() {
    Tensor x = NUMBERS.normal(Shape.of(3, 4));
    Tensor at = Tensor.of(new long[] {3, 0, -1, 1, 2, 2}, 3, 2);
    Tensor values = NUMBERS.normal(Shape.of(3, 2));
    int[] places = {3, 0, 3, 1, 2, 2};
    double[] put = x.toDoubles();
    double[] added = x.toDoubles();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        int place = 4 * i + places[2 * i + j];
        put[place] = values.get(i, j).item();
        added[place] += values.get(i, j).item();
      }
    }
    assertArrayEquals(put, Scattering.putAlongAxis(x, at, values, 1).toDoubles());
    assertArrayEquals(added, Scattering.addAlongAxis(x, at, values, 1).toDoubles(), 1e-15);
    assertArrayEquals(put, Scattering.putAlongAxis(x.t(), at.t(), values.t(), 0).t().toDoubles());
    Tensor again =
        Indexing.takeAlongAxis(
            Scattering.putAlongAxis(x, at.slice(":, :1"), values.slice(":, :1"), 1),
            at.slice(":, :1"),
            1);
    assertArrayEquals(values.slice(":, :1").toDoubles(), again.toDoubles());
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  @Test
  void whatHasNoAnswer() {
    shape(
        "segmentMax: (3) and (1): each row needs one segment number",
        () -> Scattering.segmentMax(ones(3), indices(0), 2));
    shape(
        "segmentSoftmax: () and (1): each row needs one segment number",
        () -> Scattering.segmentSoftmax(ones(), indices(0), 2));
    shape(
        "index 2 is out of range for an axis of length 2",
        () -> Scattering.segmentMin(ones(1), indices(2), 2));
    assertEquals(
        "segmentMean: indices are whole numbers, not f64[3]: use indices(…) or to(I64)",
        assertThrowsExactly(DTypeException.class, () -> Scattering.segmentMean(ones(3), ones(3), 2))
            .getMessage());
    shape(
        "putAlongAxis: indices of (2) and values of (2) do not broadcast to the lines of (2,2)"
            + " along axis 0",
        () -> Scattering.putAlongAxis(ones(2, 2), indices(0, 1), ones(2), 0));
    shape(
        "addAlongAxis: indices of (1,3) and values of (3,1) do not broadcast to the lines of (2,2)"
            + " along axis 1",
        () -> Scattering.addAlongAxis(ones(2, 2), indices(0, 1, 1).reshape(1, 3), ones(3, 1), 1));
  }
}
