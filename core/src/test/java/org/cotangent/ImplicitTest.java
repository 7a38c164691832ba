package org.cotangent;

import static org.cotangent.Autodiff.argmin;
import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.fixedPoint;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.implicitRoot;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.CustomRulesTest.assertClose;
import static org.cotangent.CustomRulesTest.assertMessage;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Functions given by equations, against closed forms.
class ImplicitTest {
  record Orbit(Tensor anomaly, Tensor eccentricity) {}

  /// Kepler's equation `E = M + e sin E`.
  private static final Function<Orbit, Tensor> KEPLER =
      fixedPoint(
          (Tensor e, Orbit o) -> o.anomaly().plus(o.eccentricity().times(e.sin())), scalar(0));

  @Test
  void fixedPointsHaveAllDerivatives() {
    var orbit = new Orbit(scalar(0.8), scalar(0.3));
    double e = KEPLER.apply(orbit).item();
    assertEquals(0.8, e - 0.3 * Math.sin(e), 1e-14);
    double slope = 1 / (1 - 0.3 * Math.cos(e));
    Orbit d = grad(KEPLER, orbit);
    assertEquals(slope, d.anomaly().item(), 1e-13);
    assertEquals(Math.sin(e) * slope, d.eccentricity().item(), 1e-13);
    // E'' by M: −e sin E / (1 − e cos E)³.
    TensorFunction byAnomaly = m -> KEPLER.apply(new Orbit(m, scalar(0.3)));
    assertEquals(-0.3 * Math.sin(e) * slope * slope * slope, grad(grad(byAnomaly)).at(0.8), 1e-12);
    assertEquals(slope, jvp(byAnomaly, scalar(0.8), scalar(1)).tangent().item(), 1e-13);
    Tensor many = vector(0.1, 0.8, 2.5);
    for (int i = 0; i < 3; i++) {
      double m = many.get(i).item();
      assertEquals(byAnomaly.at(m), vmap(byAnomaly).apply(many).get(i).item(), 1e-13);
      assertEquals(grad(byAnomaly).at(m), vmap(grad(byAnomaly)).apply(many).get(i).item(), 1e-12);
    }
  }

  @Test
  void aMapWithoutRestIsAnError() {
    assertMessage(
        ArithmeticException.class,
        "fixedPoint: f has not come to rest after 10000 steps: is it a contraction near the fixed"
            + " point?",
        () -> lost(fixedPoint((Tensor x, Tensor t) -> t.minus(x), scalar(0)).apply(scalar(1))));
  }

  private static void lost(Object result) {
    throw new AssertionError("not refused: " + result);
  }

  @Test
  void minimisersHaveDerivatives() {
    // x − t + a x³ = 0 at the minimum of (x − t)²/2 + a x⁴/4, found by Newton's method on numbers.
    Function<Tensor, Tensor> minimiser =
        argmin(
            (Tensor x, Tensor t) ->
                x.minus(t).square().div(2).plus(x.square().square().times(0.5 / 4)),
            t -> {
              double x = t.item();
              for (int i = 0; i < 50; i++) {
                x -= (x - t.item() + 0.5 * x * x * x) / (1 + 1.5 * x * x);
              }
              return scalar(x);
            });
    double x = minimiser.apply(scalar(1.5)).item();
    double slope = 1 / (1 + 1.5 * x * x);
    assertEquals(slope, grad(minimiser).apply(scalar(1.5)).item(), 1e-13);
    assertEquals(
        -3 * x * slope * slope * slope, grad(grad(minimiser)).apply(scalar(1.5)).item(), 1e-12);
  }

  @Test
  void structuresOnBothSides() {
    record Point(Tensor a, Tensor b) {}
    // a = b², b = t/2, so a = t²/4 and b = t/2, by elements.
    Function<Tensor, Point> root =
        implicitRoot(
            (Point p, Tensor t) -> new Point(p.a().minus(p.b().square()), p.b().times(2).minus(t)),
            t -> new Point(t.square().div(4), t.div(2)));
    Tensor t = vector(1, 3);
    var change = jvp(root, t, vector(1, 1)).tangent();
    assertClose(vector(0.5, 1.5), change.a(), 1e-14);
    assertClose(vector(0.5, 0.5), change.b(), 1e-14);
  }

