package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.primitive.Zero;

/// What the families of matrix operations share: matrices are the last two axes, axes before them are stacks.
final class Matrices {
  private Matrices() {}

  /// A floating matrix or stack of them. Throws a [ShapeException] for anything else.
  static Tensor matrix(String operation, Tensor a) {
    if (a.rank() < 2) {
      throw new ShapeException(operation + ": " + a.shape() + " is no matrix or stack of them");
    }
    return Aligned.floating(a);
  }

  /// A floating square matrix or stack of them. Throws a [ShapeException] for anything else.
  static Tensor square(String operation, Tensor a) {
    if (a.rank() < 2 || a.shape().length(-1) != a.shape().length(-2)) {
      throw new ShapeException(
          operation + ": " + a.shape() + " is not a square matrix or a stack of them");
    }
    return Aligned.floating(a);
  }

  /// `(a + aᵀ)/2`.
  static Tensor symmetric(String operation, Tensor a) {
    Tensor floating = square(operation, a);
    return floating.plus(floating.t()).times(0.5);
  }

  /// Two matrices, with one dtype and one stack. Throws a [ShapeException] unless the stacks broadcast.
  static List<Tensor> aligned(String operation, Tensor a, Tensor b) {
    DType dtype = DType.promote(a.dtype(), b.dtype()).toFloating();
    Shape stack = Shape.broadcast(operation, leading(a.shape()), leading(b.shape()));
    return List.of(
        Aligned.to(a, dtype, matrices(stack, a.shape())),
        Aligned.to(b, dtype, matrices(stack, b.shape())));
  }

  /// A right side as columns: a vector becomes one. Throws a [ShapeException] unless it has as many rows as `a`.
  static Tensor columns(String operation, Tensor a, Tensor b) {
    Tensor columns = b.rank() == 1 ? b.expandDims(1) : b;
    if (b.rank() == 0 || columns.shape().length(-2) != a.shape().length(-2)) {
      throw new ShapeException(
          operation
              + ": "
              + a.shape()
              + " and "
              + b.shape()
              + ": the matrix has "
              + a.shape().length(-2)
              + " rows, the right side does not");
    }
    return columns;
  }

  /// The solution, a vector again if the right side `b` was one.
  static Tensor like(Tensor b, Tensor x) {
    return b.rank() == 1 ? x.reshape(x.shape().without(x.rank() - 1)) : x;
  }

  /// The axes before the last two.
  static Shape leading(Shape shape) {
    return shape.without(shape.rank() - 2, shape.rank() - 1);
  }

  /// The shape of a stack of matrices like those of `shape`.
  private static Shape matrices(Shape stack, Shape shape) {
    return matrices(stack, shape.length(-2), shape.length(-1));
  }

  /// The shape of a stack of m×n matrices.
  static Shape matrices(Shape stack, int m, int n) {
    return stack.with(stack.rank(), m).with(stack.rank() + 1, n);
  }

  /// The identity like a stack of n×n matrices.
  static Tensor identity(Tensor a) {
    return identityLike(a, a.shape().length(-1));
  }

  /// The n×n identity, as often as `a` stacks matrices.
  static Tensor identityLike(Tensor a, int n) {
    DType dtype = a.dtype().toFloating();
    return Aligned.to(Tensor.eye(n), dtype, matrices(leading(a.shape()), n, n));
  }

  /// Rows `from` (included) to `to` of each matrix.
  static Tensor rows(Tensor a, int from, int to) {
    return part(a, a.rank() - 2, from, to);
  }

  /// Columns `from` (included) to `to` of each matrix.
  static Tensor columns(Tensor a, int from, int to) {
    return part(a, a.rank() - 1, from, to);
  }

  private static Tensor part(Tensor a, int axis, int from, int to) {
    if (from == 0 && to == a.shape().length(axis)) {
      return a;
    }
    var entries = new ArrayList<Slice>();
    for (int i = 0; i < axis; i++) {
      entries.add(Slice.all());
    }
    entries.add(Slice.span(from, to));
    return Slicing.slice(a, entries);
  }

  /// With rows of zeros below, up to `m`.
  static Tensor taller(Tensor a, int m) {
    int[] after = new int[a.rank()];
    after[a.rank() - 2] = m - a.shape().length(-2);
    return Arranging.pad(a, new int[a.rank()], after, 0);
  }

  /// `tril(a)` with its diagonal halved.
  static Tensor lowerHalf(Tensor a) {
    return Arranging.tril(a, 0).plus(Arranging.tril(a, -1)).times(0.5);
  }

  /// The matrix product, a symbolic zero if a factor is one.
  static Tensor product(Tensor a, Tensor b) {
    if (Zero.is(a) || Zero.is(b)) {
      int rank = a.rank();
      return new Zero(
          a.aval().with(a.shape().without(rank - 1).with(rank - 1, b.shape().length(-1))));
    }
    return a.matmul(b);
  }
}
