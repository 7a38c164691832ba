package org.cotangent.laws;

import static org.cotangent.Tensor.indices;
import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.in;
import static org.cotangent.laws.Samples.positive;

import java.util.List;
import org.cotangent.Axes;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.ops.Activation;
import org.cotangent.ops.Losses;
import org.cotangent.ops.Neural;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Sample;

/// Layers, activation functions with parameters, and losses.
final class NeuralSamples {
  private NeuralSamples() {}

  static void addTo(List<Sample> all) {
    norms(all);
    attention(all);
    activations(all);
    losses(all);
    one(all, "glu", x -> Neural.glu(x.get(0), 0), any(4, 3));
    one(all, "glu", x -> Neural.glu(x.get(0), -1), any(2, 2));
    var key = RandomKey.of(3);
    one(all, "dropout", x -> Neural.dropout(x.get(0), 0.4, key), any(3, 4));
    one(all, "embedding", x -> Neural.embedding(x.get(0), x.get(1)), any(3, 2), indices(2, 0, 2));
  }

  private static void one(
      List<Sample> all,
      String name,
      java.util.function.Function<List<Tensor>, Tensor> f,
      Tensor... inputs) {
    Flat flat = x -> List.of(f.apply(x));
    all.add(Sample.smooth(name, flat, inputs).within(1e-7));
  }

  private static void norms(List<Sample> all) {
    double eps = 1e-3;
    one(all, "standardize", x -> Neural.standardize(x.get(0), Axes.all(), eps), any(2, 3));
    one(
        all,
        "layerNorm",
        x -> Neural.layerNorm(x.get(0), x.get(1), x.get(2), eps),
        any(2, 4),
        any(4),
        any(4));
    one(
        all,
        "layerNorm",
        x -> Neural.layerNorm(x.get(0), x.get(1), x.get(2), eps),
        any(2, 2, 3),
        any(2, 3),
        any(2, 3));
    one(all, "rmsNorm", x -> Neural.rmsNorm(x.get(0), x.get(1), eps), any(2, 3), any(3));
    one(
        all,
        "batchNorm",
        x -> Neural.batchNorm(x.get(0), x.get(1), x.get(2), eps),
        any(3, 2, 2),
        any(2),
        any(2));
    one(
        all,
        "batchNorm",
        x -> Neural.batchNorm(x.get(0), x.get(1), x.get(2), x.get(3), x.get(4), eps),
        any(3, 2),
        any(2),
        any(2),
        any(2),
        positive(2));
    one(all, "channelMean", x -> Neural.channelMean(x.get(0)), any(2, 2, 3));
    one(all, "channelVariance", x -> Neural.channelVariance(x.get(0), 1), any(2, 2, 3));
    one(
        all,
        "groupNorm",
        x -> Neural.groupNorm(x.get(0), 2, x.get(1), x.get(2), eps),
        any(2, 4, 2),
        any(4),
        any(4));
    one(
        all,
        "cosineSimilarity",
        x -> Neural.cosineSimilarity(x.get(0), x.get(1), -1),
        any(2, 3),
        any(3));
    one(
        all,
        "cosineSimilarity",
        x -> Neural.cosineSimilarity(x.get(0), x.get(1), 0),
        any(3),
        any(3));
  }

  private static void attention(List<Sample> all) {
    one(
        all,
        "attention",
        x -> Neural.attention(x.get(0), x.get(1), x.get(2)),
        any(2, 3),
        any(4, 3),
        any(4, 2));
    one(
        all,
        "attention",
        x -> Neural.attention(x.get(0), x.get(1), x.get(2)),
        any(2, 2, 3),
        any(1, 4, 3),
        any(2, 4, 1));
    // The last query sees nothing.
    Tensor mask =
        Tensor.of(new boolean[] {true, false, true, true, true, true, false, false, false}, 3, 3);
    one(
        all,
        "attention",
        x -> Neural.attention(x.get(0), x.get(1), x.get(2), mask),
        any(3, 2),
        any(3, 2),
        any(3, 2));
    one(
        all,
        "attention",
        x -> Neural.attention(x.get(0), x.get(1), x.get(2), x.get(3)),
        any(2, 2),
        any(3, 2),
        any(3, 1),
        any(2, 3));
    one(
        all,
        "causalAttention",
        x -> Neural.causalAttention(x.get(0), x.get(1), x.get(2)),
        any(2, 3, 2),
        any(2, 3, 2),
        any(2, 3, 2));
  }

  private static void activations(List<Sample> all) {
    Samples.unary(all, "softShrink", x -> Activation.softShrink(x, 0.5), 0.7, 2);
    Samples.unary(all, "softShrink", x -> Activation.softShrink(x, 0.5), -0.3, 0.3);
    Samples.unary(all, "hardShrink", x -> Activation.hardShrink(x, 0.5), -2, -0.7);
    Samples.unary(all, "tanhShrink", Activation::tanhShrink, -2, 2);
    Samples.unary(all, "threshold", x -> Activation.threshold(x, 0.5, -7), 0.7, 2);
    Samples.unary(all, "quickGelu", Activation::quickGelu, -2, 2);
    Samples.binary(all, "prelu", Activation::prelu, -2, -0.2, -1, 1);
  }

  private static void losses(List<Sample> all) {
    one(
        all,
        "negativeLogLikelihood",
        x -> Losses.negativeLogLikelihood(x.get(0), x.get(1)),
        any(2, 3),
        indices(2, 0));
    Samples.binary(all, "absoluteError", Losses::absoluteError, 1, 2, -1, 0.5);
    Samples.binary(
        all,
        "smoothAbsoluteError",
        (a, b) -> Losses.smoothAbsoluteError(a, b, 0.5),
        0,
        0.3,
        0,
        0.3);
    Samples.binary(
        all,
        "smoothAbsoluteError",
        (a, b) -> Losses.smoothAbsoluteError(a, b, 0.5),
        1.2,
        2,
        0,
        0.4);
    Samples.binary(all, "poisson", Losses::poisson, -2, 2, 0, 5);
    one(
        all,
        "gaussian",
        x -> Losses.gaussian(x.get(0), x.get(1), x.get(2)),
        any(2, 3),
        any(3),
        positive(2, 1));
    Tensor signs = indices(1, -1, 1);
    one(all, "hinge", x -> Losses.hinge(x.get(0), signs), in(-0.8, 0.8, 3));
    one(
        all,
        "cosineEmbedding",
        x -> Losses.cosineEmbedding(x.get(0), x.get(1), signs, -0.5),
        positive(3, 2),
        positive(3, 2));
    one(
        all,
        "triplet",
        x -> Losses.triplet(x.get(0), x.get(1), x.get(2), 10),
        any(2, 3),
        any(2, 3),
        any(3));
    Tensor labels = Tensor.of(new long[] {1, 2, 2, 2, 1, 0}, 2, 3);
    one(
        all,
        "ctc",
        x -> Losses.ctc(x.get(0), x.get(1), x.get(2), x.get(3), 0),
        any(5, 2, 3).logSoftmax(-1),
        labels,
        indices(5, 4),
        indices(3, 2));
    one(
        all,
        "ctc",
        x -> Losses.ctc(x.get(0).logSoftmax(-1), x.get(1), x.get(2), x.get(3), 2),
        any(2, 2, 3),
        Tensor.of(new long[] {1, 0}, 2, 1),
        indices(2, 1),
        indices(1, 0));
  }
}
