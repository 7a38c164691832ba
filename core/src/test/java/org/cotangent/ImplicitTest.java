package org.cotangent;

import static org.cotangent.Autodiff.argmin;
import static org.cotangent.Autodiff.fixedPoint;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.implicitRoot;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.CustomRulesTest.assertClose;
import static org.cotangent.CustomRulesTest.assertMessage;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

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

  private static void lost(Tensor result) {
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
  void valuesOutsideOfThetaAreRefused() {
    TensorFunction f =
        y ->
            implicitRoot(
                    (Tensor x, Tensor t) -> x.square().minus(t.times(y)),
                    t -> scalar(Math.sqrt(t.item() * y.item())))
                .apply(scalar(2));
    assertEquals(2, f.at(2));
    String message =
        "implicitRoot: f uses a value from outside that is being differentiated: make it a part of"
            + " theta, so that the result's derivative by it is known";
    assertMessage(TraceException.class, message, () -> grad(f).at(2));
    assertMessage(TraceException.class, message, () -> jvp(f, scalar(2), scalar(1)));
  }
}
