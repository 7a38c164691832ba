package org.cotangent.kernel;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;
import org.jspecify.annotations.Nullable;

/// Contractions of arrays, brought to stacks of matrix products.
public final class Products {
  private Products() {}

  /// Contracts; `left` and `right` give, of each operand, the batch, the free and the summed axes.
  public static Array dot(
      Array a, Array b, List<List<Integer>> left, List<List<Integer>> right, Aval aval) {
    var x = new Stack(a, left);
    var y = new Stack(b, right);
    int size = aval.shape().size();
    if (size == 0 || x.summed == 0) {
      return Buffers.fill(aval, 0);
    }
    if (!aval.dtype().floating()) {
      return whole(x, y, aval);
    }
    Object out = Buffers.allocate(aval);
    layout(x, y).multiply(Buffers.data(x.array()), Buffers.data(y.array()), out);
    return Buffers.wrap(aval, out);
  }

  /// How the operands of a contraction lie, so that it is a stack of matrix products without rearrangement: of each operand the step
  /// from one matrix to the next, and the steps along the free and along the summed axes.
  ///
  /// @param batch number of products
  /// @param m free size of the left operand
  /// @param n free size of the right operand
  /// @param k summed size
  /// @param left steps of the left operand
  /// @param right steps of the right operand
  public record Layout(int batch, int m, int n, int k, Steps left, Steps right) {
    /// Writes the products of the elements of `a` and `b`, two `double[]` or two `float[]`, to `out`.
    public void multiply(Object a, Object b, Object out) {
      for (int s = 0; s < batch; s++) {
        MatrixProduct.multiply(
            m,
            n,
            k,
            a,
            s * left.batch,
            left.free,
            left.summed,
            b,
            s * right.batch,
            right.summed,
            right.free,
            out,
            s * m * n,
            n,
            false);
      }
    }
  }

  /// Steps of an operand.
  ///
  /// @param batch to the next matrix
  /// @param free along the free axes
  /// @param summed along the summed axes
  public record Steps(int batch, int free, int summed) {}

  /// The layout for operands of these shapes, if neither has to be rearranged and there is something to add up.
  public static Optional<Layout> layout(
      Shape a, Shape b, List<List<Integer>> left, List<List<Integer>> right) {
    var x = new Stack(a, left);
    var y = new Stack(b, right);
    boolean some = x.batch > 0 && x.free > 0 && x.summed > 0 && y.free > 0;
    return some && x.joined && y.joined ? Optional.of(layout(x, y)) : Optional.empty();
  }

  private static Layout layout(Stack x, Stack y) {
    return new Layout(
        x.batch,
        x.free,
        y.free,
        x.summed,
        new Steps(x.stride, x.freeStride, x.summedStride),
        new Steps(y.stride, y.freeStride, y.summedStride));
  }

  private static Array whole(Stack x, Stack y, Aval aval) {
    long[] xs = Buffers.toLongs(x.array());
    long[] ys = Buffers.toLongs(y.array());
    long[] out = new long[aval.shape().size()];
    int next = 0;
    for (int s = 0; s < x.batch; s++) {
      for (int i = 0; i < x.free; i++) {
        for (int j = 0; j < y.free; j++) {
          long sum = 0;
          for (int l = 0; l < x.summed; l++) {
            sum +=
                xs[s * x.stride + i * x.freeStride + l * x.summedStride]
                    * ys[s * y.stride + j * y.freeStride + l * y.summedStride];
          }
          out[next++] = sum;
        }
      }
    }
    return Buffers.ofLongs(aval, out);
  }

  /// An operand as a stack of matrices: each of the three groups of axes as one axis with one stride. Where the axes of a group
  /// do not lie one inside the other, the operand is rearranged.
  private static final class Stack {
    private final @Nullable Array arranged;
    final boolean joined;
    final int batch;
    final int free;
    final int summed;
    final int stride;
    final int freeStride;
    final int summedStride;

    Stack(Array x, List<List<Integer>> groups) {
      this(x.shape(), groups, x);
    }

    /// Of an operand that is not known.
    Stack(Shape shape, List<List<Integer>> groups) {
      this(shape, groups, null);
    }

    private Stack(Shape shape, List<List<Integer>> groups, @Nullable Array x) {
      batch = size(shape, groups.get(0));
      free = size(shape, groups.get(1));
      summed = size(shape, groups.get(2));
      int[] strides = Strided.strides(shape);
      joined =
          joined(shape, strides, groups.get(0))
              && joined(shape, strides, groups.get(1))
              && joined(shape, strides, groups.get(2));
      stride = joined ? innermost(strides, groups.get(0)) : free * summed;
      freeStride = joined ? innermost(strides, groups.get(1)) : summed;
      summedStride = joined ? innermost(strides, groups.get(2)) : 1;
      arranged = joined || x == null ? x : arranged(x, strides, groups);
    }

    /// The operand, rearranged if it has to be.
    Array array() {
      return Objects.requireNonNull(arranged);
    }

    private static int size(Shape shape, List<Integer> axes) {
      int size = 1;
      for (int axis : axes) {
        size *= shape.length(axis);
      }
      return size;
    }

    /// Whether a step along each axis is a full turn of the next.
    private static boolean joined(Shape shape, int[] strides, List<Integer> axes) {
      for (int i = 0; i + 1 < axes.size(); i++) {
        int inner = axes.get(i + 1);
        if (strides[axes.get(i)] != strides[inner] * shape.length(inner)) {
          return false;
        }
      }
      return true;
    }

    private static int innermost(int[] strides, List<Integer> axes) {
      return axes.isEmpty() ? 1 : strides[axes.getLast()];
    }

    private static Array arranged(Array x, int[] from, List<List<Integer>> groups) {
      int[] strides = new int[from.length];
      int[] lengths = new int[from.length];
      int next = 0;
      for (List<Integer> group : groups) {
        for (int axis : group) {
          strides[next] = from[axis];
          lengths[next++] = x.shape().length(axis);
        }
      }
      return Strided.gather(x, 0, strides, x.aval().with(Shape.of(lengths)));
    }
  }
}
