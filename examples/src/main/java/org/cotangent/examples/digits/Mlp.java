package org.cotangent.examples.digits;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.ops.Losses;

/// A multilayer perceptron. Being a record it is a tree: its gradient is an `Mlp` too, and so are
/// momentum and variance.
///
/// Its leaves may be arrays, boxes of a trace, or variables of a static graph; the code below is
/// the same for all.
///
/// @param layers from the pixels to the logits
/// @param activation between the layers
public record Mlp(List<Layer> layers, Activation activation) {
  /// Random layers of these widths, `Mlp.random(key, RELU, 64, 128, 10)`.
  static Mlp random(RandomKey key, Activation activation, int... widths) {
    var keys = key.split(widths.length - 1);
    var layers =
        IntStream.range(0, widths.length - 1)
            .mapToObj(i -> Layer.random(keys.get(i), widths[i], widths[i + 1]))
            .toList();
    return new Mlp(layers, activation);
  }

  /// One row of unnormalised log probabilities for each row of `x`.
  Tensor logits(Tensor x) {
    for (var layer : layers.subList(0, layers.size() - 1)) {
      x = activation.apply(layer.apply(x));
    }
    return layers.getLast().apply(x);
  }

  /// Mean cross entropy of the labels, `I64` of shape `(n)`.
  Tensor loss(Tensor images, Tensor labels) {
    return Losses.softmaxCrossEntropy(logits(images), labels).mean();
  }

  /// The most probable digit of each row.
  Tensor predict(Tensor images) {
    return logits(images).argmax(-1);
  }

  /// Fraction of the digits that are recognised.
  double accuracy(Digits digits) {
    return predict(digits.images()).equal(digits.labels()).to(DType.F64).mean().item();
  }
}
