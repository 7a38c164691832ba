package org.cotangent.compiler.matrix;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Products in double precision from [DoubleTiles]: which parts of the operands are copied where, and when.
///
/// Where copies pay, blocks of b go to panels as wide as a tile and blocks of a to rows one after the other, so that the innermost loop
/// reads what is near (K. Goto and R. van de Geijn, *Anatomy of high-performance matrix multiplication*, 2008). An element of a is used
/// for each column of b, so where these are few, a is read where it lies, whatever its strides; likewise b where the rows of a are few.
/// Products with a vector go without copies, since each element is used once.
final class DoubleProduct {
  private static final int ROWS = DoubleTiles.ROWS;

  /// A multiple of the rows of all tiles: four, and six where that is as quick.
  private static final int EVEN = 12;

  /// Rows of the scratch tile.
  private static final int TALL = 2 * EVEN;

  private static final int VECTORS = DoubleTiles.VECTORS;

  /// So many summed indices at a time: a panel of b fits the nearest cache.
  private static final int DEPTH = 256;

  /// So many rows of a at a time: they fit the second cache.
  private static final int HEIGHT = 16 * EVEN;

  /// So many columns of b at a time, or a few less.
  private static final int WIDTH = 1024;

  /// b is used where it lies if so few rows of a meet it, or if its elements are so close together.
  private static final int FEW = 12;

  private static final int NEAR = 16_384;

  /// If b, and so many rows of a, have so few elements, these rows meet all of b before the next ones do.
  private static final int SHORT = 2048;

  /// a is used where it lies if so few columns of b meet it; fewer, if its rows are not in one piece.
  private static final int NARROW = 256;

