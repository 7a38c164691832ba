package org.cotangent.examples.digits;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.valueAndGrad;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.RandomKey;

/// Learning in earnest: a seeded shuffle, four fifths to learn from, Adam on small batches.
///
/// Each batch is seen through a little noise, so that the few images are not learnt by heart, and
/// the rate goes down linearly to 0. The same seed gives the same numbers.
final class ShuffledRun {
  private static final double TRAINING_PART = 0.8;
  private static final int BATCH = 32;
  private static final int HIDDEN = 128;
  private static final double RATE = 3e-3;
  private static final double NOISE = 0.1;

  private ShuffledRun() {}

  /// The model, what it was not shown while learning, and the loss of each step.
  record Result(Mlp model, Digits heldOut, List<Double> losses, int stepsPerEpoch) {
    double accuracy() {
      return model.accuracy(heldOut);
    }
  }

  /// Number of steps that this many epochs take.
  static int steps(Digits digits, int epochs) {
    return (int) (digits.size() * TRAINING_PART) / BATCH * epochs;
  }

  static Result run(Digits digits, RandomKey key, int epochs, Progress progress) {
    var split = digits.shuffled(key.fold(0)).split(TRAINING_PART);
    var start = Mlp.random(key.fold(1), Activation.RELU, Digits.PIXELS, HIDDEN, Digits.CLASSES);
    var order = key.fold(2);
    var noise = key.fold(3);
    int steps = steps(digits, epochs);
    int stepsPerEpoch = steps / epochs;

    var lossAndGradient =
        compile(valueAndGrad((Mlp model, Digits seen) -> model.loss(seen.images(), seen.labels())));
    var losses = new ArrayList<Double>();
    var state = Adam.STANDARD.start(start);
    var shuffled = split.train();
    for (int s = 0; s < steps; s++) {
      if (s % stepsPerEpoch == 0) {
        shuffled = split.train().shuffled(order.fold(s));
      }
      var batch = shuffled.batch(s % stepsPerEpoch, BATCH);
      var blur = noise.fold(s).normal(BATCH, Digits.PIXELS).times(NOISE);
      var seen = new Digits(batch.images().plus(blur), batch.labels());
      var loss = lossAndGradient.apply(state.params(), seen);
      state = Adam.STANDARD.step(state, loss.grad(), RATE * (1 - (double) s / steps));
      losses.add(loss.value().item());
      progress.step(losses.getLast());
    }
    return new Result(state.params(), split.heldOut(), List.copyOf(losses), stepsPerEpoch);
  }
}
