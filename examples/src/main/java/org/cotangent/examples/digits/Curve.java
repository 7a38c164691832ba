package org.cotangent.examples.digits;

import java.util.List;

/// What a training run showed.
///
/// @param losses of each step, before its update
/// @param gradientNorms Euclidean norm over all parameters, of each step
/// @param accuracies on the held-out part, now and then
record Curve(List<Double> losses, List<Double> gradientNorms, List<Accuracy> accuracies) {
  /// Accuracy after some number of steps.
  record Accuracy(int steps, double value) {}

  Curve {
    losses = List.copyOf(losses);
    gradientNorms = List.copyOf(gradientNorms);
    accuracies = List.copyOf(accuracies);
  }

  int steps() {
    return losses.size();
  }

  /// The largest relative difference of a loss or a gradient norm over the steps that both curves
  /// have.
  double difference(Curve reference) {
    return Math.max(
        difference(losses, reference.losses()),
        difference(gradientNorms, reference.gradientNorms()));
  }

  private static double difference(List<Double> mine, List<Double> theirs) {
    double worst = 0;
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      // Math.max, because it passes on a NaN, which a comparison would hide.
      worst = Math.max(worst, Math.abs(mine.get(i) - theirs.get(i)) / Math.abs(theirs.get(i)));
    }
    return worst;
  }
}
