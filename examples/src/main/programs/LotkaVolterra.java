import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;
import module org.cotangent.solve;

// Predators and prey: a differential equation, the rates that fit noisy observations of it, and how
// its solution depends on them.

record Rates(Tensor growth, Tensor predation, Tensor death, Tensor gain) {}

record Animals(Tensor prey, Tensor predators) {}

Animals change(Animals a, Tensor time, Rates r) {
  var meetings = a.prey().times(a.predators());
  return new Animals(
      r.growth().times(a.prey()).minus(r.predation().times(meetings)),
      r.gain().times(meetings).minus(r.death().times(a.predators())));
}

void main() {
  var ode = Ode.dormandPrince().tolerance(1e-9);
  var times = linspace(0, 15, 60);
  var start = new Animals(scalar(10), scalar(5));
  var truth = new Rates(scalar(1.1), scalar(0.4), scalar(0.4), scalar(0.1));

  var exact = ode.solve(this::change, start, times, truth);
  IO.println(
      "at the end "
          + "%.5f prey, %.5f predators"
              .formatted(exact.prey().get(-1).item(), exact.predators().get(-1).item()));

  var keys = RandomKey.of(11).split(2);
  var observed =
      new Animals(
          exact.prey().plus(keys.get(0).normal(60).times(0.2)),
          exact.predators().plus(keys.get(1).normal(60).times(0.2)));
  Function<Rates, Tensor> residuals =
      rates -> {
        var y = ode.solve(this::change, start, times, rates);
        return concat(
            0, y.prey().minus(observed.prey()), y.predators().minus(observed.predators()));
      };
  var fit =
      LeastSquares.of().fit(residuals, new Rates(scalar(1), scalar(0.5), scalar(0.5), scalar(0.2)));
  var misses =
      Trees.map(Trees.map(fit.params(), truth, Tensor::minus), fit.standardErrors(), Tensor::div);
  IO.println(
      "fitted "
          + fit.converged()
          + ", noise found "
          + (Math.abs(fit.residualDeviation() - 0.2) < 0.04)
          + ", rates within three standard errors "
          + Trees.leaves(misses).stream().allMatch(miss -> miss.abs().item() < 3));

  // How the prey at the end depends on each rate: through the steps, and by the adjoint equation.
  Rates sensitivity = grad(r -> ode.solve(this::change, start, times, r).prey().get(-1), truth);
  var adjoint = ode.continuousAdjoint();
  Rates again = grad(r -> adjoint.solve(this::change, start, times, r).prey().get(-1), truth);
  for (var s : List.of(sensitivity, again)) {
    IO.println(
        "sensitivity "
            + "%.3f %.3f %.3f %.3f"
                .formatted(
                    s.growth().item(), s.predation().item(), s.death().item(), s.gain().item()));
  }
}
