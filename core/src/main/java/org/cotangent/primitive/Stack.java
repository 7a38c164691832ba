package org.cotangent.primitive;

import java.util.Arrays;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;

/// Slices of a leading axis: taken from known arrays, or collected into one that is allocated once.
final class Stack {
  private final Aval slice;
  private final int width;
  private final Object data;
  private final int length;

  /// An empty stack of `length` slices.
  Stack(Aval slice, int length) {
    this.slice = slice;
    this.width = slice.shape().size();
    this.length = length;
    this.data = Buffers.allocate(slice.stacked(length));
  }

  void put(int i, Tensor value) {
    var array = (Array) value;
    if (data instanceof double[] numbers && Buffers.filled(array)) {
      Arrays.fill(numbers, i * width, (i + 1) * width, Buffers.fill(array));
    } else {
      System.arraycopy(Buffers.data(array), 0, data, i * width, width);
    }
  }

  /// The whole stack, which is not to be written any more.
  Array whole() {
    return Buffers.wrap(slice.stacked(length), data);
  }

  /// Slice `i` of `stacked`.
  static Array slice(Array stacked, Aval slice, int i) {
    if (Buffers.filled(stacked)) {
      return Buffers.fill(slice, Buffers.fill(stacked));
    }
    if (slice == Aval.NUMBER) {
      return Buffers.fill(slice, Buffers.f64(stacked)[i]);
    }
    int width = slice.shape().size();
    Object part = Buffers.allocate(slice);
    System.arraycopy(Buffers.data(stacked), i * width, part, 0, width);
    return Buffers.wrap(slice, part);
  }
}
