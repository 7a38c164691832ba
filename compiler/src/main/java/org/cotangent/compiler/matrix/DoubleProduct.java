package org.cotangent.compiler.matrix;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Products in double precision from [DoubleTiles]: which parts of the operands are copied where, and when.
///
/// Blocks of b go to panels as wide as a tile, blocks of a to panels of five rows, both read once from end to end by the innermost loop
/// (K. Goto and R. van de Geijn, *Anatomy of high-performance matrix multiplication*, 2008). Any stride is as good as any other, and
/// what sticks out at the edges is filled with zeros. Products with a vector go without copies, since each element is used once.
final class DoubleProduct {
  private static final int ROWS = DoubleTiles.ROWS;

  /// So many summed indices at a time: a panel of b fits the nearest cache.
  private static final int DEPTH = 256;

  /// So many rows of a at a time, a multiple of 5: they fit the second cache.
  private static final int HEIGHT = 200;

  /// So many columns of b at a time.
  private static final int WIDTH = 1024;

  /// b is used where it lies if so few rows of a meet it.
  private static final int FEW = 10;

  /// A result goes through the scratch tile, which pays only for sums at least so long.
  private static final int LONG = 32;

  /// Workspaces that nobody uses at the moment.
  private static final ConcurrentLinkedQueue<DoubleProduct> FREE = new ConcurrentLinkedQueue<>();

  /// One of them, where taking and giving back allocate nothing: all there is on one thread.
  private static final AtomicReference<@Nullable DoubleProduct> SPARE = new AtomicReference<>();

  private double[] left = new double[0];
  private double[] right = new double[0];
  private double[] scratch = new double[0];

  private DoubleProduct() {}

  /// `out = a·b` or `out += a·b`, as in [org.cotangent.kernel.Blas#multiply].
  static void multiply(
      DoubleTiles tiles,
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    DoubleProduct spare = SPARE.getAndSet(null);
    DoubleProduct free = spare != null ? spare : FREE.poll();
    DoubleProduct product = free != null ? free : new DoubleProduct();
    if (n == 1) {
      product.byVector(
          tiles, m, k, a, aAt, aRow, aColumn, b, bAt, bRow, out, outAt, outRow, accumulate);
    } else if (m == 1) {
      product.byVector(
          tiles, n, k, b, bAt, bColumn, bRow, a, aAt, aColumn, out, outAt, 1, accumulate);
    } else if (k >= LONG && cost(tiles, n, m, aRow == 1) < 0.95 * cost(tiles, m, n, bColumn == 1)) {
      product.blocks(
          tiles,
          n,
          m,
          k,
          b,
          bAt,
          bColumn,
          bRow,
          a,
          aAt,
          aColumn,
          aRow,
          out,
          outAt,
          1,
          outRow,
          accumulate);
    } else {
      product.blocks(
          tiles,
          m,
          n,
          k,
          a,
          aAt,
          aRow,
          aColumn,
          b,
          bAt,
          bRow,
          bColumn,
          out,
          outAt,
          outRow,
          1,
          accumulate);
    }
    if (!SPARE.compareAndSet(null, product)) {
      FREE.offer(product);
    }
  }

  /// About how many nanoseconds each summed index takes: those of whole tiles, and of the copies, which are quick only where the right
  /// matrix lies row by row.
  private static double cost(DoubleTiles tiles, int m, int n, boolean rows) {
    double vectors = (double) Math.ceilDiv(m, ROWS) * Math.ceilDiv(n, tiles.lanes());
    return 1.2 * vectors + 0.6 * m + (rows ? 0.1 : 0.6) * n;
  }

  private static double[] atLeast(int size, double[] array) {
    return array.length >= size ? array : new double[size];
  }

