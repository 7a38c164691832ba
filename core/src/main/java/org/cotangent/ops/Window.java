package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Shape;
import org.cotangent.ShapeException;

/// How a window slides over the spatial axes of a tensor: `Window.of().stride(2).padding(1)`.
///
/// Each list has one number for each spatial axis, or one that holds for all. A window is as large as the kernel of a convolution; a
/// pooling's is told, and slides by its own size if no stride is. Immutable; each method returns a changed copy.
///
/// @param size of the window; empty if it is the kernel's
/// @param stride from one window to the next; empty is 1 for a convolution, the size for a pooling
/// @param low zeros (for a largest element, nothing) before the first element
/// @param high the same after the last element
/// @param sameLength whether the padding follows from the others, so that there are `⌈n/stride⌉` windows
/// @param dilation from one element of the window to the next
/// @param groups into which the channels are divided, each convolved by itself
/// @param outputPadding what the result of a transposed convolution is longer at its end: of the lengths that a stride maps to the
///     same number of windows it tells which is meant
public record Window(
    List<Integer> size,
    List<Integer> stride,
    List<Integer> low,
    List<Integer> high,
    boolean sameLength,
    List<Integer> dilation,
    int groups,
    List<Integer> outputPadding) {
  private static final Window PLAIN =
      new Window(List.of(), List.of(), List.of(0), List.of(0), false, List.of(1), 1, List.of(0));

  /// Copies the lists. Throws an [IllegalArgumentException] for numbers that make no window.
  public Window {
    size = atLeast(1, "size", size);
    stride = atLeast(1, "stride", stride);
    low = atLeast(0, "padding", low);
    high = atLeast(0, "padding", high);
    dilation = atLeast(1, "dilation", dilation);
    outputPadding = atLeast(0, "outputPadding", outputPadding);
    if (groups < 1) {
      throw new IllegalArgumentException("Window: groups is " + groups + ", not 1 or more");
    }
  }

  private static List<Integer> atLeast(int least, String what, List<Integer> numbers) {
    for (int number : numbers) {
      if (number < least) {
        throw new IllegalArgumentException(
            "Window: " + what + " is " + numbers + ", not " + least + " or more");
      }
    }
    return List.copyOf(numbers);
  }

  /// Stride 1, no padding, no dilation, one group, and no size, or this one.
  public static Window of(int... size) {
    Window w = PLAIN;
    return new Window(
        list(size), w.stride, w.low, w.high, w.sameLength, w.dilation, w.groups, w.outputPadding);
  }

  private static List<Integer> list(int... numbers) {
    return IntStream.of(numbers).boxed().toList();
  }

  /// So far from one window to the next.
  public Window stride(int... stride) {
    return new Window(size, list(stride), low, high, sameLength, dilation, groups, outputPadding);
  }

  /// So many zeros before the first and after the last element.
  public Window padding(int... padding) {
    return padding(padding, padding);
  }

  /// So many zeros before the first, and so many after the last element.
  public Window padding(int[] low, int[] high) {
    return new Window(size, stride, list(low), list(high), false, dilation, groups, outputPadding);
  }

  /// Padded so that there are `⌈n/stride⌉` windows over n elements; of an odd number of zeros one more stands at the end.
  public Window same() {
    return new Window(size, stride, List.of(0), List.of(0), true, dilation, groups, outputPadding);
  }

  /// Not padded.
  public Window valid() {
    return padding(0);
  }

  /// So far from one element of the window to the next.
  public Window dilation(int... dilation) {
    return new Window(size, stride, low, high, sameLength, list(dilation), groups, outputPadding);
  }

  /// The channels divided into so many groups.
  public Window groups(int groups) {
    return new Window(size, stride, low, high, sameLength, dilation, groups, outputPadding);
  }

  /// The result of a transposed convolution so much longer at its end.
  public Window outputPadding(int... outputPadding) {
    return new Window(size, stride, low, high, sameLength, dilation, groups, list(outputPadding));
  }

  /// A window of which all is known, over spatial axes of known lengths.
  ///
  /// @param lengths of the spatial axes
  /// @param size of the window
  /// @param stride from one window to the next
  /// @param low padding before
  /// @param high padding after
  /// @param dilation from one element of the window to the next
  record Fitted(
      List<Integer> lengths,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> low,
      List<Integer> high,
      List<Integer> dilation) {
    /// How many windows there are along each axis.
    List<Integer> counts() {
      var counts = new ArrayList<Integer>();
      for (int axis = 0; axis < lengths.size(); axis++) {
        counts.add((padded(axis) - extent(axis)) / stride.get(axis) + 1);
      }
      return counts;
    }

    int extent(int axis) {
      return (size.get(axis) - 1) * dilation.get(axis) + 1;
    }

    int padded(int axis) {
      return lengths.get(axis) + low.get(axis) + high.get(axis);
    }

    /// Of how many elements, not counting those of the padding, each window along an axis is made.
    int[] met(int axis) {
      int[] met = new int[counts().get(axis)];
      for (int s = 0; s < met.length; s++) {
        for (int k = 0; k < size.get(axis); k++) {
          int p = s * stride.get(axis) + k * dilation.get(axis) - low.get(axis);
          met[s] += p >= 0 && p < lengths.get(axis) ? 1 : 0;
        }
      }
      return met;
    }
  }

  /// This window, of that size, over the axes of `x` from `from` on. Throws a [ShapeException] if it is larger than what it slides
  /// over, an [IllegalArgumentException] if its lists have another number of axes.
  Fitted over(Shape x, int from, List<Integer> kernel, String operation) {
    List<Integer> lengths = x.from(from).lengths();
    int axes = lengths.size();
    List<Integer> spacing = each(dilation, axes, "dilation", operation);
    List<Integer> steps = each(stride.isEmpty() ? List.of(1) : stride, axes, "stride", operation);
    List<Integer> before = each(low, axes, "padding", operation);
    List<Integer> after = each(high, axes, "padding", operation);
    if (sameLength) {
      before = new ArrayList<>(before);
      after = new ArrayList<>(after);
      for (int axis = 0; axis < axes; axis++) {
        int n = lengths.get(axis);
        int step = steps.get(axis);
        int extent = (kernel.get(axis) - 1) * spacing.get(axis) + 1;
        int missing = Math.max(0, (Math.ceilDiv(n, step) - 1) * step + extent - n);
        before.set(axis, missing / 2);
        after.set(axis, missing - missing / 2);
      }
    }
    var fitted = new Fitted(lengths, kernel, steps, before, after, spacing);
    for (int axis = 0; axis < axes; axis++) {
      if (fitted.extent(axis) > fitted.padded(axis)) {
        throw new ShapeException(
            operation
                + ": a window of "
                + Shape.of(AxisLists.array(kernel))
                + (fitted.extent(axis) == kernel.get(axis) ? "" : " with dilation " + spacing)
                + " over "
                + x
                + ": it takes "
                + fitted.extent(axis)
                + " elements of axis "
                + (from + axis)
                + ", which has "
                + fitted.padded(axis)
                + (fitted.padded(axis) == lengths.get(axis) ? "" : " with its padding"));
      }
    }
    return fitted;
  }

  /// The size that was told, for a pooling; it is the stride if none is told.
  Window sliding(int axes, String operation) {
    if (size.isEmpty()) {
      throw new IllegalArgumentException(
          operation + ": the window has no size: make it with Window.of(size)");
    }
    if (groups != 1 || !outputPadding.equals(List.of(0))) {
      throw new IllegalArgumentException(
          operation + ": groups and outputPadding are for convolutions, not for " + this);
    }
    List<Integer> sizes = each(size, axes, "size", operation);
    return new Window(
        sizes,
        stride.isEmpty() ? sizes : stride,
        low,
        high,
        sameLength,
        dilation,
        groups,
        outputPadding);
  }

  /// A number for each axis.
  static List<Integer> each(List<Integer> numbers, int axes, String what, String operation) {
    if (numbers.size() == axes) {
      return numbers;
    }
    if (numbers.size() == 1) {
      return Collections.nCopies(axes, numbers.getFirst());
    }
    throw new IllegalArgumentException(
        operation + ": " + what + " is " + numbers + ", for " + axes + " spatial axes");
  }
}
