package org.cotangent.bench;

import static org.cotangent.ops.Contraction.tensordot;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.trace.Transform;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A network's loss and its gradient: 32 examples of 64 numbers, 64 hidden units, 10 outputs. Beside it the same by hand, in
/// loops over heap arrays, with the library's products of matrices and its formula for the derivative of `tanh`.
@State(Scope.Thread)
public class MlpStep {
  private static final int EXAMPLES = 32;
  private static final int INPUTS = 64;
  private static final int HIDDEN = 64;
  private static final int OUTPUTS = 10;

  private final SplittableRandom random = new SplittableRandom(1);
  private final double[] bias = draw(HIDDEN);
  private final double[] wanted = draw(EXAMPLES * OUTPUTS);

  private final Tensor first = Tensor.of(draw(INPUTS * HIDDEN), INPUTS, HIDDEN);
  private final Tensor shift = Tensor.vector(bias);
  private final Tensor second = Tensor.of(draw(HIDDEN * OUTPUTS), HIDDEN, OUTPUTS);
  private final Tensor inputs = Tensor.of(draw(EXAMPLES * INPUTS), EXAMPLES, INPUTS);
  private final Tensor targets = Tensor.of(wanted, EXAMPLES, OUTPUTS);

  /// Draws weights and data, the same in every process.
  public MlpStep() {}

  private double[] draw(int size) {
    return random.doubles(size, -0.5, 0.5).toArray();
  }

  private Tensor loss(Tensor w1, Tensor b1, Tensor w2) {
    Tensor hidden = inputs.matmul(w1).plus(b1).tanh();
    return hidden.matmul(w2).minus(targets).square().sum();
  }

  private double gradient() {
    var result =
        Transform.vjp(
            "vjp", w -> List.of(loss(w.get(0), w.get(1), w.get(2))), List.of(first, shift, second));
    List<Tensor> gradients = result.map().apply(List.of(Tensor.scalar(1)));
    return element(gradients.get(0)) + element(gradients.get(1)) + element(gradients.get(2));
  }

  private static double element(Tensor x) {
    return elements(x)[0];
  }

  /// The heap array itself, as code in loops would have it.
  private static double[] elements(Tensor x) {
    return Buffers.f64((Array) x);
  }

  private double[] summed() {
    double[] summed = elements(inputs.matmul(first)).clone();
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < HIDDEN; j++) {
        summed[i * HIDDEN + j] += bias[j];
      }
    }
    return summed;
  }

  private static double[] tanh(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.tanh(x[i]);
    }
    return y;
  }

  private Tensor wrapped(double[] data, int columns) {
    return Buffers.wrap(Aval.of(DType.F64, Shape.of(EXAMPLES, columns)), data);
  }

  private double lossByHand() {
    double[] y = elements(wrapped(tanh(summed()), HIDDEN).matmul(second));
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      double off = y[i] - wanted[i];
      loss += off * off;
    }
    return loss;
  }

  private double gradientByHand() {
    double[] summed = summed();
    Tensor activation = wrapped(tanh(summed), HIDDEN);
    double[] y = elements(activation.matmul(second));
    double loss = 0;
    double[] off = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double difference = y[i] - wanted[i];
      loss += difference * difference;
      off[i] = 2 * difference;
    }
    Tensor cotangent = wrapped(off, OUTPUTS);
    Tensor bySecond = tensordot(activation, cotangent, new int[] {0}, new int[] {0});
    double[] back = elements(tensordot(cotangent, second, new int[] {1}, new int[] {1}));
    double[] byShift = new double[HIDDEN];
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < HIDDEN; j++) {
        int at = i * HIDDEN + j;
        double e = Math.exp(-2 * Math.abs(summed[at]));
        back[at] *= 4 * e / ((1 + e) * (1 + e));
        byShift[j] += back[at];
      }
    }
    Tensor byFirst = tensordot(inputs, wrapped(back, HIDDEN), new int[] {0}, new int[] {0});
    return loss + element(bySecond) + element(byFirst) + byShift[0];
  }

  /// The loss only.
  @Benchmark
  public double forward(Beside beside) {
    return beside.run(this::lossByHand, () -> loss(first, shift, second).item());
  }

  /// The loss and its gradient.
  @Benchmark
  public double gradient(Beside beside) {
    return beside.run(this::gradientByHand, this::gradient);
  }
}
