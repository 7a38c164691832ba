package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.primitive.Aval;

/// Windows that slide over the last axes of an array: which elements they meet.
///
/// Along an axis, element k of window s lies at `p = s·stride + k·dilation − low`; there the array has its element
/// `p/inputDilation`, if that is whole and inside, else a zero. Places of windows and of elements in a window are counted in
/// row-major order.
public final class Windows {
  private final int[] lengths;
  final int[] counts;
  final int[] strides;
  private final int[] sizes;
  private final int[] dilations;
  private final int[] low;
  private final int[] inputDilations;
  final int[] steps;

  /// Whether there are as many windows as elements along the last two axes, side by side.
  private final boolean lines;

  private Windows(
      int[] lengths,
      int[] counts,
      int[] strides,
      int[] sizes,
      int[] dilations,
      int[] low,
      int[] inputDilations) {
    this.lengths = lengths;
    this.counts = counts;
    this.strides = strides;
    this.sizes = sizes;
    this.dilations = dilations;
    this.low = low;
    this.inputDilations = inputDilations;
    this.steps = new int[lengths.length];
    int step = 1;
    for (int axis = steps.length - 1; axis >= 0; axis--) {
      steps[axis] = step;
      step *= lengths[axis];
    }
    this.lines = lines();
  }

  private boolean lines() {
    int axes = lengths.length;
    for (int axis = Math.max(0, axes - 2); axis < axes; axis++) {
      if (counts[axis] != lengths[axis] || strides[axis] != 1 || inputDilations[axis] != 1) {
        return false;
      }
    }
    return axes > 0 && area() > 0;
  }

