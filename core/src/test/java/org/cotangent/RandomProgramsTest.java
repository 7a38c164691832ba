package org.cotangent;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stopGradient;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Numbers;
import org.cotangent.testkit.Sample;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Programs drawn at random, with masks whose dead branch is not a number, and with derivatives and
/// vmap inside: forward = reverse = differences to third order, vmap = loop, compiled = eager.
class RandomProgramsTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_124);
  private static final int COUNT = Boolean.getBoolean("cotangent.test.all") ? 400 : 100;
  private static final int STEPS = 9;

  @TestFactory
  Stream<DynamicTest> programs() {
    System.out.println("Random programs: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, COUNT)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> check(SEED + i)));
  }

  private static void check(long seed) {
    Sample sample = sample(seed);
    Laws.derivatives(sample, 3);
    Laws.programs(sample);
    Laws.batches(sample);
    Laws.linearization(sample);
  }

  /// The program that a seed draws, and its inputs.
  static Sample sample(long seed) {
    var numbers = new Numbers(seed);
    Tensor x = awayFromZero(numbers, Shape.of(3));
    Tensor y = awayFromZero(numbers, Shape.of(2, 3));
    int[][] steps = new int[STEPS][];
    for (int i = 0; i < STEPS; i++) {
      steps[i] =
          new int[] {numbers.whole(KINDS), numbers.whole(1 << 20), numbers.whole(1 << 20), i};
    }
    return Sample.smooth(
            "program " + seed, inputs -> List.of(run(steps, inputs.get(0), inputs.get(1))), x, y)
        .within(1e-6);
  }

  /// Between 0.3 and 1.3 of either sign, so that no difference crosses a mask's edge.
  private static Tensor awayFromZero(Numbers numbers, Shape shape) {
    Tensor sign = numbers.normal(shape).sign();
    return numbers.between(0.3, 1.3, shape).times(sign);
  }

  private static Tensor run(int[][] steps, Tensor x, Tensor y) {
    List<Tensor> values = new ArrayList<>(List.of(x, y, y.get(0).times(x), x.sum()));
    for (int[] step : steps) {
      Tensor a = values.get(step[1] % values.size());
      Tensor b = values.get(step[2] % values.size());
      values.add(step(step[0], a, b, x, y));
    }
    Tensor last = values.getLast();
    return values.subList(4, values.size() - 1).stream()
        .map(Tensor::mean)
        .reduce(last.plus(x.times(0.1)), Tensor::plus);
  }

  private static final int KINDS = 20;

  /// One step; results stay between -3 and 3 or so. The masks are of x and y, which are not near 0.
  private static Tensor step(int kind, Tensor a, Tensor b, Tensor x, Tensor y) {
    return switch (kind) {
      case 0 -> a.plus(b).sin();
      case 1 -> a.times(b).tanh();
      case 2 -> a.minus(b.cos());
      case 3 -> a.div(b.square().plus(1.5));
      case 4 -> a.tanh().exp().minus(1);
      case 5 -> a.sin().plus(2).log();
      case 6 -> a.square().plus(1).sqrt().times(b.sigmoid());
      case 7 -> where(x.greater(0), x.log(), x.times(0.5)).plus(a.tanh());
      case 8 -> where(y.less(0), y.unaryMinus().sqrt(), b.cos()).times(0.5);
      case 9 -> where(x.greater(-9), b.sin(), a.tanh().div(x.minus(x)));
      case 10 -> a.mean().plus(b);
      case 11 -> matrix(a).tanh().matmul(matrix(b).sin().transpose()).sum(0).mean();
      case 12 -> concat(0, row(a).slice("1:"), row(b).slice(":1")).cos();
      case 13 -> stack(row(a), row(b)).sum(0).times(0.5);
      case 14 -> grad((Tensor u) -> u.times(b.sin()).tanh().sum()).apply(a.tanh());
      case 15 -> jvp((Tensor u) -> u.sin().times(row(a)), row(b).tanh(), x).tangent();
      case 16 -> vjp((Tensor u) -> u.exp().times(a.tanh()).sum(), x).pullback().apply(b.mean());
      case 17 -> vmap((Tensor u) -> u.sin().dot(x)).apply(matrix(a)).sum().plus(b).tanh();
      case 18 -> stopGradient(a).tanh().times(0).plus(b.sin());
      case 19 -> row(a).cumsum(0).tanh();
      default -> throw new AssertionError(kind);
    };
  }

  private static Tensor row(Tensor a) {
    return a.broadcastTo(Shape.of(2, 3)).get(1);
  }

  private static Tensor matrix(Tensor a) {
    return a.broadcastTo(Shape.of(2, 3));
  }
}
