package org.cotangent.examples.digits;

import static org.cotangent.Tensor.zeros;

import org.cotangent.tree.Trees;

/// Gradient descent with momentum as a pure function: `v' = m v + g`, `p' = p - rate v'`.
///
/// @param rate length of a step
/// @param momentum how much of the velocity stays, `m`
record Momentum(double rate, double momentum) {
  /// Parameters and their velocity, two trees of one structure.
  record State<P>(P params, P velocity) {}

  <P> State<P> start(P params) {
    return new State<>(params, Trees.map(params, p -> zeros(p.shape())));
  }

  <P> State<P> step(State<P> state, P grads) {
    var velocity = Trees.map(state.velocity(), grads, (v, g) -> v.times(momentum).plus(g));
    return new State<>(
        Trees.map(state.params(), velocity, (p, v) -> p.minus(v.times(rate))), velocity);
  }
}
