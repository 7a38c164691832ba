package org.cotangent.compiler.scalar;

import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.cotangent.Array;
import org.cotangent.Autodiff.Step;
import org.cotangent.DType;
import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scan;
import org.cotangent.tree.Trees;
import org.junit.jupiter.api.Test;

/// Loops in bytecode: bit for bit what evaluation gives, derivatives too.
class LoopsTest {
  record State(Tensor x, Tensor y) {}

  record Counted(Tensor n, Tensor x) {}

  /// Compiles and calls it twice: what a call leaves behind must not reach the next.
  private static <R> PlainFunction same(Function<Tensor, R> f, double... x) {
    Program program = stage((Tensor v) -> Trees.ravel(f.apply(v)).vector(), vector(x));
    double[] expected = ((Array) program.apply(List.of(vector(x))).getFirst()).toDoubles();
    PlainFunction code = Scalarized.of(program);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(expected, code.apply(x), program::toString);
      code.apply(DoubleStream.of(x).map(e -> e * 0.9).toArray());
    }
    return code;
  }

  private static Tensor pendulum(Tensor p) {
    State end =
        forLoop(
            100,
            new State(p.get(0), p.get(1)),
            (State s, Tensor i) ->
                new State(
                    s.x().plus(s.y().times(0.1)),
                    s.y().minus(s.x().sin().times(p.get(2)).times(0.1))));
    return end.x().times(end.y());
  }

  @Test
  void aLoopAndItsDerivatives() {
    same(LoopsTest::pendulum, 0.3, 0.1, 2);
    same((Tensor p) -> valueAndGrad(LoopsTest::pendulum, p), 0.3, 0.1, 2);
    same((Tensor p) -> jvp(LoopsTest::pendulum, p, p).tangent(), 0.3, 0.1, 2);
    same(grad((Tensor p) -> grad(LoopsTest::pendulum).apply(p).square().sum())::apply, 0.3, 0.1, 2);
  }

  @Test
  void stackedInputsAndOutputs() {
    Function<Tensor, Tensor> running =
        x ->
            scan(
                    x.get(0),
                    x,
                    (Tensor c, Tensor slice) -> {
                      Tensor next = c.times(0.5).plus(slice.sin());
                      return new Step<>(next, Tensor.stack(next.cos(), c));
                    })
                .outputs();
    same(running, 0.1, 0.2, 0.3, 0.4);
    same(x -> running.apply(x.slice("::-1")).times(running.apply(x)), 0.1, 0.2, 0.3, 0.4);
    same(grad((Tensor x) -> running.apply(x).square().sum())::apply, 0.1, 0.2, 0.3, 0.4, 0.5);
    Tensor data = vector(3, 1, 4, 1, 5);
    same(
        grad((Tensor x) ->
            scan(
                    scalar(1),
                    data,
                    (Tensor c, Tensor d) -> new Step<>(c.times(x.get(0)).plus(d), c.times(d)))
                .outputs()
                .sum())
            ::apply,
        0.9);
  }

  @Test
  void carriesMayChangePlaces() {
    same(
        (Tensor p) ->
            forLoop(
                7, new State(p.get(0), p.get(1)), (State s, Tensor i) -> new State(s.y(), s.x())),
        1,
        2);
    same(
        (Tensor p) ->
            forLoop(
                0, new State(p.get(0), p.get(1)), (State s, Tensor i) -> new State(s.y(), s.x())),
        1,
        2);
  }

  @Test
  void loopsInLoops() {
    Function<Tensor, Tensor> f =
        p ->
            forLoop(
                5,
                p.get(0),
                (Tensor x, Tensor i) ->
                    forLoop(
                            3,
                            x,
                            (Tensor y, Tensor j) ->
                                y.times(p.get(1)).plus(i.to(DType.F64)).sin().plus(x))
                        .times(0.5));
    same(f, 0.3, 1.1);
    same(grad(f::apply)::apply, 0.3, 1.1);
  }

  @Test
  void whileAConditionHolds() {
    Function<Tensor, Tensor> collatz =
        p ->
            whileLoop(
                    new Counted(scalar(0).to(DType.I64), p.get(0)),
                    c -> c.x().greater(1),
                    c ->
                        new Counted(
                            c.n().plus(scalar(1).to(DType.I64)),
                            Tensor.where(
                                c.x().rem(2).equal(0), c.x().div(2), c.x().times(3).plus(1))))
                .n()
                .to(DType.F64);
    PlainFunction code = same(collatz, 27);
    assertEquals(111, code.apply(27)[0]);
    assertEquals(0, code.apply(1)[0]);
    Function<Tensor, Tensor> root =
        p ->
            whileLoop(
                p.get(0),
                x -> x.square().minus(p.get(0)).abs().greater(1e-12),
                x -> x.plus(p.get(0).div(x)).times(0.5));
    same(root, 2);
    same(p -> jvp(root::apply, p, p).tangent(), 2);
  }

  @Test
  void branches() {
    Function<Tensor, Tensor> f =
        p ->
            cond(
                p.get(0).greater(p.get(1)),
                () -> p.get(0).log(),
                () -> p.get(1).times(p.get(0)).sin());
    for (double[] x : new double[][] {{2, 1}, {1, 2}, {-1, -2}, {Double.NaN, 1}}) {
      same(f, x);
      same(grad(f::apply)::apply, x);
    }
  }

  @Test
  void aLoopInABranchIsRefused() {
    Program program =
        stage(
            (Tensor p) ->
                cond(
                    p.greater(0),
                    () -> whileLoop(p, (Tensor x) -> x.less(9), (Tensor x) -> x.times(2)),
                    () -> p),
            scalar(1));
    assertEquals(
        new ScalarCompiler.Result.Refused("cond with a loop in a branch"),
        ScalarCompiler.compile(program, 1000));
  }

  @Test
  void aLongBodyIsRefused() {
    Program program =
        stage(
            (Tensor p) -> forLoop(3, p, (Tensor x, Tensor i) -> x.sin().plus(x)), Tensor.ones(600));
    assertEquals(
        new ScalarCompiler.Result.Refused("a loop of 1200 scalar operations in each step"),
        ScalarCompiler.compile(program, 10_000));
  }

  @Test
  void manyStepsMakeOneLoop() {
    Program program = stage((Tensor p) -> valueAndGrad(LoopsTest::pendulum, p), vector(0, 0, 0));
    assertTrue(
        program.equations().stream().filter(e -> e.primitive() instanceof Scan).count() == 2,
        program::toString);
    assertTrue(
        ScalarCompiler.compile(program, 300) instanceof ScalarCompiler.Result.Code,
        "100 steps are no more operations than one");
    assertEquals(4, Arrays.stream(Scalarized.of(program).apply(1, 2, 3)).count());
  }
}