  /// `counts` windows of `sizes` elements over the last axes of `array`.
  public static Windows over(
      Aval array,
      int[] counts,
      int[] strides,
      int[] sizes,
      int[] dilations,
      int[] low,
      int[] inputDilations) {
    int rank = array.shape().rank();
    int[] lengths = new int[counts.length];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] = array.shape().length(rank - lengths.length + axis);
    }
    return new Windows(lengths, counts, strides, sizes, dilations, low, inputDilations);
  }

  /// The same with the parts of windows and of elements in a window exchanged.
  Windows exchanged() {
    return new Windows(lengths, sizes, dilations, counts, strides, low, inputDilations);
  }

  /// How many elements the array has along the axes of the windows.
  int area() {
    return product(lengths);
  }

  /// How many windows there are.
  int count() {
    return product(counts);
  }

  /// How many elements a window has.
  int size() {
    return product(sizes);
  }

  private static int product(int[] factors) {
    int product = 1;
    for (int factor : factors) {
      product = Math.multiplyExact(product, factor);
    }
    return product;
  }

  /// How many windows, and how many elements of a window, lie side by side along the last axis.
  boolean longRows() {
    int last = counts.length - 1;
    return last < 0 || counts[last] >= sizes[last];
  }

  /// What is done with a piece of a line.
  private interface Piece {
    /// From `into` on, `n` elements: those of the array from `from` on, `step` apart.
    void meet(int from, int step, int into, int n);
  }

  /// Element `k` of the windows `first` to before `last`, of the array that begins at `start` of `data`; `into` is of its type.
  void read(Object data, int start, int k, int first, int last, Object into, int at) {
    if (lines && first == 0 && last == count()) {
      readLines(data, start, k, into, at);
      return;
    }
    fill(into, at, last - first);
    walk(start, k, first, last, at, (from, step, to, n) -> copy(data, from, step, into, to, n));
  }

  private static void fill(Object into, int at, int n) {
    if (into instanceof double[] elements) {
      Arrays.fill(elements, at, at + n, 0);
    } else {
      Arrays.fill((float[]) into, at, at + n, 0);
    }
  }

  /// The case of convolutions that keep the length: line after line of the array, moved by one offset, so that lines below each other are
  /// copied as one. What came from a neighbouring line is no element of the window, and is overwritten with zeros.
  private void readLines(Object data, int start, int k, Object into, int at) {
    int axes = lengths.length;
    int[] offset = offsets(k);
    int row = lengths[axes - 1];
    int move = offset[axes - 1];
    int height = axes == 1 ? 1 : lengths[axes - 2];
    int down = axes == 1 ? 0 : offset[axes - 2];
    int plane = height * row;
    int planes = count() / plane;
    int top = Math.clamp(-down, 0, height);
    int bottom = Math.clamp(height - down, top, height);
    for (int p = 0; p < planes; p++) {
      int to = at + p * plane;
      int base = base(start, p * height + top, offset);
      if (base < 0 || top == bottom || Math.abs(move) >= row) {
        fill(into, to, plane);
        continue;
      }
      fill(into, to, top * row);
      fill(into, to + bottom * row, plane - bottom * row);
      // The first elements of the first line, and the last of the last, would lie outside.
      int skip = Math.max(0, -move);
      int length = (bottom - top) * row - Math.abs(move);
      System.arraycopy(data, base + move + skip, into, to + top * row + skip, length);
      zeros(into, to + top * row, bottom - top, row, move);
    }
  }

  /// Zeros in `-move` first, or `move` last, columns of lines.
  private static void zeros(Object into, int at, int rows, int row, int move) {
    if (move == 0) {
      return;
    }
    int first = move < 0 ? 0 : row - move;
    int last = move < 0 ? -move : row;
    if (into instanceof double[] elements) {
      for (int r = 0; r < rows; r++) {
        for (int i = first; i < last; i++) {
          elements[at + r * row + i] = 0;
        }
      }
    } else {
      float[] elements = (float[]) into;
      for (int r = 0; r < rows; r++) {
        for (int i = first; i < last; i++) {
          elements[at + r * row + i] = 0;
        }
      }
    }
  }

  private static void copy(Object data, int from, int step, Object into, int at, int n) {
    if (step == 1) {
      System.arraycopy(data, from, into, at, n);
    } else if (data instanceof double[] elements) {
      double[] to = (double[]) into;
      for (int i = 0; i < n; i++) {
        to[at + i] = elements[from + i * step];
      }
    } else {
      float[] elements = (float[]) data;
      float[] to = (float[]) into;
      for (int i = 0; i < n; i++) {
        to[at + i] = elements[from + i * step];
      }
    }
  }

  /// Adds `values` from `at` on, one for each window, to what element `k` of the windows meets in the array that begins at `start`
  /// of `data`, which is of their type: the transpose of [#read].
  void add(Object values, int at, int k, Object data, int start) {
    walk(
        start,
        k,
        0,
        count(),
        at,
        (from, step, to, n) -> {
          if (data instanceof double[] elements) {
            double[] numbers = (double[]) values;
            for (int i = 0; i < n; i++) {
              elements[from + i * step] += numbers[to + i];
            }
          } else {
            float[] elements = (float[]) data;
            float[] numbers = (float[]) values;
            for (int i = 0; i < n; i++) {
              elements[from + i * step] += numbers[to + i];
            }
          }
        });
  }

  /// Adds `factor` times what element `k` of the windows meets, in the array that begins at `start` of `data`, to `into` from `at`
  /// on, which is of its type.
  void addProduct(double factor, Object data, int start, int k, Object into, int at) {
    walk(
        start,
        k,
        0,
        count(),
        at,
        (from, step, to, n) -> {
          if (data instanceof double[] elements) {
            double[] numbers = (double[]) into;
            for (int i = 0; i < n; i++) {
              numbers[to + i] += factor * elements[from + i * step];
            }
          } else {
            float[] elements = (float[]) data;
            float[] numbers = (float[]) into;
            float single = (float) factor;
            for (int i = 0; i < n; i++) {
              numbers[to + i] += single * elements[from + i * step];
            }
          }
        });
  }

  /// How far element `k` of a window lies from where the window begins, along each axis.
  int[] offsets(int k) {
    int[] offset = new int[lengths.length];
    int rest = k;
    for (int axis = offset.length - 1; axis >= 0; axis--) {
      offset[axis] = rest % sizes[axis] * dilations[axis] - low[axis];
      rest /= sizes[axis];
    }
    return offset;
  }

  private void walk(int start, int k, int first, int last, int at, Piece piece) {
    int axes = lengths.length;
    if (axes == 0) {
      piece.meet(start, 1, at, last - first);
      return;
    }
    int[] offset = offsets(k);
    int row = counts[axes - 1];
    int to = at;
    for (int s = first; s < last; ) {
      int from = s % row;
      int n = Math.min(row - from, last - s);
      int base = base(start, s / row, offset);
      if (base >= 0) {
        row(base, offset[axes - 1], from, n, to, piece);
      }
      s += n;
      to += n;
    }
  }

  /// Where the line of the array begins that row `r` of the windows meets; −1 if there is none.
  private int base(int start, int r, int[] offset) {
    int base = start;
    int rest = r;
    for (int axis = lengths.length - 2; axis >= 0; axis--) {
      int p = rest % counts[axis] * strides[axis] + offset[axis];
      rest /= counts[axis];
      int index = p < 0 || p % inputDilations[axis] != 0 ? -1 : p / inputDilations[axis];
      if (index < 0 || index >= lengths[axis]) {
        return -1;
      }
      base += index * steps[axis];
    }
    return base;
  }

  /// Windows `from` to before `from + n` of a row: places `p = s·stride + offset` of a line of the array.
  private void row(int base, int offset, int from, int n, int to, Piece piece) {
    int axis = lengths.length - 1;
    int stride = strides[axis];
    int spread = inputDilations[axis];
    // Every `period`-th window meets an element, from the first that does.
    int period = spread / gcd(spread, stride);
    int step = stride * period / spread;
    int first = from;
    while (first < from + n
        && first < from + period
        && Math.floorMod(first * stride + offset, spread) != 0) {
      first++;
    }
    if (first == from + n || first == from + period) {
      return;
    }
    int index = Math.floorDiv(first * stride + offset, spread);
    if (period == 1) {
      int before = Math.clamp(Math.ceilDiv(-index, step), 0, n);
      int inside = Math.clamp(Math.ceilDiv(lengths[axis] - index, step), before, n) - before;
      if (inside > 0) {
        piece.meet(base + index + before * step, step, to + before, inside);
      }
      return;
    }
    for (int s = first; s < from + n; s += period) {
      if (index >= 0 && index < lengths[axis]) {
        piece.meet(base + index, 1, to + s - from, 1);
      }
      index += step;
    }
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /// For each window over `lines` arrays, which lie one after the other in `data`, the position of its largest element; of equal ones the
  /// first, and NaN counts as largest. Each window must have one.
  void largest(Object data, int lines, long[] into) {
    int area = area();
    int count = count();
    if (inside()) {
      var scan = new WindowScan(this);
      for (int l = 0; l < lines; l++) {
        scan.line(data, l * area, into, l * count);
      }
      return;
    }
    double[] line = new double[area];
    for (int l = 0; l < lines; l++) {
      for (int i = 0; i < area; i++) {
        line[i] = data instanceof double[] d ? d[l * area + i] : ((float[]) data)[l * area + i];
      }
      largest(line, l * area, into, l * count);
    }
  }

  /// Of the array `data`, whose first element has position `start`.
  private void largest(double[] data, int start, long[] into, int at) {
    int count = count();
    double[] top = new double[count];
    Arrays.fill(into, at, at + count, -1);
    for (int k = 0; k < size(); k++) {
      walk(
          0,
          k,
          0,
          count,
          0,
          (from, step, to, n) -> {
            for (int i = 0; i < n; i++) {
              int place = from + i * step;
              double x = data[place];
              int s = to + i;
              if (into[at + s] < 0 || x > top[s] || x != x && top[s] == top[s]) {
                top[s] = x;
                into[at + s] = (long) start + place;
              }
            }
          });
    }
  }

  /// Whether all elements of all windows are elements of the array.
  private boolean inside() {
    for (int axis = 0; axis < lengths.length; axis++) {
      int last =
          (counts[axis] - 1) * strides[axis] + (sizes[axis] - 1) * dilations[axis] - low[axis];
      if (low[axis] > 0 || last >= lengths[axis] || inputDilations[axis] != 1) {
        return false;
      }
    }
    return true;
  }
}
