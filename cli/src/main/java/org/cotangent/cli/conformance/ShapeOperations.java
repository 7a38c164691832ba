package org.cotangent.cli.conformance;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Joining;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import tools.jackson.databind.JsonNode;

/// The same elements, arranged, repeated, joined or taken apart.
final class ShapeOperations {
  private ShapeOperations() {}

  static void addTo(OperationTable table) {
    table.single("reshape", (a, in) -> in.get(0).reshape(a.integers("shape")));
    table.single("broadcast_to", (a, in) -> in.get(0).broadcastTo(Shape.of(a.integers("shape"))));
    table.single(
        "transpose",
        (a, in) -> a.has("axes") ? in.get(0).transpose(a.integers("axes")) : in.get(0).transpose());
    table.single(
        "swapaxes", (a, in) -> Shaping.swapAxes(in.get(0), a.integer("axis1"), a.integer("axis2")));
    table.single(
        "moveaxis",
        (a, in) -> Shaping.moveAxes(in.get(0), a.integers("source"), a.integers("destination")));
    table.single("expand_dims", (a, in) -> expanded(in.get(0), a.integers("axis")));
    table.single(
        "squeeze",
        (a, in) ->
            a.has("axis")
                ? Shaping.squeeze(in.get(0), a.integers("axis"))
                : Shaping.squeeze(in.get(0)));
    table.single(
        "concatenate",
        (a, in) ->
            a.isNull("axis")
                ? Slicing.concat(0, in.stream().map(Joining::ravel).toList())
                : Slicing.concat(a.integer("axis", 0), in));
    table.single("stack", (a, in) -> Arranging.stack(in, a.integer("axis", 0)));
    table.single("hstack", (_, in) -> Arranging.hstack(in));
    table.single("vstack", (_, in) -> Arranging.vstack(in));
    table.many(
        "split",
        (a, in) ->
            a.isList("indices_or_sections")
                ? Arranging.split(
                    in.get(0), a.integers("indices_or_sections"), a.integer("axis", 0))
                : Arranging.split(
                    in.get(0), a.integer("indices_or_sections"), a.integer("axis", 0)));
    table.single(
        "flip",
        (a, in) ->
            a.has("axis")
                ? Arranging.flip(in.get(0), a.integers("axis"))
                : Arranging.flip(in.get(0)));
    table.single("roll", (a, in) -> rolled(a, in.get(0)));
    table.single("rot90", (a, in) -> Arranging.rot90(in.get(0), a.integer("k", 1)));
    table.single("tile", (a, in) -> Arranging.tile(in.get(0), a.integers("reps")));
    table.single("repeat", (a, in) -> repeated(a, in.get(0)));
    table.single("pad", (a, in) -> padded(a, in.get(0)));
    table.single("diag", (a, in) -> Arranging.diag(in.get(0), a.integer("k", 0)));
    table.single(
        "diagonal",
        (a, in) ->
            Arranging.diagonal(
                in.get(0), a.integer("offset", 0), a.integer("axis1", 0), a.integer("axis2", 1)));
    table.single("tril", (a, in) -> Arranging.tril(in.get(0), a.integer("k", 0)));
    table.single("triu", (a, in) -> Arranging.triu(in.get(0), a.integer("k", 0)));
    table.single(
        "trace",
        (a, in) ->
            Arranging.trace(
                in.get(0), a.integer("offset", 0), a.integer("axis1", 0), a.integer("axis2", 1)));
    table.single(
        "diff", (a, in) -> Arranging.diff(in.get(0), a.integer("n", 1), a.integer("axis", -1)));
    table.many(
        "meshgrid", (a, in) -> Arranging.meshgrid(in, a.text("indexing", "xy").equals("ij")));
    table.single(
        "vander",
        (a, in) ->
            Arranging.vander(
                in.get(0), a.integer("N", in.get(0).shape().size()), a.flag("increasing")));
  }

  private static Tensor expanded(Tensor x, int[] axes) {
    int rank = x.rank() + axes.length;
    Tensor result = x;
    for (int axis :
        IntStream.of(axes).map(axis -> axis < 0 ? axis + rank : axis).sorted().toArray()) {
      result = result.expandDims(axis);
    }
    return result;
  }

  private static Tensor rolled(Attributes a, Tensor x) {
    if (!a.has("axis")) {
      return Arranging.roll(x, a.integer("shift"));
    }
    int[] shifts = a.integers("shift");
    int[] axes = a.integers("axis");
    Tensor result = x;
    for (int i = 0; i < axes.length; i++) {
      result = Arranging.roll(result, shifts[shifts.length == 1 ? 0 : i], axes[i]);
    }
    return result;
  }

  private static Tensor repeated(Attributes a, Tensor x) {
    Tensor from = a.has("axis") ? x : x.reshape(-1);
    int axis = a.integer("axis", 0);
    int[] repeats = a.integers("repeats");
    return repeats.length == 1
        ? Arranging.repeat(from, repeats[0], axis)
        : Arranging.repeat(from, repeats, axis);
  }

  private static Tensor padded(Attributes a, Tensor x) {
    int rank = x.rank();
    double[][] widths = sides(a.raw("pad_width"), rank);
    int[] before = whole(widths[0]);
    int[] after = whole(widths[1]);
    String mode = a.text("mode", "constant");
    if (!mode.equals("constant")) {
      return Arranging.pad(
          x, before, after, Arranging.Padding.valueOf(mode.toUpperCase(java.util.Locale.ROOT)));
    }
    if (!a.isList("constant_values")) {
      return Arranging.pad(x, before, after, a.number("constant_values", 0));
    }
    // Each side of each axis with its own number, the later axes over the corners of the earlier
    // ones.
    double[][] values = sides(a.raw("constant_values"), rank);
    Tensor result = x;
    for (int axis = 0; axis < rank; axis++) {
      int[] none = new int[rank];
      result = Arranging.pad(result, only(axis, before), none, values[0][axis]);
      result = Arranging.pad(result, none, only(axis, after), values[1][axis]);
    }
    return result;
  }

  private static int[] only(int axis, int[] widths) {
    int[] result = new int[widths.length];
    result[axis] = widths[axis];
    return result;
  }

  private static int[] whole(double[] values) {
    return java.util.Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  /// What NumPy broadcasts to (axes, 2): a number, `[both]`, `[before, after]`, `[[before, after]]`, or a pair for each axis.
  private static double[][] sides(JsonNode node, int rank) {
    double[][] sides = new double[2][rank];
    for (int axis = 0; axis < rank; axis++) {
      boolean pairs = node.isArray() && node.get(0).isArray();
      JsonNode own = pairs ? node.get(node.size() == 1 ? 0 : axis) : node;
      sides[0][axis] = Tensors.number(own.isArray() ? own.get(0) : own);
      sides[1][axis] = Tensors.number(own.isArray() ? own.get(own.size() - 1) : own);
    }
    return sides;
  }
}
