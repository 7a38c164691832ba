package org.cotangent.ops;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

class SearchingTest {
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
  void placesInSortedElements() {
    double[] sorted = {-1, 0, 0, 2, 2, 2, 5};
    double[] values = {-3, -1, -0.0, 0, 1, 2, 4.5, 5, 6, NAN};
    long[] left = new long[values.length];
    long[] right = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      for (double s : sorted) {
        left[i] += s < values[i] || Double.isNaN(values[i]) ? 1 : 0;
        right[i] += s <= values[i] || Double.isNaN(values[i]) ? 1 : 0;
      }
    }
    Tensor x = vector(sorted);
    assertArrayEquals(left, longs(Searching.searchSorted(x, vector(values), false)));
    assertArrayEquals(right, longs(Searching.searchSorted(x, vector(values), true)));
    assertArrayEquals(
        right, longs(Searching.searchSorted(x.to(DType.F32), vector(values).to(DType.F32), true)));
    // NaN among the sorted elements is last
    assertArrayEquals(
        new long[] {1, 2, 1},
        longs(
            Searching.searchSorted(vector(1, NAN), vector(2, NAN, NAN), true)
                .plus(indices(0, 0, -1))));
    assertEquals(1, Searching.searchSorted(vector(1, NAN), vector(NAN), false).item());
    assertArrayEquals(
        new long[] {0, 0}, longs(Searching.searchSorted(zeros(0), vector(1, 2), false)));
    long big = (1L << 60) + 1;
    assertEquals(1, Searching.searchSorted(indices(big - 1, big), indices(big), false).item());
    // each line has values of its own
    Tensor lines = Tensor.of(new double[] {1, 2, 3, 10, 20, 30}, 2, 3);
    Tensor own = Tensor.of(new double[] {2.5, 0, 25, 5}, 2, 2);
    assertArrayEquals(new long[] {2, 0, 2, 0}, longs(Searching.searchSorted(lines, own, false)));
    assertArrayEquals(
        new long[] {2, 0, 0, 0},
        longs(vmap(s -> Searching.searchSorted(s, own.get(0), false)).apply(lines)));
  }

  @Test
  void ordersByKeys() {
    Tensor keys = vector(3, 1, 2, 1);
    Tensor values = vector(10, 20, 30, 40);
    assertArrayEquals(of(20, 40, 30, 10), Searching.sortBy(keys, values, 0, false).toDoubles());
    assertArrayEquals(of(10, 30, 20, 40), Searching.sortBy(keys, values, 0, true).toDoubles());
    assertArrayEquals(
        of(4, 1, 3, 2),
        grad(v -> Searching.sortBy(keys, v, 0, false).times(vector(1, 2, 3, 4)).sum(), values)
            .toDoubles());
    Tensor first = NUMBERS.whole(3, Shape.of(20));
    Tensor second = NUMBERS.whole(3, Shape.of(20));
    long[] a = longs(first);
    long[] b = longs(second);
    long[] expected =
        IntStream.range(0, 20)
            .boxed()
            .sorted((i, j) -> b[i] != b[j] ? Long.compare(b[i], b[j]) : Long.compare(a[i], a[j]))
            .mapToLong(i -> i)
            .toArray();
    assertArrayEquals(expected, longs(Searching.lexsort(List.of(first, second), 0)));
  }

  @Test
  void partitionsAndTheirElements() {
    Tensor x = NUMBERS.normal(Shape.of(9));
    double[] sorted = x.toDoubles();
    Arrays.sort(sorted);
    for (int k = -9; k < 9; k++) {
      int place = Math.floorMod(k, 9);
      double[] parted = Searching.partition(x, k, 0).toDoubles();
      assertEquals(sorted[place], parted[place]);
      for (int i = 0; i < 9; i++) {
        assertTrue(i < place ? parted[i] <= parted[place] : parted[i] >= parted[place]);
      }
      assertEquals(sorted[place], Searching.kthValue(x, k, 0).item());
      int at = (int) Searching.argpartition(x, k, 0).get(place).item();
      assertEquals(sorted[place], x.get(at).item());
    }
    assertArrayEquals(
        of(0, 0, 1), grad(t -> Searching.kthValue(t, -1, 0), vector(1, 3, 4)).toDoubles());
    assertEquals(Shape.of(2), Searching.kthValue(ones(2, 3), 1, 1).shape());
  }

  @Test
  void differentElements() {
    var unique = Searching.unique(Tensor.of(new double[] {3, 1, NAN, 3, 1, NAN, 0, -0.0}, 2, 4));
    assertArrayEquals(of(0, 1, 3, NAN), unique.values().toDoubles());
    assertArrayEquals(new long[] {6, 1, 0, 2}, longs(unique.indices()));
    assertArrayEquals(new long[] {2, 1, 3, 2, 1, 3, 0, 0}, longs(unique.inverse()));
    assertEquals(Shape.of(2, 4), unique.inverse().shape());
    assertArrayEquals(new long[] {2, 2, 2, 2}, longs(unique.counts()));
    long big = (1L << 60) + 1;
    assertArrayEquals(
        new long[] {big - 1, big}, longs(Searching.unique(indices(big, big - 1, big)).values()));
    assertEquals(Shape.of(0), Searching.unique(zeros(0, 3)).values().shape());
    assertArrayEquals(
        of(3, 2, 0),
        grad(x -> Searching.unique(x).values().times(vector(2, 3)).sum(), vector(7, 5, 7))
            .toDoubles());
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  @Test
  void whatHasNoAnswer() {
    shape(
        "searchSorted: (2,3) and (3): all axes of the sorted elements but the last are the leading"
            + " axes of the values",
        () -> Searching.searchSorted(ones(2, 3), ones(3), false));
    shape("sortBy: keys of (2), values of (3)", () -> Searching.sortBy(ones(2), ones(3), 0, false));
    shape("lexsort: there is no key", () -> Searching.lexsort(List.of(), 0));
    shape(
        "lexsort: keys of (2) and (3) differ",
        () -> Searching.lexsort(List.of(ones(2), ones(3)), 0));
    shape(
        "kthValue: there is no place 2 in the 2 elements along axis 0 of (2)",
        () -> Searching.kthValue(ones(2), 2, 0));
    shape(
        "partition: there is no place -3 in the 2 elements along axis 0 of (2)",
        () -> Searching.partition(ones(2), -3, 0));
  }

  @Test
  void shapesThatDependOnValuesNeedThem() {
    String mapped =
        assertThrowsExactly(
                TraceException.class,
                () -> vmap(x -> Searching.unique(x).values()).apply(ones(2, 3)))
            .getMessage();
    assertEquals(
        "unique: the result's shape would differ from example to example of a vmap: use where(…),"
            + " whose shape does not depend on values",
        mapped);
    String compiled =
        String.valueOf(
            assertThrowsExactly(
                    TraceException.class,
                    () -> compile(x -> Searching.unique(x).values()).apply(ones(3)))
                .getMessage());
    assertTrue(
        compiled.startsWith(
            "unique: the result's shape depends on values that are not known here: use where(…),"
                + " whose shape does not depend on values ("),
        compiled);
  }
}
