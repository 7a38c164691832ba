package org.cotangent.kernel;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// Convolutions as matrix products, and what else slides windows over arrays.
///
/// The elements that the windows meet are copied into a matrix, a block that fits a near cache at a time (after K. Chellapilla,
/// S. Puri and P. Simard, *High performance convolutional neural networks for document processing*, 2006, with the blocks of a
/// matrix product), so no more memory is needed than that block, however large the window is. All is computed in the dtype of the
/// operands.
public final class Convolutions {
  /// A block has at most so many columns (windows) and about so many elements.
  private static final int COLUMNS = 1024;

  private static final int ELEMENTS = 65536;

  /// An example with so many windows has blocks of its own, whose products are written where they belong.
  private static final int MANY = 96;

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
    Object out = Buffers.allocate(aval);
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
    if (aval.shape().size() > 0 && summed > 0 && windows.area() > 0) {
      var product =
          new Sliding(
              windows,
              aval.dtype(),
              x.length(1),
              x.length(2),
              w.length(1),
              Buffers.data(left),
              out);
      for (int g = 0; g < x.length(0); g++) {
        product.group(g, Buffers.data(right));
      }
    }
    return Buffers.wrap(aval, out);
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
    Object out = Buffers.allocate(aval);
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
      Strided.put(Buffers.data(result), windows, out, phase * step, steps);
    }
    return Buffers.wrap(aval, out);
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
    private final Object out;
    private final int area;
    private final int count;
    private final int size;
    private final boolean longRows;
    private final Windows exchanged;

    /// How many columns and rows a block has at most; columns are windows of one example, or of all in a row.
    private final int width;

    private final int height;

    private final boolean apart;
    private final Object met;
    private final Object product;

    Sliding(
        Windows windows,
        DType dtype,
        int examples,
        int channels,
        int results,
        Object data,
        Object out) {
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
      apart = count >= MANY;
      width = Math.min(COLUMNS, apart ? count : Math.multiplyExact(examples, count));
      height = Math.clamp(whole(ELEMENTS / width), 1, channels * size);
      boolean direct = results < FEW && longRows;
      met = Buffers.allocate(dtype, direct ? 0 : width * height);
      product = Buffers.allocate(dtype, direct || apart ? 0 : results * width);
    }

    /// So many rows, or rather as many as belong to whole channels.
    private int whole(int rows) {
      return longRows || rows < size ? rows : rows / size * size;
    }

    void group(int g, Object right) {
      if (results < FEW && longRows) {
        directly(g, right);
      } else if (apart) {
        for (int n = 0; n < examples; n++) {
          for (int s = 0; s < count; s += width) {
            int columns = Math.min(width, count - s);
            int at = (g * examples + n) * results * count + s;
            blocks(g, n * count + s, columns, right, out, at, count);
          }
        }
      } else {
        int all = examples * count;
        for (int j = 0; j < all; j += width) {
          int columns = Math.min(width, all - j);
          blocks(g, j, columns, right, product, 0, columns);
          place(g, j, columns);
        }
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

    /// The products with windows `j` and on, counted through all examples, as rows `row` apart.
    private void blocks(int g, int j, int columns, Object right, Object into, int at, int row) {
      int summed = channels * size;
      for (int q = 0; q < summed; q += height) {
        int rows = Math.min(height, summed - q);
        int weights = g * results * summed + q;
        if (longRows) {
          readRows(g, j, columns, q, rows);
        } else {
          readColumns(g, j, columns, q, rows);
        }
        int down = longRows ? columns : 1;
        int across = longRows ? 1 : rows;
        MatrixProduct.multiply(
            results, columns, rows, right, weights, summed, 1, met, 0, down, across, into, at, row,
            q > 0);
      }
    }

    /// What elements `q` and on of windows `j` and on meet: a row for each element. Copied along the longer of the two.
    private void readRows(int g, int j, int columns, int q, int rows) {
      for (int r = 0; r < rows; r++) {
        int channel = (q + r) / size;
        int k = (q + r) % size;
        for (int done = 0; done < columns; ) {
          int s = (j + done) % count;
          int n = Math.min(count - s, columns - done);
          int from = start(g, (j + done) / count, channel);
          windows.read(data, from, k, s, s + n, met, r * columns + done);
          done += n;
        }
      }
    }

    /// The same, a column after the other.
    private void readColumns(int g, int j, int columns, int q, int rows) {
      for (int r = 0; r < columns; r++) {
        int example = (j + r) / count;
        int s = (j + r) % count;
        for (int done = 0; done < rows; ) {
          int k = (q + done) % size;
          int n = Math.min(size - k, rows - done);
          int from = start(g, example, (q + done) / size);
          exchanged.read(data, from, s, k, k + n, met, r * rows + done);
          done += n;
        }
      }
    }

    private int start(int g, int example, int channel) {
      return ((g * examples + example) * channels + channel) * area;
    }

    /// Copies the product to the results of the examples.
    private void place(int g, int j, int columns) {
      for (int done = 0; done < columns; ) {
        int example = (j + done) / count;
        int s = (j + done) % count;
        int n = Math.min(count - s, columns - done);
        for (int o = 0; o < results; o++) {
          int at = ((g * examples + example) * results + o) * count + s;
          System.arraycopy(product, o * columns + done, out, at, n);
        }
        done += n;
      }
    }
  }

  /// `out[l, k, s] = x[l, place of element k of window s]`.
  public static Array unfold(Array x, Aval aval, Windows windows) {
    Object out = Buffers.allocate(aval);
    int lines = aval.shape().size() == 0 ? 0 : x.shape().length(0);
    int count = windows.count();
    for (int l = 0; l < lines; l++) {
      for (int k = 0; k < windows.size(); k++) {
        int at = (l * windows.size() + k) * count;
        windows.read(Buffers.data(x), l * windows.area(), k, 0, count, out, at);
      }
    }
    return Buffers.wrap(aval, out);
  }

  /// The transpose of [#unfold]: adds each element of the windows to the place where it came from.
  public static Array fold(Array x, Aval aval, Windows windows) {
    Object out = Buffers.allocate(aval);
    Object values = Buffers.data(x);
    int lines = x.shape().size() == 0 ? 0 : x.shape().length(0);
    for (int l = 0; l < lines; l++) {
      for (int k = 0; k < windows.size(); k++) {
        windows.add(values, (l * windows.size() + k) * windows.count(), k, out, l * windows.area());
      }
    }
    return Buffers.wrap(aval, out);
  }

  /// The positions of the largest elements of the windows over each line of x, among all elements.
  public static Array largest(Array x, Aval aval, Windows windows) {
    long[] out = new long[aval.shape().size()];
    Array floating =
        x.dtype().floating()
            ? x
            : Buffers.ofDoubles(x.aval().with(DType.F64), Buffers.toDoubles(x));
    windows.largest(Buffers.data(floating), out.length == 0 ? 0 : x.shape().length(0), out);
    return Buffers.ofLongs(aval, out);
  }
}
