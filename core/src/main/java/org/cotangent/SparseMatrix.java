package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.Searching;
import org.cotangent.primitive.Aval;

/// A matrix of which most entries are 0, in compressed sparse rows: row `i` has the entries `rowPointers[i]` to `rowPointers[i + 1]`
/// of `columnIndices` and `values`, in the order of their columns.
///
/// A tree whose derivatives are those of its values; where the entries are is carried along. Immutable and thread-safe.
///
/// @param rows number of rows
/// @param columns number of columns
/// @param rowPointers `I64`, shape `(rows + 1)`
/// @param columnIndices `I64`, shape `(entries)`
/// @param values floating, shape `(entries)`
@Incubating
public record SparseMatrix(
    int rows,
    int columns,
    @Static Tensor rowPointers,
    @Static Tensor columnIndices,
    Tensor values) {

  /// The row of each entry, `I64`, shape `(entries)`.
  public Tensor rowIndices() {
    if (rowPointers instanceof Array pointers) {
      long[] starts = Buffers.toLongs(pointers);
      long[] result = new long[Math.toIntExact(starts[rows])];
      for (int i = 0; i < rows; i++) {
        Arrays.fill(result, (int) starts[i], (int) starts[i + 1], i);
      }
      return Buffers.wrap(Aval.of(DType.I64, Shape.of(result.length)), result);
    }
    Tensor entry = Tensor.arange(values.shape().length(0));
    return Searching.searchSorted(rowPointers, entry, true).minus(1).to(DType.I64);
  }

  /// The matrix with its zeros, of shape `(rows, columns)`. Throws a [ShapeException] if that are too many for a tensor.
  public Tensor toDense() {
    Tensor places = rowIndices().times(scalar(columns)).plus(columnIndices);
    Tensor zeros = Tensor.zeros(values.dtype(), rows, columns).reshape(-1);
    return Indexing.scatterAdd(zeros, places, values).reshape(rows, columns);
  }

  /// The product with a vector of shape `(columns)`: shape `(rows)`. Throws a [ShapeException] for another shape.
  public Tensor times(Tensor vector) {
    if (vector.rank() != 1 || vector.shape().length(0) != columns) {
      throw new ShapeException(
          "times: a sparse " + size() + " and " + vector.shape() + ": it takes (" + columns + ")");
    }
    Tensor products = values.times(vector.get(columnIndices));
    return Indexing.scatterAdd(Tensor.zeros(products.dtype(), rows), rowIndices(), products);
  }

  /// The transposed product: of a vector of shape `(rows)`, shape `(columns)`. Throws a [ShapeException] for another shape.
  public Tensor transposedTimes(Tensor vector) {
    if (vector.rank() != 1 || vector.shape().length(0) != rows) {
      throw new ShapeException(
          "transposedTimes: a sparse "
              + size()
              + " and "
              + vector.shape()
              + ": it takes ("
              + rows
              + ")");
    }
    Tensor products = values.times(vector.get(rowIndices()));
    return Indexing.scatterAdd(Tensor.zeros(products.dtype(), columns), columnIndices, products);
  }

  /// No [Shape]: with its zeros it may have more elements than a tensor can.
  private String size() {
    return "(" + rows + "," + columns + ")";
  }

  private static Tensor scalar(long value) {
    return Buffers.fill(Aval.of(DType.I64, Shape.SCALAR), value);
  }

  @Override
  public String toString() {
    return "SparseMatrix " + size() + " with " + values.shape().size() + " entries";
  }
}
