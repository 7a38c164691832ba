package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.kernel.MatrixProduct.Matrix;
import org.cotangent.primitive.Aval;

/// Convolutions as matrix products, and what else slides windows over arrays.
///
/// The elements that the windows meet are copied into a matrix, a block that fits a near cache at a time (after K. Chellapilla,
/// S. Puri and P. Simard, *High performance convolutional neural networks for document processing*, 2006, with the blocks of a
/// matrix product), so no more memory is needed than that block, however large the window is.
public final class Convolutions {
  /// A block has at most so many columns (windows) and rows (elements of windows): a megabyte.
  private static final int COLUMNS = 512;

  private static final int ROWS = 256;

  /// So few results are summed without a block.
  private static final int FEW = 3;

  private Convolutions() {}

  /// How windows lie: see [Windows].
  ///
  /// @param strides from one window to the next
  /// @param dilations from one element of a window to the next
  /// @param low how far the first window reaches out
  /// @param inputDilations from one element of the array to the next
  public record Places(int[] strides, int[] dilations, int[] low, int[] inputDilations) {}

  /// `out[g, n, o, s] = Σ left[g, n, c, place of element k of window s]·right[g, o, c, k]` over c and k; `aval` is that of the result.
  public static Array convolve(Array left, Array right, Aval aval, Places places) {
    for (int axis = 0; axis < places.strides.length; axis++) {
      if (places.inputDilations[axis] > 1 && places.strides[axis] == 1) {
        return byPhases(axis, left, right, aval, places);
      }
    }
    Shape x = left.shape();
    Shape w = right.shape();
    double[] out = new double[aval.shape().size()];
    Windows windows =
        Windows.over(
            left.aval(),
            aval.shape().from(3).toArray(),
            places.strides,
            w.from(3).toArray(),
            places.dilations,
            places.low,
            places.inputDilations);
    int summed = w.length(2) * windows.size();
    if (out.length > 0 && summed > 0 && windows.area() > 0) {
      var product =
          new Sliding(windows, x.length(1), x.length(2), w.length(1), Buffers.data(left), out);
      for (int g = 0; g < x.length(0); g++) {
        product.group(g, Buffers.data(right));
      }
    }
    return Buffers.ofDoubles(aval, out);
  }

  /// Where d zeros and an element take turns, every d-th window meets the same elements of the kernel: those windows are a convolution
  /// with that part of the kernel, without the zeros. So a transposed convolution is no more work than the convolution.
  private static Array byPhases(int axis, Array left, Array right, Aval aval, Places places) {
    int at = axis + 3;
    int d = places.inputDilations[axis];
    int dilation = places.dilations[axis];
    int size = right.shape().length(at);
    int count = aval.shape().length(at);
    int period = 1;
    while (period * dilation % d != 0) {
      period++;
    }
    double[] out = new double[aval.shape().size()];
    int[] steps = Strided.strides(aval.shape());
    int step = steps[at];
    steps[at] *= d;
    for (int phase = 0; phase < Math.min(d, count); phase++) {
      int first = 0;
      while (first < period && (phase + first * dilation - places.low[axis]) % d != 0) {
        first++;
      }
      if (first == period || first >= size) {
        continue;
      }
      int[] across = Strided.strides(right.shape());
      int from = first * across[at];
      across[at] *= period;
      Shape part = right.shape().resized(at, Math.ceilDiv(size - first, period));
      Array kernel = Strided.gather(right, from, across, right.aval().with(part));
      Shape windows = aval.shape().resized(at, Math.ceilDiv(count - phase, d));
      Array result =
          convolve(
              left,
              kernel,
              aval.with(windows),
              new Places(
                  places.strides,
                  with(places.dilations, axis, period * dilation / d),
                  with(places.low, axis, (places.low[axis] - phase - first * dilation) / d),
                  with(places.inputDilations, axis, 1)));
      Strided.addTo(Buffers.toDoubles(result), windows, out, phase * step, steps);
    }
    return Buffers.ofDoubles(aval, out);
  }

  private static int[] with(int[] numbers, int axis, int number) {
    int[] copy = numbers.clone();
    copy[axis] = number;
    return copy;
  }

  /// One group after the other, in the same buffers.
  private static final class Sliding {
    private final Windows windows;
    private final int examples;
    private final int channels;
    private final int results;
    private final Object data;
    private final double[] out;
    private final int area;
    private final int count;
    private final int size;
    private final boolean longRows;
    private final Windows exchanged;
    private final double[] met;
    private final double[] product;

    Sliding(Windows windows, int examples, int channels, int results, Object data, double[] out) {
      this.windows = windows;
      this.examples = examples;
      this.channels = channels;
      this.results = results;
      this.data = data;
      this.out = out;
      area = windows.area();
      count = windows.count();
      size = windows.size();
      longRows = windows.longRows();
      exchanged = windows.exchanged();
      int columns = Math.min(COLUMNS, Math.multiplyExact(examples, count));
      met = new double[columns * Math.min(ROWS, channels * size)];
      product = new double[results * columns];
    }

