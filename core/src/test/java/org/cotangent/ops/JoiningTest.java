package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Joins, diagonals, windows and affine products, element by element.
class JoiningTest {
  private static final Numbers NUMBERS =
      new Numbers(Long.getLong("cotangent.test.seed", 20_261_124));

  private static final Tensor X = NUMBERS.normal(Shape.of(3, 4, 2));

  private static double x(int... index) {
    return X.get(index[0], index[1], index[2]).item();
  }

  private static void check(int[] shape, ToDoubleFunction<int[]> definition, Tensor actual) {
    OraclesTest.compare(actual, shape, definition, 1e-13);
  }

  private static int[] dims(int... lengths) {
    return lengths;
  }

  private static long[] longs(Tensor x) {
    return ((Array) x).toLongs();
  }

  @Test
  void joins() {
    Tensor y = X.times(2);
    check(
        dims(3, 4, 4),
        i -> (i[2] < 2 ? 1 : 2) * x(i[0], i[1], i[2] % 2),
        Joining.dstack(List.of(X, y)));
    check(
        dims(1, 4, 2),
        i -> (i[2] + 1) * x(0, i[1], 0),
        Joining.dstack(List.of(X.slice("0, :, 0"), y.slice("0, :, 0"))));
    check(
        dims(4, 3),
        i -> i[1] == 0 ? 2 * x(0, i[0], 1) : x(0, i[0], i[1] - 1),
        Joining.columnStack(List.of(y.slice("0, :, 1"), X.get(0))));
  }

  @Test
  void parts() {
    List<Tensor> parts = Joining.arraySplit(Tensor.arange(8), 3, 0);
    assertArrayEquals(new long[] {0, 1, 2}, longs(parts.get(0)));
    assertArrayEquals(new long[] {3, 4, 5}, longs(parts.get(1)));
    assertArrayEquals(new long[] {6, 7}, longs(parts.get(2)));
    List<Tensor> more = Joining.arraySplit(Tensor.arange(2), 3, -1);
    assertEquals(
        List.of(Shape.of(1), Shape.of(1), Shape.of(0)), more.stream().map(Tensor::shape).toList());
    List<Tensor> columns = Joining.unstack(X, 1);
    assertEquals(4, columns.size());
    check(dims(3, 2), i -> x(i[0], 2, i[1]), columns.get(2));
    check(dims(3, 4, 2), i -> x(i), Arranging.stack(columns, 1));
  }

  @Test
  void otherShapes() {
    check(dims(24), i -> x(i[0] / 8, i[0] / 2 % 4, i[0] % 2), Joining.ravel(X));
    check(dims(12, 2), i -> x(i[0] / 4, i[0] % 4, i[1]), Joining.flatten(X, 0, 1));
    check(dims(3, 8), i -> x(i[0], i[1] / 2, i[1] % 2), Joining.flatten(X, -2, -1));
    assertEquals(Shape.of(3, 0), Joining.flatten(ones(3, 0, 2), 1, 2).shape());
    assertEquals(Shape.of(0), Joining.ravel(ones(3, 0)).shape());
    assertEquals(Shape.of(1), Joining.atLeast1d(scalar(2)).shape());
    assertEquals(Shape.of(1, 1), Joining.atLeast2d(scalar(2)).shape());
    assertEquals(Shape.of(1, 3), Joining.atLeast2d(ones(3)).shape());
    assertEquals(Shape.of(1, 1, 1), Joining.atLeast3d(scalar(2)).shape());
    assertEquals(Shape.of(1, 3, 1), Joining.atLeast3d(ones(3)).shape());
    assertEquals(Shape.of(3, 2, 1), Joining.atLeast3d(ones(3, 2)).shape());
    assertEquals(Shape.of(1, 3, 2, 2), Joining.atLeast3d(ones(1, 3, 2, 2)).shape());
    List<Tensor> all = Joining.broadcast(List.of(ones(3, 1), vector(1, 2), scalar(5)));
    all.forEach(each -> assertEquals(Shape.of(3, 2), each.shape()));
    check(dims(3, 2), i -> i[1] + 1, all.get(1));
  }

