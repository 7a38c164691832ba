package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Convolutions;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Bilinear;

/// Convolutions over any number of spatial axes, and their transposes.
///
/// Inputs have shape `(examples, channels, spatial…)`, or `(channels, spatial…)` for one example; kernels
/// `(results, channels/groups, spatial…)`. As in all neural-network libraries the kernel is not turned around, so it is a
/// cross-correlation: `y[n, o, s] = Σ x[n, c, s·stride + k·dilation − padding]·w[o, c, k]`. Thread-safe; all may be traced.
public final class Convolution {
  private Convolution() {}

  /// The general convolution of `(groups, examples, channels, spatial…)` with `(groups, results, channels, spatial…)` to
  /// `(groups, examples, results, spatial…)`: a [Contraction.DotGeneral] with windows. Element k of window s lies at
  /// `s·stride + k·dilation − low` of the left input with `inputDilation − 1` zeros between neighbours; what lies outside is 0.
  ///
  /// With groups as an axis of their own the three numbers of rows (examples, channels, results) change places in the two transposes,
  /// strides become dilations, and vmap makes an axis longer: all are this primitive again. Padding may be negative: elements are cut
  /// off then.
  public record Convolve(
      List<Integer> strides,
      List<Integer> low,
      List<Integer> high,
      List<Integer> dilation,
      List<Integer> inputDilation)
      implements Bilinear {
    /// Copies the lists.
    public Convolve {
      strides = List.copyOf(strides);
      low = List.copyOf(low);
      high = List.copyOf(high);
      dilation = List.copyOf(dilation);
      inputDilation = List.copyOf(inputDilation);
    }

    @Override
    public Aval shape(Aval left, Aval right) {
      if (left.dtype() != right.dtype()) {
        throw new DTypeException(
            "convolve: " + left + " and " + right + " differ in dtype: convert with to(…)");
      }
      Shape x = left.shape();
      Shape w = right.shape();
      int axes = strides.size();
      if (x.rank() != axes + 3
          || w.rank() != axes + 3
          || x.length(0) != w.length(0)
          || x.length(2) != w.length(2)) {
        throw new ShapeException(
            "convolve: " + x + " and " + w + " do not agree in groups and channels");
      }
      int[] lengths = new int[axes + 3];
      lengths[0] = x.length(0);
      lengths[1] = x.length(1);
      lengths[2] = w.length(1);
      for (int axis = 0; axis < axes; axis++) {
        int room =
            spread(x.length(axis + 3), inputDilation.get(axis))
                + low.get(axis)
                + high.get(axis)
                - extent(w.length(axis + 3), dilation.get(axis));
        lengths[axis + 3] = Math.max(0, Math.floorDiv(room, strides.get(axis)) + 1);
      }
      return left.with(Shape.of(lengths));
    }

    /// The length of an axis with zeros between its elements.
    private static int spread(int length, int dilation) {
      return length == 0 ? 0 : extent(length, dilation);
    }

    /// From the first to the last of so many elements.
    private static int extent(int length, int dilation) {
      return (length - 1) * dilation + 1;
    }

    @Override
    public Array evaluate(Array left, Array right) {
      Aval aval = shape(left.aval(), right.aval());
      var places =
          new Convolutions.Places(
              AxisLists.array(strides),
              AxisLists.array(dilation),
              AxisLists.array(low),
              AxisLists.array(inputDilation));
      return Convolutions.convolve(left, right, aval, places);
    }

    /// With the kernel turned around and its rows exchanged: `x̄[c, i] = Σ ȳ[o, s]·w[o, c, k]` over all s and k with
    /// `s·stride = i·inputDilation − k·dilation + low`.
    @Override
    public Tensor transposeLeft(Tensor cotangent, Tensor right, Aval left) {
      var before = new ArrayList<Integer>();
      var after = new ArrayList<Integer>();
      for (int axis = 0; axis < strides.size(); axis++) {
        int extent = extent(right.shape().length(axis + 3), dilation.get(axis));
        before.add(extent - 1 - low.get(axis));
        int reached = extent(left.shape().length(axis + 3), inputDilation.get(axis)) + extent - 1;
        after.add(
            reached
                - spread(cotangent.shape().length(axis + 3), strides.get(axis))
                - before.getLast());
      }
      Tensor turned = Shaping.swapAxes(right, 1, 2);
      if (!strides.isEmpty()) {
        turned = new Slicing.Reverse(AxisLists.range(3, right.rank())).bind(turned);
      }
      return new Convolve(inputDilation, before, after, dilation, strides).bind(cotangent, turned);
    }

    /// `w̄[o, c, k] = Σ x[n, c, s·stride + k·dilation − low]·ȳ[n, o, s]` over n and s: the cotangent is the kernel.
    @Override
    public Tensor transposeRight(Tensor cotangent, Tensor left, Aval right) {
      var after = new ArrayList<Integer>();
      for (int axis = 0; axis < strides.size(); axis++) {
        int reached =
            extent(right.shape().length(axis + 3), dilation.get(axis))
                + extent(cotangent.shape().length(axis + 3), strides.get(axis))
                - 1;
        after.add(
            reached
                - spread(left.shape().length(axis + 3), inputDilation.get(axis))
                - low.get(axis));
      }
      Tensor product =
          new Convolve(dilation, low, after, strides, inputDilation)
              .bind(Shaping.swapAxes(left, 1, 2), Shaping.swapAxes(cotangent, 1, 2));
      return Shaping.swapAxes(product, 1, 2);
    }

    @Override
    public Tensor batch(
        Tensor left, Tensor right, boolean leftMapped, boolean rightMapped, int size) {
      if (leftMapped && rightMapped) {
        Tensor product = bind(joined(left, 0), joined(right, 0));
        return parted(product, 0, size);
      }
      if (leftMapped) {
        Tensor product = bind(joined(moved(left, 0, 1), 1), right);
        return moved(parted(product, 1, size), 1, 0);
      }
      Tensor product = bind(left, joined(moved(right, 0, 1), 1));
      return moved(parted(product, 2, size), 2, 0);
    }

    /// Axis and the next as one.
    private static Tensor joined(Tensor x, int axis) {
      Shape shape = x.shape();
      int length = shape.length(axis) * shape.length(axis + 1);
      return x.reshape(shape.without(axis).resized(axis, length));
    }

    /// The axis as two, the first of length `size`.
    private static Tensor parted(Tensor x, int axis, int size) {
      Shape shape = x.shape();
      int rest = size == 0 ? 0 : shape.length(axis) / size;
      return x.reshape(shape.resized(axis, rest).with(axis, size));
    }

    /// Moves an axis; over axes of length 1 this moves no element.
    private static Tensor moved(Tensor x, int from, int to) {
      Shape shape = x.shape();
      int passed = 1;
      for (int axis = Math.min(from, to); axis <= Math.max(from, to); axis++) {
        passed *= axis == from ? 1 : shape.length(axis);
      }
      return passed == 1
          ? x.reshape(shape.without(from).with(to, shape.length(from)))
          : Shaping.moveAxis(x, from, to);
    }
  }