    void group(int g, Object right) {
      if (results < FEW && longRows) {
        directly(g, right);
      } else {
        byBlocks(g, right);
      }
    }

    /// For few results a block would not be used often enough to be worth making.
    private void directly(int g, Object right) {
      for (int o = 0; o < results; o++) {
        for (int q = 0; q < channels * size; q++) {
          int at = (g * results + o) * channels * size + q;
          double weight = right instanceof double[] d ? d[at] : ((float[]) right)[at];
          for (int n = 0; n < examples; n++) {
            int to = ((g * examples + n) * results + o) * count;
            windows.addProduct(weight, data, start(g, n, q / size), q % size, out, to);
          }
        }
      }
    }

    private void byBlocks(int g, Object right) {
      int summed = channels * size;
      int all = examples * count;
      for (int j = 0; j < all; j += COLUMNS) {
        int columns = Math.min(COLUMNS, all - j);
        for (int q = 0; q < summed; q += ROWS) {
          int rows = Math.min(ROWS, summed - q);
          Matrix block = block(g, j, columns, q, rows);
          var weights = new Matrix(right, g * results * summed + q, summed, 1);
          var to = new Matrix(product, 0, columns, 1);
          java.util.Arrays.fill(product, 0, results * columns, 0);
          if (columns < results) {
            MatrixProduct.multiply(
                columns, results, rows, block.transposed(), weights.transposed(), to.transposed());
          } else {
            MatrixProduct.multiply(results, columns, rows, weights, block, to);
          }
          add(g, j, columns);
        }
      }
    }

    /// What elements `q` and on of windows `j` and on meet, counted through all channels and all examples. Copied along the longer
    /// of the two.
    private Matrix block(int g, int j, int columns, int q, int rows) {
      if (longRows) {
        for (int r = 0; r < rows; r++) {
          int channel = (q + r) / size;
          int k = (q + r) % size;
          for (int done = 0; done < columns; ) {
            int s = (j + done) % count;
            int n = Math.min(count - s, columns - done);
            windows.read(
                data, start(g, (j + done) / count, channel), k, s, s + n, met, r * columns + done);
            done += n;
          }
        }
        return new Matrix(met, 0, columns, 1);
      }
      for (int r = 0; r < columns; r++) {
        int example = (j + r) / count;
        int s = (j + r) % count;
        for (int done = 0; done < rows; ) {
          int k = (q + done) % size;
          int n = Math.min(size - k, rows - done);
          exchanged.read(
              data, start(g, example, (q + done) / size), s, k, k + n, met, r * rows + done);
          done += n;
        }
      }
      return new Matrix(met, 0, 1, rows);
    }

    private int start(int g, int example, int channel) {
      return ((g * examples + example) * channels + channel) * area;
    }

    private void add(int g, int j, int columns) {
      for (int done = 0; done < columns; ) {
        int example = (j + done) / count;
        int s = (j + done) % count;
        int n = Math.min(count - s, columns - done);
        for (int o = 0; o < results; o++) {
          int at = ((g * examples + example) * results + o) * count + s;
          int from = o * columns + done;
          for (int i = 0; i < n; i++) {
            out[at + i] += product[from + i];
          }
        }
        done += n;
      }
    }
  }

  /// `out[l, k, s] = x[l, place of element k of window s]`.
  public static Array unfold(Array x, Aval aval, Windows windows) {
    double[] out = new double[aval.shape().size()];
    int lines = out.length == 0 ? 0 : x.shape().length(0);
    int count = windows.count();
    for (int l = 0; l < lines; l++) {
      for (int k = 0; k < windows.size(); k++) {
        int at = (l * windows.size() + k) * count;
        windows.read(Buffers.data(x), l * windows.area(), k, 0, count, out, at);
      }
    }
    return Buffers.ofDoubles(aval, out);
  }

  /// The transpose of [#unfold]: adds each element of the windows to the place where it came from.
  public static Array fold(Array x, Aval aval, Windows windows) {
    double[] out = new double[aval.shape().size()];
    double[] values = Buffers.toDoubles(x);
    int lines = values.length == 0 ? 0 : x.shape().length(0);
    for (int l = 0; l < lines; l++) {
      for (int k = 0; k < windows.size(); k++) {
        windows.add(values, (l * windows.size() + k) * windows.count(), k, out, l * windows.area());
      }
    }
    return Buffers.ofDoubles(aval, out);
  }

  /// The positions of the largest elements of the windows over each line of x, as rows of all elements.
  public static Array largest(Array x, Aval aval, Windows windows) {
    long[] out = new long[aval.shape().size()];
    double[] data = Buffers.toDoubles(x);
    int lines = out.length == 0 ? 0 : x.shape().length(0);
    for (int l = 0; l < lines; l++) {
      windows.largest(data, l * windows.area(), out, l * windows.count());
    }
    return Buffers.ofLongs(aval, out);
  }
}