  @Test
  void diagonals() {
    check(
        dims(5, 3, 4, 5),
        i -> i[3] == i[0] + 1 ? i[1] * 100 + i[2] * 10 + i[0] : 0,
        Diagonals.embed(numbered(3, 4, 4), 1, 0, -1));
    check(
        dims(3, 4, 2),
        i -> i[1] == i[2] ? 10 * i[0] + i[1] : x(i),
        Diagonals.fill(X, numbered(3, 2)));
    check(
        dims(3, 2, 4),
        i -> i[1] == i[2] ? 7 : x(i[0], i[2], i[1]),
        Diagonals.fill(X.t(), scalar(7)));
    check(dims(3, 4), i -> i[1] <= i[0] - 1 ? 1 : 0, Diagonals.tri(3, 4, -1));
    Tensor square = numbered(4, 4);
    var lower = Diagonals.trilIndices(4, 4, 0);
    assertArrayEquals(new long[] {0, 1, 1, 2, 2, 2, 3, 3, 3, 3}, longs(lower.get(0)));
    assertArrayEquals(new long[] {0, 0, 1, 0, 1, 2, 0, 1, 2, 3}, longs(lower.get(1)));
    assertArrayEquals(
        square.get(lower.get(0), lower.get(1)).toDoubles(),
        Diagonals.trilVector(square, 0).toDoubles());
    var upper = Diagonals.triuIndices(2, 3, 1);
    assertArrayEquals(new long[] {0, 0, 1}, longs(upper.get(0)));
    assertArrayEquals(new long[] {1, 2, 2}, longs(upper.get(1)));
    var main = Diagonals.diagIndices(3);
    assertArrayEquals(new double[] {0, 11, 22}, square.get(main.get(0), main.get(1)).toDoubles());
    assertArrayEquals(
        Arranging.tril(square, 0).toDoubles(),
        Diagonals.trilMatrix(Diagonals.trilVector(square, 0)).toDoubles());
    assertEquals(Shape.of(2, 0, 0), Diagonals.trilMatrix(ones(2, 0)).shape());
    assertArrayEquals(
        new double[] {0, 1, 1, 0},
        grad(t -> Diagonals.fill(t, scalar(3)).sum(), ones(2, 2)).toDoubles());
  }

  /// Elements whose decimal digits are their indices.
  private static Tensor numbered(int... shape) {
    Tensor sum = ones(shape).minus(1);
    for (int axis = 0; axis < shape.length; axis++) {
      int[] along = new int[shape.length];
      java.util.Arrays.fill(along, 1);
      along[axis] = -1;
      sum = sum.times(10).plus(Tensor.arange(shape[axis]).reshape(along));
    }
    return sum;
  }

