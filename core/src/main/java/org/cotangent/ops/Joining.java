package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Tensors joined and taken apart in further ways: beside [Arranging#hstack], [Arranging#vstack] and [Arranging#split].
///
/// All are linear in each part. Thread-safe; all may be traced.
public final class Joining {
  private Joining() {}

  /// Joins along the third axis; vectors of n become `(1, n, 1)`, matrices get a last axis of length 1.
  public static Tensor dstack(List<? extends Tensor> parts) {
    return Slicing.concat(2, parts.stream().map(Joining::atLeast3d).toList());
  }

  /// Joins along the second axis; vectors become columns.
  public static Tensor columnStack(List<? extends Tensor> parts) {
    return Slicing.concat(
        1, parts.stream().<Tensor>map(x -> x.rank() < 2 ? x.reshape(-1, 1) : x).toList());
  }

  /// `count` parts of an axis whose lengths differ by at most 1, the longer ones first.
  public static List<Tensor> arraySplit(Tensor x, int count, int axis) {
    int n = x.shape().length(x.shape().axis(axis, "arraySplit"));
    if (count < 1) {
      throw new ShapeException(
          "arraySplit: " + count + " parts of axis " + axis + " of " + x.shape());
    }
    int[] cuts = new int[count - 1];
    for (int i = 1; i < count; i++) {
      cuts[i - 1] = i * (n / count) + Math.min(i, n % count);
    }
    return Arranging.split(x, cuts, axis);
  }

  /// The parts of an axis one by one, without the axis: the opposite of [Arranging#stack].
  public static List<Tensor> unstack(Tensor x, int axis) {
    int at = x.shape().axis(axis, "unstack");
    Shape shape = x.shape().without(at);
    var parts = new ArrayList<Tensor>();
    for (int i = 0; i < x.shape().length(at); i++) {
      parts.add(Slicing.part(x, at, i, 1).reshape(shape));
    }
    return List.copyOf(parts);
  }

  /// All tensors with the shape to which they broadcast together.
  public static List<Tensor> broadcast(List<? extends Tensor> parts) {
    Shape shape = Shape.SCALAR;
    for (Tensor part : parts) {
      shape = Shape.broadcast("broadcast", shape, part.shape());
    }
    Shape all = shape;
    return parts.stream().<Tensor>map(part -> part.broadcastTo(all)).toList();
  }

  /// All elements in row-major order as a vector.
  public static Tensor ravel(Tensor x) {
    return x.reshape(Shape.of(x.shape().size()));
  }

  /// Axes `first` to `last`, both included, joined to one.
  public static Tensor flatten(Tensor x, int first, int last) {
    int from = x.shape().axis(first, "flatten");
    int to = x.shape().axis(last, "flatten");
    if (to < from) {
      throw new ShapeException(
          "flatten: axis " + last + " of " + x.shape() + " is before " + first);
    }
    int length = 1;
    Shape shape = x.shape();
    for (int axis = from; axis <= to; axis++) {
      length *= x.shape().length(axis);
      shape = axis == from ? shape : shape.without(from + 1);
    }
    return x.reshape(shape.resized(from, length));
  }

  /// A number as a vector of one; others as they are.
  public static Tensor atLeast1d(Tensor x) {
    return x.rank() == 0 ? x.reshape(1) : x;
  }

  /// A number as `(1, 1)`, a vector of n as `(1, n)`; others as they are.
  public static Tensor atLeast2d(Tensor x) {
    return x.rank() < 2 ? x.reshape(1, x.shape().size()) : x;
  }

  /// A number as `(1, 1, 1)`, a vector of n as `(1, n, 1)`, a matrix with a last axis of length 1; others as they are.
  public static Tensor atLeast3d(Tensor x) {
    return x.rank() < 3 ? atLeast2d(x).expandDims(2) : x;
  }
}
