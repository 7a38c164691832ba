package org.cotangent;

import static org.cotangent.Autodiff.MAPPED;
import static org.cotangent.Autodiff.SHARED;
import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.switchCase;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Choices and loops: what runs, what is remembered, and what is refused.
class ControlFlowTest {
  private static Tensor root(Tensor a) {
    return whileLoop(
        a, x -> x.square().minus(a).abs().greater(1e-12), x -> x.plus(a.div(x)).div(2));
  }

  @Test
  void onlyTheChosenBranchRuns() {
    var ran = new ArrayList<String>();
    TensorFunction f =
        x ->
            cond(
                x.greater(0),
                () -> {
                  ran.add("true");
                  return x.log();
                },
                () -> {
                  ran.add("false");
                  return x.unaryMinus();
                });
    assertEquals(1, grad(f).at(1));
    assertEquals(-1, grad(f).at(-1));
    assertEquals(List.of("true", "false"), ran);
    ran.clear();
    vmap(f).apply(vector(1, 2));
    assertEquals(List.of("true"), ran, "all examples take the same one");
    ran.clear();
    vmap(f).apply(vector(1, -2));
    assertEquals(List.of("false", "true"), ran);
  }

  @Test
  void aStagedChoiceRunsOneBranch() {
    // A branch that ran although it was not chosen would not end.
    Program program =
        stage(
            (Tensor x) ->
                cond(
                    x.less(0),
                    () -> whileLoop(x, y -> y.less(1), y -> y.minus(1)),
                    () -> x.times(2)),
            scalar(1));
    assertEquals(6, program.apply(List.of(scalar(3))).getFirst().item());
    assertEquals(
        1, program.equations().stream().filter(e -> e.primitive().name().equals("cond")).count());
  }

  @Test
  void theBranchNotTakenNeverLeaks() {
    TensorFunction log = x -> cond(x.greater(0), () -> x.log(), () -> x.times(3));
    TensorFunction norm = // the contraction's derivative at 0 is 0/0
        x -> cond(x.sum().greater(0), () -> x.dot(x).sqrt().times(x.sum().log()), () -> x.sum());
    Tensor at = vector(-1, 0, 1, Double.NaN, -Double.POSITIVE_INFINITY);
    assertArrayEquals(new double[] {3, 3, 1, 3, 3}, vmap(grad(log)).apply(at).toDoubles());
    assertArrayEquals(new double[] {0, 0, -1, 0, 0}, vmap(grad(grad(log))).apply(at).toDoubles());
    assertArrayEquals(
        new double[] {0, 0, 2, 0, 0}, vmap(grad(grad(grad(log)))).apply(at).toDoubles());
    assertArrayEquals(
        new double[] {3, 3, 1, 3, 3},
        grad((Tensor y) -> vmap(log).apply(y).sum()).apply(at).toDoubles());
    assertArrayEquals(new double[] {3, 3, 1, 3, 3}, compile(vmap(grad(log))).apply(at).toDoubles());
    Tensor rows = Tensor.matrix(new double[] {0, 0}, new double[] {3, 4}, new double[] {-1, -2});
    double[] gradients = vmap(grad(norm)).apply(rows).toDoubles();
    assertArrayEquals(new double[] {1, 1}, java.util.Arrays.copyOf(gradients, 2));
    assertArrayEquals(new double[] {1, 1}, java.util.Arrays.copyOfRange(gradients, 4, 6));
    assertTrue(Double.isFinite(gradients[2]) && gradients[2] != 1);
    assertArrayEquals(gradients, compile(vmap(grad(norm))).apply(rows).toDoubles(), 1e-15);
    // A weight that all examples share gets nothing from those that do not take the branch.
    var shared =
        vmap(
            (Tensor w, Tensor x) -> cond(x.greater(0), () -> w.times(x.log()).exp(), () -> x),
            SHARED,
            MAPPED);
    Tensor none = vector(-1, 0, -2);
    assertEquals(0, grad((Tensor w) -> shared.apply(w, none).sum()).apply(scalar(2)).item());
  }

