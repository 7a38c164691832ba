package org.cotangent.cli.conformance;

import static org.cotangent.Tensor.keep;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Losses;
import org.cotangent.ops.Reduction;

/// Losses, normalisations and attention, composed of the library's operations.
final class NeuralOperations {
  private NeuralOperations() {}

  static void addTo(OperationTable table) {
    table.single(
        "binary_cross_entropy_with_logits",
        (a, in) -> reduced(a, Losses.sigmoidCrossEntropy(in.get(0), in.get(1))));
    table.single("cross_entropy_with_logits", NeuralOperations::crossEntropy);
    table.single("mse_loss", (a, in) -> reduced(a, Losses.squaredError(in.get(0), in.get(1))));
    table.single(
        "huber_loss",
        (a, in) -> reduced(a, Losses.huber(in.get(0), in.get(1), a.number("delta", 1))));
    table.single("kl_div", (a, in) -> reduced(a, Losses.klDivergence(in.get(0), in.get(1))));
    table.single(
        "cosine_similarity", (a, in) -> cosine(in.get(0), in.get(1), a.integer("axis", -1)));
    table.single(
        "layer_norm",
        (a, in) ->
            normalised(in.get(0), -1, a.number("eps", 1e-5)).times(in.get(1)).plus(in.get(2)));
    table.single(
        "batch_norm_train",
        (a, in) ->
            normalised(in.get(0), a.integer("axis", 0), a.number("eps", 1e-5))
                .times(in.get(1))
                .plus(in.get(2)));
    table.single(
        "rms_norm",
        (a, in) -> {
          Tensor x = in.get(0);
          return x.div(x.square().mean(keep(-1)).plus(a.number("eps", 1e-6)).sqrt())
              .times(in.get(1));
        });
    table.single(
        "glu",
        (a, in) -> {
          int axis = a.integer("axis", -1);
          List<Tensor> halves = Arranging.split(in.get(0), 2, axis);
          return halves.get(0).times(halves.get(1).sigmoid());
        });
    table.single(
        "scaled_dot_product_attention", (_, in) -> attention(in.get(0), in.get(1), in.get(2)));
  }

  private static Tensor reduced(Attributes a, Tensor each) {
    return switch (a.text("reduction", "mean")) {
      case "none" -> each;
      case "mean" -> each.mean();
      case "sum" -> each.sum();
      default ->
          throw new IllegalArgumentException(
              "reduction " + a.text("reduction", "") + " is not known here");
    };
  }

  private static Tensor crossEntropy(Attributes a, List<Tensor> in) {
    a.text("labels", "int"); // the labels' dtype tells it, too
    return reduced(a, Losses.softmaxCrossEntropy(in.get(0), in.get(1)));
  }

  private static Tensor cosine(Tensor x, Tensor y, int axis) {
    var axes = org.cotangent.Axes.of(axis);
    return x.times(y).sum(axis).div(Reduction.norm(x, 2, axes).times(Reduction.norm(y, 2, axes)));
  }

  private static Tensor normalised(Tensor x, int axis, double eps) {
    Tensor centred = x.minus(x.mean(keep(axis)));
    return centred.div(centred.square().mean(keep(axis)).plus(eps).sqrt());
  }

  private static Tensor attention(Tensor query, Tensor key, Tensor value) {
    double scale = 1 / Math.sqrt(query.shape().length(-1));
    return query.matmul(key.t()).times(scale).softmax(-1).matmul(value);
  }
}
