package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// The loss against the sum over all paths, one by one.
class ConnectionistTemporalTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_205);

  /// The classes of path number `path` with repetitions and blanks taken out.
  private static List<Long> said(long path, int steps, int classes, int blank) {
    var said = new ArrayList<Long>();
    long before = -1;
    long rest = path;
    for (int t = 0; t < steps; t++) {
      long now = rest % classes;
      rest /= classes;
      if (now != before && now != blank) {
        said.add(now);
      }
      before = now;
    }
    return said;
  }

  /// The probability of the labels, and added to `expected` how often each class is met at each step.
  private static double probability(
      double[][] p, int steps, List<Long> labels, int blank, double[][] expected) {
    int classes = p[0].length;
    double sum = 0;
    for (long path = 0; path < Math.pow(classes, steps); path++) {
      if (said(path, steps, classes, blank).equals(labels)) {
        double product = 1;
        long rest = path;
        for (int t = 0; t < steps; t++, rest /= classes) {
          product *= p[t][(int) (rest % classes)];
        }
        rest = path;
        for (int t = 0; t < steps; t++, rest /= classes) {
          expected[t][(int) (rest % classes)] += product;
        }
        sum += product;
      }
    }
    return sum;
  }

  @Test
  void agreesWithAllPaths() {
    System.out.println("ConnectionistTemporalTest: -Dcotangent.test.seed=" + SEED);
    var random = new SplittableRandom(SEED);
    var numbers = new Numbers(SEED);
    int infinite = 0;
    for (int round = 0; round < 60; round++) {
      int most = random.nextInt(4);
      int longest = 1 + random.nextInt(6);
      int classes = 2 + random.nextInt(2);
      int blank = random.nextInt(classes);
      int examples = 2;
      Tensor logits = numbers.normal(Shape.of(longest, examples, classes));
      Tensor logs = logits.logSoftmax(-1);
      long[] labels = new long[examples * most];
      long[] steps = new long[examples];
      long[] lengths = new long[examples];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (blank + 1L + random.nextInt(classes - 1)) % classes;
      }
      double[] expected = new double[examples];
      double[] gradient = new double[longest * examples * classes];
      for (int n = 0; n < examples; n++) {
        steps[n] = 1L + random.nextInt(longest);
        lengths[n] = random.nextInt(most + 1);
        var row = new ArrayList<Long>();
        for (int i = 0; i < lengths[n]; i++) {
          row.add(labels[n * most + i]);
        }
        double[][] p = new double[longest][classes];
        for (int t = 0; t < longest; t++) {
          for (int c = 0; c < classes; c++) {
            p[t][c] = Math.exp(logs.get(t, n, c).item());
          }
        }
        double[][] met = new double[longest][classes];
        double sum = probability(p, (int) steps[n], row, blank, met);
        expected[n] = -Math.log(sum);
        infinite += sum == 0 ? 1 : 0;
        for (int t = 0; t < steps[n]; t++) {
          for (int c = 0; c < classes; c++) {
            gradient[(t * examples + n) * classes + c] = sum == 0 ? 0 : -met[t][c] / sum;
          }
        }
      }
      Tensor target = Tensor.of(labels, examples, most);
      Tensor loss = Losses.ctc(logs, target, indices(steps), indices(lengths), blank);
      assertArrayEquals(expected, loss.toDoubles(), 1e-13, "round " + round);
      Tensor derivative =
          grad(x -> Losses.ctc(x, target, indices(steps), indices(lengths), blank).sum(), logs);
      assertArrayEquals(gradient, derivative.toDoubles(), 1e-13, "round " + round);
      Tensor single =
          Losses.ctc(logs.to(DType.F32), target, indices(steps), indices(lengths), blank);
      assertEquals(DType.F32, single.dtype());
      assertArrayEquals(expected, single.toDoubles(), 1e-5, "round " + round);
    }
    assertEquals(true, infinite > 5 && infinite < 100, infinite + " of 120 without a path");
  }

  /// A thousand steps: the probability itself is far below the smallest double.
  @Test
  void longSequences() {
    int steps = 1000;
    Tensor logs = Tensor.full(DType.F64, -Math.log(4), steps, 1, 4);
    // Of one label: choose where it begins and ends.
    double ways = Math.log(steps * (steps + 1) / 2.0);
    assertEquals(
        steps * Math.log(4) - ways,
        Losses.ctc(logs, Tensor.of(new long[] {1}, 1, 1), indices(steps), indices(1), 0).item(),
        1e-9);
  }

  /// A class that is impossible (−∞) makes no NaN.
  @Test
  void impossibleClasses() {
    double no = Double.NEGATIVE_INFINITY;
    double half = Math.log(0.5);
    Tensor logs = Tensor.of(new double[] {no, half, half, half, half, no}, 2, 1, 3);
    Tensor label = Tensor.of(new long[] {1}, 1, 1);
    assertEquals(Math.log(2), Losses.ctc(logs, label, indices(2), indices(1), 0).item(), 1e-15);
    assertArrayEquals(
        new double[] {0, -1, 0, -0.5, -0.5, 0},
        grad(x -> Losses.ctc(x, label, indices(2), indices(1), 0).sum(), logs).toDoubles(),
        1e-15);
  }

  @Test
  void errors() {
    assertEquals(
        "ctc: log-probabilities (4,2,3), labels (3,2), steps (2) and lengths (2) are not (steps,"
            + " examples, classes), (examples, labels), (examples) and (examples)",
        assertThrowsExactly(
                ShapeException.class,
                () ->
                    Losses.ctc(
                        ones(4, 2, 3), ones(3, 2).to(DType.I64), indices(4, 4), indices(1, 1), 0))
            .getMessage());
    assertEquals(
        "ctc: blank is 3, not one of 3 classes",
        assertThrowsExactly(
                IllegalArgumentException.class,
                () ->
                    Losses.ctc(ones(4, 1, 3), ones(1, 2).to(DType.I64), indices(4), indices(1), 3))
            .getMessage());
  }
}
