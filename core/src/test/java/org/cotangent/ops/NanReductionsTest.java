package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Tensor.keep;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.Sorting.Interpolation;
import org.junit.jupiter.api.Test;

class NanReductionsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  /// Lines with no, some and only NaN.
  private static final double[][] LINES = {
    {3, -1, 4, 1.5}, {NAN, 2, NAN, 7}, {NAN, NAN, 0.5, NAN}, {NAN, NAN, NAN, NAN}, {2, NAN, -3, 0}
  };

  /// Each line by the operation, against its definition on the numbers alone; and the other axis,
  /// and `F32`.
  private static void each(UnaryOperator<Tensor> alongLast, ToDoubleFunction<double[]> definition) {
    double[] expected =
        Arrays.stream(LINES)
            .mapToDouble(line ->
                definition.applyAsDouble(
                    Arrays.stream(line).filter(value -> !Double.isNaN(value)).toArray()))
            .toArray();
    Tensor x = Tensor.matrix(LINES);
    assertArrayEquals(expected, alongLast.apply(x).toDoubles(), 1e-14);
    Tensor narrow = alongLast.apply(x.to(DType.F32));
    assertEquals(DType.F32, narrow.dtype());
    assertArrayEquals(expected, narrow.toDoubles(), 1e-6 * 10);
    for (int i = 0; i < LINES.length; i++) {
      Tensor line = vector(LINES[i]).reshape(1, -1);
      assertEquals(expected[i], alongLast.apply(line).item(), 1e-14);
    }
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).sum() / x.length;
  }

  private static double variance(double[] x, int ddof) {
    double sum = 0;
    for (double value : x) {
      sum += (value - mean(x)) * (value - mean(x));
    }
    return x.length <= ddof ? NAN : sum / (x.length - ddof);
  }

  @Test
  void valuesAreThoseOfTheNumbersAlone() {
    each(x -> Reduction.nansum(x, Axes.of(-1)), x -> Arrays.stream(x).sum());
    each(
        x -> NanReductions.nanprod(x, Axes.of(-1)),
        x -> Arrays.stream(x).reduce(1, (a, b) -> a * b));
    each(x -> NanReductions.nanmean(x, Axes.of(-1)), NanReductionsTest::mean);
    each(x -> NanReductions.nanvar(x, Axes.of(-1), 0), x -> variance(x, 0));
    each(x -> NanReductions.nanvar(x, Axes.of(-1), 1), x -> variance(x, 1));
    each(x -> NanReductions.nanstd(x, Axes.of(-1), 1), x -> Math.sqrt(variance(x, 1)));
    each(x -> NanReductions.nanmax(x, Axes.of(-1)), x -> Arrays.stream(x).max().orElse(NAN));
    each(x -> NanReductions.nanmin(x, Axes.of(-1)), x -> Arrays.stream(x).min().orElse(NAN));
    each(x -> NanReductions.nanmedian(x, -1), x -> quantile(x, 0.5, Interpolation.LINEAR));
    for (Interpolation method : Interpolation.values()) {
      for (double q : new double[] {0, 0.2, 0.5, 0.75, 1}) {
        each(x -> NanReductions.nanquantile(x, q, 1, method), x -> quantile(x, q, method));
      }
    }
  }

  private static double quantile(double[] x, double q, Interpolation method) {
    if (x.length == 0) {
      return NAN;
    }
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double place = q * (x.length - 1);
    double low = sorted[(int) Math.floor(place)];
    double high = sorted[(int) Math.ceil(place)];
    return switch (method) {
      case LINEAR -> low + (high - low) * (place - Math.floor(place));
      case LOWER -> low;
      case HIGHER -> high;
      case NEAREST -> sorted[(int) Math.rint(place)];
      case MIDPOINT -> (low + high) / 2;
    };
  }

  @Test
  void quantilesAgreeWithThoseWithoutNan() {
    Tensor x = vector(5, 3, 1, 4, 9, -2, 6);
    for (Interpolation method : Interpolation.values()) {
      for (double q = 0; q <= 1; q += 1 / 16.0) {
        assertEquals(
            Sorting.quantile(x, q, 0, method).item(),
            NanReductions.nanquantile(x, q, 0, method).item());
      }
    }
  }

  @Test
  void quantilesOverSeveralAxes() {
    Tensor x = vector(5, 3, 1, 4, 9, -2, 6, 0).reshape(2, 2, 2);
    Tensor lines = vector(5, 3, 9, -2, 1, 4, 6, 0).reshape(2, 4);
    for (double q : new double[] {0, 0.3, 0.5, 1}) {
      double[] expected = Sorting.quantile(lines, q, 1, Interpolation.LINEAR).toDoubles();
      Tensor kept = Sorting.quantile(x, q, keep(0, 2), Interpolation.LINEAR);
      assertEquals(Shape.of(1, 2, 1), kept.shape());
      assertArrayEquals(expected, kept.toDoubles(), 1e-15);
      assertArrayEquals(
          expected,
          Sorting.percentile(x, 100 * q, Axes.of(0, 2), Interpolation.LINEAR).toDoubles(),
          1e-13);
    }
    Tensor several = Sorting.quantiles(x, new double[] {0.5, 0}, Axes.all(), Interpolation.LINEAR);
    assertArrayEquals(new double[] {3.5, -2}, several.toDoubles());
    assertEquals(3.5, Sorting.median(x, Axes.all()).item());
    assertEquals(7, Sorting.median(Tensor.scalar(7), Axes.all()).item());
  }

  private static void gradient(double[] expected, TensorFunction f, double... at) {
    assertArrayEquals(expected, grad(f, vector(at)).toDoubles(), 1e-15);
  }

  @Test
  void nanHasNoInfluence() {
    gradient(new double[] {1, 0, 1}, x -> Reduction.nansum(x, Axes.all()), 1, NAN, 3);
    gradient(new double[] {.5, 0, .5}, x -> NanReductions.nanmean(x, Axes.all()), 1, NAN, 3);
    gradient(new double[] {0, 0, 6}, x -> NanReductions.nanprod(x, Axes.all()), 6, NAN, 0);
    gradient(new double[] {-1, 0, 1}, x -> NanReductions.nanvar(x, Axes.all(), 0), 1, NAN, 3);
    gradient(new double[] {0, 0, 0}, x -> NanReductions.nanstd(x, Axes.all(), 0), 2, NAN, 2);
    gradient(new double[] {0, .5, .5}, x -> NanReductions.nanmax(x, Axes.all()), NAN, 3, 3);
    gradient(new double[] {0, 1, 0}, x -> NanReductions.nanmin(x, Axes.all()), NAN, 2, 3);
    gradient(new double[] {0, 0, 0, 1}, x -> NanReductions.nanmedian(x, 0), NAN, 2, 9, 3);
    gradient(new double[] {0, 0}, x -> Reduction.nansum(x, Axes.all()), NAN, NAN);
    gradient(new double[] {0, 2, 1}, x -> NanReductions.nancumsum(x, 0).sum(), NAN, 3, 3);
  }

  /// The infinity that stands for NaN must not be taken for one of the numbers.
  @Test
  void infinitiesAreNumbers() {
    gradient(new double[] {0, 1}, x -> NanReductions.nanmax(x, Axes.all()), NAN, -INF);
    gradient(new double[] {.5, 0, .5}, x -> NanReductions.nanmin(x, Axes.all()), INF, NAN, INF);
    assertEquals(-INF, NanReductions.nanmax(vector(NAN, -INF), Axes.all()).item());
    assertEquals(1, NanReductions.nanargmax(vector(NAN, -INF), 0).item());
    assertEquals(1, NanReductions.nanargmin(vector(NAN, INF), 0).item());
    assertEquals(0, NanReductions.nanargmin(vector(NAN, NAN), 0).item());
    assertEquals(NAN, NanReductions.nanvar(vector(INF, 1, NAN), Axes.all(), 0).item());
    assertEquals(1, NanReductions.nanmedian(vector(INF, 1, NAN, -INF), 0).item());
    assertEquals(INF, NanReductions.nanquantile(vector(INF, 1), 1, 0, Interpolation.LINEAR).item());
  }

  @Test
  void secondDerivatives() {
    assertArrayEquals(
        new double[] {0, 0, 3, 0, 0, 0, 3, 0, 0},
        hessian(x -> NanReductions.nanprod(x.times(vector(1, 1, 1)), Axes.all()).times(3))
            .apply(vector(0, NAN, 5))
            .toDoubles(),
        1e-15);
  }

  @Test
  void runningOnes() {
    assertArrayEquals(
        new double[] {0, 2, 2, 5}, NanReductions.nancumsum(vector(NAN, 2, NAN, 3), 0).toDoubles());
    assertArrayEquals(
        new double[] {1, 2, 2, 6}, NanReductions.nancumprod(vector(NAN, 2, NAN, 3), 0).toDoubles());
  }

  @Test
  void wholeNumbersAndKeptAxes() {
    Tensor whole = Tensor.of(new long[] {1, 2, 3, 6}, 2, 2);
    Tensor mean = NanReductions.nanmean(whole, keep(1));
    assertEquals(DType.F64, mean.dtype());
    assertEquals(Shape.of(2, 1), mean.shape());
    assertArrayEquals(new double[] {1.5, 4.5}, mean.toDoubles());
    assertEquals(Shape.of(1, 1), NanReductions.nanmax(whole, keep()).shape());
  }

  @Test
  void whatHasNoAnswer() {
    assertEquals(
        "nanmax: (0) has no elements along [0], so no nanmax",
        assertThrowsExactly(ShapeException.class, () -> NanReductions.nanmax(zeros(0), Axes.of(0)))
            .getMessage());
    assertEquals(
        "nanquantile: q is 1.5, not between 0 and 1",
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> NanReductions.nanquantile(zeros(2), 1.5, 0, Interpolation.LINEAR))
            .getMessage());
    assertEquals(
        "nanquantile: (2,0) has no elements along axis 1",
        assertThrowsExactly(ShapeException.class, () -> NanReductions.nanmedian(zeros(2, 0), 1))
            .getMessage());
  }
}
