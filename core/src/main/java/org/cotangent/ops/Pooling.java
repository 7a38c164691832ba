package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Convolutions;
import org.cotangent.kernel.Windows;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;

/// What windows over the last axes of a tensor meet: their sums, means and largest elements, or the elements themselves.
///
/// `maxPool2d(x, Window.of(3).stride(2).padding(1))`. The window slides by its own size if no stride is told. All axes before the
/// spatial ones, such as examples and channels, stay. Whole numbers are converted to `F64`. Wrong windows throw a [ShapeException]
/// or an [IllegalArgumentException]. Thread-safe; all may be traced.
public final class Pooling {
  private Pooling() {}

  private static Windows windows(
      Aval array,
      List<Integer> counts,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> low,
      List<Integer> dilation) {
    int[] none = new int[counts.size()];
    java.util.Arrays.fill(none, 1);
    return Windows.over(
        array,
        AxisLists.array(counts),
        AxisLists.array(stride),
        AxisLists.array(size),
        AxisLists.array(dilation),
        AxisLists.array(low),
        none);
  }

  private static Shape joined(Shape first, List<Integer> second) {
    Shape joined = first;
    for (int length : second) {
      joined = joined.with(joined.rank(), length);
    }
    return joined;
  }

  private static int product(List<Integer> factors) {
    return factors.stream().reduce(1, Math::multiplyExact);
  }

  /// The elements that windows meet: `(lines, spatial…)` to `(lines, elements of a window, windows)`, 0 outside. Element k of
  /// window s lies at `s·stride + k·dilation − low`; there are `counts` windows. Its transpose is [Fold].
  public record Unfold(
      List<Integer> counts,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> low,
      List<Integer> dilation)
      implements Linear.Unary {
    /// Copies the lists.
    public Unfold {
      counts = List.copyOf(counts);
      size = List.copyOf(size);
      stride = List.copyOf(stride);
      low = List.copyOf(low);
      dilation = List.copyOf(dilation);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(Shape.of(x.shape().length(0), product(size), product(counts)));
    }

    @Override
    public Array evaluate(Array x) {
      Windows windows = windows(x.aval(), counts, size, stride, low, dilation);
      return Convolutions.unfold(x, shape(x.aval()), windows);
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return new Fold(x.shape().from(1).lengths(), counts, size, stride, low, dilation)
          .bind(cotangent);
    }

    @Override
    public Linear batched() {
      throw new AssertionError("examples are lines: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int examples) {
      return byLines(this, inputs.get(0), examples);
    }
  }

  /// Adds the elements of windows to the places where they lie: `(lines, elements of a window, windows)` to `(lines, lengths…)`.
  /// Its transpose is [Unfold].
  public record Fold(
      List<Integer> lengths,
      List<Integer> counts,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> low,
      List<Integer> dilation)
      implements Linear.Unary {
    /// Copies the lists.
    public Fold {
      lengths = List.copyOf(lengths);
      counts = List.copyOf(counts);
      size = List.copyOf(size);
      stride = List.copyOf(stride);
      low = List.copyOf(low);
      dilation = List.copyOf(dilation);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(joined(Shape.of(x.shape().length(0)), lengths));
    }

    @Override
    public Array evaluate(Array x) {
      Aval aval = shape(x.aval());
      Windows windows = windows(aval, counts, size, stride, low, dilation);
      return Convolutions.fold(x, aval, windows);
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return new Unfold(counts, size, stride, low, dilation).bind(cotangent);
    }

    @Override
    public Linear batched() {
      throw new AssertionError("examples are lines: see batch");
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int examples) {
      return byLines(this, inputs.get(0), examples);
    }
  }

  /// The positions of the largest elements that windows meet, among all elements of x: `(lines, spatial…)` to `(lines, windows)`. Of
  /// equal ones the first; NaN counts as largest; what lies outside counts for nothing.
  public record WindowArgMax(
      List<Integer> counts,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> low,
      List<Integer> dilation)
      implements General.Constant {
    /// Copies the lists.
    public WindowArgMax {
      counts = List.copyOf(counts);
      size = List.copyOf(size);
      stride = List.copyOf(stride);
      low = List.copyOf(low);
      dilation = List.copyOf(dilation);
    }

    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval x = inputs.get(0);
      return List.of(x.with(DType.I64).with(Shape.of(x.shape().length(0), product(counts))));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Array x = inputs.get(0);
      Aval aval = shapes(List.of(x.aval())).getFirst();
      Windows windows = windows(x.aval(), counts, size, stride, low, dilation);
      return List.of(Convolutions.largest(x, aval, windows));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int examples) {
      Tensor positions = byLines(this, inputs.get(0), examples).getFirst();
      int size = inputs.get(0).shape().without(0).size();
      Tensor starts = Tensor.arange(examples).times(Tensor.indices(size));
      return List.of(positions.minus(starts.reshape(Shape.of(examples, 1, 1))));
    }
  }

