package org.cotangent;

import static org.cotangent.Autodiff.argmin;
import static org.cotangent.Autodiff.fixedPoint;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.implicitRoot;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.eye;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.minus;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.testkit.Flat;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Functions that an equation gives, under all chains of three transformations, against closed forms and against Newton's method written
/// out, whose derivatives of all orders converge too.
class ImplicitLawsTest {
  private static final List<Chains.Transformation> TRANSFORMATIONS =
      List.of(Chains.STAGE, Chains.COMPILE, Chains.JVP, Chains.VJP, Chains.VMAP);

  /// A function given by an equation, and the same in another way.
  private record Pair(String name, Flat implicit, Flat plain, List<Tensor> inputs) {}

  @TestFactory
  Stream<DynamicTest> agreesWithWhatItIs() {
    return pairs().stream()
        .map(pair ->
            dynamicTest(
                pair.name,
                () ->
                    assertEquals(
                        1 + 5 + 25 + 125,
                        Chains.agree(
                            pair.name,
                            pair.implicit,
                            pair.plain,
                            pair.inputs,
                            TRANSFORMATIONS,
                            3))));
  }

  record Orbit(Tensor mean, Tensor eccentricity) {}

  /// Kepler's equation `E − e sin E = M`, by ten steps of Newton's method.
  private static Tensor kepler(Tensor mean, Tensor e) {
    Tensor x = mean;
    for (int i = 0; i < 10; i++) {
      x = x.minus(x.minus(x.sin().times(e)).minus(mean).div(minus(1, x.cos().times(e))));
    }
    return x;
  }

  private static final Tensor DESIGN =
      matrix(
          new double[] {1, 0.2},
          new double[] {0.4, -1},
          new double[] {-0.3, 0.8},
          new double[] {0.6, 0.5});

  private static List<Pair> pairs() {
    var orbit = List.of(scalar(0.8), scalar(0.3));
    var v = List.of(scalar(0.4), vector(0.3, -0.4, 0.9));
    var pairs = new ArrayList<Pair>();
    Flat kepler = x -> List.of(kepler(x.get(0), x.get(1)));
    pairs.add(
        new Pair(
            "fixed point",
            x ->
                List.of(
                    fixedPoint(
                            (Tensor e, Orbit o) -> o.mean().plus(o.eccentricity().times(e.sin())),
                            scalar(0))
                        .apply(new Orbit(x.get(0), x.get(1)))),
            kepler,
            orbit));
    pairs.add(
        new Pair(
            "fixed point with parameters from outside",
            x ->
                List.of(
                    fixedPoint(
                            (Tensor e, Tensor mean) -> mean.plus(x.get(1).times(e.sin())),
                            scalar(0))
                        .apply(x.get(0))),
            kepler,
            orbit));
    // xᵢ = bᵢ + 0.3 a sin(Σx), so Σx solves Kepler's equation with e = 0.9a.
    pairs.add(
        new Pair(
            "fixed point of a vector",
            x ->
                List.of(
                    fixedPoint(
                            (Tensor y, Tensor b) ->
                                b.plus(y.sum().sin().times(x.get(0)).times(0.3)),
                            zeros(3))
                        .apply(x.get(1))),
            x ->
                List.of(
                    x.get(1)
                        .plus(
                            kepler(x.get(1).sum(), x.get(0).times(0.9))
                                .sin()
                                .times(x.get(0))
                                .times(0.3))),
            v));
    pairs.add(
        new Pair(
            "root by a loop",
            x ->
                List.of(
                    implicitRoot(
                            (Tensor y, Orbit o) ->
                                y.minus(y.sin().times(o.eccentricity())).minus(o.mean()),
                            (Orbit o) ->
                                whileLoop(
                                    o.mean(),
                                    y ->
                                        y.minus(y.sin().times(o.eccentricity()))
                                            .minus(o.mean())
                                            .abs()
                                            .greater(1e-15),
                                    y ->
                                        y.minus(
                                            y.minus(y.sin().times(o.eccentricity()))
                                                .minus(o.mean())
                                                .div(minus(1, y.cos().times(o.eccentricity()))))))
                        .apply(new Orbit(x.get(0), x.get(1)))),
            kepler,
            orbit));
    pairs.add(
        new Pair(
            "root by a solver that looks at values",
            x ->
                List.of(
                    implicitRoot(
                            (Tensor y, Tensor mean) -> y.minus(y.sin().times(x.get(1))).minus(mean),
                            scalar(0),
                            ImplicitLawsTest::bisected)
                        .apply(x.get(0))),
            kepler,
            orbit));
    // The minimum of Σ cosh(x − b² − a) is at b² + a.
    pairs.add(
        new Pair(
            "minimum of a convex function",
            x ->
                List.of(
                    argmin(
                            (Tensor y, List<Tensor> p) ->
                                y.minus(p.get(1).square()).minus(p.get(0)).cosh().sum(),
                            zeros(3),
                            ImplicitLawsTest::descended)
                        .apply(x)),
            x -> List.of(x.get(1).square().plus(x.get(0))),
            v));
    pairs.add(
        new Pair(
            "least squares",
            x ->
                List.of(
                    argmin(
                            (Tensor y, Tensor b) ->
                                design(x.get(0))
                                    .matmul(y)
                                    .minus(targets(b))
                                    .square()
                                    .sum()
                                    .plus(y.square().sum().times(0.1)),
                            (Tensor b) -> leastSquares(x.get(0), b))
                        .apply(x.get(1))),
            x -> List.of(leastSquares(x.get(0), x.get(1))),
            v));
    return pairs;
  }

  private static Tensor design(Tensor a) {
    return DESIGN.plus(DESIGN.sin().times(a));
  }

  private static Tensor targets(Tensor b) {
    return Tensor.concat(0, b.sin(), b.sum().reshape(1));
  }

  /// `(DᵀD + 0.1)⁻¹ Dᵀ b`.
  private static Tensor leastSquares(Tensor a, Tensor b) {
    Tensor d = design(a);
    return LinearAlgebra.solve(
        d.transpose().matmul(d).plus(eye(2).times(0.1)), d.transpose().matmul(targets(b)));
  }

  private static Tensor bisected(Function<Tensor, Tensor> equation, Tensor start) {
    double low = start.item() - 10;
    double high = start.item() + 10;
    for (int i = 0; i < 70; i++) {
      double middle = (low + high) / 2;
      if (equation.apply(scalar(middle)).item() > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return scalar(low);
  }

  /// Newton's method by elements, with a Hessian that is diagonal.
  private static Tensor descended(Function<Tensor, Tensor> objective, Tensor start) {
    Tensor x = start;
    for (int i = 0; i < 200; i++) {
      Tensor g = grad(objective, x);
      if (g.abs().max().item() < 1e-15) {
        return x;
      }
      x = x.minus(g.div(Autodiff.hessianDiagonal(objective::apply).apply(x)));
    }
    return x;
  }
}
