package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.primitive.Aval;

/// The largest or smallest element, and its first position.
public final class Extremes {
  private Extremes() {}

  /// The extreme over `axes`; NaN passes.
  public static Array reduce(Array x, int[] axes, boolean largest, Aval aval) {
    int size = aval.shape().size();
    int count = size == 0 ? 0 : x.shape().size() / size;
    Array rows = Sums.leading(x, axes, aval.shape(), count);
    if (!x.dtype().floating()) {
      long[] data = Buffers.toLongs(rows);
      long[] out = new long[size];
      for (int i = 0; i < size; i++) {
        long best = data[i * count];
        for (int k = 1; k < count; k++) {
          best =
              largest ? Math.max(best, data[i * count + k]) : Math.min(best, data[i * count + k]);
        }
        out[i] = best;
      }
      return Buffers.ofLongs(aval, out);
    }
    double[] out = new double[size];
    if (x.dtype() == DType.F32) {
      float[] data = Buffers.f32(rows);
      for (int i = 0; i < size; i++) {
        float best = data[i * count];
        for (int k = 1; k < count; k++) {
          float next = data[i * count + k];
          best = largest ? Math.max(best, next) : Math.min(best, next);
        }
        out[i] = best;
      }
      return Buffers.ofDoubles(aval, out);
    }
    double[] data = Buffers.f64(rows);
    for (int i = 0; i < size; i++) {
      double best = data[i * count];
      for (int k = 1; k < count; k++) {
        best = largest ? Math.max(best, data[i * count + k]) : Math.min(best, data[i * count + k]);
      }
      out[i] = best;
    }
    return Buffers.ofDoubles(aval, out);
  }

  /// The first position of the extreme along an axis; that of the first NaN, if there is one.
  public static Array position(Array x, int axis, boolean largest, Aval aval) {
    Scans.Lines lines = Scans.Lines.of(x.shape(), axis);
    long[] out = new long[aval.shape().size()];
    int[] next = new int[1];
    if (x.dtype().floating()) {
      double[] data = x.dtype() == DType.F64 ? Buffers.f64(x) : Buffers.toDoubles(x);
      lines.each(
          false,
          (start, step) -> {
            int best = 0;
            for (int k = 1; k < lines.length(); k++) {
              double held = data[start + best * step];
              double value = data[start + k * step];
              if (held == held && (value != value || (largest ? value > held : value < held))) {
                best = k;
              }
            }
            out[next[0]++] = best;
          });
    } else {
      long[] data = Buffers.toLongs(x);
      lines.each(
          false,
          (start, step) -> {
            int best = 0;
            for (int k = 1; k < lines.length(); k++) {
              long held = data[start + best * step];
              long value = data[start + k * step];
              if (largest ? value > held : value < held) {
                best = k;
              }
            }
            out[next[0]++] = best;
          });
    }
    return Buffers.wrap(aval, out);
  }
}