  /// Examples are more lines.
  private static List<Tensor> byLines(
      org.cotangent.primitive.Primitive primitive, Tensor x, int examples) {
    Shape shape = x.shape();
    int lines = shape.length(1);
    Tensor result = primitive.bind(x.reshape(shape.without(0).resized(0, examples * lines)));
    return List.of(result.reshape(result.shape().resized(0, lines).with(0, examples)));
  }

  /// A tensor with its leading axes as one, and a window that fits its last ones.
  private record Lines(Tensor x, Shape leading, Window.Fitted fitted) {
    static Lines of(String operation, int axes, Tensor x, Window window) {
      if (x.rank() < axes) {
        throw new ShapeException(
            operation + ": " + x.shape() + " has no " + axes + " spatial axes");
      }
      Tensor floating = Aligned.floating(x);
      Shape shape = x.shape();
      int leading = shape.rank() - axes;
      Window sliding = window.sliding(axes, operation);
      Window.Fitted fitted = sliding.over(shape, leading, sliding.size(), operation);
      Shape kept = shape.without(IntStream.range(leading, shape.rank()).toArray());
      return new Lines(
          floating.reshape(joined(Shape.of(kept.size()), fitted.lengths())), kept, fitted);
    }

    /// Throws a [ShapeException] if some window lies in the padding as a whole.
    Lines filled(String operation) {
      for (int axis = 0; axis < fitted.lengths().size(); axis++) {
        int[] met = fitted.met(axis);
        for (int s = 0; s < met.length; s++) {
          if (met[s] == 0) {
            throw new ShapeException(
                operation
                    + ": window "
                    + s
                    + " along spatial axis "
                    + axis
                    + " of "
                    + x.shape().from(1)
                    + " meets nothing but padding: pad less");
          }
        }
      }
      return this;
    }

    Tensor restored(Tensor result) {
      return result.reshape(joined(leading, fitted.counts()));
    }
  }

  /// The largest element of each window over the last axis; of equal ones the first takes the derivative, NaN passes.
  public static Tensor maxPool1d(Tensor x, Window window) {
    return largest("maxPool1d", 1, x, window);
  }

  /// The largest element of each window over the last two axes; of equal ones the first takes the derivative, NaN passes.
  public static Tensor maxPool2d(Tensor x, Window window) {
    return largest("maxPool2d", 2, x, window);
  }

  /// The largest element of each window over the last three axes; of equal ones the first takes the derivative, NaN passes.
  public static Tensor maxPool3d(Tensor x, Window window) {
    return largest("maxPool3d", 3, x, window);
  }

  private static Tensor largest(String operation, int axes, Tensor x, Window window) {
    Lines lines = Lines.of(operation, axes, x, window).filled(operation);
    Window.Fitted w = lines.fitted;
    Tensor places =
        new WindowArgMax(w.counts(), w.size(), w.stride(), w.low(), w.dilation()).bind(lines.x);
    return lines.restored(Indexing.take(Indexing.flat(lines.x), places, 0));
  }

  /// The sum of each window over the last axis.
  public static Tensor sumPool1d(Tensor x, Window window) {
    return sums(Lines.of("sumPool1d", 1, x, window));
  }

  /// The sum of each window over the last two axes.
  public static Tensor sumPool2d(Tensor x, Window window) {
    return sums(Lines.of("sumPool2d", 2, x, window));
  }

  /// The sum of each window over the last three axes.
  public static Tensor sumPool3d(Tensor x, Window window) {
    return sums(Lines.of("sumPool3d", 3, x, window));
  }

  /// A convolution with ones, in which each line is an example.
  private static Tensor sums(Lines lines) {
    Window.Fitted w = lines.fitted;
    Tensor ones = Tensor.full(lines.x.dtype(), 1, joined(Shape.of(1, 1, 1), w.size()).toArray());
    Tensor sums =
        new Convolution.Convolve(
                w.stride(),
                w.low(),
                w.high(),
                w.dilation(),
                Collections.nCopies(w.size().size(), 1))
            .bind(lines.x.expandDims(1).expandDims(0), ones);
    return lines.restored(sums);
  }

  /// The mean of each window over the last axis, zeros of the padding counted.
  public static Tensor avgPool1d(Tensor x, Window window) {
    return means("avgPool1d", 1, x, window, true);
  }

  /// The mean of each window over the last axis.
  ///
  /// @param countPadding whether the zeros of the padding count as elements
  public static Tensor avgPool1d(Tensor x, Window window, boolean countPadding) {
    return means("avgPool1d", 1, x, window, countPadding);
  }

  /// The mean of each window over the last two axes, zeros of the padding counted.
  public static Tensor avgPool2d(Tensor x, Window window) {
    return means("avgPool2d", 2, x, window, true);
  }

  /// The mean of each window over the last two axes.
  ///
  /// @param countPadding whether the zeros of the padding count as elements
  public static Tensor avgPool2d(Tensor x, Window window, boolean countPadding) {
    return means("avgPool2d", 2, x, window, countPadding);
  }

