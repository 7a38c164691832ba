package org.cotangent.cli.conformance;

import org.cotangent.Tensor;
import org.cotangent.ops.Convolution;
import org.cotangent.ops.Interpolation;
import org.cotangent.ops.Pooling;
import org.cotangent.ops.Window;

/// Windows that slide: convolutions and pooling; interpolation.
final class WindowOperations {
  private WindowOperations() {}

  static void addTo(OperationTable table) {
    for (int axes = 1; axes <= 2; axes++) {
      table.single(
          "conv" + axes + "d",
          (a, in) -> Convolution.conv(in.get(0), in.get(1), window(a, Window.of())));
      table.single(
          "conv_transpose" + axes + "d",
          (a, in) ->
              Convolution.convTranspose(
                  in.get(0), in.get(1), outputPadding(a, window(a, Window.of()))));
    }
    table.single("max_pool1d", (a, in) -> Pooling.maxPool1d(in.get(0), pool(a)));
    table.single("max_pool2d", (a, in) -> Pooling.maxPool2d(in.get(0), pool(a)));
    table.single("avg_pool1d", (a, in) -> Pooling.avgPool1d(in.get(0), pool(a), counts(a)));
    table.single("avg_pool2d", (a, in) -> Pooling.avgPool2d(in.get(0), pool(a), counts(a)));
    table.single(
        "interp",
        (a, in) -> Interpolation.linear(in.get(0), Tensor.vector(a.numbers("xp")), in.get(1)));
  }

  private static Window pool(Attributes a) {
    return window(a, Window.of(a.integers("window")));
  }

  private static boolean counts(Attributes a) {
    return !a.has("count_include_pad") || a.flag("count_include_pad");
  }

  private static Window window(Attributes a, Window window) {
    Window result = window;
    if (a.has("stride")) {
      result = result.stride(a.integers("stride"));
    }
    if (a.has("dilation")) {
      result = result.dilation(a.integers("dilation"));
    }
    return padded(a, result).groups(a.integer("groups", 1));
  }

  private static Window outputPadding(Attributes a, Window window) {
    return a.has("output_padding") ? window.outputPadding(a.integers("output_padding")) : window;
  }

  /// Padding is one number for all axes, one for each, a pair for each, or the name of a rule.
  private static Window padded(Attributes a, Window window) {
    if (a.isText("padding")) {
      return a.text("padding", "").equalsIgnoreCase("same") ? window.same() : window.valid();
    }
    if (!a.has("padding")) {
      return window;
    }
    var padding = a.raw("padding");
    if (!padding.isArray() || !padding.get(0).isArray()) {
      return window.padding(a.integers("padding"));
    }
    int[] low = new int[padding.size()];
    int[] high = new int[low.length];
    for (int axis = 0; axis < low.length; axis++) {
      low[axis] = padding.get(axis).get(0).intValue();
      high[axis] = padding.get(axis).get(1).intValue();
    }
    return window.padding(low, high);
  }
}
