package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;

/// Stable sorting of lines, as an order of positions. NaN is last, whatever the direction.
public final class Sorts {
  private Sorts() {}

  /// For each line along `axis`, the positions of its elements in sorted order.
  public static Array order(Array x, int axis, boolean descending) {
    Scans.Lines lines = Scans.Lines.of(x.shape(), axis);
    int n = lines.length();
    long[] out = new long[x.shape().size()];
    int[] positions = new int[n];
    int[] spare = new int[n];
    if (x.dtype().floating()) {
      double[] data = x.dtype() == DType.F64 ? Buffers.f64(x) : Buffers.toDoubles(x);
      lines.each(
          false,
          (start, step) -> {
            double[] keys = new double[n];
            for (int k = 0; k < n; k++) {
              positions[k] = k;
              keys[k] = data[start + k * step];
            }
            merge(positions, spare, n, (p, q) -> before(keys[p], keys[q], descending));
            for (int k = 0; k < n; k++) {
              out[start + k * step] = positions[k];
            }
          });
    } else {
      long[] data = Buffers.toLongs(x);
      lines.each(
          false,
          (start, step) -> {
            for (int k = 0; k < n; k++) {
              positions[k] = k;
            }
            merge(
                positions,
                spare,
                n,
                (p, q) -> {
                  long a = data[start + p * step];
                  long b = data[start + q * step];
                  return descending ? a > b : a < b;
                });
            for (int k = 0; k < n; k++) {
              out[start + k * step] = positions[k];
            }
          });
    }
    return Buffers.wrap(x.aval().with(DType.I64), out);
  }

  /// Whether `a` comes strictly before `b`; zeros of both signs are equal.
  private static boolean before(double a, double b, boolean descending) {
    return b != b ? a == a : descending ? a > b : a < b;
  }

  /// Whether position p's element comes strictly before position q's.
  @FunctionalInterface
  private interface Before {
    boolean test(int p, int q);
  }

  /// A bottom-up merge sort: stable, and without recursion.
  private static void merge(int[] positions, int[] spare, int n, Before before) {
    int[] from = positions;
    int[] to = spare;
    for (int width = 1; width < n; width *= 2) {
      for (int low = 0; low < n; low += 2 * width) {
        int middle = Math.min(low + width, n);
        int high = Math.min(low + 2 * width, n);
        int i = low;
        int j = middle;
        for (int k = low; k < high; k++) {
          to[k] =
              i < middle && (j >= high || !before.test(from[j], from[i])) ? from[i++] : from[j++];
        }
      }
      int[] held = from;
      from = to;
      to = held;
    }
    if (from != positions) {
      System.arraycopy(from, 0, positions, 0, n);
    }
  }

  /// For each element of row r of x the largest position `i ≤ n − 2` with `knots[r, i] ≤ x`, 0 if there is none (nor for NaN), by
  /// bisection; row r of the knots ascends.
  public static Array intervals(Array x, Array knots) {
    double[] from = Buffers.toDoubles(x);
    double[] ends = Buffers.toDoubles(knots);
    int n = knots.shape().length(1);
    int m = x.shape().length(1);
    long[] out = new long[from.length];
    for (int at = 0; at < from.length; at++) {
      int row = at / m * n;
      int low = 0;
      int high = n - 1;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (ends[row + middle] <= from[at]) {
          low = middle;
        } else {
          high = middle;
        }
      }
      out[at] = low;
    }
    return Buffers.wrap(x.aval().with(DType.I64), out);
  }
}
