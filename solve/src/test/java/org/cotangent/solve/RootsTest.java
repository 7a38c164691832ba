package org.cotangent.solve;

import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.Bessel;
import org.cotangent.testkit.CheckGrads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootsTest {
  record Orbit(Tensor mean, Tensor eccentricity) {}

  /// Kepler's equation `E − e sin E = M` for the eccentric anomaly.
  private static Tensor kepler(Tensor anomaly, Orbit orbit) {
    return anomaly.minus(orbit.eccentricity.times(anomaly.sin())).minus(orbit.mean);
  }

  private static Tensor anomaly(Orbit orbit) {
    return Roots.of().find(RootsTest::kepler, scalar(1), orbit);
  }

  /// Bessel's series `E = M + Σ 2/n Jₙ(ne) sin nM`, which converges for e < 1.
  private static double series(double mean, double eccentricity) {
    double sum = mean;
    for (int n = 1; n < 120; n++) {
      sum += 2.0 / n * Bessel.j(scalar(n), scalar(n * eccentricity)).item() * Math.sin(n * mean);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.6})
  void keplerAgainstSeries(double e) {
    for (double mean : new double[] {0.2, 1, 2.5, 4}) {
      var orbit = new Orbit(scalar(mean), scalar(e));
      double root = anomaly(orbit).item();
      assertEquals(series(mean, e), root, 1e-12);
      assertEquals(root, Roots.of().between(RootsTest::kepler, 0, 7, orbit).item(), 1e-13);
    }
  }

  /// `∂E/∂M = 1/(1 − e cos E)`, `∂E/∂e = sin E/(1 − e cos E)`, `∂²E/∂M² = −e sin E/(1 − e cos E)³`.
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.6, 0.97})
  void keplerHasDerivatives(double e) {
    var orbit = new Orbit(scalar(0.4), scalar(e));
    double root = anomaly(orbit).item();
    double slope = 1 / (1 - e * Math.cos(root));
    var gradient = Autodiff.grad(RootsTest::anomaly, orbit);
    assertEquals(slope, gradient.mean.item(), 1e-12 * slope);
    assertEquals(Math.sin(root) * slope, gradient.eccentricity.item(), 1e-12 * slope);
    var forward = Autodiff.jvp(RootsTest::anomaly, orbit, new Orbit(scalar(1), scalar(0)));
    assertEquals(slope, forward.tangent().item(), 1e-12 * slope);
    TensorFunction byMean = m -> anomaly(new Orbit(m, scalar(e)));
    double bend = -e * Math.sin(root) * Math.pow(slope, 3);
    assertEquals(bend, Autodiff.grad(Autodiff.grad(byMean)).at(0.4), 1e-10 * Math.abs(bend));
  }

  @Test
  void underEveryTransformation() {
    TensorFunction newton = m -> anomaly(new Orbit(m, scalar(0.5)));
    TensorFunction bracket =
        m -> Roots.of().between(RootsTest::kepler, -1, 9, new Orbit(m, scalar(0.5)));
    var means = vector(0.3, 1, 2);
    for (var f : List.of(newton, bracket)) {
      CheckGrads.checkGrads(f, 2, 0.3, 2.0);
      var loop = Tensor.stack(f.apply(means.get(0)), f.apply(means.get(1)), f.apply(means.get(2)));
      var slopes =
          Tensor.stack(
              Autodiff.grad(f).apply(means.get(0)),
              Autodiff.grad(f).apply(means.get(1)),
              Autodiff.grad(f).apply(means.get(2)));
      assertArrayEquals(loop.toDoubles(), Autodiff.vmap(f).apply(means).toDoubles(), 0);
      assertArrayEquals(
          slopes.toDoubles(), Autodiff.vmap(Autodiff.grad(f)).apply(means).toDoubles(), 1e-14);
      assertArrayEquals(
          slopes.toDoubles(),
          Autodiff.compile(Autodiff.vmap(Autodiff.grad(f))).apply(means).toDoubles(),
          1e-14);
      assertArrayEquals(
          slopes.toDoubles(),
          Autodiff.grad((Tensor m) -> Autodiff.vmap(f).apply(m).sum(), means).toDoubles(),
          1e-14);
    }
  }

  record Point(Tensor x, Tensor y) {}

  /// The circle of radius r and the line y = x meet at r/√2.
  @Test
  void systemOnStructures() {
    var found =
        Roots.of()
            .find(
                (Point p, Tensor r) ->
                    new Point(p.x.square().plus(p.y.square()).minus(r.square()), p.x.minus(p.y)),
                new Point(scalar(1), scalar(0.3)),
                scalar(2));
    assertEquals(Math.sqrt(2), found.x.item(), 1e-14);
    assertEquals(Math.sqrt(2), found.y.item(), 1e-14);
  }

  @Test
  void withoutParameters() {
    assertEquals(Math.sqrt(2), Roots.of().between(x -> x.square().minus(2), 0, 2).item(), 4e-16);
    assertEquals(Math.sqrt(2), Roots.of().between(x -> minus2(x).unaryMinus(), 2, 0).item(), 4e-16);
    assertEquals(Math.sqrt(2), Roots.of().find(RootsTest::minus2, scalar(1)).item(), 4e-16);
    // A step, and a root of multiplicity three, where Newton's method is slow.
    assertEquals(0.3, Roots.of().between(x -> x.minus(0.3).sign(), -1, 1).item(), 1e-15);
    assertEquals(1, Roots.of().between(x -> x.minus(1).pow(3), -1e10, 4).item(), 1e-5);
  }

  private static Tensor minus2(Tensor x) {
    return x.square().minus(2);
  }

  /// Far from the root Newton's full steps diverge: atan, and Rosenbrock's system.
  @Test
  void dampedFarAway() {
    assertEquals(0, Roots.of().find(x -> x.atan(), scalar(20)).item(), 1e-12);
    var found =
        Roots.of()
            .find(
                x ->
                    Tensor.stack(
                        x.get(1).minus(x.get(0).square()).times(10), Tensor.minus(1, x.get(0))),
                vector(-1.2, 1));
    assertArrayEquals(new double[] {1, 1}, found.toDoubles(), 1e-12);
  }

  @Test
  void saysWhyThereIsNone() {
    assertEquals(
        "Roots: f is 1.0 at 0.0 and 5.0 at 2.0: between them its sign must change",
        assertThrows(
                IllegalArgumentException.class,
                () -> Roots.of().between(x -> x.square().plus(1), 0, 2))
            .getMessage());
    var lost =
        assertThrows(
            ArithmeticException.class, () -> Roots.of().find(x -> x.square().plus(1), scalar(2)));
    assertTrue(
        String.valueOf(lost.getMessage()).startsWith("Roots: no root found after "),
        lost.getMessage());
    assertEquals(
        "implicitRoot: what f returns is f64[2], but x is f64[1]: the shapes must be the same",
        assertThrows(
                IllegalArgumentException.class,
                () -> Roots.of().find(x -> Tensor.concat(0, x, x), vector(2)))
            .getMessage());
  }

  @Test
  void whatTheEquationUsesFromOutsideIsAParameter() {
    TensorFunction f = t -> Roots.of().find(x -> x.square().minus(t), scalar(1));
    TensorFunction g =
        t -> Roots.of().between((x, u) -> x.square().minus(t.times(u)), 0, 5, scalar(1));
    for (var root : List.of(f, g)) {
      assertEquals(0.25, Autodiff.grad(root).at(4), 1e-14);
      assertEquals(-1.0 / 32, Autodiff.compile(Autodiff.grad(Autodiff.grad(root))).at(4), 1e-14);
      assertArrayEquals(
          new double[] {0.5, 0.25},
          Autodiff.compile(Autodiff.vmap(Autodiff.grad(root))).apply(vector(1, 4)).toDoubles(),
          1e-14);
    }
  }
}