  private static final int NARROWER = 64;

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
    } else if (cost(tiles, n, m, bRow == 1, aRow == 1) + (double) m * n / k
        < 0.95 * cost(tiles, m, n, aColumn == 1, bColumn == 1)) {
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

  /// About how many nanoseconds each summed index takes: those of the tiles, of which one of a single vector takes as long as one of two,
  /// and those of the copies, which are quick only where rows are in one piece.
  private static double cost(DoubleTiles tiles, int m, int n, boolean leftRows, boolean rightRows) {
    double vectors = Math.max(2, Math.ceilDiv(n, tiles.lanes()));
    double left = n > NARROWER && !leftRows ? 0.6 * m : 0;
    return 0.6 * Math.ceilDiv(m, ROWS) * vectors + left + (rightRows ? 0.1 : 0.6) * n;
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
    int lanes = tiles.lanes();
    int block = Math.max(1, WIDTH / (VECTORS * lanes)) * VECTORS * lanes;
    int depth = Math.min(k, DEPTH);
    boolean near = bColumn == 1 && (m <= FEW || (long) depth * Math.abs(bRow) <= NEAR);
    boolean copied = n > (aColumn == 1 ? NARROW : NARROWER);
    boolean rowwise = copied || aColumn == 1;
    int height = Math.min(m, HEIGHT);
    if (!copied && depth * n <= SHORT) {
      height = Math.min(m, EVEN * Math.max(1, SHORT / depth / EVEN));
    }
    if (copied) {
      left = atLeast(height * depth, left);
    }
    right = atLeast(lanes * Math.ceilDiv(Math.min(n, block), lanes) * depth, right);
    scratch = atLeast(TALL * VECTORS * lanes, scratch);
    for (int j = 0; j < n; j += block) {
      int columns = Math.min(block, n - j);
      int first = lanes * vectors(rowwise, lanes, columns);
      for (int l = 0; l < k; l += DEPTH) {
        int sum = Math.min(DEPTH, k - l);
        boolean add = accumulate || l > 0;
        int bFrom = bAt + l * bRow + j * bColumn;
        // What is read behind the end of a row that is shorter than a panel, does not matter.
        boolean direct =
            near && (first <= columns || bFrom + Math.max(0, (sum - 1) * bRow) + first <= b.length);
        if (!direct) {
          packRight(tiles, rowwise, sum, columns, b, bFrom, bRow, bColumn);
        }
        for (int i = 0; i < m; i += height) {
          int rows = Math.min(height, m - i);
          int aFrom = aAt + i * aRow + l * aColumn;
          int at = outAt + i * outRow + j * outColumn;
          if (copied) {
            packLeft(sum, rows, a, aFrom, aRow, aColumn);
          }
          double[] x = copied ? left : a;
          int xAt = copied ? 0 : aFrom;
          int xRow = copied ? sum : aRow;
          int xColumn = copied ? 1 : aColumn;
          for (int c = 0; c < columns; ) {
            int vectors = vectors(rowwise, lanes, columns - c);
            int full = vectors * lanes;
            int start = start(full, columns, c);
            double[] y = direct ? b : right;
            int yAt = direct ? bFrom + start : c * sum;
            int yRow = direct ? bRow : full;
            int width = Math.min(full, columns - c);
            column(
                tiles,
                sum,
                rows,
                x,
                xAt,
                xRow,
                xColumn,
                y,
                yAt,
                yRow,
                vectors,
                width,
                c - start,
                out,
                at + c * outColumn,
                outRow,
                outColumn,
                add);
            c += full;
          }
        }
      }
    }
  }

  /// How many vectors the next panel has, if there are so many columns left: never one if there are more, and where tiles of two are as
  /// quick as those of three, because rows of a are in one piece, as many of two as possible: so wide is a cache line.
  private static int vectors(boolean rowwise, int lanes, int columns) {
    int vectors = Math.ceilDiv(columns, lanes);
    boolean two = rowwise ? vectors % 2 == 0 : vectors == 4;
    return two ? 2 : Math.min(vectors, VECTORS);
  }

  /// Where the panel begins that is to have column c as its next: the last one reaches back if it would not be full.
  private static int start(int full, int columns, int c) {
    return c + full > columns && full <= columns ? columns - full : c;
  }

  /// The tiles below each other that meet one panel of b, from whose `width` columns of interest there are `skipped` before. Where others
  /// can be written too, because they get the same or are written later, the scratch tile is not needed.
  private void column(
      DoubleTiles tiles,
      int sum,
      int rows,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int vectors,
      int width,
      int skipped,
      double[] out,
      int outAt,
      int outRow,
      int outColumn,
      boolean add) {
    int full = vectors * tiles.lanes();
    int done = 0;
    if (outColumn == 1 && !add && (width == full || skipped > 0)) {
      done = rows;
    } else if (outColumn == 1 && !add && outRow == width) {
      done = Math.max(0, rows - Math.ceilDiv(full - width, width));
    }
    if (done > 0) {
      int at = outAt - skipped;
      tiles.column(done, sum, a, aAt, aRow, aColumn, b, bAt, bRow, vectors, out, at, outRow);
    }
    for (; done < rows; done += TALL) {
      int height = Math.min(TALL, rows - done);
      int from = aAt + done * aRow;
      tiles.column(height, sum, a, from, aRow, aColumn, b, bAt, bRow, vectors, scratch, 0, full);
      move(tiles, height, width, skipped, full, out, outAt + done * outRow, outRow, outColumn, add);
    }
  }

  /// Brings columns of the scratch tile to the result.
  private void move(
      DoubleTiles tiles,
      int rows,
      int columns,
      int from,
      int row,
      double[] out,
      int at,
      int outRow,
      int outColumn,
      boolean add) {
    if (outColumn == 1 && add) {
      tiles.add(rows, columns, scratch, from, row, out, at, outRow);
      return;
    }
    for (int r = 0; r < rows && outColumn == 1; r++) {
      System.arraycopy(scratch, r * row + from, out, at + r * outRow, columns);
    }
    for (int c = 0; c < columns && outColumn != 1; c++) {
      int p = c + from;
      int o = at + c * outColumn;
      for (int r = 0; r < rows; r++) {
        out[o] = add ? scratch[p] + out[o] : scratch[p];
        p += row;
        o += outRow;
      }
    }
  }

  /// Panels of b, one after the other.
  private void packRight(
      DoubleTiles tiles,
      boolean rowwise,
      int sum,
      int columns,
      double[] b,
      int at,
      int row,
      int column) {
    int lanes = tiles.lanes();
    for (int c = 0; c < columns; ) {
      int vectors = vectors(rowwise, lanes, columns - c);
      int full = lanes * vectors;
      int from = at + start(full, columns, c) * column;
      if (full <= columns && column == 1) {
        tiles.pack(sum, vectors, b, from, row, right, c * sum);
      } else {
        packColumns(sum, Math.min(full, columns), full, b, from, row, column, c * sum);
      }
      c += full;
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

  /// Rows of a, one after the other; four by four where their elements are not side by side.
  private void packLeft(int sum, int rows, double[] a, int at, int row, int column) {
    int i = 0;
    for (; column != 1 && i + 3 < rows; i += 4) {
      int p = at + i * row;
      int q = p + row;
      int r = q + row;
      int s = r + row;
      int o = i * sum;
      for (int l = 0; l < sum; l++) {
        int step = l * column;
        left[o] = a[p + step];
        left[o + sum] = a[q + step];
        left[o + 2 * sum] = a[r + step];
        left[o + 3 * sum] = a[s + step];
        o++;
      }
    }
    for (; i < rows; i++) {
      if (column == 1) {
        System.arraycopy(a, at + i * row, left, i * sum, sum);
      } else {
        for (int l = 0; l < sum; l++) {
          left[i * sum + l] = a[at + i * row + l * column];
        }
      }
    }
  }
}
