package org.cotangent.kernel;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// Contractions of arrays, brought to stacks of matrix products.
public final class Products {
  private Products() {}

  /// Contracts; `left` and `right` give, of each operand, the batch, the free and the summed axes.
  public static Array dot(
      Array a, Array b, List<List<Integer>> left, List<List<Integer>> right, Aval aval) {
    var x = new Stack(a, left);
    var y = new Stack(b, right);
    int size = aval.shape().size();
    int m = x.free;
    int n = y.free;
    int k = x.summed;
    if (size == 0 || k == 0) {
      return Buffers.fill(aval, 0);
    }
    if (!aval.dtype().floating()) {
      return whole(x, y, aval);
    }
    Object out = Buffers.allocate(aval);
    Object xs = Buffers.data(x.array);
    Object ys = Buffers.data(y.array);
    for (int s = 0; s < x.batch; s++) {
      MatrixProduct.multiply(
          m,
          n,
          k,
          xs,
          s * x.stride,
          x.freeStride,
          x.summedStride,
          ys,
          s * y.stride,
          y.summedStride,
          y.freeStride,
          out,
          s * m * n,
          n,
          false);
    }
    return Buffers.wrap(aval, out);
  }

  private static Array whole(Stack x, Stack y, Aval aval) {
    long[] xs = Buffers.toLongs(x.array);
    long[] ys = Buffers.toLongs(y.array);
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
    final Array array;
    final int batch;
    final int free;
    final int summed;
    final int stride;
    final int freeStride;
    final int summedStride;

    Stack(Array x, List<List<Integer>> groups) {
      Shape shape = x.shape();
      batch = size(shape, groups.get(0));
      free = size(shape, groups.get(1));
      summed = size(shape, groups.get(2));
      int[] strides = Strided.strides(shape);
      if (joined(shape, strides, groups.get(0))
          && joined(shape, strides, groups.get(1))
          && joined(shape, strides, groups.get(2))) {
        array = x;
        stride = innermost(strides, groups.get(0));
        freeStride = innermost(strides, groups.get(1));
        summedStride = innermost(strides, groups.get(2));
      } else {
        array = arranged(x, strides, groups);
        stride = free * summed;
        freeStride = summed;
        summedStride = 1;
      }
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
