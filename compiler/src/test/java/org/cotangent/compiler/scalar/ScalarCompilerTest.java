package org.cotangent.compiler.scalar;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.PlainFunction;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.Arranging;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.primitive.Program;
import org.junit.jupiter.api.Test;

class ScalarCompilerTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double[] SPECIALS = {
    0, -0.0, 1, -1, 2, -3.5, INF, -INF, Double.NaN, 1e300, -1e-300, Double.MIN_VALUE
  };

  private static double[] eager(TensorFunction f, double... x) {
    return ((Array) f.apply(vector(x))).toDoubles();
  }

  private static double[] code(TensorFunction f, double... x) {
    return Scalarized.of(stage(f, vector(x))).apply(x);
  }

  /// Every bit, the signs of zeros too; of NaN only that it is one.
  private static void same(TensorFunction f, double... x) {
    Program program = stage(f, vector(x));
    double[] expected = ((Array) program.apply(List.of(vector(x))).getFirst()).toDoubles();
    assertArrayEquals(expected, Scalarized.of(program).apply(x), program::toString);
  }

  @Test
  void identitiesHoldAtEveryEdge() {
    List<TensorFunction> functions =
        List.of(
            x -> x.plus(0),
            x -> x.plus(-0.0),
            x -> x.minus(0),
            x -> x.minus(-0.0),
            x -> scalar(0).minus(x),
            x -> scalar(-0.0).minus(x),
            x -> x.times(0),
            x -> x.times(1),
            x -> x.times(-1),
            x -> x.div(1),
            x -> x.div(-1),
            x -> x.div(4),
            x -> x.div(1e-310),
            x -> x.div(0x1p-1022),
            x -> x.unaryMinus().unaryMinus(),
            x -> x.unaryMinus().times(3),
            x -> x.unaryMinus().times(x.unaryMinus()),
            x -> x.plus(x.unaryMinus()),
            x -> x.unaryMinus().plus(1),
            x -> x.plus(0).plus(x),
            x -> x.plus(0).plus(x.plus(0)).plus(-0.0),
            x -> x.plus(x.plus(0)),
            x -> x.square().plus(0),
            x -> x.abs().plus(0).abs(),
            x -> x.maximum(x),
            x -> x.minimum(0).maximum(-0.0),
            x -> x.less(x).to(DType.F64),
            x -> x.equal(x).to(DType.F64),
            x -> x.lessEqual(x).to(DType.F64),
            x -> x.pow(2).plus(x.pow(0.5)),
            x -> where(x.greater(0), x.log(), x.unaryMinus().sqrt()));
    for (TensorFunction f : functions) {
      same(f, SPECIALS);
      same((Tensor x) -> grad((Tensor z) -> f.apply(z).sum()).apply(x), SPECIALS);
    }
  }

  @Test
  void theStrongZeroIsKept() {
    TensorFunction f = grad((Tensor x) -> where(x.greater(0), x.sqrt(), scalar(0)).sum());
    assertArrayEquals(new double[] {0, 0, 0.5}, code(f, 0, -4, 1));
    same(f, SPECIALS);
  }

  @Test
  void wholeNumbersAndTruthValuesAreExact() {
    same(
        x -> x.to(DType.I64).times(3_037_000_500L).plus(1).rem(7).to(DType.F64),
        4e9,
        -4e9,
        3,
        0,
        -1,
        9.9e18);
    same(x -> x.to(DType.I32).times(65_537).to(DType.F64), 65_536, -3, 1e10, Double.NaN);
    same(x -> Comparison.not(Comparison.and(x.greater(0), x.less(2))).to(DType.F64), SPECIALS);
    same(x -> x.argmax(0).to(DType.F64), 1, 3, 3, 2);
    same(x -> x.argmin(0).to(DType.F64), 1, Double.NaN, 3, 2);
    same(x -> x.to(DType.F32).times(0.1f).sin().to(DType.F64), SPECIALS);
    same(x -> x.greater(0).sum().to(DType.F64), SPECIALS);
  }

  @Test
  void sumsOfManyElementsHaveTheKernelsOrder() {
    double[] x = new double[600];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.sin(i) * Math.exp(i % 40);
    }
    same(v -> v.sum(), x);
    same(v -> v.reshape(300, 2).sum(0), x);
    same(v -> v.reshape(2, 300).sum(1), x);
    same(v -> v.reshape(3, 100, 2).sum(1), x);
    same(v -> v.cumsum(0), x);
    same(v -> v.mean().plus(v.max()), x);
  }

  @Test
  void matrices() {
    TensorFunction f = x -> x.reshape(2, 3).matmul(x.reshape(3, 2)).reshape(-1);
    double[] x = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(new double[] {22, 28, 49, 64}, code(f, x));
    assertArrayEquals(
        eager(grad((Tensor v) -> f.apply(v).square().sum()), x),
        code(grad((Tensor v) -> f.apply(v).square().sum()), x),
        1e-12);
  }

  @Test
  void special() {
    same(x -> x.erf().plus(x.lgamma()), 0.5, 1.5, 7, 30);
    same(grad((Tensor x) -> x.lgamma().times(x.erf()).sum()), 0.5, 1.5, 7, 30);
  }

  /// A chain with its gradient: about 5/3 operations for each step.
  private static Tensor chain(Tensor x, int steps) {
    Tensor y = x;
    for (int k = 0; k < steps; k++) {
      y = k % 3 == 0 ? y.times(x) : k % 3 == 1 ? y.plus(x) : y.sin();
    }
    return y;
  }

  @Test
  void methodsAreSplit() {
    for (int steps : new int[] {10, 1_000, 12_000}) {
      Program program =
          stage(v -> valueAndGrad((Tensor z) -> chain(z, steps)).apply(v).grad(), scalar(0.7));
      PlainFunction f = Scalarized.of(program);
      double expected = ((Array) program.apply(List.of(scalar(0.7))).getFirst()).item();
      for (int i = 0; i < 3; i++) {
        assertEquals(expected, f.apply(0.7)[0], 0);
      }
    }
  }

  @Test
  void manyDifferentNumbersFitInOneClass() {
    double[] numbers = new double[30_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.cos(i);
    }
    Tensor weights = vector(numbers);
    TensorFunction f = x -> x.times(weights).sum();
    assertArrayEquals(eager(f, 1.1), code(f, 1.1));
  }

  @Test
  void hugeProgramsAreRefused() {
    Program program = stage((Tensor x) -> x.plus(1).sin(), Tensor.ones(101));
    assertEquals(
        new ScalarCompiler.Result.Refused("more than 200 scalar operations"),
        ScalarCompiler.compile(program, 200));
    assertTrue(
        ScalarCompiler.compile(program, 202) instanceof ScalarCompiler.Result.Code, "202 fit");
  }

  @Test
  void algorithmsAreRefused() {
    assertEquals(
        new ScalarCompiler.Result.Refused("cholesky has no formulas"),
        ScalarCompiler.compile(stage(LinearAlgebra::cholesky, Tensor.eye(2)), 1000));
    assertEquals(
        new ScalarCompiler.Result.Refused("gather with places that are computed"),
        ScalarCompiler.compile(
            stage((Tensor x) -> Indexing.take(x, x.to(DType.I64), 0), vector(1, 0)), 1000));
  }

  @Test
  void manyThreadsAtOnce() throws Exception {
    PlainFunction f =
        Scalarized.of(
            stage(
                v ->
                    valueAndGrad((Tensor z) -> chain(z.get(0), 900).times(z.get(1)))
                        .apply(v)
                        .grad(),
                vector(0.7, 2)));
    double[][] expected = new double[64][];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = f.apply(0.1 + i * 0.01, i);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < expected.length; i++) {
        int at = i;
        running.add(
            threads.submit(() -> {
              double[] out = new double[2];
              for (int k = 0; k < 200; k++) {
                f.apply(new double[] {0.1 + at * 0.01, at}, out);
                assertArrayEquals(expected[at], out);
              }
            }));
      }
      for (Future<?> done : running) {
        done.get();
      }
    }
  }

  @Test
  void argumentsAndResultsMayBeOneArray() {
    UnaryOperator<Tensor> f = x -> Arranging.flip(x, 0).times(2).plus(x);
    PlainFunction code = Scalarized.of(stage(f::apply, vector(1, 2, 3)));
    double[] both = {1, 2, 3};
    code.apply(both, both);
    assertArrayEquals(new double[] {7, 6, 5}, both);
  }

  @Test
  void resultsMayBeArgumentsAndNumbers() {
    Program program =
        stage((Tensor x) -> Tensor.stack(x.get(1), scalar(5), x.get(0), x.get(1)), vector(1, 2));
    assertArrayEquals(new double[] {2, 5, 1, 2}, Scalarized.of(program).apply(1, 2));
    assertArrayEquals(
        new double[0], Scalarized.of(stage((Tensor x) -> x, Tensor.zeros(0))).apply());
  }

  @Test
  void manyResultsAreCopied() {
    TensorFunction f = x -> Arranging.diag(x, 0).plus(0);
    double[] x = new double[90];
    Arrays.setAll(x, i -> i + 1);
    same((Tensor v) -> f.apply(v).reshape(-1), x);
  }

  @Test
  void lengthsAreChecked() {
    PlainFunction f = Scalarized.of(stage((Tensor x) -> x.sum(), vector(1, 2, 3)));
    assertEquals(3, f.inputs());
    assertEquals(1, f.outputs());
    assertEquals(
        "plain function: takes 3 and returns 1 numbers, but the arrays have lengths 3 and 2",
        assertThrows(ShapeException.class, () -> f.apply(new double[3], new double[2]))
            .getMessage());
    assertEquals(
        "plain function: takes 3 and returns 1 numbers, but the arrays have lengths 4 and 1",
        assertThrows(ShapeException.class, () -> f.apply(new double[4], new double[1]))
            .getMessage());
  }
}
