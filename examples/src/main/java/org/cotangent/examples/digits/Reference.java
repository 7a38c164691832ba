package org.cotangent.examples.digits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;

/// The reference curve: a protocol, the parameters it starts from, and what another library
/// measured along it.
///
/// `x` = pixels / 16; rows 0 to 1499 train, 1500 to 1796 are held out; step `s` uses batch `s mod
/// 15`, no shuffling; the loss is the mean cross entropy before the update; `v = momentum v + g`,
/// `w = w - rate v`.
///
/// @param start the initial parameters
/// @param optimizer rate and momentum
/// @param batch rows in a batch
/// @param firstGradient the gradient of the first step, but for that of the first weights
/// @param curve losses, gradient norms, held-out accuracies
record Reference(
    Mlp start, Momentum optimizer, int batch, Map<String, Tensor> firstGradient, Curve curve) {
  static final int TRAIN = 1500;

  /// Reads the resource.
  static Reference load() {
    try (var resource =
        Objects.requireNonNull(Reference.class.getResourceAsStream("digits_curve.json"))) {
      var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      return read(object(list(of(object(Json.parse(text)), "cases")).getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException("digits_curve.json can't be read", e);
    }
  }

  /// The rows to learn from and those held out, as the protocol says.
  static Digits.Split split(Digits digits) {
    return new Digits.Split(digits.rows(0, TRAIN), digits.rows(TRAIN, digits.size()));
  }

  private static Reference read(Map<?, ?> json) {
    var init = object(of(json, "init"));
    var layers =
        List.of(
            new Layer(tensor(of(init, "W1")), tensor(of(init, "b1"))),
            new Layer(tensor(of(init, "W2")), tensor(of(init, "b2"))));
    var gradient = object(of(json, "first_grad"));
    return new Reference(
        new Mlp(layers, Activation.TANH),
        new Momentum(number(of(json, "lr")), number(of(json, "momentum"))),
        (int) number(of(json, "batch")),
        Map.of(
            "b1", tensor(of(gradient, "b1")),
            "W2", tensor(of(gradient, "W2")),
            "b2", tensor(of(gradient, "b2"))),
        new Curve(
            numbers(of(json, "loss_per_step")),
            numbers(of(json, "grad_norm_per_step")),
            list(of(json, "test_accuracy")).stream()
                .map(Reference::list)
                .map(p -> new Curve.Accuracy((int) number(p.get(0)), number(p.get(1))))
                .toList()));
  }

  private static Tensor tensor(Object json) {
    double[] data = numbers(of(object(json), "data")).stream().mapToDouble(d -> d).toArray();
    int[] shape = numbers(of(object(json), "shape")).stream().mapToInt(Double::intValue).toArray();
    return Tensor.of(data, shape);
  }

  /// What an object has under a name.
  private static Object of(Map<?, ?> json, String name) {
    return Objects.requireNonNull(json.get(name), () -> "digits_curve.json has no " + name);
  }

  private static Map<?, ?> object(Object json) {
    return (Map<?, ?>) json;
  }

  private static List<?> list(Object json) {
    return (List<?>) json;
  }

  private static List<Double> numbers(Object json) {
    return list(json).stream().map(Reference::number).toList();
  }

  private static double number(Object json) {
    return (Double) json;
  }
}