  @Test
  void whatTheEquationUsesFromOutsideIsAParameter() {
    // x² = t y at t = 2: √(2y), by a solver that sees values only.
    TensorFunction f =
        y ->
            implicitRoot(
                    (Tensor x, Tensor t) -> x.square().minus(t.times(y)),
                    t -> scalar(Math.sqrt(t.item() * y.item())))
                .apply(scalar(2));
    assertEquals(2, f.at(2));
    assertEquals(0.5, grad(f).at(2), 1e-14);
    assertEquals(0.5, jvp(f, scalar(2), scalar(1)).tangent().item(), 1e-14);
    assertEquals(-0.125, grad(grad(f)).at(2), 1e-14);
  }

  @Test
  void aSolverThatLooksAtValuesIsGivenTheEquation() {
    TensorFunction given =
        t ->
            implicitRoot(
                    (Tensor x, Tensor s) -> x.square().minus(s),
                    (Tensor s) -> scalar(Math.sqrt(s.item())))
                .apply(t);
    assertEquals(0.25, grad(given).at(4), 1e-15);
    String way = ". A solver that looks at values: implicitRoot(f, start, solver)";
    for (var refused :
        List.<Executable>of(
            () -> compile(given).at(4),
            () -> stage(given, scalar(4)),
            () -> vmap(given).apply(vector(4, 9)))) {
      String message = String.valueOf(assertThrows(TraceException.class, refused).getMessage());
      assertTrue(message.startsWith("item: under ") && message.endsWith(way), message);
    }
    TensorFunction searched = t -> newton(t, scalar(1));
    assertEquals(0.25, compile(grad(searched)).at(4), 1e-14);
    assertEquals(0.25, compile(grad(compile(searched))).at(4), 1e-14);
    assertClose(vector(0.25, 1 / 6.0), vmap(grad(searched)).apply(vector(4, 9)), 1e-14);
    assertClose(vector(2, 3), compile(vmap(searched)).apply(vector(4, 9)), 1e-14);
    // The start may be traced: the result does not depend on it.
    TensorFunction started = s -> newton(scalar(4), s);
    assertEquals(0, compile(grad(started)).at(1));
    assertClose(vector(2, -2), compile(vmap(started)).apply(vector(1, -1)), 1e-14);
    String program = stage(searched, scalar(4)).toString();
    assertTrue(program.contains("host_call[label=\"implicitRoot\""), program);
  }

  /// The root of t by Newton's method, from values.
  private static Tensor newton(Tensor t, Tensor start) {
    return implicitRoot(
            (Tensor x, Tensor s) -> x.square().minus(s),
            start,
            (equation, from) -> {
              double x = from.item();
              for (int i = 0; i < 60; i++) {
                x -= equation.apply(scalar(x)).item() / (2 * x);
              }
              return scalar(x);
            })
        .apply(t);
  }

  @Test
  void examplesComeToRestOneByOne() {
    // x ← cos(a x): the smaller a, the fewer steps; one that goes on for others would move by
    // rounding.
    Function<Tensor, Tensor> f = fixedPoint((Tensor x, Tensor a) -> x.times(a).cos(), scalar(0.5));
    Tensor a = vector(0, 0.1, 0.5, 1, 1.2);
    for (var all : List.of(vmap(f), compile(vmap(f)))) {
      Tensor together = all.apply(a);
      for (int i = 0; i < 5; i++) {
        assertEquals(f.apply(a.get(i)).item(), together.get(i).item(), 0, "example " + i);
      }
    }
    String lost =
        "fixedPoint: f has not come to rest after 200 steps: is it a contraction near the fixed"
            + " point? (so in [1, 3] of 4 examples)";
    var f200 =
        Implicit.of().steps(200).fixedPoint((Tensor x, Tensor t) -> x.times(t).cos(), scalar(0.5));
    Tensor bad = vector(0.5, 2, 1, -2);
    assertMessage(ArithmeticException.class, lost, () -> lost(vmap(f200).apply(bad)));
    assertMessage(ArithmeticException.class, lost, () -> lost(compile(vmap(f200)).apply(bad)));
    assertMessage(ArithmeticException.class, lost, () -> lost(vmap(grad(f200)).apply(bad)));
    var nan =
        Implicit.of().steps(200).fixedPoint((Tensor x, Tensor t) -> x.minus(t).sqrt(), scalar(1));
    assertMessage(
        ArithmeticException.class,
        lost.substring(0, lost.indexOf(" (so")),
        () -> lost(compile(nan).apply(scalar(2))));
  }

