package org.cotangent.compiler;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.DType;
import org.cotangent.RandomKey;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.ops.Reduction;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Numbers;
import org.cotangent.tree.Trees;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Programs that go over rows, or columns, in several phases: compiled they do what they do at once, for shapes of all kinds.
class StripsTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_129);
  private static final int COUNT = 40;

  private static Tensor layerNorm(Tensor x, int axis) {
    Tensor centred = x.minus(x.mean(Tensor.keep(axis)));
    return centred.div(centred.square().mean(Tensor.keep(axis)).plus(1e-5).sqrt());
  }

  /// Softmax, logarithms of sums, layer norm and cross entropy along an axis, each with a gradient; `y` has the shape of the
  /// argument.
  private static Map<String, Function<Tensor, ?>> programs(int axis, Tensor y) {
    var programs = new LinkedHashMap<String, Function<Tensor, ?>>();
    programs.put("softmax", (Tensor v) -> Reduction.softmax(v, axis));
    programs.put(
        "softmax, gradient", valueAndGrad((Tensor v) -> Reduction.softmax(v, axis).times(y).sum()));
    programs.put("logSumExp", (Tensor v) -> v.logSumExp(axis));
    programs.put("logSumExp, gradient", valueAndGrad((Tensor v) -> v.logSumExp(axis).sin().sum()));
    programs.put("layer norm", (Tensor v) -> layerNorm(v, axis));
    programs.put(
        "layer norm, gradient", valueAndGrad((Tensor v) -> layerNorm(v, axis).times(y).sum()));
    programs.put(
        "cross entropy, gradient",
        valueAndGrad((Tensor v) -> Reduction.logSoftmax(v, axis).times(y).sum().unaryMinus()));
    return programs;
  }

  private static String difference(Object expected, Object actual, double tolerance) {
    var a = new ArrayList<Tensor>();
    var b = new ArrayList<Tensor>();
    Trees.flatten(expected, a);
    Trees.flatten(actual, b);
    assertEquals(a.size(), b.size());
    return IntStream.range(0, a.size())
        .mapToObj(i -> Laws.difference(a.get(i), b.get(i), tolerance))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  @TestFactory
  Stream<DynamicTest> drawnShapes() {
    System.out.println("Strips: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, COUNT)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> drawn(SEED + i)));
  }

  private static void drawn(long seed) {
    var numbers = new Numbers(seed);
    int[] lengths = new int[1 + numbers.whole(3)];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] =
          switch (numbers.whole(6)) {
            case 0 -> 1;
            case 1 -> numbers.whole(3);
            case 2 -> 17 + numbers.whole(70);
            default -> 1 + numbers.whole(20);
          };
    }
    boolean narrow = numbers.whole(4) == 0;
    DType dtype = narrow ? DType.F32 : DType.F64;
    Tensor x = numbers.normal(Shape.of(lengths)).to(dtype);
    Tensor y = numbers.normal(Shape.of(lengths)).to(dtype);
    int axis = numbers.whole(lengths.length);
    programs(axis, y)
        .forEach((name, f) -> {
          if (x.shape().length(axis) > 0 || name.startsWith("softmax")) {
            Object expected = f.apply(x);
            String difference = difference(expected, compile(f).apply(x), narrow ? 3e-4 : 1e-11);
            assertEquals("", difference, () -> name + " along " + axis + " of " + x.aval());
          }
        });
  }

  @Test
  void infinitiesAndNaN() {
    double nan = Double.NaN;
    double inf = Double.POSITIVE_INFINITY;
    double[] values = RandomKey.of(1).normal(11, 9).toDoubles();
    values[3] = nan;
    values[20] = inf;
    values[31] = -inf;
    for (int i = 45; i < 54; i++) {
      values[i] = -inf;
    }
    Tensor x = Tensor.of(values, 11, 9);
    Tensor y = RandomKey.of(2).normal(11, 9);
    for (int axis = 0; axis < 2; axis++) {
      programs(axis, y)
          .forEach((name, f) ->
              assertEquals("", difference(f.apply(x), compile(f).apply(x), 1e-12), name));
    }
  }

  /// Phases by themselves give the same bits.
  @Test
  void sameBitsAsPhaseByPhase() {
    Tensor x = RandomKey.of(3).normal(301, 203);
    for (int axis = 0; axis < 2; axis++) {
      int along = axis;
      Function<Tensor, Tensor> f = v -> Reduction.softmax(v, along);
      Tensor top = compile((Tensor v) -> v.max(Tensor.keep(along))).apply(x);
      Tensor terms = compile((Tensor v) -> v.minus(top).exp()).apply(x);
      // Sums of columns are added in order in strips; a function of columns alone is one, too.
      Tensor sum =
          compile((Tensor v) -> v.transpose().sum(Tensor.keep(1 - along)).transpose()).apply(terms);
      Tensor phases = compile((Tensor v) -> v.div(sum)).apply(terms);
      double tolerance = along == 1 ? 0 : 1e-16;
      assertArrayEquals(phases.toDoubles(), compile(f).apply(x).toDoubles(), tolerance);
    }
  }

  /// Each worker has strips of its own.
  @Test
  void severalThreads() {
    Tensor x = RandomKey.of(4).normal(3000, 70);
    Tensor y = RandomKey.of(5).normal(3000, 70);
    for (int axis = 0; axis < 2; axis++) {
      programs(axis, y)
          .forEach((name, f) -> {
            Function<Tensor, ?> compiled = compile(f);
            for (int i = 0; i < 3; i++) {
              assertEquals("", difference(f.apply(x), compiled.apply(x), 1e-11), name);
            }
          });
    }
  }

  /// Products of rows, of stacks, and with a matrix that is made in the strips themselves.
  @Test
  void products() {
    for (int rows : new int[] {1, 3, 64, 501}) {
      Tensor q = RandomKey.of(6).normal(3, rows, 7);
      Tensor k = RandomKey.of(7).normal(3, 33, 7);
      Tensor w = RandomKey.of(8).normal(7, 7);
      List<Function<Tensor, Tensor>> functions =
          List.of(
              v -> Reduction.softmax(v.matmul(k.transpose(0, 2, 1)), 2).matmul(k),
              v -> Reduction.softmax(v.matmul(v.transpose(0, 2, 1)), 2).matmul(v),
              v -> v.minus(1).matmul(w).square().logSumExp(0).matmul(w),
              v -> v.tanh().matmul(w.times(v.mean())).exp().sum(2));
      for (Function<Tensor, Tensor> f : functions) {
        Function<Tensor, ?> g = valueAndGrad((Tensor v) -> f.apply(v).sin().sum());
        assertEquals("", difference(f.apply(q), compile(f).apply(q), 1e-10));
        assertEquals("", difference(g.apply(q), compile(g).apply(q), 1e-10));
      }
    }
  }
}
