package org.cotangent.bench.workloads;

import static org.cotangent.Tensor.zeros;
import static org.cotangent.ops.Convolution.conv2d;
import static org.cotangent.ops.Losses.softmaxCrossEntropy;
import static org.cotangent.ops.Pooling.maxPool2d;

import java.util.stream.Stream;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.bench.workloads.Training.Batch;
import org.cotangent.ops.Window;

/// W10: a step of training of a network with two convolutions in single precision, 64 images of 28 by 28.
final class Images {
  private static final int EXAMPLES = 64;

  private Images() {}

  private record Layers(Tensor k1, Tensor b1, Tensor k2, Tensor b2, Tensor w, Tensor b) {}

  private static Tensor convolved(Tensor x, Tensor kernel, Tensor bias) {
    Tensor y = conv2d(x, kernel, Window.of().same()).plus(bias.reshape(-1, 1, 1));
    return maxPool2d(y.relu(), Window.of(2));
  }

  private static Tensor loss(Layers p, Batch data) {
    Tensor y = convolved(convolved(data.examples(), p.k1, p.b1), p.k2, p.b2);
    Tensor logits = y.reshape(EXAMPLES, -1).matmul(p.w).plus(p.b);
    return softmaxCrossEntropy(logits, data.labels()).mean();
  }

  private static Training<Layers> training() {
    return new Training<>(
        Images::loss,
        new Layers(
            Data.floats(72, 3, 16, 1, 3, 3),
            zeros(DType.F32, 16),
            Data.floats(73, 12, 32, 16, 3, 3),
            zeros(DType.F32, 32),
            Data.floats(74, 40, 1568, 10),
            zeros(DType.F32, 10)),
        new Batch(Data.floats(70, 1, EXAMPLES, 1, 28, 28), Data.labels(71, 10, EXAMPLES)));
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Training.workload(new Key("W10", "conv-step-nchw", EXAMPLES, DType.F32), Images::training));
  }
}
