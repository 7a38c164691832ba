package org.cotangent.sparse;

import static org.cotangent.Autodiff.checkpoint;
import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.sparseHessian;
import static org.cotangent.Autodiff.sparseJacobian;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.Arranging;
import org.junit.jupiter.api.Test;

/// Patterns of functions with choices and loops.
class FlowsTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20261128);

  private static final Tensor X = vector(0.5, -1.2, 2, 0.3, -0.7, 1.1);

  private static void assertSame(Tensor dense, Tensor sparse) {
    double scale = 1 + dense.abs().max().item();
    assertTrue(dense.minus(sparse).abs().max().item() < 1e-11 * scale, () -> dense + "\n" + sparse);
  }

  private static void check(TensorFunction f, int entries) {
    var sparse = sparseJacobian(f, X).apply(X);
    assertSame(jacobian(f).apply(X), sparse.toDense());
    assertEquals(entries, sparse.values().shape().size());
  }

  /// `y[t] = x[t] · x[t − 1]`: the carry is the element before.
  private static Tensor neighbours(Tensor x) {
    return scan(zeros(), x, (before, now) -> step(now, now.times(before))).outputs();
  }

  @Test
  void loopsOfFewStepsAreFollowed() {
    // The first one is multiplied by a zero that is known.
    check(FlowsTest::neighbours, 10);
    // A running sum is a triangle.
    check(
        x ->
            scan(
                    zeros(),
                    x,
                    (sum, now) -> {
                      Tensor next = sum.plus(now.sin());
                      return step(next, next);
                    })
                .outputs(),
        21);
    // The number of a step is known.
    check(x -> forLoop(5, zeros(6), (y, i) -> y.plus(x.times(x.get(i)))), 36 - 5);
  }

  @Test
  void loopsOfManyStepsKeepWhatStaysApart() {
    int n = 40_000;
    Tensor inputs = linspace(0, 1, n);
    TensorFunction f =
        x ->
            scan(
                    x,
                    inputs,
                    (y, t) -> {
                      Tensor next = y.times(0.5).plus(t.times(x.sin()));
                      return step(next, zeros());
                    })
                .carry();
    check(f, 6);
    TensorFunction until =
        x -> whileLoop(x, y -> y.square().sum().less(100), y -> y.times(1.5).plus(x.get(0)));
    check(until, 11);
  }

  @Test
  void choicesDependOnWhatBranchesDo() {
    check(x -> cond(x.get(0).greater(0), () -> x.sin(), () -> Arranging.roll(x, 1)), 12);
    check(checkpoint((Tensor x) -> x.slice("1:").times(x.slice(":-1")))::apply, 10);
  }

  @Test
  void hessiansThroughLoops() {
    TensorFunction f = x -> neighbours(x.sin()).sum();
    var sparse = sparseHessian(f, X).apply(X);
    assertSame(Autodiff.hessian(f).apply(X), sparse.toDense());
    assertEquals(16, sparse.values().shape().size());
  }

  private static Tensor small(Tensor z) {
    return z.square().sum().less(20);
  }

  private static Tensor larger(Tensor z, long seed) {
    return random(new Random(seed), z, 0).sin().square().plus(z).plus(1);
  }

  private static Tensor random(Random random, Tensor x, int depth) {
    Tensor y = x;
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps; i++) {
      Tensor at = y;
      int sort = random.nextInt(depth > 0 ? 9 : 4);
      long seed = random.nextLong();
      int k = random.nextInt(6);
      y =
          switch (sort) {
            case 0 -> at.sin();
            case 1 -> Arranging.roll(at, 1 + k % 5).times(at);
            case 2 -> concat(0, at.slice(":3").exp().times(0.1), at.slice("3:"));
            case 3 -> at.plus(x.get(k).tanh());
            case 4 ->
                cond(
                    at.get(k).greater(0.1),
                    () -> random(new Random(seed), at, depth - 1),
                    () -> at.times(2));
            case 5 -> forLoop(1 + k, at, (z, _) -> random(new Random(seed), z, depth - 1).tanh());
            // Without a bound there is no reverse mode inside of another program.
            case 6 ->
                depth == 2
                    ? whileLoop(at, FlowsTest::small, z -> larger(z, seed))
                    : whileLoop(4, at, FlowsTest::small, z -> larger(z, seed));
            case 7 ->
                scan(
                        at.get(k),
                        at,
                        (c, e) ->
                            step(seed % 2 == 0 ? e.sin() : c.times(e).tanh(), c.plus(e.cos())))
                    .outputs();
            default -> checkpoint((Tensor z) -> random(new Random(seed), z, depth - 1)).apply(at);
          };
    }
    return y;
  }

  @Test
  void noEntryIsMissing() {
    System.out.println("FlowsTest: seed " + SEED);
    var random = new Random(SEED);
    int sparser = 0;
    int compared = 0;
    for (int run = 0; run < 60; run++) {
      long seed = random.nextLong();
      TensorFunction f = x -> random(new Random(seed), x, 2);
      var sparse = sparseJacobian(f, X);
      for (int point = 0; point < 2; point++) {
        Tensor x = vector(random.doubles(6, -1.5, 1.5).toArray());
        // Where a value overflows, forward and reverse mode have NaN in different places.
        if (Double.isFinite(f.apply(x).abs().sum().item())) {
          assertSame(jacobian(f).apply(x), sparse.apply(x).toDense());
          compared++;
        }
      }
      sparser += sparse.apply(X).values().shape().size() < 36 ? 1 : 0;
    }
    assertTrue(compared > 90, "points compared: " + compared + " of 120");
    assertTrue(sparser > 20, "patterns with zeros: " + sparser + " of 60");
  }
}
