package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Cumulative;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.Scattering;
import org.cotangent.ops.Slicing;
import org.cotangent.ops.Sorting;
import tools.jackson.databind.JsonNode;

/// Elements at places, written or computed, and in order.
final class IndexOperations {
  private IndexOperations() {}

  static void addTo(OperationTable table) {
    table.single("slice", (a, in) -> Slicing.slice(in.get(0), spans(a.raw("slices"))));
    table.single("index", (a, in) -> Slicing.slice(in.get(0), places(a.raw("index"))));
    table.single(
        "take",
        (a, in) ->
            a.has("axis")
                ? Indexing.take(in.get(0), in.get(1), a.integer("axis"))
                : Indexing.take(in.get(0).reshape(-1), in.get(1), 0));
    table.single(
        "take_along_axis",
        (a, in) ->
            a.isNull("axis")
                ? Indexing.takeAlongAxis(in.get(0).reshape(-1), in.get(1), 0)
                : Indexing.takeAlongAxis(in.get(0), in.get(1), a.integer("axis", -1)));
    table.single("gather_nd", (_, in) -> Indexing.gatherNd(in.get(0), in.get(1)));
    table.single("advanced_index", (_, in) -> Indexing.at(in.get(0), in.subList(1, in.size())));
    table.single(
        "one_hot_matmul",
        (a, in) -> Indexing.oneHot(in.get(0), a.integer("num_classes")).matmul(in.get(1)));
    table.single("scatter_add", (a, in) -> Indexing.scatterAdd(rows(a, in), in.get(1), in.get(2)));
    table.single("scatter_set", (a, in) -> Indexing.scatterSet(rows(a, in), in.get(1), in.get(2)));
    table.single(
        "scatter_mul", (a, in) -> Scattering.scatterMul(rows(a, in), in.get(1), in.get(2)));
    table.single(
        "scatter_max", (a, in) -> Scattering.scatterMax(rows(a, in), in.get(1), in.get(2)));
    table.single(
        "segment_sum",
        (a, in) -> Scattering.segmentSum(in.get(0), in.get(1), a.integer("num_segments")));
    table.single(
        "dynamic_slice",
        (a, in) ->
            Arranging.dynamicSlice(in.get(0), longs(a.integers("start")), a.integers("size")));
    table.single(
        "dynamic_update_slice",
        (a, in) -> Arranging.dynamicUpdateSlice(in.get(0), in.get(1), longs(a.integers("start"))));
    table.single(
        "argmax",
        (a, in) ->
            a.has("axis") ? in.get(0).argmax(a.integer("axis")) : in.get(0).reshape(-1).argmax(0));
    table.single(
        "argmin",
        (a, in) ->
            a.has("axis") ? in.get(0).argmin(a.integer("axis")) : in.get(0).reshape(-1).argmin(0));
    table.single(
        "argsort_gather",
        (a, in) ->
            Indexing.takeAlongAxis(
                in.get(1),
                Sorting.argsort(in.get(0), a.integer("axis", -1), false),
                a.integer("axis", -1)));
    table.single(
        "sort",
        (a, in) ->
            a.isNull("axis")
                ? Sorting.sort(in.get(0).reshape(-1), 0, a.flag("descending"))
                : Sorting.sort(in.get(0), a.integer("axis", -1), a.flag("descending")));
    table.many(
        "top_k",
        (a, in) -> {
          var top = Sorting.topK(in.get(0), a.integer("k"));
          return List.of(top.values(), top.indices());
        });
    table.single("cumsum", (a, in) -> Cumulative.cumsum(line(a, in), axis(a), a.flag("reverse")));
    table.single("cumprod", (a, in) -> Cumulative.cumprod(line(a, in), axis(a)));
    table.single("cummax", (a, in) -> Cumulative.cummax(line(a, in), axis(a)));
    table.single("cummin", (a, in) -> Cumulative.cummin(line(a, in), axis(a)));
    table.single("cumlogsumexp", (a, in) -> Cumulative.cumlogsumexp(line(a, in), axis(a)));
  }

  private static Tensor line(Attributes a, List<Tensor> in) {
    return a.has("axis") ? in.get(0) : in.get(0).reshape(-1);
  }

  private static int axis(Attributes a) {
    return a.integer("axis", 0);
  }

  private static Tensor rows(Attributes a, List<Tensor> in) {
    if (a.integer("axis", 0) != 0) {
      throw new IllegalArgumentException("rows are scattered along axis 0");
    }
    return in.get(0);
  }

  private static Tensor longs(int[] values) {
    return Tensor.indices(java.util.Arrays.stream(values).asLongStream().toArray());
  }

  private static List<Slice> spans(JsonNode slices) {
    var result = new ArrayList<Slice>();
    for (JsonNode slice : slices) {
      if (slice.isNull()) {
        result.add(Slice.all());
        continue;
      }
      int step = slice.size() < 3 || slice.get(2).isNull() ? 1 : slice.get(2).intValue();
      int start =
          slice.get(0).isNull() ? (step > 0 ? 0 : Integer.MAX_VALUE) : slice.get(0).intValue();
      int stop =
          slice.get(1).isNull()
              ? (step > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE)
              : slice.get(1).intValue();
      result.add(Slice.span(start, stop, step));
    }
    return result;
  }

  private static List<Slice> places(JsonNode index) {
    var result = new ArrayList<Slice>();
    for (JsonNode entry : index.isArray() ? index : List.of(index)) {
      result.add(entry.isNull() ? Slice.all() : Slice.index(entry.intValue()));
    }
    return result;
  }
}