  @Test
  void stepsAreCounted() {
    TensorFunction f =
        t ->
            Implicit.of().steps(3).fixedPoint((Tensor x, Tensor a) -> x.cos().times(a), t).apply(t);
    String message =
        "fixedPoint: f has not come to rest after 3 steps: is it a contraction near the fixed"
            + " point?";
    assertMessage(ArithmeticException.class, message, () -> lost(f.apply(scalar(1))));
    assertMessage(ArithmeticException.class, message, () -> lost(compile(f).apply(scalar(1))));
    assertEquals(0, f.at(0));
    assertMessage(
        IllegalArgumentException.class,
        "Implicit: 0 steps, but 1 at least",
        () -> lost(Implicit.of().steps(0)));
    assertMessage(
        IllegalArgumentException.class,
        "Implicit: the tolerance must be positive, not 0.0",
        () -> lost(Implicit.of().tolerance(0)));
  }

  @Test
  void equationsFitTheUnknown() {
    assertMessage(
        ShapeException.class,
        "fixedPoint: what f returns is f64[2], but x is f64: the shapes must be the same",
        () ->
            lost(
                fixedPoint((Tensor x, Tensor t) -> x.plus(t).cos(), scalar(0))
                    .apply(vector(1, 2))));
    assertMessage(
        ShapeException.class,
        "implicitRoot: what f returns is f64[3], but x is f64[2]: the shapes must be the same",
        () ->
            lost(
                implicitRoot((Tensor x, Tensor t) -> t, (Tensor t) -> vector(1, 2))
                    .apply(ones(3))));
    assertMessage(
        NotDifferentiableException.class,
        "argmin: f returned (2), not a scalar: reduce it (sum, mean), or use jacobian or vjp",
        () -> lost(argmin((Tensor x, Tensor t) -> x, (Tensor t) -> t).apply(vector(1, 2))));
  }

  /// A chain of springs, `(2 + xᵢ²) xᵢ − xᵢ₋₁/2 − xᵢ₊₁/2 = tᵢ`: with 2000 of them no matrix is made.
  private static Tensor springs(Tensor x, Tensor t) {
    int n = x.shape().length(0);
    Tensor padded = concat(0, zeros(1), x, zeros(1));
    return x.times(x.square().plus(2))
        .minus(padded.slice(Slice.span(0, n)).div(2))
        .minus(padded.slice(Slice.span(2, n + 2)).div(2))
        .minus(t);
  }

  @Test
  void largeUnknownsNeedNoMatrix() {
    int n = 2000;
    Tensor t = linspace(0, 3, n).sin();
    BiFunction<Tensor, Tensor, Tensor> rest = (x, s) -> x.minus(springs(x, s).div(5));
    TensorFunction byDefault = s -> fixedPoint(rest, zeros(n)).apply(s).square().sum();
    Tensor gradient = grad(byDefault, t);
    // A x̄ = 2x with A = ∂springs/∂x, which is symmetric.
    Tensor x = fixedPoint(rest, zeros(n)).apply(t);
    Tensor image = jvp(y -> springs(y, t), x, gradient).tangent();
    assertClose(x.times(2), image, 1e-11);
    for (var options :
        List.of(Implicit.of().gmres(), Implicit.of().bicgstab(), Implicit.of().cg())) {
      TensorFunction f =
          s ->
              options
                  .tolerance(1e-13)
                  .root(ImplicitTest::springs, (Tensor u) -> fixedPoint(rest, zeros(n)).apply(u))
                  .apply(s)
                  .square()
                  .sum();
      assertClose(gradient, compile(grad(f)).apply(t), 1e-10);
    }
  }
}
