package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One case, evaluated: outputs, vjp, jvp, and the derivative of the vjp along the tangents (forward over reverse mode).
final class Evaluation {
  private final JsonNode reference;
  private final OperationTable.Operation operation;
  private final List<Tensor> inputs;
  private final int[] diff;

  private Evaluation(JsonNode reference, OperationTable.Operation operation) {
    this.reference = reference;
    this.operation = operation;
    this.inputs = Tensors.readAll(reference.get("inputs"));
    this.diff = reference.has("diff") ? Tensors.integers(reference.get("diff")) : new int[0];
  }

  /// The result of a case: what was computed, or `{"error": …}` if the operation refused.
  static ObjectNode of(JsonNode reference, OperationTable.Operation operation) {
    try {
      return new Evaluation(reference, operation).run();
    } catch (RuntimeException e) {
      return refused(e);
    }
  }

  /// The result of a case that threw.
  static ObjectNode refused(RuntimeException e) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("error", e.getClass().getSimpleName() + ": " + e.getMessage());
    return result;
  }

  private List<Tensor> outputs(List<Tensor> arguments) {
    var attributes = new Attributes(reference.get("attrs"));
    List<Tensor> outputs = operation.apply(attributes, arguments);
    attributes.requireAllAsked();
    return outputs;
  }

  private ObjectNode run() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    List<Tensor> outputs = outputs(inputs);
    result.set("outputs", Tensors.writeAll(outputs));
    if (diff.length == 0 || !reference.has("cotangents")) {
      return result;
    }
    int[] floating = differentiatedOutputs(outputs);
    Function<List<Tensor>, List<Tensor>> f =
        arguments -> picked(outputs(with(arguments)), floating);
    List<Tensor> primals = picked(inputs, diff);
    List<Tensor> cotangents = Tensors.readAll(reference.get("cotangents"));
    Function<List<Tensor>, List<Tensor>> pullback =
        arguments -> Autodiff.vjp(f, arguments).pullback().apply(cotangents);
    result.set("vjp", Tensors.writeAll(pullback.apply(primals)));
    if (reference.has("tangents")) {
      List<Tensor> tangents = Tensors.readAll(reference.get("tangents"));
      result.set("jvp", Tensors.writeAll(Autodiff.jvp(f, primals, tangents).tangent()));
      result.set("second", Tensors.writeAll(Autodiff.jvp(pullback, primals, tangents).tangent()));
    }
    return result;
  }

  /// All inputs, the differentiated ones replaced.
  private List<Tensor> with(List<Tensor> arguments) {
    var all = new ArrayList<>(inputs);
    for (int k = 0; k < diff.length; k++) {
      all.set(diff[k], arguments.get(k));
    }
    return all;
  }

  private int[] differentiatedOutputs(List<Tensor> outputs) {
    if (reference.has("diff_outputs")) {
      return Tensors.integers(reference.get("diff_outputs"));
    }
    return java.util.stream.IntStream.range(0, outputs.size())
        .filter(i -> outputs.get(i).dtype().floating())
        .toArray();
  }

  private static List<Tensor> picked(List<Tensor> tensors, int[] positions) {
    var result = new ArrayList<Tensor>(positions.length);
    for (int position : positions) {
      result.add(tensors.get(position));
    }
    return List.copyOf(result);
  }
}
