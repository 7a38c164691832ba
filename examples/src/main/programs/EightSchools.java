import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;
import module org.cotangent.solve;

// Rubin's eight schools: how much does coaching help? Draws from the posterior by the no-U-turn
// sampler, with the effects as mu + tau * eta, and a leapfrog trajectory written out.

record Schools(Tensor mu, Tensor logTau, Tensor eta) {}

static final Tensor EFFECTS = vector(28, 8, -3, 7, -1, 1, 18, 12);
static final Tensor ERRORS = vector(15, 10, 16, 11, 9, 11, 10, 18);

/// The logarithm of the normal density.
static Tensor normal(Tensor x, Tensor mean, Tensor deviation) {
  var z = x.minus(mean).div(deviation);
  return z.square().plus(Math.log(2 * Math.PI)).div(-2).minus(deviation.log());
}

Tensor logDensity(Schools s) {
  var tau = s.logTau().exp();
  var theta = s.mu().plus(tau.times(s.eta()));
  var halfCauchy = tau.div(5).square().log1p().unaryMinus().plus(Math.log(2 / (5 * Math.PI)));
  return normal(s.mu(), scalar(0), scalar(5))
      .plus(halfCauchy)
      .plus(s.logTau())
      .plus(normal(s.eta(), scalar(0), scalar(1)).sum())
      .plus(normal(EFFECTS, theta, ERRORS).sum());
}

Pair<Schools, Schools> leapfrog(Schools position, Schools momentum, double size, int steps) {
  var g = compile(grad(this::logDensity));
  for (int i = 0; i < steps; i++) {
    momentum = Trees.map(momentum, g.apply(position), (p, d) -> p.plus(d.times(size / 2)));
    position = Trees.map(position, momentum, (q, p) -> q.plus(p.times(size)));
    momentum = Trees.map(momentum, g.apply(position), (p, d) -> p.plus(d.times(size / 2)));
  }
  return new Pair<>(position, momentum);
}

void main() {
  var start = new Schools(scalar(0), scalar(0), zeros(8));
  IO.println("log density at the start " + logDensity(start));
  IO.println("mu after ten steps " + leapfrog(start, start, 0.1, 10).first().mu());

  var draws = Nuts.of(this::logDensity).warmup(300).run(RandomKey.of(7), start, 500);
  var mixed = Trees.leaves(draws.rHat()).stream().allMatch(r -> r.max().item() < 1.02);
  IO.println("R-hat below 1.02 " + mixed + ", few divergences " + (draws.divergences() < 5));
  double error = 4 * draws.standardError().mu().item();
  IO.println("mean of mu as published " + (Math.abs(draws.mean().mu().item() - 4.4) < error));
}
