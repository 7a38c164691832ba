package org.cotangent.cli.conformance;

import java.util.List;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.ops.Losses;
import org.cotangent.ops.Neural;

/// Losses, normalisations and attention.
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
        "cosine_similarity",
        (a, in) -> Neural.cosineSimilarity(in.get(0), in.get(1), a.integer("axis", -1)));
    table.single(
        "layer_norm",
        (a, in) -> Neural.layerNorm(in.get(0), in.get(1), in.get(2), a.number("eps", 1e-5)));
    table.single("batch_norm_train", NeuralOperations::batchNorm);
    table.single(
        "rms_norm", (a, in) -> Neural.rmsNorm(in.get(0), in.get(1), a.number("eps", 1e-6)));
    table.single("glu", (a, in) -> Neural.glu(in.get(0), a.integer("axis", -1)));
    table.single(
        "scaled_dot_product_attention",
        (_, in) -> Neural.attention(in.get(0), in.get(1), in.get(2)));
  }

  /// Over any one axis; gamma and beta broadcast.
  private static Tensor batchNorm(Attributes a, List<Tensor> in) {
    Axes over = Axes.of(a.integer("axis", 0));
    return Neural.standardize(in.get(0), over, a.number("eps", 1e-5))
        .times(in.get(1))
        .plus(in.get(2));
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
}
