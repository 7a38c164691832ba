package org.cotangent.compiler;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.ones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.cotangent.Autodiff.ValueAndGrad;
import org.cotangent.DType;
import org.cotangent.RandomKey;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Laws;
import org.junit.jupiter.api.Test;

/// Compiled functions as users call them: of all sizes, again and again, from many threads, and inside of transformations.
class CompiledProgramTest {
  private static Tensor loss(Tensor x) {
    return x.sin().times(x).tanh().plus(x.square().unaryMinus().exp()).sum();
  }

  private static void same(Tensor expected, Tensor actual) {
    assertEquals("", Laws.difference(expected, actual, 1e-12));
  }

  @Test
  void everyLength() {
    for (int n : new int[] {1, 2, 3, 7, 8, 15, 16, 17, 31, 63, 64, 65, 1000, 16_384, 40_001}) {
      Tensor x = RandomKey.of(n).normal(n);
      ValueAndGrad<Tensor> expected = valueAndGrad(CompiledProgramTest::loss).apply(x);
      ValueAndGrad<Tensor> actual = compile(valueAndGrad(CompiledProgramTest::loss)).apply(x);
      same(expected.value(), actual.value());
      same(expected.grad(), actual.grad());
    }
  }

  @Test
  void softmaxOverEachAxis() {
    Tensor x = RandomKey.of(1).normal(7, 33, 5);
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      Function<Tensor, Tensor> f =
          v -> {
            Tensor e = v.minus(v.max(Tensor.keep(along))).exp();
            return e.div(e.sum(Tensor.keep(along)));
          };
      same(f.apply(x), compile(f).apply(x));
      Function<Tensor, Tensor> g = grad((Tensor v) -> f.apply(v).square().sum());
      same(g.apply(x), compile(g).apply(x));
    }
  }

  @Test
  void singlePrecisionAndMixed() {
    Tensor x = RandomKey.of(2).normal(DType.F32, 129);
    Function<Tensor, Tensor> f = v -> v.tanh().times(v.exp()).sum();
    assertEquals(DType.F32, compile(f).apply(x).dtype());
    assertEquals("", Laws.difference(f.apply(x), compile(f).apply(x), 1e-4));
    Tensor wide = RandomKey.of(3).normal(129);
    Function<Tensor, Tensor> mixed = v -> v.tanh().times(wide).plus(v.to(DType.F64)).sum();
    assertEquals("", Laws.difference(mixed.apply(x), compile(mixed).apply(x), 1e-5));
  }

  @Test
  void insideOfTransformations() {
    Tensor x = RandomKey.of(4).normal(5, 9);
    Function<Tensor, Tensor> compiled = compile((Tensor v) -> loss(v));
    same(grad((Tensor v) -> loss(v)).apply(x), grad(compiled).apply(x));
    same(vmap(grad((Tensor v) -> loss(v))).apply(x), vmap(grad(compiled)).apply(x));
    same(
        jvp((Tensor v) -> loss(v), x, ones(5, 9)).tangent(),
        jvp(compiled, x, ones(5, 9)).tangent());
    same(compile(grad(compiled)).apply(x), grad((Tensor v) -> loss(v)).apply(x));
  }

  /// A result that is an argument, or the same as another result, or a constant.
  @Test
  void resultsThatAreNotComputed() {
    Tensor x = linspace(0, 1, 6);
    Function<Tensor, List<Tensor>> f =
        v -> List.of(v, v.reshape(2, 3), v, ones(2), v.plus(1), v.plus(1).reshape(3, 2));
    List<Tensor> expected = f.apply(x);
    List<Tensor> actual = compile(f).apply(x);
    for (int i = 0; i < expected.size(); i++) {
      same(expected.get(i), actual.get(i));
    }
  }

  @Test
  void resultsOfEarlierCallsStay() {
    Function<Tensor, Tensor> f = compile((Tensor v) -> v.times(2).exp());
    Tensor first = f.apply(ones(100));
    double before = first.get(7).item();
    Tensor second = f.apply(ones(100).times(3));
    assertEquals(before, first.get(7).item());
    assertTrue(second.get(7).item() > before);
  }

  @Test
  void manyThreads() throws Exception {
    Function<Tensor, Tensor> f = compile(grad((Tensor v) -> loss(v.matmul(v.transpose()))));
    Function<Tensor, Tensor> g = grad((Tensor v) -> loss(v.matmul(v.transpose())));
    var tasks = new ArrayList<Callable<String>>();
    for (int i = 0; i < 64; i++) {
      Tensor x = RandomKey.of(i).normal(11, 6);
      tasks.add(() -> Laws.difference(g.apply(x), f.apply(x), 1e-12));
    }
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var difference : pool.invokeAll(tasks)) {
        assertEquals("", difference.get());
      }
    }
  }

  @Test
  void sameBitsEveryTime() {
    Function<Tensor, Tensor> f = compile((Tensor v) -> loss(v));
    Tensor x = RandomKey.of(5).normal(100_003);
    double first = f.apply(x).item();
    for (int i = 0; i < 200; i++) {
      assertEquals(first, f.apply(x).item(), "call " + i);
    }
  }

  /// Sums of different shapes in one nest, in many parts: each part of each sum has a place of its own.
  @Test
  void sumsOfDifferentShapesInParts() {
    Tensor x = RandomKey.of(6).normal(3000, 70);
    Function<Tensor, List<Tensor>> f = v -> List.of(v.exp().sum(0), v.exp().times(v).sum());
    List<Tensor> expected = f.apply(x);
    Function<Tensor, List<Tensor>> compiled = compile(f);
    for (int call = 0; call < 3; call++) {
      List<Tensor> actual = compiled.apply(x);
      same(expected.get(0), actual.get(0));
      same(expected.get(1), actual.get(1));
    }
  }

  @Test
  void wrongArguments() {
    var program = new BytecodeCompiler().prepare(stage((Tensor v) -> v.times(2), ones(3)));
    var e = assertThrows(ShapeException.class, () -> program.apply(List.of(ones(4))));
    assertEquals(
        "program: argument 0 is f64[4], but a is f64[3]: stage it again for these shapes",
        e.getMessage());
  }

  @Test
  void sumsAreAccurate() {
    Tensor x = ones(3_000_000).times(0.1);
    double sum = compile((Tensor v) -> v.times(1.0).sum()).apply(x).item();
    assertEquals(300_000, sum, 1e-7);
  }
}
