package org.cotangent.compiler;

import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Autodiff.whileLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.cotangent.DType;
import org.cotangent.Looping;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.tree.Trees;
import org.junit.jupiter.api.Test;

/// Loops and choices over arrays do what they do when they are evaluated, their derivatives too, and allocate nothing for a step.
class RepetitionTest {
  /// Functions are compared, their gradients, pushforwards, second derivatives, and both over examples.
  private static void same(Function<Tensor, Tensor> f, Tensor x, double tolerance) {
    Function<Tensor, Tensor> gradient = grad((Tensor v) -> f.apply(v).square().sum());
    Tensor examples = Tensor.stack(x, x.times(0.5), x.minus(0.25));
    check(f, x, tolerance);
    check(gradient, x, tolerance);
    check((Tensor v) -> jvp(f, v, v).tangent(), x, tolerance);
    check(grad((Tensor v) -> gradient.apply(v).square().sum()), x, 100 * tolerance);
    check(vmap(gradient), examples, tolerance);
  }

  private static String check(Function<Tensor, Tensor> f, Tensor x, double tolerance) {
    return Planned.optimised(stage(f, x), tolerance, x);
  }

  private static Tensor recurrent(Tensor w, int steps) {
    return scan(
            w.get(0),
            RandomKey.of(3).normal(w.dtype(), steps, 5),
            (Tensor h, Tensor input) -> {
              Tensor next = w.matmul(h).plus(input).tanh();
              return step(next, next.square().mean());
            })
        .outputs()
        .mean();
  }

  @Test
  void recurrentNetworks() {
    same(w -> recurrent(w, 7), RandomKey.of(1).normal(5, 5), 1e-11);
    same(w -> recurrent(w, 7), RandomKey.of(1).normal(DType.F32, 5, 5), 2e-4);
  }

  /// The gradient of the weights is added to where it lies: one nest, and no copy.
  @Test
  void sumsOfOuterProductsAreInPlace() {
    Tensor w = RandomKey.of(1).normal(5, 5);
    String plan = check(grad((Tensor v) -> recurrent(v, 7)), w, 1e-12);
    List<String> scans = plan.lines().filter(line -> line.startsWith("scan")).toList();
    assertEquals(
        "scan of 7 steps, carrying f64[5,5] in place, f64[5] in place", scans.getLast(), plan);
    assertEquals(2, plan.lines().filter(line -> line.contains("product (")).count(), plan);
  }

  @Test
  void loopsInLoops() {
    same(
        x ->
            forLoop(
                3,
                x,
                (Tensor a, Tensor i) ->
                    scan(
                            a.times(0.5),
                            Tensor.stack(a, a.sin()),
                            (Tensor b, Tensor row) -> step(b.plus(row.square()), b.times(row)))
                        .outputs()
                        .sum(0)
                        .plus(a.times(i))),
        RandomKey.of(2).normal(6),
        1e-11);
  }

  /// Whole numbers of either width, conversions, and comparisons of them.
  @Test
  void countersOfLoops() {
    Function<Tensor, Tensor> f =
        x ->
            forLoop(
                    4,
                    List.of(x, Tensor.zeros(DType.I32)),
                    (List<Tensor> s, Tensor i) -> {
                      Tensor narrow = i.to(DType.I32).plus(s.get(1));
                      Tensor odd = i.less(2).to(DType.F64).plus(narrow.to(DType.F64));
                      return List.of(
                          s.get(0).times(i.to(DType.F64)).plus(odd),
                          s.get(0).sum().times(100).to(DType.I32).plus(narrow));
                    })
                .get(0);
    same(f, RandomKey.of(11).normal(6), 1e-12);
    String plan = check(f, RandomKey.of(11).normal(6), 1e-12);
    assertEquals(0, plan.lines().filter(line -> line.contains("operation:")).count(), plan);
  }

  @Test
  void choicesInLoops() {
    same(
        x ->
            forLoop(
                4,
                x,
                (Tensor a, Tensor i) ->
                    cond(
                        a.sum().greater(i),
                        () -> a.times(0.5).plus(1),
                        () -> cond(i.less(2), () -> a.square(), () -> a))),
        RandomKey.of(4).normal(6),
        1e-12);
  }

  @Test
  void loopsOfUnknownLength() {
    Function<Tensor, Tensor> f =
        x ->
            whileLoop(
                    List.of(x, x.times(0.1)),
                    s -> s.get(0).sum().less(40),
                    s -> List.of(s.get(0).plus(s.get(1).square()).plus(1), s.get(0)))
                .get(1);
    Tensor x = RandomKey.of(5).normal(6);
    check(f, x, 1e-12);
    check((Tensor v) -> jvp(f, v, v).tangent(), x, 1e-12);
    check(vmap(f), Tensor.stack(x, x.times(3), x.plus(2)), 1e-12);
  }

  @Test
  void fewStatesInMemory() {
    for (int length : new int[] {0, 1, 2, 13}) {
      for (int snapshots : new int[] {1, 3, 20}) {
        for (boolean reverse : new boolean[] {false, true}) {
          var looping = Looping.of().snapshots(snapshots);
          var way = reverse ? looping.reverse() : looping;
          Tensor inputs = RandomKey.of(6).normal(length, 4);
          Function<List<Tensor>, Tensor> f =
              p -> {
                var r =
                    way.scan(
                        p.get(0),
                        p.get(2),
                        (Tensor h, Tensor row) ->
                            step(p.get(1).matmul(h).plus(row).sin(), h.times(row)));
                return r.carry().square().sum().plus(r.outputs().sum());
              };
          var x = List.of(RandomKey.of(7).normal(4), RandomKey.of(8).normal(4, 4), inputs);
          Program program = stage(v -> valueAndGrad(f).apply(v), x);
          Planned.optimised(program, 1e-12, x.toArray(Tensor[]::new));
        }
      }
    }
  }

  /// A step allocates no array, not the smallest one of 24 bytes: so much less do calls of 800 steps allocate.
  @Test
  void nothingIsAllocatedForAStep() {
    Function<Integer, Function<Tensor, Object>> loop =
        steps ->
            w ->
                valueAndGrad(
                    (Tensor v) ->
                        forLoop(
                                steps,
                                v.get(0),
                                (Tensor h, Tensor i) -> v.get(1).times(h).plus(v.get(2)).sin())
                            .square()
                            .sum(),
                    w);
    allocatesLittle(loop);
    Function<Integer, Function<Tensor, Object>> few =
        steps ->
            w ->
                valueAndGrad(
                    (Tensor v) ->
                        Looping.of()
                            .snapshots(5)
                            .forLoop(
                                steps,
                                v.get(0),
                                (Tensor h, Tensor i) -> v.get(1).times(h).plus(v.get(2)).sin())
                            .square()
                            .sum(),
                    w);
    allocatesLittle(few);
  }

  private static void allocatesLittle(Function<Integer, Function<Tensor, Object>> loop) {
    int steps = 800;
    Tensor x = RandomKey.of(9).normal(3, 1);
    Program program =
        Passes.optimise(stage(v -> Trees.ravel(loop.apply(steps).apply(v)).vector(), x));
    long bytes = Planned.allocated(new CompiledProgram(program), steps * 24L, x);
    assertTrue(bytes < steps * 24L, bytes + " bytes");
  }
}
