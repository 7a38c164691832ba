import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// A model is a record; so is its gradient. First plain descent, then Adam, both written out.

record Params(Tensor weights, Tensor bias) {}

record Adam(Params params, Params mean, Params variance, int steps) {
  /// One step of Kingma and Ba (2015), a pure function.
  Adam step(Params gradient, double rate) {
    int t = steps + 1;
    var m = Trees.map(mean, gradient, (old, g) -> old.times(0.9).plus(g.times(0.1)));
    var v =
        Trees.map(variance, gradient, (old, g) -> old.times(0.999).plus(g.square().times(0.001)));
    var change =
        Trees.map(
            m,
            v,
            (a, b) ->
                a.div(1 - Math.pow(0.9, t)).div(b.div(1 - Math.pow(0.999, t)).sqrt().plus(1e-8)));
    return new Adam(Trees.map(params, change, (p, d) -> p.minus(d.times(rate))), m, v, t);
  }
}

Tensor loss(Params p, Tensor inputs, Tensor targets) {
  var logits = inputs.matmul(p.weights()).plus(p.bias());
  return Losses.sigmoidCrossEntropy(logits, targets).mean();
}

void main() {
  var inputs =
      matrix(
          new double[][] {
            {0.52, 1.12, 0.77}, {0.88, -1.08, 0.15}, {0.52, 0.06, -1.30}, {0.74, -2.49, 1.39}
          });
  var targets = vector(1, 1, 0, 1);
  inputs = inputs.minus(inputs.mean(keep(0)));

  var lossAndGrad = compile(valueAndGrad(this::loss));
  var params = new Params(zeros(3), scalar(0));
  for (int i = 0; i < 100; i++) {
    var step = lossAndGrad.apply(params, inputs, targets);
    if (i % 25 == 0) IO.println("descent %3d: %.6f".formatted(i, step.value().item()));
    params = Trees.map(params, step.grad(), (p, g) -> p.minus(g.times(0.1)));
  }

  var nothing = Trees.map(params, p -> zeros(p.shape()));
  var adam = new Adam(params, nothing, nothing, 0);
  for (int i = 0; i < 100; i++) {
    var step = lossAndGrad.apply(adam.params(), inputs, targets);
    if (i % 25 == 0) IO.println("adam    %3d: %.6f".formatted(i, step.value().item()));
    adam = adam.step(step.grad(), 0.05);
  }
  IO.println("weights " + adam.params().weights());
  IO.println("bias " + adam.params().bias());
  IO.println(
      "probabilities "
          + inputs.matmul(adam.params().weights()).plus(adam.params().bias()).sigmoid());
}
