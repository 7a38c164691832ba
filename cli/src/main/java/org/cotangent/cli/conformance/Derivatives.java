package org.cotangent.cli.conformance;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The derivatives that cases of programs ask for.
final class Derivatives {
  private Derivatives() {}

  /// Value, gradient and Hessian of `f`, keyed by the inputs' names, as far as `reference` has them.
  static ObjectNode keyed(
      JsonNode reference, Function<Map<String, Tensor>, Tensor> f, Map<String, Tensor> at) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("value", Tensors.write(f.apply(at)));
    Function<Map<String, Tensor>, Map<String, Tensor>> gradient = Autodiff.grad(f);
    if (reference.has("grad")) {
      result.set("grad", Tensors.write(gradient.apply(at)));
    }
    if (reference.has("jacobian")) {
      result.set("jacobian", Tensors.write(Autodiff.jacobian(f).apply(at)));
    }
    if (reference.has("hessian")) {
      ObjectNode rows = result.putObject("hessian");
      for (String name : at.keySet()) {
        Function<Map<String, Tensor>, Tensor> part = x -> Tensors.of(gradient.apply(x), name);
        rows.set(name, Tensors.write(Autodiff.jacobian(part).apply(at)));
      }
    }
    return result;
  }

  /// The derivatives of a sum of squares of `residuals`, functions of one vector, as far as `reference` has them: the Jacobian is that
  /// of the residuals, `hvp` and `d3vv` are the Hessian's product with the case's `v`, and its derivative along `v`.
  ///
  /// @param value the key of the sum of squares
  static ObjectNode ofSquares(
      JsonNode reference, String value, TensorFunction residuals, Tensor at) {
    TensorFunction f = x -> residuals.apply(x).square().sum();
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set(value, Tensors.write(f.apply(at)));
    if (reference.has("grad")) {
      result.set("grad", Tensors.write(Autodiff.grad(f, at)));
    }
    if (reference.has("jacobian")) {
      result.set("jacobian", Tensors.write(Autodiff.jacobian(residuals).apply(at)));
    }
    if (reference.has("hessian")) {
      result.set("hessian", Tensors.write(Autodiff.hessian(f).apply(at)));
    }
    if (reference.has("v")) {
      Tensor v = Tensors.read(reference.get("v"));
      TensorFunction product = x -> Autodiff.hvp(f, x, v);
      result.set("hvp", Tensors.write(product.apply(at)));
      result.set("d3vv", Tensors.write(Autodiff.jvp(product, at, v).tangent()));
    }
    return result;
  }

  /// `f` differentiated by one input after the other.
  static Function<Map<String, Tensor>, Tensor> by(
      List<String> names, Function<Map<String, Tensor>, Tensor> f) {
    Function<Map<String, Tensor>, Tensor> derivative = f;
    for (String name : names) {
      Function<Map<String, Tensor>, Map<String, Tensor>> gradient = Autodiff.grad(derivative);
      derivative = x -> Tensors.of(gradient.apply(x), name);
    }
    return derivative;
  }
}
