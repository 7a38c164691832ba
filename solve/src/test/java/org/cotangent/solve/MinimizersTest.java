package org.cotangent.solve;

import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Autodiff;
import org.cotangent.NotDifferentiableException;
import org.cotangent.RandomKey;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.testkit.CheckGrads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The three minimisers on standard problems: Moré, Garbow and Hillstrom, ACM TOMS 7 (1981), with their numbers.
class MinimizersTest {
  static List<Minimizer> all() {
    return List.of(Lbfgs.of(), NewtonCg.of(), TrustRegion.of());
  }

  /// Number 21, the extended Rosenbrock function as chained here: minimum 0 at ones.
  private static Tensor rosenbrock(Tensor x) {
    var head = x.slice(Slice.span(0, -1));
    var tail = x.slice("1:");
    return tail.minus(head.square()).square().times(100).plus(Tensor.minus(1, head).square()).sum();
  }

  private static Tensor far(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 2 == 0 ? -1.2 : 1;
    }
    return vector(x);
  }

  @ParameterizedTest
  @MethodSource("all")
  void rosenbrockOfTwo(Minimizer minimizer) {
    var found = minimizer.minimize(MinimizersTest::rosenbrock, far(2));
    assertEquals(Termination.GRADIENT, found.reason());
    assertArrayEquals(new double[] {1, 1}, found.params().toDoubles(), 1e-7);
    assertTrue(found.value() < 1e-16, found.toString());
    assertTrue(found.gradientNorm() <= 1e-8);
    assertTrue(found.iterations() < 60, found.toString());
  }

  @ParameterizedTest
  @MethodSource("all")
  void rosenbrockOfThousand(Minimizer minimizer) {
    // Near the start there is another local minimum, so begin on the good side.
    var found =
        minimizer.minimize(
            MinimizersTest::rosenbrock, Tensor.full(org.cotangent.DType.F64, 0.5, 1000));
    assertEquals(
        Termination.GRADIENT, found.reason(), found.iterations() + " " + found.gradientNorm());
    double[] ones = new double[1000];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, found.params().toDoubles(), 1e-6);
  }

  /// Number 7: minimum 0 at (1, 0, 0).
  @ParameterizedTest
  @MethodSource("all")
  void helicalValley(Minimizer minimizer) {
    TensorFunction f =
        x -> {
          var a = x.get(0);
          var b = x.get(1);
          var angle = org.cotangent.ops.Trigonometric.atan2(b, a).div(2 * Math.PI);
          return x.get(2)
              .minus(angle.times(10))
              .square()
              .plus(a.square().plus(b.square()).sqrt().minus(1).square())
              .times(100)
              .plus(x.get(2).square());
        };
    var found = minimizer.minimize(f, vector(-1, 1e-3, 0));
    assertTrue(found.converged(), found.toString());
    assertArrayEquals(new double[] {1, 0, 0}, found.params().toDoubles(), 1e-7);
  }

  /// Number 14: minimum 0 at ones.
  @ParameterizedTest
  @MethodSource("all")
  void wood(Minimizer minimizer) {
    TensorFunction f =
        x -> {
          var a = x.get(0);
          var b = x.get(1);
          var c = x.get(2);
          var d = x.get(3);
          return b.minus(a.square())
              .square()
              .times(100)
              .plus(a.minus(1).square())
              .plus(d.minus(c.square()).square().times(90))
              .plus(c.minus(1).square())
              .plus(b.plus(d).minus(2).square().times(10))
              .plus(b.minus(d).square().times(0.1));
        };
    var found = minimizer.minimize(f, vector(-3, -1, -3, -1));
    assertTrue(found.converged(), found.toString());
    assertArrayEquals(new double[] {1, 1, 1, 1}, found.params().toDoubles(), 1e-6);
  }

  /// Number 5: minimum 0 at (3, 0.5).
  @ParameterizedTest
  @MethodSource("all")
  void beale(Minimizer minimizer) {
    TensorFunction f =
        x -> {
          var sum = scalar(0);
          double[] y = {1.5, 2.25, 2.625};
          for (int i = 1; i <= 3; i++) {
            var r = x.get(0).times(Tensor.minus(1, x.get(1).pow(i))).minus(y[i - 1]);
            sum = sum.plus(r.square());
          }
          return sum;
        };
    var found = minimizer.minimize(f, vector(1, 1));
    assertTrue(found.converged(), found.toString());
    assertArrayEquals(new double[] {3, 0.5}, found.params().toDoubles(), 1e-7);
  }

  /// Number 3, badly scaled: minimum 0 at about (1.098e-5, 9.106).
  @ParameterizedTest
  @MethodSource("all")
  void powellsBadlyScaled(Minimizer minimizer) {
    TensorFunction f =
        x ->
            x.get(0)
                .times(x.get(1))
                .times(1e4)
                .minus(1)
                .square()
                .plus(x.unaryMinus().exp().sum().minus(1.0001).square());
    var found =
        switch (minimizer) {
          case Lbfgs m -> m.tolerance(1e-12).minimize(f, vector(0, 1));
          case NewtonCg m -> m.tolerance(1e-12).minimize(f, vector(0, 1));
          case TrustRegion m -> m.tolerance(1e-12).minimize(f, vector(0, 1));
        };
    assertTrue(found.value() < 1e-15, found.toString());
    assertEquals(9.106, found.params().get(1).item(), 1e-3);
  }

  record Model(Tensor weights, Tensor bias) {}

  /// A strictly convex problem on a structure: the gradient vanishes, whichever way one came.
  @Test
  void logisticRegression() {
    var x = RandomKey.of(3).normal(60, 4);
    var truth = vector(1, -2, 0.5, 0);
    var y =
        RandomKey.of(4).bernoulli(x.matmul(truth).plus(0.3).sigmoid()).to(org.cotangent.DType.F64);
    java.util.function.Function<Model, Tensor> loss =
        m -> {
          var z = x.matmul(m.weights()).plus(m.bias());
          return z.softplus().minus(y.times(z)).mean().plus(m.weights().square().sum().times(0.01));
        };
    var start = new Model(Tensor.zeros(4), scalar(0));
    var first = Lbfgs.of().minimize(loss, start);
    for (var minimizer : all()) {
      var found = minimizer.minimize(loss, start);
      assertEquals(Termination.GRADIENT, found.reason());
      assertEquals(first.value(), found.value(), 1e-14);
      assertArrayEquals(
          first.params().weights().toDoubles(), found.params().weights().toDoubles(), 1e-6);
    }
  }

  /// From a saddle point's stable line the trust region leaves by negative curvature.
  @Test
  void leavesSaddle() {
    var found =
        TrustRegion.of()
            .minimize(x -> x.square().times(x.square().minus(2)).sum(), vector(1e-9, 2));
    assertEquals(-2, found.value(), 1e-12);
  }

  @Test
  void tellsWhyItEnded() {
    assertEquals(
        Termination.ITERATIONS,
        Lbfgs.of().iterations(3).minimize(MinimizersTest::rosenbrock, far(2)).reason());
    assertEquals(
        Termination.GRADIENT,
        Lbfgs.of().tolerance(1e3).minimize(MinimizersTest::rosenbrock, far(2)).reason());
    var down = Lbfgs.of().minimize(x -> x.exp().sum().unaryMinus(), vector(1, 1));
    assertEquals(Termination.UNBOUNDED, down.reason());
  }

  /// `min_x Σ cosh(x − θ²)…` has its minimum at θ², so all derivatives are known.
  @ParameterizedTest
  @MethodSource("all")
  void argminHasDerivatives(Minimizer minimizer) {
    TensorFunction f =
        theta ->
            minimizer.argmin(
                (Tensor x, Tensor t) -> x.minus(t.square()).cosh().sum(), vector(0, 0), theta);
    var theta = vector(0.7, -1.1);
    assertArrayEquals(theta.square().toDoubles(), f.apply(theta).toDoubles(), 1e-8);
    assertArrayEquals(
        new double[] {1.4, 0, 0, -2.2}, Autodiff.jacobian(f).apply(theta).toDoubles(), 1e-7);
    assertArrayEquals(
        new double[] {2, 0, 0, 2},
        Autodiff.hessian(t -> f.apply(t).sum()).apply(theta).toDoubles(),
        1e-6);
  }

  @Test
  void argminUnderEveryTransformation() {
    // The minimum of x⁴/4 + x²/2 − θx: x³ + x = θ.
    TensorFunction f =
        theta ->
            NewtonCg.of()
                .tolerance(1e-13)
                .argmin(
                    (Tensor x, Tensor t) ->
                        x.square().square().div(4).plus(x.square().div(2)).minus(t.times(x)),
                    scalar(0),
                    theta);
    CheckGrads.checkGrads(f, 2, 2.0, -0.3);
    var thetas = vector(2, 10);
    assertArrayEquals(new double[] {1, 2}, Autodiff.vmap(f).apply(thetas).toDoubles(), 1e-12);
    assertArrayEquals(
        new double[] {1 / 4.0, 1 / 13.0},
        Autodiff.compile(Autodiff.vmap(Autodiff.grad(f))).apply(thetas).toDoubles(),
        1e-12);
  }

  @Test
  void refuses() {
    var message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Lbfgs.of().minimize(x -> x.log().sum(), vector(-1, 2)))
            .getMessage();
    assertEquals(
        "Lbfgs: at the start the value is NaN and its gradient [-1.0, 0.5]: begin where both are"
            + " finite",
        message);
    assertEquals(
        "Lbfgs: f uses traced values from outside, by which the minimum would have no derivative:"
            + " use argmin, and pass them as its parameters",
        assertThrows(
                NotDifferentiableException.class,
                () ->
                    Autodiff.grad(
                        t -> Lbfgs.of().minimize(x -> x.minus(t).square(), scalar(0)).params(),
                        scalar(1)))
            .getMessage());
    assertEquals(
        "Lbfgs: the start is traced: what is found does not depend on where the search began, so"
            + " pass known values",
        assertThrows(
                NotDifferentiableException.class,
                () ->
                    Autodiff.grad(t -> Lbfgs.of().minimize(x -> x.square(), t).params(), scalar(1)))
            .getMessage());
    assertEquals(
        "Lbfgs: memory must be at least 1, not 0",
        assertThrows(IllegalArgumentException.class, () -> Lbfgs.of().memory(0)).getMessage());
  }
}