  /// The convolution over one spatial axis: `(n, c, w)` and `(o, c/groups, k)` to `(n, o, windows)`.
  public static Tensor conv1d(Tensor input, Tensor kernel, Window window) {
    return convolution("conv1d", 1, input, kernel, window);
  }

  /// The convolution over two spatial axes: `(n, c, h, w)` and `(o, c/groups, k, l)` to `(n, o, windows…)`.
  public static Tensor conv2d(Tensor input, Tensor kernel, Window window) {
    return convolution("conv2d", 2, input, kernel, window);
  }

  /// The convolution over three spatial axes.
  public static Tensor conv3d(Tensor input, Tensor kernel, Window window) {
    return convolution("conv3d", 3, input, kernel, window);
  }

  /// The convolution over all spatial axes of the kernel. There are `⌊(n + padding − dilation·(k − 1) − 1)/stride⌋ + 1` windows
  /// along an axis. Whole numbers are converted to `F64`. Throws a [ShapeException] that names both shapes if they do not fit.
  public static Tensor conv(Tensor input, Tensor kernel, Window window) {
    return convolution("conv", Math.max(0, kernel.rank() - 2), input, kernel, window);
  }

  private static Tensor convolution(
      String operation, int axes, Tensor input, Tensor kernel, Window window) {
    requireRanks(operation, axes, input, kernel);
    if (input.rank() == axes + 1) {
      return convolution(operation, axes, input.expandDims(0), kernel, window).get(0);
    }
    int groups = window.groups();
    int channels = input.shape().length(1);
    int results = kernel.shape().length(0);
    if (channels != kernel.shape().length(1) * groups) {
      throw new ShapeException(
          operation
              + ": input "
              + input.shape()
              + " and kernel "
              + kernel.shape()
              + ": the input has "
              + channels
              + " channels, the kernel takes "
              + kernel.shape().length(1)
              + (groups == 1 ? "" : " in each of " + groups + " groups"));
    }
    if (results % groups != 0) {
      throw new ShapeException(
          operation
              + ": kernel "
              + kernel.shape()
              + ": its "
              + results
              + " results are no multiple of "
              + groups
              + " groups");
    }
    if (!window.outputPadding().equals(List.of(0))) {
      throw new IllegalArgumentException(
          operation + ": outputPadding is for transposed convolutions, not for " + window);
    }
    Window.Fitted fitted =
        window.over(input.shape(), 2, sizes(operation, kernel, window), operation);
    DType dtype = DType.promote(input.dtype(), kernel.dtype()).toFloating();
    Tensor product =
        new Convolve(
                fitted.stride(),
                fitted.low(),
                fitted.high(),
                fitted.dilation(),
                Collections.nCopies(axes, 1))
            .bind(
                grouped(Shaping.convert(input, dtype), groups),
                divided(Shaping.convert(kernel, dtype), groups));
    return ungrouped(product);
  }

