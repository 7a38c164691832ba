package org.cotangent.examples.digits;

import static org.cotangent.Tensor.zeros;

import org.cotangent.tree.Trees;

/// Adam (Kingma and Ba, 2015) as a pure function on trees. With a gradient `g`, in step `t`:
///
/// - `m' = b1 m + (1 - b1) g` and `v' = b2 v + (1 - b2) g²`
/// - `p' = p - rate m̂ / (√v̂ + ε)`
///
/// where `m̂ = m' / (1 - b1ᵗ)` and `v̂ = v' / (1 - b2ᵗ)`, since both start at 0.
record Adam(double beta1, double beta2, double epsilon) {
  /// The paper's constants.
  static final Adam STANDARD = new Adam(0.9, 0.999, 1e-8);

  /// Parameters, running means of the gradient and of its square, and the number of steps done.
  record State<P>(P params, P mean, P variance, int steps) {}

  <P> State<P> start(P params) {
    P nothing = Trees.map(params, p -> zeros(p.shape()));
    return new State<>(params, nothing, nothing, 0);
  }

  <P> State<P> step(State<P> state, P grads, double rate) {
    int t = state.steps() + 1;
    var mean = Trees.map(state.mean(), grads, (m, g) -> m.times(beta1).plus(g.times(1 - beta1)));
    var variance =
        Trees.map(
            state.variance(), grads, (v, g) -> v.times(beta2).plus(g.square().times(1 - beta2)));
    double meanScale = rate / (1 - Math.pow(beta1, t));
    double varianceScale = 1 / (1 - Math.pow(beta2, t));
    var change =
        Trees.map(
            mean,
            variance,
            (m, v) -> m.times(meanScale).div(v.times(varianceScale).sqrt().plus(epsilon)));
    return new State<>(Trees.map(state.params(), change, (p, d) -> p.minus(d)), mean, variance, t);
  }
}
