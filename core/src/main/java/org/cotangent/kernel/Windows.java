package org.cotangent.kernel;

import org.cotangent.primitive.Aval;

/// Windows that slide over the last axes of an array: which elements they meet.
///
/// Along an axis, element k of window s lies at `p = s·stride + k·dilation − low`; there the array has its element
/// `p/inputDilation`, if that is whole and inside, else a zero. Places of windows and of elements in a window are counted in
/// row-major order.
public final class Windows {
  private final int[] lengths;
  private final int[] counts;
  private final int[] strides;
  private final int[] sizes;
  private final int[] dilations;
  private final int[] low;
  private final int[] inputDilations;
  private final int[] steps;

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

  /// Element `k` of the windows `first` to before `last`, of the array that begins at `start` of `data`.
  void read(Object data, int start, int k, int first, int last, double[] into, int at) {
    java.util.Arrays.fill(into, at, at + last - first, 0);
    walk(start, k, first, last, at, (from, step, to, n) -> copy(data, from, step, into, to, n));
  }

  private static void copy(Object data, int from, int step, double[] into, int at, int n) {
    if (data instanceof double[] elements) {
      if (step == 1) {
        System.arraycopy(elements, from, into, at, n);
        return;
      }
      for (int i = 0; i < n; i++) {
        into[at + i] = elements[from + i * step];
      }
    } else {
      float[] elements = (float[]) data;
      for (int i = 0; i < n; i++) {
        into[at + i] = elements[from + i * step];
      }
    }
  }

  /// Adds `values` from `at` on, one for each window, to what element `k` of the windows meets in the array that begins at `start`
  /// of `data`: the transpose of [#read].
  void add(double[] values, int at, int k, double[] data, int start) {
    walk(
        start,
        k,
        0,
        count(),
        at,
        (from, step, to, n) -> {
          for (int i = 0; i < n; i++) {
            data[from + i * step] += values[to + i];
          }
        });
  }

  /// Adds `factor` times what element `k` of the windows meets, in the array that begins at `start` of `data`, to `into` from `at`
  /// on.
  void addProduct(double factor, Object data, int start, int k, double[] into, int at) {
    walk(
        start,
        k,
        0,
        count(),
        at,
        (from, step, to, n) -> {
          if (data instanceof double[] elements) {
            for (int i = 0; i < n; i++) {
              into[to + i] += factor * elements[from + i * step];
            }
          } else {
            float[] elements = (float[]) data;
            for (int i = 0; i < n; i++) {
              into[to + i] += factor * elements[from + i * step];
            }
          }
        });
  }

  private void walk(int start, int k, int first, int last, int at, Piece piece) {
    int axes = lengths.length;
    if (axes == 0) {
      piece.meet(start, 1, at, last - first);
      return;
    }
    int[] offset = new int[axes];
    int rest = k;
    for (int axis = axes - 1; axis >= 0; axis--) {
      offset[axis] = rest % sizes[axis] * dilations[axis] - low[axis];
      rest /= sizes[axis];
    }
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

  /// For each window the position of its largest element in `data` from `start` on, counted from `start`; of equal ones the first,
  /// and NaN counts as largest. Each window must have one.
  void largest(double[] data, int start, long[] into, int at) {
    int count = count();
    int size = size();
    double[] top = new double[count];
    java.util.Arrays.fill(into, at, at + count, -1);
    for (int k = 0; k < size; k++) {
      walk(
          start,
          k,
          0,
          count,
          0,
          (from, step, to, n) -> {
            for (int i = 0; i < n; i++) {
              int place = from + i * step;
              double x = data[place];
              int s = to + i;
              if (into[at + s] < 0 || x > top[s] || Double.isNaN(x) && !Double.isNaN(top[s])) {
                top[s] = x;
                into[at + s] = (long) place - start;
              }
            }
          });
    }
  }
}