  private void byVector(
      DoubleTiles tiles,
      int m,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] x,
      int xAt,
      int xStep,
      double[] out,
      int outAt,
      int outStep,
      boolean accumulate) {
    scratch = atLeast(2 * ROWS * tiles.lanes(), scratch);
    if (aRow == 1 && m > 1) {
      byColumns(tiles, m, k, a, aAt, aColumn, x, xAt, xStep, out, outAt, outStep, accumulate);
      return;
    }
    double[] vector = x;
    int from = xAt;
    if (xStep != 1) {
      right = atLeast(k, right);
      gather(k, x, xAt, xStep, right);
      vector = right;
      from = 0;
    }
    if (aColumn == 1) {
      tiles.dots(m, k, a, aAt, aRow, vector, from, out, outAt, outStep, accumulate, scratch);
      return;
    }
    left = atLeast(k, left);
    for (int i = 0; i < m; i++) {
      gather(k, a, aAt + i * aRow, aColumn, left);
      int at = outAt + i * outStep;
      tiles.dots(1, k, left, 0, 0, vector, from, out, at, 1, accumulate, scratch);
    }
  }

  private static void gather(int n, double[] from, int at, int step, double[] into) {
    for (int i = 0; i < n; i++) {
      into[i] = from[at + i * step];
    }
  }

  /// The columns of a lie in one piece each.
  private void byColumns(
      DoubleTiles tiles,
      int m,
      int k,
      double[] a,
      int aAt,
      int aColumn,
      double[] x,
      int xAt,
      int xStep,
      double[] out,
      int outAt,
      int outStep,
      boolean accumulate) {
    boolean direct = outStep == 1;
    double[] y = out;
    int at = outAt;
    if (!direct) {
      left = atLeast(m, left);
      y = left;
      at = 0;
    }
    if (!direct || !accumulate) {
      Arrays.fill(y, at, at + m, 0);
    }
    int l = 0;
    for (; l + 7 < k; l += 8) {
      tiles.addEight(m, a, aAt + l * aColumn, aColumn, x, xAt + l * xStep, xStep, y, at);
    }
    for (; l < k; l++) {
      tiles.add(m, x[xAt + l * xStep], a, aAt + l * aColumn, y, at);
    }
    if (!direct) {
      for (int i = 0; i < m; i++) {
        int o = outAt + i * outStep;
        out[o] = accumulate ? out[o] + y[i] : y[i];
      }
    }
  }

  private void blocks(
      DoubleTiles tiles,
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int outRow,
      int outColumn,
      boolean accumulate) {
    int wide = 2 * tiles.lanes();
    boolean few = m <= FEW && bColumn == 1;
    int depth = Math.min(k, DEPTH);
    scratch = atLeast(ROWS * wide, scratch);
    left = atLeast(ROWS * Math.ceilDiv(Math.min(m, HEIGHT), ROWS) * depth, left);
    right =
        atLeast(few ? wide * depth : wide * Math.ceilDiv(Math.min(n, WIDTH), wide) * depth, right);
    for (int j = 0; j < n; j += WIDTH) {
      int columns = Math.min(WIDTH, n - j);
      for (int l = 0; l < k; l += DEPTH) {
        int sum = Math.min(DEPTH, k - l);
        boolean add = accumulate || l > 0;
        packRight(tiles, sum, columns, few, b, bAt + l * bRow + j * bColumn, bRow, bColumn);
        for (int i = 0; i < m; i += HEIGHT) {
          int rows = Math.min(HEIGHT, m - i);
          packLeft(sum, rows, a, aAt + i * aRow + l * aColumn, aRow, aColumn);
          for (int c = 0; c < columns; c += wide) {
            int width = Math.min(wide, columns - c);
            boolean direct = few && width == wide;
            double[] panel = direct ? b : right;
            int from = direct ? bAt + l * bRow + j + c : few ? 0 : c * sum;
            int panelRow = direct ? bRow : width <= tiles.lanes() ? tiles.lanes() : wide;
            int at = outAt + i * outRow + (j + c) * outColumn;
            column(tiles, sum, rows, width, panel, from, panelRow, out, at, outRow, outColumn, add);
          }
        }
      }
    }
  }

  /// The tiles below each other that meet one panel of b.
  private void column(
      DoubleTiles tiles,
      int sum,
      int rows,
      int width,
      double[] panel,
      int from,
      int panelRow,
      double[] out,
      int outAt,
      int outRow,
      int outColumn,
      boolean add) {
    int lanes = tiles.lanes();
    boolean narrow = width <= lanes;
    int full = narrow ? lanes : 2 * lanes;
    for (int i = 0; i < rows; i += ROWS) {
      int height = Math.min(ROWS, rows - i);
      int at = outAt + i * outRow;
      if (width == full && outColumn == 1) {
        tiles.tile(sum, left, i * sum, panel, from, panelRow, narrow, out, at, outRow, height, add);
        continue;
      }
      tiles.tile(
          sum, left, i * sum, panel, from, panelRow, narrow, scratch, 0, full, height, false);
      for (int r = 0; r < height; r++) {
        int o = at + r * outRow;
        for (int c = 0; c < width; c++) {
          double x = scratch[r * full + c];
          out[o] = add ? x + out[o] : x;
          o += outColumn;
        }
      }
    }
  }

  /// Panels of b, one after the other; only the last, if it is not full, where the others are used as they lie.
  private void packRight(
      DoubleTiles tiles,
      int sum,
      int columns,
      boolean few,
      double[] b,
      int at,
      int row,
      int column) {
    int lanes = tiles.lanes();
    int wide = 2 * lanes;
    for (int c = 0; c < columns; c += wide) {
      int width = Math.min(wide, columns - c);
      if (few && width == wide) {
        continue;
      }
      int from = at + c * column;
      int to = few ? 0 : c * sum;
      if (width == wide && column == 1) {
        tiles.pack(sum, b, from, row, right, to);
      } else {
        packColumns(sum, width, width <= lanes ? lanes : wide, b, from, row, column, to);
      }
    }
  }

  private void packColumns(
      int sum, int width, int full, double[] b, int from, int row, int column, int to) {
    int j = 0;
    for (; j + 3 < width; j += 4) {
      int p = from + j * column;
      int q = p + column;
      int r = q + column;
      int s = r + column;
      int o = to + j;
      for (int l = 0; l < sum; l++) {
        int step = l * row;
        right[o] = b[p + step];
        right[o + 1] = b[q + step];
        right[o + 2] = b[r + step];
        right[o + 3] = b[s + step];
        o += full;
      }
    }
    for (; j < full; j++) {
      int p = from + j * column;
      int o = to + j;
      for (int l = 0; l < sum; l++) {
        right[o] = j < width ? b[p + l * row] : 0;
        o += full;
      }
    }
  }

  /// Panels of five rows of a, column after column.
  private void packLeft(int sum, int rows, double[] a, int at, int row, int column) {
    for (int i = 0; i < rows; i += ROWS) {
      int from = at + i * row;
      int to = i * sum;
      if (i + ROWS <= rows) {
        int q = from + row;
        int r = q + row;
        int s = r + row;
        int t = s + row;
        for (int l = 0; l < sum; l++) {
          int step = l * column;
          left[to] = a[from + step];
          left[to + 1] = a[q + step];
          left[to + 2] = a[r + step];
          left[to + 3] = a[s + step];
          left[to + 4] = a[t + step];
          to += ROWS;
        }
        continue;
      }
      for (int l = 0; l < sum; l++) {
        for (int r = 0; r < ROWS; r++) {
          left[to++] = i + r < rows ? a[from + l * column + r * row] : 0;
        }
      }
    }
  }
}
