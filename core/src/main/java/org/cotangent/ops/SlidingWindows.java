package org.cotangent.ops;

import java.util.stream.IntStream;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Windows that slide along an axis, and their transpose.
///
/// Thread-safe; all may be traced.
public final class SlidingWindows {
  private SlidingWindows() {}

  /// The windows of `size` neighbours along an axis, `step` apart: the axis counts the windows, a new last axis the elements of
  /// each. What several windows share adds up in the derivative. For images do it for both axes.
  public static Tensor unfold(Tensor x, int size, int step, int axis) {
    int at = x.shape().axis(axis, "unfold");
    int n = x.shape().length(at);
    if (size < 1 || step < 1 || size > n) {
      throw new ShapeException(
          "unfold: windows of "
              + size
              + ", "
              + step
              + " apart, along axis "
              + axis
              + " of "
              + x.shape());
    }
    int count = (n - size) / step + 1;
    return Shaping.moveAxis(Indexing.take(x, places(count, size, step), at), at + 1, -1);
  }

  /// The elements of windows added up where they overlap: the transpose of [#unfold], for an axis of length `n`. The last axis of
  /// `windows` holds the elements of each, `axis` counts them.
  public static Tensor fold(Tensor windows, int n, int step, int axis) {
    int at = windows.shape().axis(axis, "fold");
    int last = windows.rank() - 1;
    int size = windows.shape().length(-1);
    int count = windows.shape().length(at);
    if (at == last || step < 1 || (count - 1) * step + size > n) {
      throw new ShapeException(
          "fold: "
              + windows.shape()
              + " is not "
              + count
              + " windows along axis "
              + axis
              + ", "
              + step
              + " apart, of an axis of length "
              + n);
    }
    Tensor leading = Shaping.moveAxes(windows, new int[] {at, last}, new int[] {0, 1});
    Tensor sum = new Indexing.ScatterAdd(n).bind(leading, places(count, size, step));
    return Shaping.moveAxis(sum, 0, at);
  }

  private static Tensor places(int count, int size, int step) {
    long[] places =
        IntStream.range(0, Shape.of(count, size).size())
            .mapToLong(i -> (long) (i / size) * step + i % size)
            .toArray();
    return Tensor.of(places, count, size);
  }
}