  @Test
  void switchesClamp() {
    TensorFunction f =
        i -> switchCase(i.to(DType.I64), () -> scalar(10), () -> scalar(20), () -> scalar(30));
    Tensor at = vector(-3, 0, 1, 2, 9);
    double[] expected = {10, 10, 20, 30, 30};
    assertArrayEquals(expected, vmap(f).apply(at).toDoubles());
    TensorFunction compiled = compile(f);
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], f.at(at.get(k).item()));
      assertEquals(expected[k], compiled.at(at.get(k).item()));
    }
  }

  @Test
  void loopsOfUnknownLengthHaveDerivativesEagerly() {
    double half = 1 / (2 * Math.sqrt(2));
    assertEquals(half, grad(ControlFlowTest::root).at(2), 1e-12);
    assertEquals(half, jvp(ControlFlowTest::root, scalar(2), scalar(1)).tangent().item(), 1e-12);
    assertEquals(
        half,
        compile((Tensor x) -> jvp(ControlFlowTest::root, x, scalar(1)).tangent())
            .apply(scalar(2))
            .item(),
        1e-12);
    Tensor many = vector(1.5, 4, 100, 1e-3);
    double[] slopes = vmap(grad(ControlFlowTest::root)).apply(many).toDoubles();
    double[] staged =
        compile(vmap((Tensor x) -> jvp(ControlFlowTest::root, x, scalar(1)).tangent()))
            .apply(many)
            .toDoubles();
    double[] outside =
        grad((Tensor x) -> vmap(ControlFlowTest::root).apply(x).sum()).apply(many).toDoubles();
    for (int i = 0; i < slopes.length; i++) {
      double expected = 0.5 / Math.sqrt(many.get(i).item());
      assertEquals(expected, slopes[i], 1e-6 * expected);
      assertEquals(slopes[i], staged[i], 1e-12);
      assertEquals(slopes[i], outside[i], 1e-12);
    }
    assertEquals(-0.25 * Math.pow(2, -1.5), hessian(ControlFlowTest::root).at(2), 1e-9);
  }

  /// `√x = lim (s + x/s)/2`: derivatives to order 3, compiled, in a batch, and in reverse over forward and reverse.
  @Test
  void reverseThroughALoopOfUnknownLengthInAProgram() {
    TensorFunction f = ControlFlowTest::root;
    double slope = 0.5 / Math.sqrt(2);
    assertEquals(slope, compile(grad(f)).at(2), 1e-12);
    assertEquals(-slope / 4, compile(grad(grad(f))).at(2), 1e-11);
    assertEquals(slope * 3 / 16, compile(grad(grad(grad(f)))).at(2), 1e-9);
    assertEquals(slope * 3 / 16, grad(grad(compile(grad(f)))).at(2), 1e-9);
    assertEquals(-slope / 4, compile(grad(x -> jvp(f, x, scalar(1)).tangent())).at(2), 1e-11);
    assertEquals(
        -slope / 4,
        compile((Tensor x) -> jvp(grad(f), x, scalar(1)).tangent()).apply(scalar(2)).item(),
        1e-11);
    Tensor many = vector(1.5, 4, 100, 1e-3);
    for (var all : List.of(compile(vmap(grad(f))), vmap(compile(grad(f))))) {
      double[] slopes = all.apply(many).toDoubles();
      for (int i = 0; i < slopes.length; i++) {
        assertEquals(0.5 / Math.sqrt(many.get(i).item()), slopes[i], 1e-6 * slopes[i]);
      }
    }
    Program program = stage(grad(f), scalar(2));
    assertTrue(program.toString().contains("reverse_while"), program::toString);
    // What ends at once has the derivative of the identity, though the step divides by 0.
    TensorFunction none = x -> whileLoop(x, s -> s.less(0), s -> s.div(s.minus(s)));
    assertEquals(1, compile(grad(none)).at(2));
    assertArrayEquals(
        new double[] {1, 1}, compile(vmap(grad(none))).apply(vector(2, 3)).toDoubles());
  }

  /// The values beside the tangents of a checkpoint, a loop or a choice do not depend on the tangents.
  @Test
  void pushforwardsAreLinear() {
    Tensor x = vector(0.4, 0.7, -0.5);
    Tensor ct = vector(-0.5, 0.2, 0.9);
    for (TensorFunction inner :
        List.<TensorFunction>of(
            y -> Autodiff.checkpoint(z -> z.sin().times(z.exp().sum())).apply(y),
            y -> whileLoop(y, z -> z.square().sum().less(4), z -> z.times(1.7).plus(y)),
            y -> forLoop(3, y, (z, i) -> z.times(y).sin()),
            y -> cond(y.sum().greater(0), () -> y.exp(), () -> y))) {
      TensorFunction f = y -> inner.apply(y).times(y);
      TensorFunction staged =
          y ->
              stage(Autodiff.customJvp(f, (z, dz, _) -> jvp(f, z, dz).tangent()), y)
                  .apply(List.of(y))
                  .getFirst();
      double[] expected = Autodiff.vjp(f, x).pullback().apply(ct).toDoubles();
      for (TensorFunction g :
          List.of(f, staged, compile(f), y -> vmap(f).apply(y.reshape(1, 3)).get(0))) {
        TensorFunction transposed =
            y -> Autodiff.linearTranspose(Autodiff.linearize(g, y).pushforward(), y).apply(ct);
        assertArrayEquals(expected, transposed.apply(x).toDoubles(), 1e-13);
        assertArrayEquals(expected, compile(transposed).apply(x).toDoubles(), 1e-13);
      }
    }
  }

  /// Of a choice that differs both sides run, but a loop that would not end, an equation without solution and a system that is not
  /// positive definite are left alone if no example takes them.
  @Test
  void whatNoExampleTakesNeedNotEnd() {
    TensorFunction loop = x -> whileLoop(x, s -> s.less(4), s -> s.times(1.5));
    TensorFunction system =
        x -> Autodiff.linearOperator(y -> y.times(x), ones(2)).cg(ones(2)).sum();
    TensorFunction fixed =
        Autodiff.fixedPoint((Tensor s, Tensor x) -> s.cos().times(x.sqrt().minus(0.5)), scalar(1))
            ::apply;
    for (var f : List.of(loop, fixed, system)) {
      TensorFunction chosen = x -> cond(x.greater(0), () -> f.apply(x), () -> x.times(3));
      Tensor none = vector(-1, -2);
      Tensor some = vector(-1, 1, -3);
      for (var all :
          List.of(
              compile(vmap(chosen)),
              vmap(chosen),
              x -> vmap(vmap(chosen)).apply(x.reshape(1, -1)).get(0))) {
        assertTimeoutPreemptively(
            java.time.Duration.ofSeconds(20),
            () -> assertArrayEquals(new double[] {-3, -6}, all.apply(none).toDoubles()));
        assertArrayEquals(new double[] {-3, f.at(1), -9}, all.apply(some).toDoubles(), 1e-12);
      }
      var slopes = compile(vmap(grad(chosen)));
      assertArrayEquals(new double[] {3, 3}, slopes.apply(none).toDoubles());
      assertArrayEquals(new double[] {3, grad(f).at(1), 3}, slopes.apply(some).toDoubles(), 1e-11);
    }
  }

  @Test
  void derivativesOfLoopsInPrograms() {
    // Its value may be used where nothing is differentiated through it.
    assertEquals(
        Math.sqrt(2),
        compile(grad((Tensor x) -> x.times(Autodiff.stopGradient(root(x)))))
            .apply(scalar(2))
            .item(),
        1e-12);
    TensorFunction bounded =
        a ->
            whileLoop(
                30, a, x -> x.square().minus(a).abs().greater(1e-12), x -> x.plus(a.div(x)).div(2));
    assertEquals(1 / (2 * Math.sqrt(2)), compile(grad(bounded)).at(2), 1e-12);
    assertEquals(-0.25 * Math.pow(2, -1.5), compile(grad(grad(bounded))).at(2), 1e-9);
  }

  @Test
  void aScanIsOneEquationAndSavesOnlyItsCarry() {
    Program program =
        stage(
            grad(x -> scan(x, ones(50), (c, y) -> step(c.times(y).sin().exp().cos(), c)).carry()),
            scalar(1));
    var scans = program.equations().stream().filter(e -> e.primitive() instanceof Scan).toList();
    assertEquals(2, scans.size(), program::toString);
    // The carry, and one residual: each step's carry or something as small.
    assertEquals(2, scans.getFirst().outputs().size(), program::toString);
  }

  @Test
  void contractionsAreSavedAndPointwiseResultsAreNot() {
    Tensor w = Tensor.eye(3);
    Program program =
        stage(
            grad(x ->
                scan(x, zeros(7, 3), (c, y) -> step(w.matmul(c).plus(y).tanh().exp().sin(), c))
                    .carry()
                    .sum()),
            ones(3));
    var scans = program.equations().stream().filter(e -> e.primitive() instanceof Scan).toList();
    var forward = (Scan) scans.getFirst().primitive();
    var backward = (Scan) scans.getLast().primitive();
    assertEquals(1, forward.ys(), program::toString);
    assertEquals(1, count(forward.body(), "dot_general"));
    assertEquals(1, count(backward.body(), "dot_general"), "the transposed one only");
  }

  private static long count(Program program, String name) {
    return program.equations().stream().filter(e -> e.primitive().name().equals(name)).count();
  }

  private record Rnn(Tensor input, Tensor state, Tensor bias) {}

  @Test
  void recurrentNetworkAgainstItsUnrolledForm() {
    var key = RandomKey.of(3);
    var p = new Rnn(key.fold(1).normal(3, 4), key.fold(2).normal(4, 4), zeros(4));
    Tensor xs = key.normal(6, 3);
    var looped =
        (java.util.function.Function<Rnn, Tensor>)
            q ->
                scan(
                        zeros(4),
                        xs,
                        (h, x) -> {
                          var next =
                              x.matmul(q.input()).plus(h.matmul(q.state())).plus(q.bias()).tanh();
                          return step(next, next);
                        })
                    .outputs()
                    .square()
                    .mean();
    var unrolled =
        (java.util.function.Function<Rnn, Tensor>)
            q -> {
              Tensor h = zeros(4);
              var all = new ArrayList<Tensor>();
              for (int i = 0; i < 6; i++) {
                h = xs.get(i).matmul(q.input()).plus(h.matmul(q.state())).plus(q.bias()).tanh();
                all.add(h);
              }
              return Tensor.stack(all).square().mean();
            };
    Rnn expected = grad(unrolled).apply(p);
    for (Rnn actual : List.of(grad(looped).apply(p), compile(grad(looped)).apply(p))) {
      assertClose(expected.input(), actual.input());
      assertClose(expected.state(), actual.state());
      assertClose(expected.bias(), actual.bias());
    }
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-12);
  }

  private record Populations(Tensor prey, Tensor predators) {}

  /// Lotka and Volterra's equations, by the classical method of Runge and Kutta.
  private static Populations lotkaVolterra(Tensor rates, int steps) {
    return forLoop(
        steps,
        new Populations(scalar(10), scalar(5)),
        (s, i) -> {
          var k1 = change(rates, s);
          var k2 = change(rates, moved(s, k1, 0.005));
          var k3 = change(rates, moved(s, k2, 0.005));
          var k4 = change(rates, moved(s, k3, 0.01));
          return new Populations(
              s.prey()
                  .plus(
                      k1.prey()
                          .plus(k2.prey().times(2))
                          .plus(k3.prey().times(2))
                          .plus(k4.prey())
                          .times(0.01 / 6)),
              s.predators()
                  .plus(
                      k1.predators()
                          .plus(k2.predators().times(2))
                          .plus(k3.predators().times(2))
                          .plus(k4.predators())
                          .times(0.01 / 6)));
        });
  }

  private static Populations moved(Populations s, Populations k, double by) {
    return new Populations(
        s.prey().plus(k.prey().times(by)), s.predators().plus(k.predators().times(by)));
  }

  private static Populations change(Tensor r, Populations s) {
    Tensor met = s.prey().times(s.predators());
    return new Populations(
        r.get(0).times(s.prey()).minus(r.get(1).times(met)),
        r.get(2).times(met).minus(r.get(3).times(s.predators())));
  }

  @Test
  void lotkaVolterraAgainstDifferencesInAllModes() {
    Tensor rates = vector(1.1, 0.4, 0.1, 0.4);
    TensorFunction f = r -> lotkaVolterra(r, 40).prey();
    Tensor eager = grad(f).apply(rates);
    assertClose(eager, compile(grad(f)).apply(rates));
    assertClose(eager, jacobian(f).apply(rates));
    assertClose(hessian(f).apply(rates), compile(hessian(f)).apply(rates));
    for (int i = 0; i < 4; i++) {
      Tensor h = vector(0, 0, 0, 0).at(i).set(scalar(1e-5));
      double difference = (f.apply(rates.plus(h)).item() - f.apply(rates.minus(h)).item()) / 2e-5;
      assertEquals(difference, eager.get(i).item(), 1e-7);
    }
  }

  @Test
  void manyStepsInBoundedMemory() {
    int steps = Boolean.getBoolean("cotangent.test.all") ? 1_000_000 : 20_000;
    // x ← x + (a − x)/steps: the derivative by a is 1 − (1 − 1/n)ⁿ.
    double expected = 1 - Math.pow(1 - 1.0 / steps, steps);
    var few = Looping.of().snapshots(60);
    TensorFunction f =
        a -> few.forLoop(steps, zeros(2), (x, i) -> x.plus(a.minus(x).div(steps))).sum();
    assertEquals(2 * expected, grad(f).at(3), 1e-9);
    assertEquals(2 * expected, compile(grad(f)).at(3), 1e-9);
    // Nothing in the program has a value for each step; without the budget something has.
    assertTrue(largest(stage(grad(f), scalar(3))) <= 2);
    TensorFunction all = a -> forLoop(steps, a, (x, i) -> x.sin());
    assertEquals(steps, largest(stage(grad(all), scalar(3))));
  }

  /// The number of elements of the largest value.
  private static int largest(Program program) {
    return program.equations().stream()
        .flatMap(e -> e.outputs().stream())
        .mapToInt(y -> y.aval().shape().size())
        .max()
        .orElse(0);
  }

  @Test
  void noExamples() {
    TensorFunction f =
        x ->
            cond(
                x.greater(0),
                () -> whileLoop(x, y -> y.less(9), y -> y.times(2)),
                () -> forLoop(3, x, (y, i) -> y.sin()));
    assertEquals(Shape.of(0), vmap(f).apply(zeros(0)).shape());
    assertEquals(Shape.of(0), compile(vmap(f)).apply(zeros(0)).shape());
    TensorFunction g = x -> cond(x.greater(0), () -> x.log(), () -> x.times(3));
    assertEquals(Shape.of(0), vmap(grad(g)).apply(zeros(0)).shape());
  }

  @Test
  void emptyLoops() {
    var r = scan(scalar(2), zeros(0, 3), (c, x) -> step(c.plus(x.sum()), x.times(c)));
    assertEquals(2, r.carry().item());
    assertEquals(Shape.of(0, 3), r.outputs().shape());
    assertEquals(Shape.of(0), Autodiff.map((Tensor x) -> x.sum(), zeros(0, 3)).shape());
    TensorFunction f = x -> scan(x, zeros(0), (c, y) -> step(c.times(y), c)).carry();
    assertEquals(1, grad(f).at(5));
    assertEquals(1, compile(grad(f)).at(5));
    assertEquals(5, forLoop(0, scalar(5), (s, i) -> s.plus(1)).item());
    assertEquals(5, whileLoop(0, scalar(5), s -> s.greater(0), s -> s.minus(1)).item());
  }

  @Test
  void valuesFromOutsideGetDerivatives() {
    TensorFunction inLoop = w -> forLoop(3, scalar(1), (s, i) -> s.times(w));
    assertEquals(12, grad(inLoop).at(2));
    assertEquals(12, compile(grad(inLoop)).at(2));
    assertEquals(12, compile(grad(grad(inLoop))).at(2));
    TensorFunction outer =
        w -> grad((Tensor v) -> forLoop(3, v, (s, i) -> s.times(w).plus(v)), scalar(1)).times(w);
    // v (w³ + w² + w + 1) by v, times w, by w.
    assertEquals(4 * 8 + 3 * 4 + 2 * 2 + 1, grad(outer).at(2), 1e-12);
    assertEquals(4 * 8 + 3 * 4 + 2 * 2 + 1, compile(grad(outer)).at(2), 1e-12);
  }

  @Test
  void singlePrecisionStays() {
    Tensor x = scalar(0.5).to(DType.F32);
    TensorFunction f =
        y -> scan(y, ones(DType.F32, 3), (c, z) -> step(c.times(z).sin(), c)).outputs().sum();
    assertEquals(DType.F32, grad(f).apply(x).dtype());
    assertEquals(grad(f).apply(x).item(), compile(grad(f)).apply(x).item(), 1e-6);
  }

  @Test
  void unusedResultsAreNotComputed() {
    Program program =
        stage(
            (Tensor x) -> {
              var r =
                  scan(
                      new Populations(x, x),
                      ones(5),
                      (s, y) ->
                          step(
                              new Populations(s.prey().times(y), s.predators().exp()),
                              s.prey().cos()));
              return r.carry().prey();
            },
            scalar(1));
    var loop = (Scan) program.equations().getFirst().primitive();
    assertEquals(1, loop.carries());
    assertEquals(0, loop.ys());
    assertEquals(1, loop.body().equations().size());
  }

  @Test
  void masksPassThroughLoopsInBothDirections() {
    // The loop makes infinities where it is not chosen.
    TensorFunction f =
        x ->
            Tensor.where(
                x.greater(0),
                scan(x, ones(2), (c, y) -> step(c.sqrt().times(y), c.log())).outputs().sum(),
                x.times(2));
    TensorFunction before =
        x ->
            forLoop(2, Tensor.where(x.greater(0), x, scalar(1)), (c, i) -> c.sqrt().times(c))
                .plus(x);
    for (TensorFunction g : List.of(f, before)) {
      for (double x : new double[] {0, -1, 2}) {
        double expected = grad(g).at(x);
        assertTrue(Double.isFinite(expected));
        assertEquals(expected, compile(grad(g)).at(x), 1e-12);
        assertEquals(expected, vmap(compile(grad(g))).apply(vector(x, 3)).get(0).item(), 1e-12);
        assertEquals(
            expected,
            compile((Tensor y) -> jvp(g, y, scalar(1)).tangent()).apply(scalar(x)).item(),
            1e-12);
        assertEquals(grad(grad(g)).at(x), compile(grad(grad(g))).at(x), 1e-12);
      }
    }
  }

  @Test
  void checkpointsRememberWhatTheirPolicySays() {
    Tensor w = Tensor.eye(3);
    for (Recompute recompute : Recompute.values()) {
      TensorFunction f = Autodiff.checkpoint(x -> w.matmul(x.sin()).exp().cos().sum(), recompute);
      Program program =
          stage(
              x -> {
                var vjp = Autodiff.vjp(f, x);
                return vjp.value().plus(vjp.pullback().apply(scalar(1)).sum());
              },
              ones(3));
      var parts =
          program.equations().stream()
              .map(e -> e.primitive())
              .filter(p -> p instanceof org.cotangent.primitive.Checkpoint)
              .map(p -> ((org.cotangent.primitive.Checkpoint) p).body())
              .toList();
      assertEquals(2, parts.size(), program::toString);
      long again = count(parts.getLast(), "dot_general");
      // The transposed product, and the product itself if it is done again.
      assertEquals(recompute == Recompute.ALL ? 2 : 1, again, program::toString);
      assertEquals(recompute == Recompute.ALL ? 1 : 0, count(parts.getLast(), "exp"));
      assertClose(
          grad((Tensor x) -> w.matmul(x.sin()).exp().cos().sum()).apply(ones(3)),
          grad(f).apply(ones(3)));
    }
  }

  @Test
  void graphsHoldChoicesAndLoops() {
    try (var g = new org.cotangent.graph.Graph()) {
      var x = g.variable("x", 0.5);
      Tensor y =
          scan(
                  (Tensor) x,
                  vector(1, 2, 3),
                  (c, z) -> step(cond(c.greater(1), () -> c.sin(), () -> c.times(z).exp()), c))
              .carry();
      var order = g.topologicalSort(y);
      TensorFunction f =
          v -> {
            Tensor c = v;
            for (int i = 1; i <= 3; i++) {
              c = c.item() > 1 ? c.sin() : c.times(i).exp();
            }
            return c;
          };
      assertEquals(f.at(0.5), g.forward(order).item(), 1e-12);
      g.backward(order);
      assertEquals(grad(f).at(0.5), x.gradient().orElseThrow().item(), 1e-12);
    }
  }

  @Test
  void nestedProgramsAreChecked() {
    Program good = stage(x -> forLoop(2, x, (s, i) -> s.sin()), ones(2));
    String text = good.toString();
    assertEquals(good, org.cotangent.program.Programs.parse(text));
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                org.cotangent.program.Programs.check(
                    org.cotangent.program.Programs.parse(
                        text.replace("sin a", "reduce_sum[axes=[0]] a"))));
    assertTrue(String.valueOf(error.getMessage()).contains("reduce_sum"), error::getMessage);
  }

  private static void refused(
      Class<? extends RuntimeException> type, String message, Executable wrong) {
    assertEquals(message, assertThrows(type, wrong).getMessage());
  }

  @Test
  void changedCarriesAreRefused() {
    String message =
        "scan: the carry is f64 before a step, f64[3] after it: the shapes must be the same";
    refused(
        ShapeException.class,
        message,
        () -> scan(scalar(1), ones(4, 3), (c, x) -> step(c.plus(x), x)));
    refused(
        ShapeException.class,
        message,
        () ->
            compile((Tensor y) -> scan(y, ones(4, 3), (c, x) -> step(c.plus(x), x)).carry())
                .apply(scalar(1)));
    refused(
        DTypeException.class,
        "forLoop: the state's Populations.predators is f32 before a step, f64 after it: convert one"
            + " with to(…)",
        () ->
            forLoop(
                2,
                new Populations(scalar(1), scalar(2).to(DType.F32)),
                (s, i) -> new Populations(s.prey(), s.predators().times(s.prey()))));
    refused(
        IllegalArgumentException.class,
        "whileLoop: the state changes its structure in a step: the tree has 1 element instead of 2",
        () ->
            whileLoop(
                List.of(scalar(1), scalar(2)),
                s -> s.getFirst().less(5),
                s -> List.of(s.getFirst().plus(1))));
  }

  @Test
  void unequalOutputsAndInputsAreRefused() {
    refused(
        ShapeException.class,
        "scan: the input's List[1] has 5 slices in (5), but the input's List[0] has 4 in (4)",
        () -> scan(scalar(0), List.of(ones(4), ones(5)), (c, x) -> step(c, c)));
    refused(
        ShapeException.class,
        "scan: the input is a scalar, but needs a leading axis, one slice for each step",
        () -> scan(scalar(0), scalar(1), (c, x) -> step(c, c)));
    refused(
        ShapeException.class,
        "scan: the inputs hold no tensor, so nothing says how many steps there are: use forLoop",
        () -> scan(scalar(0), Map.of(), (c, x) -> step(c, c)));
  }

  @Test
  void unequalBranchesAreRefused() {
    refused(
        ShapeException.class,
        "cond: the branches return different types: the result is f64[3] if true, f64 if false:"
            + " the shapes must be the same",
        () ->
            compile((Tensor x) -> cond(x.greater(0), () -> ones(3).times(x), () -> x))
                .apply(scalar(1)));
    refused(
        DTypeException.class,
        "switchCase: the branches return different types: the result is f64 in branch 0, f32 in"
            + " branch 1: convert one with to(…)",
        () ->
            vmap((Tensor x) -> switchCase(x, () -> scalar(1), () -> scalar(1).to(DType.F32)))
                .apply(indices(0, 1)));
    refused(
        ShapeException.class,
        "cond: the predicate is bool[2], but has to be a bool scalar: reduce it with any or all, or"
            + " choose element by element with where",
        () -> cond(vector(1, 2).greater(0), () -> scalar(1), () -> scalar(2)));
    refused(
        DTypeException.class,
        "cond: the predicate is f64, but has to be a bool scalar: compare it, or use to(BOOL)",
        () -> cond(scalar(1), () -> scalar(1), () -> scalar(2)));
    refused(
        DTypeException.class,
        "switchCase: the index is f64, but has to be a scalar of whole numbers: convert it with"
            + " to(I64)",
        () -> switchCase(scalar(1), () -> scalar(1), () -> scalar(2)));
  }

  @Test
  void leaksAreFound() {
    Tensor[] leaked = new Tensor[1];
    compile((Tensor x) ->
            forLoop(
                3,
                x,
                (s, i) -> {
                  leaked[0] = s;
                  return s.times(2);
                }))
        .apply(scalar(1));
    String message =
        String.valueOf(assertThrows(TraceException.class, () -> leaked[0].plus(1)).getMessage());
    assertTrue(message.contains("leaked: it was made at "), message);
    assertTrue(message.contains("inside forLoop, which has ended"), message);
  }
}
