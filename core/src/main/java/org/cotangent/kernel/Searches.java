package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.Array;
import org.cotangent.DType;

/// Searches in sorted lines, and for equal elements. NaN counts as larger than every number; zeros
/// of both signs are equal.
public final class Searches {
  private Searches() {}

  /// For each value the number of elements of its sorted line that are smaller, or not larger if
  /// `right`. The lines lie along the last axis of `sorted`; value i of a line's equal share of the
  /// values belongs to that line.
  public static Array sorted(Array sorted, Array values, boolean right) {
    int n = sorted.shape().length(-1);
    long[] out = new long[values.shape().size()];
    int lines = n == 0 ? 0 : sorted.shape().size() / n;
    int share = lines == 0 ? 0 : out.length / lines;
    boolean whole = !sorted.dtype().floating();
    long[] longs = whole ? Buffers.toLongs(sorted) : new long[0];
    long[] searched = whole ? Buffers.toLongs(values) : new long[0];
    double[] doubles = whole ? new double[0] : Buffers.toDoubles(sorted);
    double[] sought = whole ? new double[0] : Buffers.toDoubles(values);
    for (int line = 0; line < lines; line++) {
      for (int i = line * share; i < (line + 1) * share; i++) {
        int low = line * n;
        int high = low + n;
        while (low < high) {
          int middle = (low + high) >>> 1;
          int order =
              whole
                  ? Long.compare(longs[middle], searched[i])
                  : compare(doubles[middle], sought[i]);
          if (order < 0 || right && order == 0) {
            low = middle + 1;
          } else {
            high = middle;
          }
        }
        out[i] = low - (long) line * n;
      }
    }
    return Buffers.wrap(values.aval().with(DType.I64), out);
  }

  private static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  /// The different elements of an array in increasing order.
  ///
  /// @param first the position of the first of each
  /// @param inverse for each element the place of its value
  /// @param counts how often each occurs
  public record Distinct(long[] first, long[] inverse, long[] counts) {}

  /// The different elements of x.
  public static Distinct distinct(Array x) {
    int n = x.shape().size();
    Array flat = Buffers.wrap(x.aval().with(org.cotangent.Shape.of(n)), Buffers.data(x));
    long[] order = Buffers.toLongs(Sorts.order(flat, 0, false));
    boolean whole = !x.dtype().floating();
    long[] longs = whole ? Buffers.toLongs(x) : new long[0];
    double[] doubles = whole ? new double[0] : Buffers.toDoubles(x);
    long[] first = new long[n];
    long[] inverse = new long[n];
    long[] counts = new long[n];
    int values = 0;
    for (int k = 0; k < n; k++) {
      int at = (int) order[k];
      int before = k == 0 ? at : (int) order[k - 1];
      boolean same =
          k > 0
              && (whole ? longs[at] == longs[before] : compare(doubles[at], doubles[before]) == 0);
      if (!same) {
        first[values++] = at;
      }
      inverse[at] = values - 1L;
      counts[values - 1]++;
    }
    return new Distinct(Arrays.copyOf(first, values), inverse, Arrays.copyOf(counts, values));
  }
}