  /// The transposed convolution over one spatial axis.
  public static Tensor convTranspose1d(Tensor input, Tensor kernel, Window window) {
    return transposed("convTranspose1d", 1, input, kernel, window);
  }

  /// The transposed convolution over two spatial axes.
  public static Tensor convTranspose2d(Tensor input, Tensor kernel, Window window) {
    return transposed("convTranspose2d", 2, input, kernel, window);
  }

  /// The transposed convolution over three spatial axes.
  public static Tensor convTranspose3d(Tensor input, Tensor kernel, Window window) {
    return transposed("convTranspose3d", 3, input, kernel, window);
  }

  /// The transpose of [#conv] with the same window: `⟨conv(x, w), y⟩ = ⟨x, convTranspose(y, w)⟩`. The kernel has shape
  /// `(channels, results/groups, spatial…)`, as the convolution has it from the result's to the input's channels; an axis gets length
  /// `(n − 1)·stride − padding + dilation·(k − 1) + outputPadding + 1`. Throws a [ShapeException] that names both shapes if they do
  /// not fit.
  public static Tensor convTranspose(Tensor input, Tensor kernel, Window window) {
    return transposed("convTranspose", Math.max(0, kernel.rank() - 2), input, kernel, window);
  }

  private static Tensor transposed(
      String operation, int axes, Tensor input, Tensor kernel, Window window) {
    requireRanks(operation, axes, input, kernel);
    if (input.rank() == axes + 1) {
      return transposed(operation, axes, input.expandDims(0), kernel, window).get(0);
    }
    int groups = window.groups();
    int channels = input.shape().length(1);
    if (channels != kernel.shape().length(0)) {
      throw new ShapeException(
          operation
              + ": input "
              + input.shape()
              + " and kernel "
              + kernel.shape()
              + ": the input has "
              + channels
              + " channels, the kernel takes "
              + kernel.shape().length(0));
    }
    if (channels % groups != 0) {
      throw new ShapeException(
          operation
              + ": input "
              + input.shape()
              + ": its "
              + channels
              + " channels are no multiple of "
              + groups
              + " groups");
    }
    List<Integer> sizes = sizes(operation, kernel, window);
    DType dtype = DType.promote(input.dtype(), kernel.dtype()).toFloating();
    Tensor cotangent = grouped(Shaping.convert(input, dtype), groups);
    Tensor weights = divided(Shaping.convert(kernel, dtype), groups);
    var reach = new Reach(operation, input.shape(), sizes, window);
    int[] lengths = new int[axes + 3];
    lengths[0] = groups;
    lengths[1] = cotangent.shape().length(1);
    lengths[2] = weights.shape().length(2);
    System.arraycopy(reach.lengths(), 0, lengths, 3, axes);
    return ungrouped(
        new Convolve(
                reach.stride, reach.low, reach.high(), reach.dilation, Collections.nCopies(axes, 1))
            .transposeLeft(cotangent, weights, cotangent.aval().with(Shape.of(lengths))));
  }

  /// The lengths from which a convolution would make those of `input`.
  private static final class Reach {
    final List<Integer> stride;
    final List<Integer> low;
    final List<Integer> dilation;
    private final List<Integer> high;
    private final List<Integer> more;
    private final List<Integer> sizes;
    private final Shape input;
    private final String operation;

