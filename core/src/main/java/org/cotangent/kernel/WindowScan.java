package org.cotangent.kernel;

import java.util.Arrays;

/// Finds the largest elements of windows, all of which lie inside of the array, row after row of windows.
///
/// Which element of a window is largest is a matter of chance, so the loops compare without branches: whole numbers in the order of the
/// elements, four at a time. Not thread-safe.
final class WindowScan {
  private final Windows windows;
  private final int count;

  /// How many windows lie in a row along the last axis, and how far apart.
  private final int row;

  private final int step;

  /// From the first element of a window to each; filled up with the first, so that their number is a multiple of four.
  private final int[] elements;

  private final long[] tops;
  private final int[] places;
  private final int[] window;

  /// Where the first window begins.
  private final int zero;

  WindowScan(Windows windows) {
    this.windows = windows;
    int axes = windows.counts.length;
    this.count = windows.count();
    this.row = axes == 0 ? 1 : windows.counts[axes - 1];
    this.step = axes == 0 ? 0 : windows.strides[axes - 1];
    this.elements = new int[Math.ceilDiv(windows.size(), 4) * 4];
    this.tops = new long[row];
    this.places = new int[row];
    this.window = new int[axes];
    this.zero = place(windows.offsets(0));
    for (int k = 1; k < windows.size(); k++) {
      elements[k] = place(windows.offsets(k)) - zero;
    }
  }

  /// All windows over the array that begins at `start`.
  void line(Object data, int start, long[] into, int at) {
    Arrays.fill(window, 0);
    int first = start + zero;
    for (int s = 0; s < count; s += row) {
      if (data instanceof double[] elements) {
        row(elements, first, into, at + s);
      } else {
        row((float[]) data, first, into, at + s);
      }
      first += next();
    }
  }

  /// The row of windows whose first begins at `first`. The order of an element stands above the number of those that follow it: so the
  /// first of equal ones is the largest.
  private void row(float[] data, int first, long[] into, int at) {
    int last = elements.length - 1;
    for (int k = 0; k < elements.length; k += 4) {
      int o = elements[k];
      int q = elements[k + 1];
      int r = elements[k + 2];
      int s = elements[k + 3];
      int after = last - k;
      int p = first;
      if (last == 3) {
        for (int i = 0; i < row; i++) {
          long top = top(data[p + o], data[p + q], data[p + r], data[p + s], after);
          into[at + i] = (long) p + elements[3 - (int) top];
          p += step;
        }
        return;
      }
      for (int i = 0; i < row; i++) {
        long top = top(data[p + o], data[p + q], data[p + r], data[p + s], after);
        tops[i] = k == 0 ? top : Math.max(tops[i], top);
        p += step;
      }
    }
    for (int i = 0; i < row; i++) {
      into[at + i] = first + (long) i * step + elements[last - (int) tops[i]];
    }
  }

  /// The same.
  private void row(double[] data, int first, long[] into, int at) {
    for (int k = 0; k < elements.length; k += 4) {
      int o = elements[k];
      int q = elements[k + 1];
      int r = elements[k + 2];
      int s = elements[k + 3];
      int p = first;
      for (int i = 0; i < row; i++) {
        long a = order(data[p + o]);
        long b = order(data[p + q]);
        long c = order(data[p + r]);
        long d = order(data[p + s]);
        long left = Math.max(a, b);
        long right = Math.max(c, d);
        int l = b > a ? k + 1 : k;
        int m = d > c ? k + 3 : k + 2;
        int here = right > left ? m : l;
        long top = Math.max(left, right);
        boolean more = k == 0 || top > tops[i];
        places[i] = more ? here : places[i];
        tops[i] = more ? top : tops[i];
        p += step;
      }
    }
    for (int i = 0; i < row; i++) {
      into[at + i] = first + (long) i * step + elements[places[i]];
    }
  }

  private int place(int[] offset) {
    int at = 0;
    for (int axis = 0; axis < offset.length; axis++) {
      at += offset[axis] * windows.steps[axis];
    }
    return at;
  }

  /// How far the next row of windows lies from this one.
  private int next() {
    int move = 0;
    for (int axis = window.length - 2; axis >= 0; axis--) {
      move += windows.strides[axis] * windows.steps[axis];
      if (++window[axis] < windows.counts[axis]) {
        break;
      }
      move -= windows.counts[axis] * windows.strides[axis] * windows.steps[axis];
      window[axis] = 0;
    }
    return move;
  }

  /// A whole number in the order of the elements, in which the zeros are equal and NaN is largest.
  private static long order(double x) {
    long bits = Double.doubleToLongBits(x + 0);
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }

  /// The same, above a number.
  private static long order(float x, int number) {
    int bits = Float.floatToIntBits(x + 0);
    return (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << 32 | number;
  }

  /// The largest of four of these numbers; `after` elements follow the first.
  private static long top(float a, float b, float c, float d, int after) {
    return Math.max(
        Math.max(order(a, after), order(b, after - 1)),
        Math.max(order(c, after - 2), order(d, after - 3)));
  }
}
