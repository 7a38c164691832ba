package org.cotangent.kernel;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.primitive.Aval;

/// Discrete Fourier transforms along one axis, unscaled, in `n log n` steps for every length n. `F32` is computed in double.
///
/// Several lines are transformed together, side by side. Thread-safe.
public final class Fourier {
  /// Panels of about so many elements stay in a processor's cache.
  private static final int PANEL = 1 << 13;

  private static final int WIDEST = 64;

  private Fourier() {}

  /// The least length from `least` on for which transforms are fastest.
  public static int smooth(int least) {
    return FourierPlan.smooth(least);
  }

  /// `y[k] = Σ x[j]·exp(−2πijk/n)` of the complex numbers `re + i·im`: both parts.
  public static List<Array> transform(Array re, Array im, int axis) {
    Aval aval = re.aval();
    double[] outRe = new double[aval.shape().size()];
    double[] outIm = new double[aval.shape().size()];
    if (aval.shape().size() > 0) {
      double[] inRe = doubles(re);
      double[] inIm = doubles(im);
      Grid grid = Grid.of(aval.shape(), axis);
      FourierPlan plan = FourierPlan.of(grid.length);
      Blocks blocks = grid.blocks(grid.length);
      var panel = new Panel(grid.length, blocks.width);
      for (int b = 0; b < blocks.count; b++) {
        Block block = blocks.in(grid, b);
        panel.columns = block.columns;
        for (int j = 0; j < grid.length; j++) {
          block.load(inRe, j, panel.re, j);
          block.load(inIm, j, panel.im, j);
        }
        plan.transform(panel);
        for (int k = 0; k < grid.length; k++) {
          block.store(panel.re, k, outRe, k);
          block.store(panel.im, k, outIm, k);
        }
      }
    }
    return List.of(Buffers.ofDoubles(aval, outRe), Buffers.ofDoubles(aval, outIm));
  }

  /// The transform of real numbers: its elements 0 to n/2, both parts. The others are their conjugates.
  public static List<Array> ofReal(Array x, int axis) {
    Grid numbers = Grid.of(x.shape(), axis);
    Aval aval = x.aval().with(x.shape().resized(axis, numbers.length / 2 + 1));
    double[] outRe = new double[aval.shape().size()];
    double[] outIm = new double[aval.shape().size()];
    if (x.shape().size() > 0) {
      double[] in = doubles(x);
      Grid spectra = Grid.of(aval.shape(), axis);
      RealPlan plan = RealPlan.of(numbers.length);
      Blocks blocks = numbers.blocks(plan.room());
      var panel = new Panel(plan.room(), blocks.width);
      for (int b = 0; b < blocks.count; b++) {
        Block from = blocks.in(numbers, b);
        panel.columns = from.columns;
        for (int j = 0; j < numbers.length; j++) {
          boolean second = plan.packed() && j % 2 == 1;
          from.load(in, j, second ? panel.im : panel.re, plan.packed() ? j / 2 : j);
        }
        plan.forward(panel);
        Block to = blocks.in(spectra, b);
        for (int k = 0; k < spectra.length; k++) {
          to.store(panel.re, k, outRe, k);
          to.store(panel.im, k, outIm, k);
        }
      }
    }
    return List.of(Buffers.ofDoubles(aval, outRe), Buffers.ofDoubles(aval, outIm));
  }

  /// The transposed map of [#ofReal]: n numbers `Σ re[k]·cos(2πjk/n) − im[k]·sin(2πjk/n)`, k from 0 to n/2.
  public static Array toReal(Array re, Array im, int axis, int n) {
    Aval aval = re.aval().with(re.shape().resized(axis, n));
    double[] out = new double[aval.shape().size()];
    if (aval.shape().size() > 0) {
      double[] inRe = doubles(re);
      double[] inIm = doubles(im);
      Grid spectra = Grid.of(re.shape(), axis);
      Grid numbers = Grid.of(aval.shape(), axis);
      RealPlan plan = RealPlan.of(n);
      Blocks blocks = numbers.blocks(plan.room());
      var panel = new Panel(plan.room(), blocks.width);
      for (int b = 0; b < blocks.count; b++) {
        Block from = blocks.in(spectra, b);
        panel.columns = from.columns;
        for (int k = 0; k < spectra.length; k++) {
          from.load(inRe, k, panel.re, k);
          from.load(inIm, k, panel.im, k);
        }
        plan.transposed(panel);
        Block to = blocks.in(numbers, b);
        for (int j = 0; j < n; j++) {
          boolean second = plan.packed() && j % 2 == 1;
          to.store(second ? panel.im : panel.re, plan.packed() ? j / 2 : j, out, j);
        }
      }
    }
    return Buffers.ofDoubles(aval, out);
  }

  private static double[] doubles(Array array) {
    return array.dtype() == DType.F64 ? Buffers.f64(array) : Buffers.toDoubles(array);
  }

  /// The lines of an array along an axis: `outer·inner` of them, whose elements are `inner` apart.
  private record Grid(int outer, int length, int inner) {
    static Grid of(Shape shape, int axis) {
      Scans.Lines lines = Scans.Lines.of(shape, axis);
      return new Grid(lines.outer(), lines.length(), lines.inner());
    }

    /// Lines in blocks, such that panels of `rows` stay in the cache. Neighbours are taken together, or whole lines if the axis is
    /// the last one.
    Blocks blocks(int rows) {
      int available = inner == 1 ? outer : inner;
      int fitting = Math.clamp(PANEL / rows, inner == 1 ? 1 : 8, WIDEST);
      int width = Math.min(available, fitting);
      int across = Math.ceilDiv(available, width);
      return new Blocks(width, across, inner == 1 ? across : outer * across);
    }
  }

  /// A division of the lines into blocks of at most `width`; the same for every array with as many lines.
  private record Blocks(int width, int across, int count) {
    Block in(Grid grid, int index) {
      int first = index % across * width;
      if (grid.inner == 1) {
        int columns = Math.min(width, grid.outer - first);
        return new Block(first * grid.length, columns, grid.length, 1);
      }
      int columns = Math.min(width, grid.inner - first);
      int start = index / across * grid.length * grid.inner + first;
      return new Block(start, columns, 1, grid.inner);
    }
  }

  /// Where element j of column c of a panel lies in an array: at `start + j·along + c·apart`.
  private record Block(int start, int columns, int apart, int along) {
    void load(double[] from, int j, double[] panel, int row) {
      int at = start + j * along;
      int to = row * columns;
      if (apart == 1) {
        System.arraycopy(from, at, panel, to, columns);
        return;
      }
      for (int c = 0; c < columns; c++) {
        panel[to + c] = from[at + c * apart];
      }
    }

    void store(double[] panel, int row, double[] into, int j) {
      int at = start + j * along;
      int from = row * columns;
      if (apart == 1) {
        System.arraycopy(panel, from, into, at, columns);
        return;
      }
      for (int c = 0; c < columns; c++) {
        into[at + c * apart] = panel[from + c];
      }
    }
  }
}
