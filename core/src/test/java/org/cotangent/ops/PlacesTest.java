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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Writes to places, and elements chosen by masks.
class PlacesTest {
  private static final Numbers NUMBERS =
      new Numbers(Long.getLong("cotangent.test.seed", 20_261_124));
  private static final double NAN = Double.NaN;

  private static double[] of(double... values) {
    return values;
  }

  private static long[] longs(Tensor x) {
    return ((Array) x).toLongs();
  }

  private interface Write {
    Tensor apply(Tensor.Place place, Tensor value);
  }

  /// One write after the other, as a loop would do it.
  private static void check(Write write, DoubleBinaryOperator each) {
    Tensor x = NUMBERS.normal(Shape.of(3, 4, 2));
    Tensor rows = NUMBERS.whole(3, Shape.of(2, 1));
    Tensor columns = NUMBERS.whole(4, Shape.of(5));
    Tensor value = NUMBERS.normal(Shape.of(2, 5, 2));
    double[] elements = x.toDoubles();
    double[] lists = x.toDoubles();
    double[] slices = x.toDoubles();
    double[] masked = x.toDoubles();
    double[] v = value.toDoubles();
    long[] r = longs(rows);
    long[] c = longs(columns);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 5; j++) {
        for (int k = 0; k < 2; k++) {
          int at = (int) (r[i] * 4 + c[j]) * 2 + k;
          elements[at] = each.applyAsDouble(elements[at], v[(i * 5 + j) * 2 + k]);
        }
      }
    }
    for (int i = 0; i < 2; i++) {
      for (int k = 0; k < 8; k++) {
        int at = (int) r[i] * 8 + k;
        lists[at] = each.applyAsDouble(lists[at], v[i]);
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 2; k++) {
        slices[i * 8 + 2 + k] = each.applyAsDouble(slices[i * 8 + 2 + k], v[k]);
      }
    }
    for (int i = 0; i < 24; i++) {
      masked[i] =
          x.get(i / 8, 0, 0).item() > 0 ? each.applyAsDouble(masked[i], v[i % 2]) : masked[i];
    }
    compare(elements, write.apply(x.at(rows, columns), value));
    compare(
        lists,
        write.apply(x.at(rows.reshape(2)), value.get(0, 0).at(1).set(v[1]).reshape(2, 1, 1)));
    compare(slices, write.apply(x.at(Slice.all(), Slice.index(1)), value.get(0, 0)));
    compare(masked, write.apply(x.at(x.slice(":, 0, 0").greater(0)), value.get(0, 0)));
  }

  private static void compare(double[] expected, Tensor actual) {
    assertEquals(Shape.of(3, 4, 2), actual.shape());
    assertArrayEquals(expected, actual.toDoubles(), 1e-13);
  }

  @Test
  void writesAreDoneOneAfterTheOther() {
    check(Tensor.Place::set, (_, value) -> value);
    check(Tensor.Place::add, Double::sum);
    check(Tensor.Place::multiply, (x, value) -> x * value);
    check(Tensor.Place::min, Math::min);
    check(Tensor.Place::max, Math::max);
  }

  @Test
  void numbersAreWrittenToo() {
    Tensor x = vector(1, 2, 3);
    assertArrayEquals(of(1, 6, 3), x.at(1).multiply(3).toDoubles());
    assertArrayEquals(of(1, 2, 2.5), x.at(indices(-1, 0)).min(2.5).toDoubles());
    assertArrayEquals(of(2.5, 2.5, 3), x.at(x.less(3)).max(2.5).toDoubles());
    assertArrayEquals(of(1, 0, 0), x.at(x.greater(1)).set(0).toDoubles());
    assertArrayEquals(of(1, 5, 6), x.at(x.greater(1)).add(3).toDoubles());
    Tensor whole = indices(5, 6);
    assertEquals(DType.I64, whole.at(1).max(9).dtype());
    assertArrayEquals(new long[] {5, 9}, longs(whole.at(1).max(9)));
    assertArrayEquals(new long[] {4, 6}, longs(whole.at(indices(0, 0)).min(4)));
    assertEquals(DType.F32, x.to(DType.F32).at(0).multiply(2).dtype());
  }

  @Test
  void derivativesOfWrites() {
    Tensor x = vector(2, 3);
    Tensor twice = indices(0, 0);
    assertArrayEquals(
        of(20, 1), grad(t -> t.at(twice).multiply(vector(4, 5)).sum(), x).toDoubles());
    assertArrayEquals(
        of(10, 8), grad(v -> x.at(twice).multiply(v).sum(), vector(4, 5)).toDoubles());
    // of three equal ones each has a third
    assertArrayEquals(
        of(1 / 3d, 1), grad(t -> t.at(twice).max(vector(2, 2)).sum(), x).toDoubles(), 1e-15);
    assertArrayEquals(of(0, 1), grad(v -> x.at(twice).min(v).sum(), vector(1, -1)).toDoubles());
    // what a mask leaves out has no influence
    assertArrayEquals(
        of(0, 0.5),
        grad(t -> zeros(2).at(t.greater(0)).set(t.log()).sum(), vector(-1, 2)).toDoubles());
  }

  @Test
  void elementsAtSeveralIndices() {
    Tensor x = Tensor.arange(12).reshape(3, 4);
    assertArrayEquals(new long[] {1, 11}, longs(x.get(indices(0, -1), indices(1, 3))));
    assertEquals(Shape.of(2, 3), x.get(indices(0, 1).reshape(2, 1), indices(0, 1, 2)).shape());
    assertArrayEquals(
        new long[] {7}, longs(x.reshape(3, 2, 2).get(indices(1), indices(1), indices(1))));
    assertArrayEquals(
        new double[] {0, 2, 0, 1},
        grad(
                t -> t.get(indices(0, 0, 1), indices(1, 1, 1)).sum(),
                Tensor.matrix(of(1, 2), of(3, 4)))
            .toDoubles());
  }

  @Test
  void masksSelect() {
    Tensor x = Tensor.matrix(of(1, -2, NAN), of(-4, 5, 6));
    assertArrayEquals(of(1, 5, 6), x.get(x.greater(0)).toDoubles());
    Tensor rows = x.get(vector(0, 1).greater(0));
    assertEquals(Shape.of(1, 3), rows.shape());
    assertArrayEquals(of(-4, 5, 6), rows.toDoubles());
    assertEquals(Shape.of(0), x.get(x.greater(9)).shape());
    assertArrayEquals(
        of(2, 0, 0, 0, 10, 12), grad(t -> t.get(t.greater(0)).square().sum(), x).toDoubles());
    List<Tensor> places = Masking.nonzero(Tensor.matrix(of(0, 3, NAN), of(-0.0, 0, 1)));
    assertArrayEquals(new long[] {0, 0, 1}, longs(places.get(0)));
    assertArrayEquals(new long[] {1, 2, 2}, longs(places.get(1)));
    assertArrayEquals(
        of(7, -2, 7), Masking.fill(x.get(0), vector(1, 0, 1).greater(0), 7).toDoubles());
    assertArrayEquals(
        of(0, 1, 0),
        grad(t -> Masking.fill(t, vector(1, 0, 1).greater(0), 7).sum(), x.get(0)).toDoubles());
  }

  @Test
  void whatIsSelectedMustBeKnown() {
    Tensor x = ones(2, 3);
    Tensor one = vector(1, 0, 1).greater(0);
    // The mask is the same for all examples: its elements are known.
    assertEquals(Shape.of(2, 2), vmap(row -> row.get(one)).apply(x).shape());
    String mapped =
        String.valueOf(
            assertThrowsExactly(
                    TraceException.class, () -> vmap(row -> row.get(row.greater(0))).apply(x))
                .getMessage());
    assertEquals(
        "select: the result's shape would differ from example to example of a vmap: use where(…),"
            + " whose shape does not depend on values",
        mapped);
    String compiled =
        String.valueOf(
            assertThrowsExactly(
                    TraceException.class, () -> compile(t -> Masking.nonzero(t).get(0)).apply(x))
                .getMessage());
    assertTrue(
        compiled.startsWith(
            "nonzero: the result's shape depends on values that are not known here: use where(…),"
                + " whose shape does not depend on values ("),
        compiled);
    // Writing through a mask needs no such thing.
    assertArrayEquals(
        of(0, 0, 0, 0, 0, 0),
        compile(vmap(row -> row.at(row.greater(0)).set(0))).apply(x).toDoubles());
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  private static void dtype(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(DTypeException.class, call::get).getMessage());
  }

  @Test
  void whatHasNoAnswer() {
    dtype(
        "at: i64[2] holds whole numbers, multiply is for floating ones: use to(F64)",
        () -> indices(1, 2).at(0).multiply(2));
    dtype(
        "at: indices are whole numbers, not f64[1]: use indices(…) or to(I64)",
        () -> ones(2, 2).at(ones(1), indices(0)));
    shape(
        "at: 3 index tensors for the 2 axes of (2,2)",
        () -> ones(2, 2).at(indices(0), indices(0), indices(0)));
    shape("at: 2 index tensors for the 1 axes of (2)", () -> ones(2).get(indices(0), indices(0)));
    shape(
        "at: a mask of (2) does not cover leading axes of (3,2)",
        () -> ones(3, 2).at(ones(2).greater(0)));
    shape(
        "select: a mask of () does not cover leading axes of (2)",
        () -> ones(2).get(scalar(1).greater(0)));
    dtype(
        "select: the mask is f64[2], not bool: compare it, or use to(BOOL)",
        () -> Masking.select(ones(2), ones(2)));
    shape(
        "fill: a mask of (3) and a value of () do not broadcast to (2)",
        () -> Masking.fill(ones(2), ones(3).greater(0), 1));
    shape(
        "embedding: a table of (3) is no matrix of rows",
        () -> Indexing.embedding(ones(3), indices(0)));
  }
}