  /// The mean of each window over the last three axes, zeros of the padding counted.
  public static Tensor avgPool3d(Tensor x, Window window) {
    return means("avgPool3d", 3, x, window, true);
  }

  /// The mean of each window over the last three axes.
  ///
  /// @param countPadding whether the zeros of the padding count as elements
  public static Tensor avgPool3d(Tensor x, Window window, boolean countPadding) {
    return means("avgPool3d", 3, x, window, countPadding);
  }

  private static Tensor means(
      String operation, int axes, Tensor x, Window window, boolean countPadding) {
    Lines lines = Lines.of(operation, axes, x, window);
    if (countPadding) {
      return sums(lines).div(product(lines.fitted.size()));
    }
    lines.filled(operation);
    Tensor counts = Tensor.full(lines.x.dtype(), 1);
    for (int axis = 0; axis < axes; axis++) {
      double[] met = IntStream.of(lines.fitted.met(axis)).asDoubleStream().toArray();
      Tensor along = Tensor.vector(met).to(lines.x.dtype());
      counts = counts.expandDims(-1).times(along);
    }
    return sums(lines).div(counts);
  }

  /// The means of `counts[i]` parts of each of the last axes, as equal as can be: part i of m over n elements goes from `⌊i·n/m⌋`
  /// to before `⌈(i + 1)·n/m⌉`.
  public static Tensor adaptiveAvgPool(Tensor x, int... counts) {
    Tensor result = Aligned.floating(x);
    int rank = x.rank();
    if (counts.length > rank) {
      throw new ShapeException(
          "adaptiveAvgPool: " + x.shape() + " has no " + counts.length + " spatial axes");
    }
    for (int i = 0; i < counts.length; i++) {
      int axis = rank - counts.length + i;
      int n = x.shape().length(axis);
      if (counts[i] < 1 || n == 0) {
        throw new ShapeException(
            "adaptiveAvgPool: " + counts[i] + " parts of axis " + axis + " of " + x.shape());
      }
      Tensor weights = parts(n, counts[i]).to(result.dtype());
      result = Contraction.matmul(result.moveAxis(axis, -1), weights).moveAxis(-1, axis);
    }
    return result;
  }

  /// Column i averages the elements of part i.
  private static Tensor parts(int n, int count) {
    double[] weights = new double[n * count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * n / count);
      int to = (int) Math.ceilDiv((i + 1L) * n, (long) count);
      for (int p = from; p < to; p++) {
        weights[p * count + i] = 1.0 / (to - from);
      }
    }
    return Tensor.of(weights, n, count);
  }

  /// The windows of `(n, c, spatial…)` as columns: `(n, c·elements of a window, windows)`, 0 in the padding. Linear; its transpose
  /// is [#fold].
  public static Tensor unfold(Tensor x, Window window) {
    Lines lines = Lines.of("unfold", requireSpatial("unfold", x), x, window);
    Window.Fitted w = lines.fitted;
    Tensor columns =
        new Unfold(w.counts(), w.size(), w.stride(), w.low(), w.dilation()).bind(lines.x);
    return columns.reshape(
        Shape.of(
            x.shape().length(0), x.shape().length(1) * product(w.size()), product(w.counts())));
  }

  private static int requireSpatial(String operation, Tensor x) {
    if (x.rank() < 3) {
      throw new ShapeException(
          operation + ": " + x.shape() + " does not have the axes (examples, channels, spatial…)");
    }
    return x.rank() - 2;
  }

  /// The transpose of [#unfold]: columns `(n, c·elements of a window, windows)` added at the places of their windows to
  /// `(n, c, lengths…)`.
  public static Tensor fold(Tensor columns, Window window, int... lengths) {
    int axes = lengths.length;
    Window sliding = window.sliding(axes, "fold");
    var over = new ArrayList<Integer>(List.of(1, 1));
    IntStream.of(lengths).forEach(over::add);
    Window.Fitted w = sliding.over(Shape.of(AxisLists.array(over)), 2, sliding.size(), "fold");
    Shape shape = columns.shape();
    int size = product(w.size());
    int count = product(w.counts());
    if (shape.rank() != 3 || shape.length(1) % size != 0 || shape.length(2) != count) {
      throw new ShapeException(
          "fold: "
              + shape
              + " is not (examples, channels·"
              + size
              + ", "
              + count
              + "), the windows of "
              + Shape.of(lengths));
    }
    int channels = shape.length(1) / size;
    Tensor lines =
        Aligned.floating(columns).reshape(Shape.of(shape.length(0) * channels, size, count));
    Tensor sum =
        new Fold(w.lengths(), w.counts(), w.size(), w.stride(), w.low(), w.dilation()).bind(lines);
    return sum.reshape(joined(Shape.of(shape.length(0), channels), w.lengths()));
  }
}
