package org.cotangent.examples.digits;

import static org.cotangent.Autodiff.valueAndGrad;

/// The protocol of the reference curve by the first door: the loss is run on boxes, and the trace
/// differentiated.
final class TracedRun {
  private TracedRun() {}

  /// What was measured, the model at the end, and its accuracy on the held-out part.
  record Result(Curve curve, Mlp model, double accuracy) {}

  static Result run(Reference reference, Digits digits, int steps, Progress progress) {
    var split = Reference.split(digits);
    var recorder = new Recorder(progress);
    var optimizer = reference.optimizer();
    var state = optimizer.start(reference.start());
    for (int s = 0; s < steps; s++) {
      var batch = split.train().batch(s, reference.batch());
      var loss = valueAndGrad(model -> model.loss(batch.images(), batch.labels()), state.params());
      state = optimizer.step(state, loss.grad());
      recorder.step(loss.value().item(), loss.grad(), state.params(), split.heldOut());
    }
    var model = state.params();
    return new Result(recorder.curve(), model, model.accuracy(split.heldOut()));
  }
}
