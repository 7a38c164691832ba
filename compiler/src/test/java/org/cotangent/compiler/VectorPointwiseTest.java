package org.cotangent.compiler;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Autodiff.vjp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Slicing;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Large arrays, evaluated at once by the compiler's kernels.
class VectorPointwiseTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_130);
  private static final int LARGE = 1_000;
  private static final int OPERATIONS = 25;

  private static Tensor wave(Tensor a, Tensor b) {
    return a.times(b).plus(a.unaryMinus().times(a).exp()).tanh();
  }

  private static Tensor numbers(long seed, DType dtype, int... shape) {
    return new Numbers(seed).between(-2, 2, Shape.of(shape)).to(dtype);
  }

  @Test
  void sameBitsAsCompiled() {
    for (DType dtype : List.of(DType.F64, DType.F32)) {
      Tensor a = numbers(1, dtype, LARGE);
      Tensor b = numbers(2, dtype, LARGE);
      Flat both =
          x -> {
            var result = vjp((List<Tensor> y) -> wave(y.get(0), y.get(1)), x);
            var pulled = result.pullback().apply(result.value().sin());
            return List.of(result.value(), pulled.get(0), pulled.get(1));
          };
      List<Tensor> eager = both.apply(List.of(a, b));
      if (VectorModule.present()) {
        List<Tensor> compiled = compile(both::apply).apply(List.of(a, b));
        for (int i = 0; i < eager.size(); i++) {
          assertEquals("", Laws.difference(compiled.get(i), eager.get(i), 0), dtype + " " + i);
        }
      }
      assertEquals(dtype, eager.get(1).dtype());
    }
  }

  /// Programs of random operations, with cotangents that are shared, added up, and masked: the gradient of the whole is that of its
  /// parts, which are so small that core's loops compute them. Nothing that the program has seen is changed.
  @TestFactory
  Stream<DynamicTest> drawn() {
    System.out.println("Programs: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, 60)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> check(SEED + i)));
  }

  private static void check(long seed) {
    DType dtype = seed % 3 == 0 ? DType.F32 : DType.F64;
    double tolerance = dtype == DType.F32 ? 1e-3 : 1e-11;
    List<Tensor> inputs = List.of(numbers(seed, dtype, LARGE), numbers(seed + 1, dtype, LARGE));
    var seen = new ArrayList<Tensor>();
    List<double[]> before = inputs.stream().map(Tensor::toDoubles).toList();
    List<Tensor> whole = derivatives(seed, inputs, seen);
    var parts = new ArrayList<List<Tensor>>();
    for (int from = 0; from < LARGE; from += LARGE / 4) {
      Slice part = Slice.span(from, from + LARGE / 4);
      parts.add(
          derivatives(seed, inputs.stream().map(x -> x.slice(part)).toList(), new ArrayList<>()));
    }
    for (int i = 0; i < whole.size(); i++) {
      int result = i;
      Tensor together = Slicing.concat(0, parts.stream().map(p -> p.get(result)).toList());
      assertEquals("", Laws.difference(together, whole.get(i), tolerance), "result " + i);
    }
    for (int i = 0; i < inputs.size(); i++) {
      assertArrayEquals(before.get(i), inputs.get(i).toDoubles(), 0);
    }
    for (int i = 0; i < seen.size(); i += 2) {
      assertEquals("", Laws.difference(seen.get(i), seen.get(i + 1), 0), "seen " + i / 2);
    }
  }

  /// The value, both gradients twice over one recording, the tangent, and the gradient of the gradient. Into `seen`: results, and what
  /// they were when they were new.
  private static List<Tensor> derivatives(long seed, List<Tensor> inputs, List<Tensor> seen) {
    Flat f = x -> List.of(program(seed, x));
    var result = vjp(f::apply, inputs);
    Tensor ct = result.value().getFirst().times(0.5).plus(1);
    List<Tensor> once = result.pullback().apply(List.of(ct));
    remember(once, seen);
    remember(List.of(ct, result.value().getFirst()), seen);
    List<Tensor> twice = result.pullback().apply(List.of(ct));
    for (int i = 0; i < once.size(); i++) {
      assertEquals("", Laws.difference(once.get(i), twice.get(i), 0));
    }
    var all = new ArrayList<Tensor>();
    all.add(result.value().getFirst());
    all.addAll(once);
    all.addAll(jvp(f::apply, inputs, List.of(inputs.get(1), inputs.get(0))).tangent());
    Flat gradient =
        x -> {
          var inner = vjp(f::apply, x);
          return inner.pullback().apply(inner.value());
        };
    var outer = vjp(gradient::apply, inputs);
    all.addAll(outer.pullback().apply(inputs));
    return all;
  }

  private static void remember(List<Tensor> tensors, List<Tensor> seen) {
    for (Tensor tensor : tensors) {
      seen.add(Tensor.of(tensor.toDoubles(), tensor.shape().toArray()).to(tensor.dtype()));
      seen.add(tensor);
    }
  }

  /// Values stay near the unit interval.
  private static Tensor program(long seed, List<Tensor> x) {
    var numbers = new Numbers(seed);
    var values = new ArrayList<>(x);
    for (int i = 0; i < OPERATIONS; i++) {
      Tensor a = values.get(values.size() - 1 - numbers.whole(Math.min(4, values.size())));
      Tensor b = values.get(numbers.whole(values.size()));
      values.add(
          switch (numbers.whole(11)) {
            case 0 -> a.plus(b).div(2);
            case 1 -> a.minus(b).times(0.5);
            case 2 -> a.times(b).tanh();
            case 3 -> a.sin();
            case 4 -> a.unaryMinus().exp().plus(1).reciprocal();
            case 5 -> a.div(b.square().plus(1));
            case 6 -> Comparison.where(a.less(b), a, b.cos());
            case 7 -> a.square().plus(0.1).log().times(0.3);
            case 8 -> a.maximum(b);
            case 9 -> a.unaryMinus();
            default -> Comparison.where(b.greater(0.5), b.minus(0.5).sqrt(), a).tanh();
          });
    }
    return values.getLast().plus(values.get(values.size() - 2));
  }

  @Test
  void theSizeDecides() {
    for (int size : new int[] {0, 1, 2, 511, 512, 513, 514, 1_025}) {
      for (DType dtype : List.of(DType.F64, DType.F32)) {
        Tensor x = numbers(3, dtype, size);
        Tensor y = x.exp().times(x).less(1);
        assertEquals(Shape.of(size), y.shape());
        double[] values = x.toDoubles();
        double[] logic = y.to(DType.F64).toDoubles();
        double[] slope = grad((Tensor t) -> t.exp().times(t).sum()).apply(x).toDoubles();
        for (int i = 0; i < size; i++) {
          double e = Math.exp(values[i]);
          assertEquals(e * values[i] < 1 ? 1 : 0, logic[i]);
          assertEquals(e * (1 + values[i]), slope[i], dtype == DType.F64 ? 1e-13 : 1e-5);
        }
      }
    }
  }

  @Test
  void filledAndRepeatedOperands() {
    Tensor x = numbers(4, DType.F64, 40, 50);
    Tensor row = numbers(5, DType.F64, 50);
    Tensor column = numbers(6, DType.F64, 40, 1);
    Tensor y = x.plus(2).times(row).minus(column).div(Tensor.full(DType.F64, 4, 40, 50));
    Tensor slope =
        grad((Tensor t) -> x.plus(2).times(t).minus(column).div(4).square().sum()).apply(row);
    double[] sums = new double[50];
    for (int i = 0; i < 40; i++) {
      for (int k = 0; k < 50; k++) {
        double factor = x.get(i, k).item() + 2;
        double expected = (factor * row.get(k).item() - column.get(i, 0).item()) / 4;
        assertEquals(expected, y.get(i, k).item());
        sums[k] += expected * factor / 2;
      }
    }
    assertArrayEquals(sums, slope.toDoubles(), 1e-12);
    Tensor turned = x.transpose();
    assertEquals(
        Math.tanh(x.get(3, 7).item()), turned.tanh().get(7, 3).item(), 1e-15, "a transposed one");
    Tensor filled = Tensor.full(DType.F64, 1, 3_000).div(1_000);
    assertEquals(3.0, Reduction.sum(filled, Axes.all()).item(), 1e-12);
  }

  @Test
  void otherTypes() {
    Tensor x = numbers(7, DType.F64, LARGE).times(100);
    Tensor whole = x.to(DType.I64);
    Tensor narrow = x.to(DType.F32);
    double[] values = x.toDoubles();
    double[] products = whole.times(whole).plus(1).to(DType.F64).toDoubles();
    double[] mixed = narrow.times(x).toDoubles();
    double[] chosen = Comparison.where(x.less(0), whole, whole.times(2)).to(DType.F64).toDoubles();
    for (int i = 0; i < LARGE; i++) {
      long w = (long) values[i];
      assertEquals((double) (w * w + 1), products[i]);
      assertEquals((float) values[i] * values[i], mixed[i]);
      assertEquals(values[i] < 0 ? w : 2 * w, chosen[i]);
    }
  }

  @Test
  void manyThreads() throws Exception {
    Tensor a = numbers(8, DType.F64, 40_000);
    Tensor b = numbers(9, DType.F64, 40_000);
    Callable<List<double[]>> call =
        () -> {
          var result = valueAndGrad((List<Tensor> x) -> wave(x.get(0), x.get(1)).sum());
          var made = result.apply(List.of(a, b));
          return List.of(
              made.value().toDoubles(),
              made.grad().get(0).toDoubles(),
              made.grad().get(1).toDoubles());
        };
    List<double[]> expected = call.call();
    try (var pool = Executors.newFixedThreadPool(4)) {
      var calls = new ArrayList<Future<List<double[]>>>();
      for (int i = 0; i < 40; i++) {
        calls.add(pool.submit(call));
      }
      for (Future<List<double[]>> one : calls) {
        for (int i = 0; i < 3; i++) {
          assertArrayEquals(expected.get(i), one.get().get(i), 0);
        }
      }
    }
    assertTrue(expected.get(0)[0] != 0);
  }
}
