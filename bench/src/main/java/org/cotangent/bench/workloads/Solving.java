package org.cotangent.bench.workloads;

import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.bench.workloads.Workload.Variant;
import org.cotangent.solve.Lbfgs;
import org.cotangent.solve.LeastSquares;
import org.cotangent.solve.Ode;

/// W13: solvers. A sum of two exponentials through a hundred points by Levenberg and Marquardt's method, Rosenbrock's function of a
/// hundred unknowns by L-BFGS, and the gradient of a solution of Lotka and Volterra's equations by their rates.
///
/// Solvers compile the function that they are given, in each call; the first two have no other mode.
final class Solving {
  private static final int POINTS = 100;
  private static final int UNKNOWNS = 100;

  private Solving() {}

  private record Points(Tensor t, Tensor y) {
    static Points of() {
      Tensor t = Tensor.arange(POINTS).div(10);
      return new Points(t, model(vector(2, 0.3, 1, 1.5), t).plus(Data.symmetric(90, 0.01, POINTS)));
    }

    Tensor residuals(Tensor p) {
      return model(p, t).minus(y);
    }
  }

  /// `p₀·exp(−p₁·t) + p₂·exp(−p₃·t)`
  private static Tensor model(Tensor p, Tensor t) {
    return p.get(0)
        .times(t.times(p.get(1)).unaryMinus().exp())
        .plus(p.get(2).times(t.times(p.get(3)).unaryMinus().exp()));
  }

  private static Workload leastSquares() {
    return new Workload(
        Key.of("W13", "least-squares-exponentials", POINTS),
        List.of(
            new Variant(
                "compiled",
                () -> {
                  var points = Points.of();
                  Tensor start = vector(1, 0.1, 1, 1);
                  return new Timed<>(
                      () -> LeastSquares.of().fit(points::residuals, start),
                      () -> points.residuals(start),
                      fit ->
                          Outcome.of(fit.residuals().square().sum().item(), List.of(fit.params())));
                })));
  }

  private static Workload minimum() {
    return new Workload(
        Key.of("W13", "lbfgs-rosenbrock", UNKNOWNS),
        List.of(
            new Variant(
                "compiled",
                () ->
                    new Timed<>(
                        () -> Lbfgs.of().minimize(Rosenbrock::ofVector, zeros(UNKNOWNS)),
                        () -> Rosenbrock.ofVector(zeros(UNKNOWNS)),
                        found -> Outcome.of(found.value(), List.of(found.params()))))));
  }

  private static Tensor slope(Tensor y, Tensor t, Tensor p) {
    Tensor prey = y.get(0);
    Tensor predators = y.get(1);
    Tensor meetings = prey.times(predators);
    return stack(
        p.get(0).times(prey).minus(p.get(1).times(meetings)),
        p.get(3).times(meetings).minus(p.get(2).times(predators)));
  }

  private static Workload gradientOfSolution(String name, Ode method) {
    return Workload.of(
        Key.of("W13", name, 10),
        () ->
            Problem.gradient(
                (rates, times) ->
                    method.solve(Solving::slope, vector(1, 1), times, rates).get(1).sum(),
                vector(1.5, 1, 3, 1),
                vector(0, 10)));
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        leastSquares(),
        minimum(),
        gradientOfSolution("ode-gradient", Ode.dormandPrince().tolerance(1e-12)),
        gradientOfSolution(
            "ode-adjoint", Ode.dormandPrince().tolerance(1e-12).continuousAdjoint()));
  }
}
