package org.cotangent.ops;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Diagonals and triangles written into matrices, and where they are. ([Arranging] has those that read them.)
///
/// Thread-safe; all may be traced.
public final class Diagonals {
  private Diagonals() {}

  /// The vectors along the last axis of x on diagonal `offset` of new planes, zeros elsewhere; the planes' rows and columns become
  /// `axis1` and `axis2` of the result.
  public static Tensor embed(Tensor x, int offset, int axis1, int axis2) {
    if (x.rank() == 0) {
      throw new ShapeException("embed: a number has no last axis to lay on a diagonal");
    }
    Tensor planes = Arranging.diagonalMatrix(x, offset);
    int p = planes.shape().axis(axis1, "embed");
    int q = planes.shape().axis(axis2, "embed");
    if (p == q) {
      throw new ShapeException(
          "embed: axes " + axis1 + " and " + axis2 + " of " + planes.shape() + " are the same");
    }
    return Shaping.moveAxes(planes, new int[] {-2, -1}, new int[] {p, q});
  }

  /// The matrices along the last two axes with `value`, a number or a vector for each matrix, on the main diagonal. What is
  /// replaced has derivative 0.
  public static Tensor fill(Tensor x, Tensor value) {
    if (x.rank() < 2) {
      throw new ShapeException("fill: " + x.shape() + " is no matrix");
    }
    int rows = x.shape().length(-2);
    int columns = x.shape().length(-1);
    int n = Math.min(rows, columns);
    Shape diagonal = x.shape().without(x.rank() - 2).resized(x.rank() - 2, n);
    if (!value.shape().broadcastsTo(diagonal)) {
      throw new ShapeException(
          "fill: "
              + value.shape()
              + " does not broadcast to "
              + diagonal
              + ", the diagonal of "
              + x.shape());
    }
    Tensor on = Tensor.arange(rows).expandDims(1).equal(Tensor.arange(columns));
    Tensor written = Arranging.diagonalMatrix(value.broadcastTo(diagonal), 0);
    int[] before = new int[x.rank()];
    int[] after = new int[x.rank()];
    after[x.rank() - 2] = rows - n;
    after[x.rank() - 1] = columns - n;
    return Tensor.where(on, Arranging.pad(written, before, after, 0), x);
  }

  /// Ones on and below diagonal `k` of a `(rows, columns)` matrix, zeros above.
  public static Tensor tri(int rows, int columns, int k) {
    return Arranging.tril(Tensor.ones(rows, columns), k);
  }

  /// Rows and columns of the elements on and below diagonal `k` of a `(rows, columns)` matrix, row by row, `I64`.
  public static List<Tensor> trilIndices(int rows, int columns, int k) {
    return indices(rows, columns, (i, j) -> j - i <= k ? 1 : 0);
  }

  /// Rows and columns of the elements on and above diagonal `k` of a `(rows, columns)` matrix, row by row, `I64`.
  public static List<Tensor> triuIndices(int rows, int columns, int k) {
    return indices(rows, columns, (i, j) -> j - i >= k ? 1 : 0);
  }

  /// Rows and columns of the main diagonal of an `(n, n)` matrix, `I64`.
  public static List<Tensor> diagIndices(int n) {
    return List.of(Tensor.arange(n), Tensor.arange(n));
  }

  private static List<Tensor> indices(int rows, int columns, IntBinaryOperator inside) {
    int[] places =
        IntStream.range(0, Shape.of(rows, columns).size())
            .filter(at -> inside.applyAsInt(at / columns, at % columns) == 1)
            .toArray();
    return List.of(
        Tensor.indices(IntStream.of(places).mapToLong(at -> at / columns).toArray()),
        Tensor.indices(IntStream.of(places).mapToLong(at -> at % columns).toArray()));
  }

  /// A symmetric matrix's lower triangle on and below diagonal `k` as a vector, row by row: the last two axes become one.
  public static Tensor trilVector(Tensor x, int k) {
    if (x.rank() < 2) {
      throw new ShapeException("trilVector: " + x.shape() + " is no matrix");
    }
    int columns = x.shape().length(-1);
    long[] places =
        IntStream.range(0, x.shape().length(-2) * columns)
            .filter(at -> at % columns - at / columns <= k)
            .asLongStream()
            .toArray();
    return Indexing.take(Joining.flatten(x, -2, -1), Tensor.indices(places), -1);
  }

  /// The lower triangular matrix whose triangle on and below the main diagonal holds the vectors along the last axis of x, row by
  /// row: the opposite of [#trilVector]. Throws a [ShapeException] if their length is no triangular number.
  public static Tensor trilMatrix(Tensor x) {
    int count = x.rank() == 0 ? -1 : x.shape().length(-1);
    int n = (int) ((Math.sqrt(8.0 * count + 1) - 1) / 2);
    if (count < 0 || n * (n + 1) / 2 != count) {
      throw new ShapeException(
          "trilMatrix: " + x.shape() + ": the last axis is to have n(n + 1)/2 elements for n rows");
    }
    long[] from =
        IntStream.range(0, n * n)
            .mapToLong(at -> at % n <= at / n ? (at / n) * (at / n + 1L) / 2 + at % n : 0)
            .toArray();
    if (n == 0) {
      return Tensor.full(x.dtype(), 0, x.shape().with(x.rank(), 0).toArray());
    }
    Tensor square = Indexing.take(x, Tensor.of(from, n, n), -1);
    return Arranging.tril(square, 0);
  }
}
