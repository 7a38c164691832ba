package org.cotangent.bench.workloads;

import static org.cotangent.Tensor.zeros;
import static org.cotangent.ops.Losses.softmaxCrossEntropy;

import java.util.stream.Stream;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.bench.workloads.Training.Batch;

/// W5: a step of training of a network 784-512-256-10 in single precision, 128 examples.
final class Perceptron {
  private static final int EXAMPLES = 128;

  private Perceptron() {}

  private record Layers(Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor w3, Tensor b3) {}

  private static Tensor loss(Layers p, Batch data) {
    Tensor first = data.examples().matmul(p.w1).plus(p.b1).relu();
    Tensor second = first.matmul(p.w2).plus(p.b2).relu();
    return softmaxCrossEntropy(second.matmul(p.w3).plus(p.b3), data.labels()).mean();
  }

  private static Training<Layers> training() {
    return new Training<>(
        Perceptron::loss,
        new Layers(
            Data.floats(22, 28, 784, 512),
            zeros(DType.F32, 512),
            Data.floats(23, 16, 512, 256),
            zeros(DType.F32, 256),
            Data.floats(24, 16, 256, 10),
            zeros(DType.F32, 10)),
        new Batch(Data.floats(20, 1, EXAMPLES, 784), Data.labels(21, 10, EXAMPLES)));
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Training.workload(new Key("W5", "mlp-step", EXAMPLES, DType.F32), Perceptron::training));
  }
}
