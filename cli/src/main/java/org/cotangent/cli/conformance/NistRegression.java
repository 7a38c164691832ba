package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.solve.LeastSquares;
import org.cotangent.testkit.problems.Nist;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A nonlinear regression of NIST's: sums of squares and derivatives at some places, and the parameters that our own fit finds.
final class NistRegression implements ReferenceProgram {
  private static final List<String> PLACES = List.of("start1", "start2", "certified");

  private final JsonNode reference;
  private final Nist model;
  private final List<Tensor> predictors;
  private final Tensor y;

  private NistRegression(JsonNode reference, Nist model) {
    this.reference = reference;
    this.model = model;
    this.y = Tensors.read(reference.get("y"));
    this.predictors = predictors(Tensors.read(reference.get("x")), y.shape().length(0));
  }

  /// The case's name tells the model: its formula is often only a hint.
  static Optional<ReferenceProgram> find(JsonNode reference) {
    return Arrays.stream(Nist.values())
        .filter(model -> model.toString().equalsIgnoreCase(name(reference)))
        .findFirst()
        .map(model -> new NistRegression(reference, model));
  }

  /// The name of the data, such as `Misra1a`: the last part of the case's id.
  static String name(JsonNode reference) {
    String id = reference.get("id").stringValue();
    return id.substring(id.lastIndexOf('.') + 1);
  }

  /// Several predictors are the columns of a matrix, or its rows.
  private static List<Tensor> predictors(Tensor x, int observations) {
    if (x.rank() == 1) {
      return List.of(x);
    }
    Tensor rows = x.shape().length(0) == observations ? x.t() : x;
    var predictors = new ArrayList<Tensor>();
    for (int i = 0; i < rows.shape().length(0); i++) {
      predictors.add(rows.get(i));
    }
    return List.copyOf(predictors);
  }

  private Tensor residuals(Tensor b) {
    var parameters = new ArrayList<Tensor>();
    for (int i = 0; i < b.shape().length(0); i++) {
      parameters.add(b.get(i));
    }
    return model.residuals(parameters, predictors, y);
  }

  @Override
  public Function<Map<String, Tensor>, Tensor> objective() {
    return inputs -> residuals(Tensors.of(inputs, "b")).square().sum();
  }

  @Override
  public Map<String, Tensor> at() {
    return Map.of("b", Tensors.read(reference.get("start1")));
  }

  @Override
  public ObjectNode result() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    TensorFunction residuals = this::residuals;
    for (String place : PLACES) {
      if (reference.has("at_" + place)) {
        Tensor at = Tensors.read(reference.get(place));
        result.set(
            "at_" + place,
            Derivatives.ofSquares(reference.get("at_" + place), "rss", residuals, at));
      }
    }
    Tensor start = Tensors.read(reference.get("start1"));
    result.set("fitted", Tensors.write(LeastSquares.of().fit(residuals, start).params()));
    return result;
  }
}
