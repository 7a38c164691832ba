package org.cotangent.solve;

import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Autodiff;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.TraceException;
import org.cotangent.testkit.CheckGrads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Against closed forms: values, and derivatives in start, parameters and times.
class OdeTest {
  private static final double TOLERANCE = 1e-9;

  static List<Ode> methods() {
    var some =
        List.of(
            Ode.dormandPrince().tolerance(TOLERANCE),
            Ode.rungeKutta4(40),
            Ode.dormandPrince().tolerance(TOLERANCE).continuousAdjoint(),
            Ode.rosenbrock().tolerance(TOLERANCE));
    var others =
        List.of(
            Ode.tsitouras().tolerance(TOLERANCE),
            Ode.tsitouras().tolerance(TOLERANCE).continuousAdjoint(),
            Ode.dormandPrince().tolerance(TOLERANCE).checkpointed(),
            Ode.rosenbrock().tolerance(1e-8).continuousAdjoint());
    return Boolean.getBoolean("cotangent.test.all")
        ? Stream.concat(some.stream(), others.stream()).toList()
        : some;
  }

  record State(Tensor position, Tensor speed) {}

  /// `x'' = −ω² x`.
  private static State oscillator(State s, Tensor t, Tensor omega) {
    return new State(s.speed, omega.square().times(s.position).unaryMinus());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void oscillator(Ode ode) {
    var times = linspace(0, 3, 7);
    var start = new State(scalar(1), scalar(0));
    var found = ode.solve(OdeTest::oscillator, start, times, scalar(2));
    assertArrayEquals(times.times(2).cos().toDoubles(), found.position.toDoubles(), 1e-6);
    assertArrayEquals(times.times(2).sin().times(-2).toDoubles(), found.speed.toDoubles(), 1e-6);
    // And back.
    var end = new State(found.position.get(-1), found.speed.get(-1));
    var back = ode.solve(OdeTest::oscillator, end, linspace(3, 0, 4), scalar(2));
    assertEquals(1, back.position.get(-1).item(), 1e-6);
    assertEquals(Math.cos(2), back.position.get(2).item(), 1e-6);
  }

  /// `y' = y (p − y)`: `y = p / (1 + (p/y₀ − 1) e^{−p(t − t₀)})`.
  private static Tensor logistic(Tensor y, Tensor p) {
    return y.times(p.minus(y));
  }

  private static Tensor logisticClosed(Tensor y0, Tensor t0, Tensor t, Tensor p) {
    return p.div(p.div(y0).minus(1).times(t.minus(t0).times(p).unaryMinus().exp()).plus(1));
  }

  /// Start, first time, last time and parameter as one vector.
  private static Tensor logistic(Ode ode, Tensor x) {
    var times = Tensor.stack(x.get(1), x.get(1).plus(x.get(2)).div(2), x.get(2));
    var y = ode.solve((Tensor z, Tensor t, Tensor p) -> logistic(z, p), x.get(0), times, x.get(3));
    return y.get(1).plus(y.get(2).times(2));
  }

  private static Tensor logisticClosed(Tensor x) {
    var middle = x.get(1).plus(x.get(2)).div(2);
    return logisticClosed(x.get(0), x.get(1), middle, x.get(3))
        .plus(logisticClosed(x.get(0), x.get(1), x.get(2), x.get(3)).times(2));
  }

  private static final Tensor POINT = vector(0.2, 0.5, 2.5, 1.3);

  @ParameterizedTest
  @MethodSource("methods")
  void derivativesInEverything(Ode ode) {
    TensorFunction f = x -> logistic(ode, x);
    TensorFunction exact = OdeTest::logisticClosed;
    assertEquals(exact.apply(POINT).item(), f.apply(POINT).item(), 1e-7);
    double[] gradient = Autodiff.grad(exact).apply(POINT).toDoubles();
    assertArrayEquals(gradient, Autodiff.grad(f).apply(POINT).toDoubles(), 2e-6);
    var v = vector(0.3, -0.2, 0.5, 0.7);
    assertEquals(
        Autodiff.jvp(exact, POINT, v).tangent().item(),
        Autodiff.jvp(f, POINT, v).tangent().item(),
        1e-6);
    double[] product = Autodiff.hvp(exact, POINT, v).toDoubles();
    assertArrayEquals(product, Autodiff.hvp(f, POINT, v).toDoubles(), 3e-5);
    assertArrayEquals(
        product, Autodiff.grad((Tensor x) -> Autodiff.grad(f, x).dot(v), POINT).toDoubles(), 3e-5);
  }

  /// The discrete adjoint is exact for what was computed: it agrees with forward mode to rounding, at any tolerance.
  @Test
  void discreteAdjointIsExact() {
    for (var ode :
        List.of(
            Ode.dormandPrince().tolerance(1e-3),
            Ode.tsitouras().tolerance(1e-3),
            Ode.rosenbrock().tolerance(1e-3),
            Ode.tsitouras().tolerance(1e-3).checkpointed(),
            Ode.rungeKutta4(2))) {
      TensorFunction f = x -> logistic(ode, x);
      var v = vector(0.3, -0.2, 0.5, 0.7);
      double forward = Autodiff.jvp(f, POINT, v).tangent().item();
      assertEquals(forward, Autodiff.grad(f).apply(POINT).dot(v).item(), 1e-14);
    }
    // With a fixed number of steps nothing is held constant, so differences see the same function.
    CheckGrads.checkGrads(x -> logistic(Ode.rungeKutta4(2), x), 2, POINT);
  }

  /// Segments change what is remembered, not what is computed.
  @Test
  void checkpointedEqualsPlain() {
    var plain = Ode.dormandPrince().tolerance(1e-6);
    TensorFunction f = x -> logistic(plain, x);
    TensorFunction g = x -> logistic(plain.checkpointed(), x);
    assertArrayEquals(
        Autodiff.grad(f).apply(POINT).toDoubles(),
        Autodiff.grad(g).apply(POINT).toDoubles(),
        1e-14);
    assertArrayEquals(
        Autodiff.hessian(f).apply(POINT).toDoubles(),
        Autodiff.hessian(g).apply(POINT).toDoubles(),
        1e-12);
  }

  /// `y' = p cos t`, whose right-hand side knows the time.
  @ParameterizedTest
  @MethodSource("methods")
  void dependsOnTime(Ode ode) {
    TensorFunction f =
        x ->
            ode.solve(
                    (Tensor y, Tensor t, Tensor p) -> p.times(t.cos()),
                    scalar(0),
                    Tensor.stack(x.get(0), x.get(1)),
                    x.get(2))
                .get(1);
    var x = vector(0.3, 2, 1.5);
    assertEquals(1.5 * (Math.sin(2) - Math.sin(0.3)), f.apply(x).item(), 1e-7);
    assertArrayEquals(
        new double[] {-1.5 * Math.cos(0.3), 1.5 * Math.cos(2), Math.sin(2) - Math.sin(0.3)},
        Autodiff.grad(f).apply(x).toDoubles(),
        1e-6);
  }

  /// Few steps: the laws hold at any accuracy.
  static List<Ode> coarse() {
    return List.of(
        Ode.dormandPrince().tolerance(1e-4),
        Ode.rosenbrock().tolerance(1e-3),
        Ode.rungeKutta4(1),
        Ode.tsitouras().tolerance(1e-3).checkpointed(),
        Ode.dormandPrince().tolerance(1e-4).continuousAdjoint());
  }

  @ParameterizedTest
  @MethodSource("coarse")
  void underEveryTransformation(Ode ode) {
    TensorFunction f =
        p ->
            ode.solve(
                    (Tensor y, Tensor t, Tensor q) -> logistic(y, q),
                    scalar(0.2),
                    linspace(0, 1, 3),
                    p)
                .sum();
    var ps = vector(0.7, 1.3);
    var gradient = Autodiff.grad(f);
    double[] loop = {f.at(0.7), f.at(1.3)};
    double[] slopes = {gradient.at(0.7), gradient.at(1.3)};
    assertArrayEquals(loop, Autodiff.vmap(f).apply(ps).toDoubles(), 1e-14);
    assertArrayEquals(loop, Autodiff.compile(Autodiff.vmap(f)).apply(ps).toDoubles(), 1e-13);
    assertArrayEquals(slopes, Autodiff.vmap(gradient).apply(ps).toDoubles(), 1e-13);
    assertArrayEquals(
        slopes, Autodiff.compile(Autodiff.vmap(gradient)).apply(ps).toDoubles(), 1e-13);
    assertArrayEquals(
        slopes,
        Autodiff.grad((Tensor q) -> Autodiff.vmap(f).apply(q).sum(), ps).toDoubles(),
        1e-13);
    assertEquals(slopes[0], Autodiff.jacobian(f).apply(scalar(0.7)).item(), 1e-4);
    assertEquals(
        Autodiff.grad(gradient).at(0.7), Autodiff.compile(Autodiff.grad(gradient)).at(0.7), 1e-12);
  }

  /// A matrix, a map and parameters in a list: structures go in and come out.
  @Test
  void structures() {
    var ode = Ode.dormandPrince().tolerance(1e-10);
    var start = Map.of("a", Tensor.eye(2), "b", vector(1));
    var found =
        ode.solve(
            (Map<String, Tensor> y, Tensor t, List<Tensor> p) ->
                Map.of("a", p.get(0).matmul(y.get("a")), "b", y.get("b").times(p.get(1))),
            start,
            vector(0, 1),
            List.of(Tensor.matrix(new double[] {0, 1}, new double[] {-1, 0}), scalar(-1)));
    assertEquals("(2,2,2)", found.get("a").shape().toString());
    assertArrayEquals(
        new double[] {Math.cos(1), Math.sin(1), -Math.sin(1), Math.cos(1)},
        found.get("a").get(1).toDoubles(),
        1e-9);
    // 32-bit states stay so, and are computed in 64.
    var narrow = scalar(1).to(DType.F32);
    var half = ode.solve((y, t, p) -> y.unaryMinus(), narrow, vector(0, 1), scalar(0));
    assertEquals(DType.F32, half.dtype());
    assertEquals(Math.exp(-1), half.get(1).item(), 1e-7);
    assertEquals(Math.exp(-1), found.get("b").get(1, 0).item(), 1e-9);
  }

  /// Smaller tolerances give smaller errors, inside of steps too.
  @Test
  void errorsFollowTolerance() {
    errorsFollowTolerance(Ode.dormandPrince(), 1e-10);
    errorsFollowTolerance(Ode.tsitouras(), 1e-10);
    errorsFollowTolerance(Ode.rosenbrock(), 1e-8);
  }

  private static void errorsFollowTolerance(Ode ode, double smallest) {
    var times = linspace(0, 5, 101);
    double before = Double.POSITIVE_INFINITY;
    for (double tolerance = 1e-4; tolerance >= 0.9 * smallest; tolerance /= 100) {
      var y =
          ode.tolerance(tolerance)
              .solve(OdeTest::oscillator, new State(scalar(0), scalar(1)), times, scalar(1));
      double error = y.position.minus(times.sin()).abs().max().item();
      assertTrue(error < 30 * tolerance, tolerance + ": " + error);
      assertTrue(error < before / 10, tolerance + ": " + error + " after " + before);
      before = error;
    }
  }

  /// Robertson's chemical reactions; reference values at t = 40 by Hairer and Wanner's programs.
  @Test
  void stiff() {
    var ode = Ode.rosenbrock().tolerance(1e-7, 1e-11);
    var k = vector(0.04, 3e7, 1e4);
    TensorFunction end =
        rates ->
            ode.solve(
                    (Tensor y, Tensor t, Tensor r) -> {
                      var a = r.get(0).times(y.get(0));
                      var b = r.get(2).times(y.get(1)).times(y.get(2));
                      var c = r.get(1).times(y.get(1).square());
                      return Tensor.stack(b.minus(a), a.minus(b).minus(c), c);
                    },
                    vector(1, 0, 0),
                    vector(0, 40),
                    rates)
                .get(1);
    var y = end.apply(k);
    assertEquals(0.7158270687, y.get(0).item(), 1e-6);
    assertEquals(9.185534765e-6, y.get(1).item(), 1e-11);
    assertEquals(0.2841637457, y.get(2).item(), 1e-6);
    // Against differences.
    var gradient = Autodiff.grad(r -> end.apply(r).get(0), k);
    double h = 1e-5;
    double up = end.apply(vector(0.04 * (1 + h), 3e7, 1e4)).get(0).item();
    double down = end.apply(vector(0.04 * (1 - h), 3e7, 1e4)).get(0).item();
    assertEquals((up - down) / (0.08 * h), gradient.get(0).item(), 1e-3);
  }

  @Test
  void refuses() {
    var ode = Ode.dormandPrince();
    assertEquals(
        "Ode: times must rise or fall throughout, but times[2] is 0.5 after 1.0",
        assertThrows(
                IllegalArgumentException.class,
                () -> ode.solve((y, t, p) -> y, scalar(1), vector(0, 1, 0.5), scalar(1)))
            .getMessage());
    assertEquals(
        "Ode: the right-hand side has 2 elements, but the solution has 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> ode.solve((y, t, p) -> vector(1, 2), vector(1), vector(0, 1), scalar(1)))
            .getMessage());
    var blowUp =
        assertThrows(
            ArithmeticException.class,
            () -> ode.solve((y, t, p) -> y.square(), scalar(1), vector(0, 2), scalar(1)));
    assertTrue(
        String.valueOf(blowUp.getMessage())
            .matches("Ode: at t = (1\\.0|0\\.99).* no step is short enough.*"),
        blowUp.getMessage());
    assertTrue(
        String.valueOf(
                assertThrows(
                        ArithmeticException.class,
                        () ->
                            ode.limit(20)
                                .solve(
                                    (y, t, p) -> y.times(p),
                                    scalar(1),
                                    vector(0, 10),
                                    scalar(-1e4)))
                    .getMessage())
            .contains("use rosenbrock() if it is stiff"));
    assertEquals(
        "Ode: the right-hand side has values that are not known one by one: the right-hand side"
            + " uses a traced value from outside, under vmap, stage or compile: pass it through the"
            + " parameters",
        assertThrows(
                TraceException.class,
                () ->
                    Autodiff.vmap((Tensor q) ->
                            ode.solve((y, t, p) -> y.times(q), scalar(1), vector(0, 1), scalar(1)))
                        .apply(vector(1, 2)))
            .getMessage());
    assertEquals(
        "Ode: tolerance is for methods that adapt their steps: use dormandPrince()",
        assertThrows(IllegalArgumentException.class, () -> Ode.rungeKutta4(3).tolerance(1))
            .getMessage());
  }
}
