package org.cotangent.ops;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final Numbers NUMBERS =
      new Numbers(Long.getLong("cotangent.test.seed", 20_261_124));
  private static final double NAN = Double.NaN;

  private static double[] of(double... values) {
    return values;
  }

  private static long[] longs(Tensor x) {
    return ((Array) x).toLongs();
  }

  @Test
  void covariancesAndCorrelations() {
    Tensor x = NUMBERS.normal(Shape.of(3, 6));
    double[] data = x.toDoubles();
    double[] c = new double[9];
    double[] r = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        c[3 * i + j] = covariance(data, i, j);
        r[3 * i + j] =
            covariance(data, i, j) / Math.sqrt(covariance(data, i, i) * covariance(data, j, j));
      }
    }
    assertArrayEquals(c, Statistics.cov(x, 1).toDoubles(), 1e-14);
    assertArrayEquals(r, Statistics.corrcoef(x).toDoubles(), 1e-14);
    assertArrayEquals(c, Statistics.cov(x.to(DType.F32), 1).toDoubles(), 1e-5);
    Tensor stack = Statistics.cov(Tensor.stack(x, x.times(2)), 1);
    assertEquals(Shape.of(2, 3, 3), stack.shape());
    assertEquals(4 * c[5], stack.get(1, 1, 2).item(), 1e-13);
    assertEquals(c[0], Statistics.cov(x.get(0), 1).item(), 1e-14);
    assertEquals(1, Statistics.corrcoef(x.get(0)).item());
    assertEquals(NAN, Statistics.corrcoef(ones(2, 3)).get(0, 1).item());
    assertEquals(NAN, Statistics.cov(ones(2, 1), 1).get(0, 1).item());
  }

  private static double covariance(double[] x, int i, int j) {
    double a = IntStream.range(0, 6).mapToDouble(k -> x[6 * i + k]).sum() / 6;
    double b = IntStream.range(0, 6).mapToDouble(k -> x[6 * j + k]).sum() / 6;
    return IntStream.range(0, 6).mapToDouble(k -> (x[6 * i + k] - a) * (x[6 * j + k] - b)).sum()
        / 5;
  }

  @Test
  void counts() {
    Tensor x = Tensor.of(new double[] {0, -0.0, NAN, 2, 0, 1}, 2, 3);
    assertEquals(3, Statistics.countNonZero(x, Axes.all()).item());
    assertArrayEquals(new long[] {1, 0, 2}, longs(Statistics.countNonZero(x, Axes.of(0))));
    assertArrayEquals(
        new long[] {2, 0, 1, 3}, longs(Statistics.bincount(indices(3, 0, 2, 3, 3, 0), 4)));
    Tensor weights = vector(1, 2, 4, 8, 16, 32);
    Tensor places = indices(3, 0, 2, 3, 3, 0);
    assertArrayEquals(of(34, 0, 4, 25), Statistics.bincount(places, weights, 4).toDoubles());
    assertArrayEquals(
        of(4, 1, 3, 4, 4, 1),
        grad(w -> Statistics.bincount(places, w, 4).times(vector(1, 2, 3, 4)).sum(), weights)
            .toDoubles());
  }

  @Test
  void histograms() {
    double[] edges = {-1, 0, 0.5, 2};
    double[] data = {-1, 0, 0.25, 2, 3, NAN, -4, -0.0, 0.5, 1, -0.5};
    long[] expected = new long[3];
    for (double value : data) {
      for (int k = 0; k < 3; k++) {
        boolean inside = value >= edges[k] && (value < edges[k + 1] || k == 2 && value == edges[3]);
        expected[k] += inside ? 1 : 0;
      }
    }
    var histogram = Statistics.histogram(vector(data), vector(edges));
    assertArrayEquals(expected, longs(histogram.counts()));
    assertArrayEquals(edges, histogram.edges().toDoubles());
    assertArrayEquals(
        expected,
        longs(compile(x -> Statistics.histogram(x, vector(edges)).counts()).apply(vector(data))));
    var even = Statistics.histogram(vector(0, 1, 2, 3, 4), 2);
    assertArrayEquals(of(0, 2, 4), even.edges().toDoubles());
    assertArrayEquals(new long[] {2, 3}, longs(even.counts()));
    assertArrayEquals(
        new long[] {1, 1},
        longs(Statistics.histogram(vector(0, 1, 2, 3, 4), 2, 1.5, 3.5).counts()));
    var constant = Statistics.histogram(vector(7, 7), 2);
    assertArrayEquals(of(6.5, 7, 7.5), constant.edges().toDoubles());
    assertArrayEquals(new long[] {0, 2}, longs(constant.counts()));
    assertArrayEquals(
        of(0, 1, 1),
        grad(
                w -> Statistics.histogram(vector(0, 1, 2), vector(0.5, 3), w).counts().sum(),
                vector(1, 2, 3))
            .toDoubles());
    Tensor rows = Tensor.of(new double[] {0, 1, 1, 1, 0, 0}, 2, 3);
    assertArrayEquals(
        new long[] {1, 2, 2, 1},
        longs(vmap(x -> Statistics.histogram(x, vector(-.5, .5, 1.5)).counts()).apply(rows)));
  }

  @Test
  void intervals() {
    Tensor edges = vector(0, 1, 2);
    Tensor x = vector(-1, 0, 0.5, 1, 2, 3, NAN);
    assertArrayEquals(
        new long[] {0, 1, 1, 2, 3, 3, 3}, longs(Statistics.digitize(x, edges, false)));
    assertArrayEquals(new long[] {0, 0, 1, 1, 2, 3, 3}, longs(Statistics.digitize(x, edges, true)));
  }

  @Test
  void mostFrequent() {
    assertEquals(2, Statistics.mode(vector(3, 2, 3, 2, 1), 0).item());
    assertEquals(1, Statistics.mode(vector(3, 2, 1), 0).item());
    assertArrayEquals(
        new long[] {5, 1, 4},
        longs(Statistics.mode(Tensor.of(new long[] {5, 1, 4, 4, 2, 4, 5, 1, 3}, 3, 3), 0)));
    Tensor slopes = grad(x -> Statistics.mode(x, 0), vector(3, 2, 3));
    assertEquals(1, slopes.sum().item());
    assertEquals(0, slopes.get(1).item());
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  private static void argument(String message, Supplier<?> call) {
    assertEquals(
        message, assertThrowsExactly(IllegalArgumentException.class, call::get).getMessage());
  }

  @Test
  void whatHasNoAnswer() {
    shape(
        "cov: a number is no observation: variables are rows", () -> Statistics.cov(scalar(1), 1));
    shape(
        "bincount: (2) and weights of (3): the shapes differ",
        () -> Statistics.bincount(indices(0, 1), ones(3), 2));
    shape(
        "index 2 is out of range for an axis of length 2",
        () -> Statistics.bincount(indices(0, 2), 2));
    assertEquals(
        "bincount: whole numbers are counted, not f64[2]: use histogram, or to(I64)",
        assertThrowsExactly(DTypeException.class, () -> Statistics.bincount(ones(2), 2))
            .getMessage());
    argument(
        "histogram: 0 intervals, at least 1 is needed", () -> Statistics.histogram(ones(2), 0));
    argument(
        "histogram: from 2.0 to 1.0: not a range", () -> Statistics.histogram(ones(2), 3, 2, 1));
    shape(
        "histogram: edges of (1): at least two are needed",
        () -> Statistics.histogram(ones(2), ones(1)));
    shape(
        "histogram: (2) and weights of (3): the shapes differ",
        () -> Statistics.histogram(ones(2), ones(2), ones(3)));
    shape("mode: (2,0) has no elements along axis 1", () -> Statistics.mode(zeros(2, 0), 1));
  }
}