    Reach(String operation, Shape input, List<Integer> sizes, Window window) {
      int axes = sizes.size();
      this.operation = operation;
      this.input = input;
      this.sizes = sizes;
      stride =
          Window.each(
              window.stride().isEmpty() ? List.of(1) : window.stride(), axes, "stride", operation);
      dilation = Window.each(window.dilation(), axes, "dilation", operation);
      more = new ArrayList<>(Window.each(window.outputPadding(), axes, "outputPadding", operation));
      var before = new ArrayList<>(Window.each(window.low(), axes, "padding", operation));
      var after = new ArrayList<>(Window.each(window.high(), axes, "padding", operation));
      for (int axis = 0; axis < axes; axis++) {
        if (more.get(axis) >= Math.max(stride.get(axis), dilation.get(axis))) {
          throw new IllegalArgumentException(
              operation
                  + ": outputPadding "
                  + more
                  + " is to be less than stride "
                  + stride
                  + " or dilation "
                  + dilation);
        }
        if (window.sameLength()) {
          // The convolution of n·stride elements has n windows.
          int missing = Math.max(0, extent(axis) - stride.get(axis));
          before.set(axis, missing / 2);
          after.set(axis, missing - missing / 2);
          more.set(axis, more.get(axis) + Math.max(0, stride.get(axis) - extent(axis)));
        }
      }
      low = before;
      high = after;
    }

    private int extent(int axis) {
      return (sizes.get(axis) - 1) * dilation.get(axis) + 1;
    }

    List<Integer> high() {
      return high;
    }

    int[] lengths() {
      int[] lengths = new int[sizes.size()];
      for (int axis = 0; axis < lengths.length; axis++) {
        lengths[axis] =
            (input.length(axis + 2) - 1) * stride.get(axis)
                - low.get(axis)
                - high.get(axis)
                + extent(axis)
                + more.get(axis);
        if (lengths[axis] < 0) {
          throw new ShapeException(
              operation
                  + ": input "
                  + input
                  + " and a window of "
                  + Shape.of(AxisLists.array(sizes))
                  + ": padding "
                  + low
                  + " and "
                  + high
                  + " leaves nothing of axis "
                  + (axis + 2));
        }
      }
      return lengths;
    }
  }

  private static void requireRanks(String operation, int axes, Tensor input, Tensor kernel) {
    if (kernel.rank() != axes + 2 || input.rank() != axes + 2 && input.rank() != axes + 1) {
      throw new ShapeException(
          operation
              + ": input "
              + input.shape()
              + " and kernel "
              + kernel.shape()
              + ": they are to have the axes (examples, channels, "
              + axes
              + " spatial) and (results, channels, "
              + axes
              + " spatial)");
    }
  }

  /// The spatial lengths of the kernel.
  private static List<Integer> sizes(String operation, Tensor kernel, Window window) {
    List<Integer> sizes = kernel.shape().from(2).lengths();
    if (!window.size().isEmpty()
        && !Window.each(window.size(), sizes.size(), "size", operation).equals(sizes)) {
      throw new IllegalArgumentException(
          operation + ": the window has size " + window.size() + ", the kernel " + kernel.shape());
    }
    if (sizes.contains(0)) {
      throw new ShapeException(operation + ": kernel " + kernel.shape() + " has no elements");
    }
    return sizes;
  }

  /// `(n, groups·c, …)` as `(groups, n, c, …)`.
  private static Tensor grouped(Tensor x, int groups) {
    Shape shape = x.shape();
    if (groups == 1) {
      return x.expandDims(0);
    }
    Shape parted = shape.resized(1, shape.length(1) / groups).with(1, groups);
    return Shaping.moveAxis(x.reshape(parted), 1, 0);
  }

  /// `(groups·o, …)` as `(groups, o, …)`.
  private static Tensor divided(Tensor kernel, int groups) {
    Shape shape = kernel.shape();
    return kernel.reshape(shape.resized(0, shape.length(0) / groups).with(0, groups));
  }

  /// `(groups, n, o, …)` as `(n, groups·o, …)`.
  private static Tensor ungrouped(Tensor x) {
    Shape shape = x.shape();
    int groups = shape.length(0);
    Shape joined = shape.without(0).resized(1, groups * shape.length(2));
    return (groups == 1 ? x : Shaping.moveAxis(x, 0, 1)).reshape(joined);
  }
}
