package org.cotangent.cli.conformance;

import static org.cotangent.Slice.span;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.cotangent.Autodiff;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Losses;
import org.cotangent.tree.Trees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A network for handwritten digits, trained: parameters `W1, b1, W2, …` from pixels to logits, rows 0 to 1499 to learn from in
/// batches in their order, the others to be judged by; `v = momentum v + g`, `w = w - lr v`.
final class DigitsTraining implements ReferenceProgram {
  private static final int TRAIN = 1500;
  private static final double BRIGHTEST = 16;

  private final JsonNode reference;
  private final OperationTable.Operation activation;
  private final Map<String, Tensor> start;
  private final int batch;
  private final Tensor images;
  private final Tensor labels;

  private DigitsTraining(JsonNode reference, OperationTable.Operation activation, DataFiles data) {
    this.reference = reference;
    this.activation = activation;
    this.start = Tensors.readNamed(reference.get("init"));
    this.batch = reference.get("batch").intValue();
    int[][] rows = rows(data.read(reference.get("data")));
    int pixels = rows[0].length - 1;
    double[] brightness = new double[rows.length * pixels];
    long[] digits = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < pixels; j++) {
        brightness[i * pixels + j] = rows[i][j] / BRIGHTEST;
      }
      digits[i] = rows[i][pixels];
    }
    this.images = Tensor.of(brightness, rows.length, pixels);
    this.labels = Tensor.indices(digits);
  }

  /// Any operation of one argument can be the activation.
  static Optional<ReferenceProgram> find(JsonNode reference, DataFiles data) {
    var table = new OperationTable();
    String name = reference.get("activation").stringValue();
    return table.has(name)
        ? Optional.of(new DigitsTraining(reference, table.get(name), data))
        : Optional.empty();
  }

  private static int[][] rows(byte[] zipped) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(zipped)),
                StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .skip(1)
          .map(line ->
              java.util.Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray())
          .toArray(int[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException("the digits can't be read", e);
    }
  }

  private Tensor logits(Map<String, Tensor> parameters, Tensor x) {
    var attributes = new Attributes(JsonNodeFactory.instance.objectNode());
    int layers = parameters.size() / 2;
    Tensor y = x;
    for (int i = 1; i <= layers; i++) {
      y = y.matmul(Tensors.of(parameters, "W" + i)).plus(Tensors.of(parameters, "b" + i));
      if (i < layers) {
        y = activation.apply(attributes, List.of(y)).getFirst();
      }
    }
    return y;
  }

  private Function<Map<String, Tensor>, Tensor> loss(int step) {
    int from = step % (TRAIN / batch) * batch;
    Tensor x = images.slice(span(from, from + batch));
    Tensor y = labels.slice(span(from, from + batch));
    return parameters -> Losses.softmaxCrossEntropy(logits(parameters, x), y).mean();
  }

  private double accuracy(Map<String, Tensor> parameters) {
    int size = labels.shape().length(0);
    Tensor guessed = logits(parameters, images.slice(span(TRAIN, size))).argmax(-1);
    return guessed.equal(labels.slice(span(TRAIN, size))).to(DType.F64).mean().item();
  }

  @Override
  public Function<Map<String, Tensor>, Tensor> objective() {
    return loss(0);
  }

  @Override
  public Map<String, Tensor> at() {
    return start;
  }

  @Override
  public ObjectNode result() {
    double rate = reference.get("lr").doubleValue();
    double momentum = reference.get("momentum").doubleValue();
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode losses = result.putArray("loss_per_step");
    ArrayNode norms = result.putArray("grad_norm_per_step");
    ArrayNode accuracies = result.putArray("test_accuracy");
    Map<String, Tensor> parameters = start;
    Map<String, Tensor> velocity = Trees.map(start, p -> Tensor.zeros(p.shape()));
    for (int step = 0; step < reference.get("steps").intValue(); step++) {
      var loss = Autodiff.valueAndGrad(loss(step), parameters);
      losses.add(loss.value().item());
      norms.add(Trees.ravel(loss.grad()).vector().square().sum().sqrt().item());
      if (step == 0) {
        result.set("first_grad", Tensors.write(loss.grad()));
      }
      velocity = Trees.map(velocity, loss.grad(), (v, g) -> v.times(momentum).plus(g));
      parameters = Trees.map(parameters, velocity, (p, v) -> p.minus(v.times(rate)));
      for (JsonNode measured : reference.path("test_accuracy")) {
        if (measured.get(0).intValue() == step + 1) {
          accuracies.addArray().add(step + 1).add(accuracy(parameters));
        }
      }
    }
    result.set("final_params", Tensors.write(parameters));
    return result;
  }
}