  @Test
  void windows() {
    check(dims(3, 2, 2, 3), i -> x(i[0], i[1] + i[3], i[2]), SlidingWindows.unfold(X, 3, 1, 1));
    check(dims(3, 2, 2, 2), i -> x(i[0], 2 * i[1] + i[3], i[2]), SlidingWindows.unfold(X, 2, 2, 1));
    Tensor windows = numbered(3, 4);
    double[] sum = new double[8];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 4; k++) {
        sum[2 * i + k] += 10 * i + k;
      }
    }
    assertArrayEquals(sum, SlidingWindows.fold(windows, 8, 2, 0).toDoubles());
    // fold is the transpose of unfold
    Tensor y = NUMBERS.normal(Shape.of(3, 2, 2, 3));
    assertEquals(
        SlidingWindows.unfold(X, 3, 1, 1).times(y).sum().item(),
        SlidingWindows.fold(y, 4, 1, 1).times(X).sum().item(),
        1e-13);
  }

  @Test
  void affineProducts() {
    Tensor a = NUMBERS.normal(Shape.of(3, 4));
    Tensor b = NUMBERS.normal(Shape.of(4, 2));
    Tensor c = NUMBERS.normal(Shape.of(2));
    check(
        dims(3, 2),
        i -> {
          double sum = 0.5 * c.get(i[1]).item();
          for (int k = 0; k < 4; k++) {
            sum += 2 * a.get(i[0], k).item() * b.get(k, i[1]).item();
          }
          return sum;
        },
        Affine.addmm(c, a, b, 0.5, 2));
    check(
        dims(3, 2),
        i -> Affine.addmm(c, a, b, 1, 1).get(i[0], i[1]).item(),
        Affine.linear(a, b.t(), c));
    Tensor w = NUMBERS.normal(Shape.of(2, 4, 5));
    Tensor d = NUMBERS.normal(Shape.of(3, 5));
    check(
        dims(3, 2),
        i -> {
          double sum = c.get(i[1]).item();
          for (int p = 0; p < 4; p++) {
            for (int q = 0; q < 5; q++) {
              sum += a.get(i[0], p).item() * w.get(i[1], p, q).item() * d.get(i[0], q).item();
            }
          }
          return sum;
        },
        Affine.bilinear(a, w, d, c));
    Tensor groups = NUMBERS.normal(Shape.of(3, 4, 2));
    int[] group = {0, 2, -1};
    check(
        dims(3, 2),
        i -> {
          double sum = 0;
          for (int k = 0; k < 4 && group[i[0]] >= 0; k++) {
            sum += a.get(i[0], k).item() * groups.get(group[i[0]], k, i[1]).item();
          }
          return sum;
        },
        Affine.raggedDot(a, groups, indices(1, 0, 1)));
  }

  /// `Σ a[n + k] b[n]`, as NumPy arranges it: with the shorter vector first the places are those of the other order, reversed.
  @Test
  void correlations() {
    double[] a = NUMBERS.normal(Shape.of(6)).toDoubles();
    for (int m = 1; m < 6; m++) {
      double[] b = NUMBERS.normal(Shape.of(m)).toDoubles();
      double[] full = new double[6 + m - 1];
      for (int j = 0; j < full.length; j++) {
        for (int n = 0; n < m; n++) {
          int at = n + j - (m - 1);
          full[j] += at >= 0 && at < 6 ? a[at] * b[n] : 0;
        }
      }
      double[] same = java.util.Arrays.copyOfRange(full, (m - 1) / 2, (m - 1) / 2 + 6);
      double[] valid = java.util.Arrays.copyOfRange(full, m - 1, 6);
      compare(full, a, b, Contraction.Overlap.FULL);
      compare(same, a, b, Contraction.Overlap.SAME);
      compare(valid, a, b, Contraction.Overlap.VALID);
    }
  }

  private static void compare(double[] expected, double[] a, double[] b, Contraction.Overlap mode) {
    assertArrayEquals(
        expected, Contraction.correlate(vector(a), vector(b), mode).toDoubles(), 1e-14);
    double[] reversed = new double[expected.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = expected[reversed.length - 1 - i];
    }
    assertArrayEquals(
        a.length > b.length ? reversed : expected,
        Contraction.correlate(vector(b), vector(a), mode).toDoubles(),
        1e-14);
  }

  @Test
  void dtypesStay() {
    Tensor narrow = X.to(DType.F32);
    assertEquals(DType.F32, Diagonals.embed(narrow, 0, -2, -1).dtype());
    assertEquals(
        DType.F32, SlidingWindows.fold(SlidingWindows.unfold(narrow, 2, 1, 1), 4, 1, 1).dtype());
    assertEquals(DType.F32, Joining.dstack(List.of(narrow, narrow)).dtype());
    assertEquals(DType.I64, Diagonals.fill(Tensor.arange(4).reshape(2, 2), indices(7)).dtype());
  }

  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  @Test
  void whatHasNoAnswer() {
    shape("arraySplit: 0 parts of axis 0 of (2)", () -> Joining.arraySplit(ones(2), 0, 0));
    shape("flatten: axis 0 of (2,3) is before 1", () -> Joining.flatten(ones(2, 3), 1, 0));
    shape(
        "broadcast: (2) and (3) do not broadcast: lengths 2 and 3 at axis -1 differ and neither is"
            + " 1",
        () -> Joining.broadcast(List.of(ones(2), ones(3))));
    shape(
        "embed: a number has no last axis to lay on a diagonal",
        () -> Diagonals.embed(scalar(1), 0, -2, -1));
    shape("embed: axes 0 and -2 of (2,2) are the same", () -> Diagonals.embed(ones(2), 0, 0, -2));
    shape("fill: (2) is no matrix", () -> Diagonals.fill(ones(2), scalar(1)));
    shape(
        "fill: (3) does not broadcast to (2), the diagonal of (2,3)",
        () -> Diagonals.fill(ones(2, 3), ones(3)));
    shape("trilVector: (2) is no matrix", () -> Diagonals.trilVector(ones(2), 0));
    shape(
        "trilMatrix: (4): the last axis is to have n(n + 1)/2 elements for n rows",
        () -> Diagonals.trilMatrix(ones(4)));
    shape(
        "unfold: windows of 3, 1 apart, along axis 0 of (2)",
        () -> SlidingWindows.unfold(ones(2), 3, 1, 0));
    shape(
        "fold: (3,2) is not 3 windows along axis 0, 1 apart, of an axis of length 3",
        () -> SlidingWindows.fold(ones(3, 2), 3, 1, 0));
    shape(
        "raggedDot: (2,3), (1,2,2) and (1) are not (m,k), (groups,k,n) and (groups)",
        () -> Affine.raggedDot(ones(2, 3), ones(1, 2, 2), indices(2)));
    shape(
        "convolve: (2,2) and (2) are not two vectors with elements",
        () -> Contraction.correlate(ones(2, 2), ones(2), Contraction.Overlap.FULL));
  }
}
