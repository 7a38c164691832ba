package org.cotangent.cli.conformance;

import org.cotangent.Tensor;
import org.cotangent.ops.Contraction;
import tools.jackson.databind.JsonNode;

/// Sums of products.
final class ContractionOperations {
  private ContractionOperations() {}

  static void addTo(OperationTable table) {
    table.binary("matmul", Tensor::matmul);
    table.binary("inner", Contraction::inner);
    table.binary("outer", Contraction::outer);
    table.binary("vdot", Contraction::vdot);
    table.binary("kron", Contraction::kron);
    table.binary("cross", Contraction::cross);
    table.single("multi_dot", (_, in) -> Contraction.multiDot(in));
    table.single(
        "einsum",
        (a, in) -> Contraction.einsum(a.text("subscripts", ""), in.toArray(new Tensor[0])));
    table.single("tensordot", (a, in) -> tensordot(a, in.get(0), in.get(1)));
    table.single(
        "convolve",
        (a, in) ->
            Contraction.convolve(
                in.get(0),
                in.get(1),
                Contraction.Overlap.valueOf(
                    a.text("mode", "full").toUpperCase(java.util.Locale.ROOT))));
  }

  private static Tensor tensordot(Attributes a, Tensor left, Tensor right) {
    if (!a.has("axes") || !a.isList("axes")) {
      return Contraction.tensordot(left, right, a.integer("axes", 2));
    }
    JsonNode axes = a.raw("axes");
    return Contraction.tensordot(left, right, axes(axes.get(0)), axes(axes.get(1)));
  }

  private static int[] axes(JsonNode node) {
    return node.isArray() ? Tensors.integers(node) : new int[] {node.intValue()};
  }
}
