package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.Shape;

/// Runs along one axis of an array, all lines at once: what running sums, products and extremes share.
public final class Scans {
  private Scans() {}

  /// Where the elements of the lines along an axis lie: line `(o, i)` starts at `o·length·inner + i`, its neighbours are `inner`
  /// apart.
  public record Lines(int outer, int length, int inner) {
    /// The lines of `shape` along `axis`.
    public static Lines of(Shape shape, int axis) {
      int outer = 1;
      for (int i = 0; i < axis; i++) {
        outer *= shape.length(i);
      }
      int inner = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        inner *= shape.length(i);
      }
      return new Lines(outer, shape.length(axis), inner);
    }

    /// Calls `body` with the start of each line; the step to its next element is `inner`, or `-inner` from the end.
    public void each(boolean reverse, Body body) {
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          int first = o * length * inner + i;
          body.line(reverse ? first + (length - 1) * inner : first, reverse ? -inner : inner);
        }
      }
    }
  }

  /// What is done along one line.
  @FunctionalInterface
  public interface Body {
    /// From `start` on, `step` apart.
    void line(int start, int step);
  }

  /// Running sums. Floating ones are compensated (W. Kahan, 1965; A. Neumaier, 1974), so their error does not grow with the
  /// length.
  public static Array sum(Array x, int axis, boolean reverse) {
    Lines lines = Lines.of(x.shape(), axis);
    if (!x.dtype().floating()) {
      long[] values = Buffers.toLongs(x);
      lines.each(
          reverse,
          (start, step) -> {
            long sum = 0;
            for (int k = 0, at = start; k < lines.length; k++, at += step) {
              sum += values[at];
              values[at] = sum;
            }
          });
      return Buffers.ofLongs(x.aval(), values);
    }
    double[] values = Buffers.toDoubles(x);
    lines.each(
        reverse,
        (start, step) -> {
          double sum = 0;
          double lost = 0;
          for (int k = 0, at = start; k < lines.length; k++, at += step) {
            double term = values[at];
            double next = sum + term;
            lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
            sum = next;
            // Infinities would make the compensation NaN.
            values[at] = Double.isFinite(lost) ? sum + lost : sum;
          }
        });
    return Buffers.ofDoubles(x.aval(), values);
  }

  /// `s[k] = a[k]·s[k−1] + b[k]`, with `s[−1] = 0`.
  public static Array recurrence(Array a, Array b, int axis, boolean reverse) {
    Lines lines = Lines.of(a.shape(), axis);
    double[] factors = Buffers.toDoubles(a);
    double[] values = Buffers.toDoubles(b);
    lines.each(
        reverse,
        (start, step) -> {
          double s = 0;
          for (int k = 0, at = start; k < lines.length; k++, at += step) {
            s = k == 0 ? values[at] : factors[at] * s + values[at];
            values[at] = s;
          }
        });
    return Buffers.ofDoubles(a.aval(), values);
  }

  /// `y[k] = log(exp y[k−1] + exp x[k])`, without overflow.
  public static Array logSumExp(Array x, int axis, boolean reverse) {
    Lines lines = Lines.of(x.shape(), axis);
    double[] values = Buffers.toDoubles(x);
    lines.each(
        reverse,
        (start, step) -> {
          double top = Double.NEGATIVE_INFINITY;
          double sum = 0;
          for (int k = 0, at = start; k < lines.length; k++, at += step) {
            double term = values[at];
            if (term > top) {
              sum = sum * Math.exp(top - term) + 1;
              top = term;
            } else if (term > Double.NEGATIVE_INFINITY) {
              sum += Math.exp(term - top);
            } else if (term != term) {
              sum = term;
            }
            values[at] =
                sum == 0
                    ? Double.NEGATIVE_INFINITY
                    : Double.isInfinite(top) ? top + (sum - sum) : top + Math.log(sum);
          }
        });
    return Buffers.ofDoubles(x.aval(), values);
  }

  /// The position of the extreme up to each element: of equal ones the last; NaN, once met, stays.
  public static Array argExtreme(Array x, int axis, boolean largest) {
    Lines lines = Lines.of(x.shape(), axis);
    double[] values = Buffers.toDoubles(x);
    long[] positions = new long[values.length];
    lines.each(
        false,
        (start, step) -> {
          int best = 0;
          for (int k = 0, at = start; k < lines.length; k++, at += step) {
            double held = values[start + best * step];
            double value = values[at];
            boolean wins = value != value || (largest ? value >= held : value <= held);
            if (k == 0 || held == held && wins) {
              best = k;
            }
            positions[at] = best;
          }
        });
    return Buffers.wrap(x.aval().with(org.cotangent.DType.I64), positions);
  }
}
