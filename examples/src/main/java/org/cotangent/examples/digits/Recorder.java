package org.cotangent.examples.digits;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.tree.Trees;

/// Writes down the [Curve] of a run while it goes on, and tells its [Progress].
final class Recorder {
  /// The reference curve tests every 50 steps.
  static final int BETWEEN_ACCURACIES = 50;

  private final List<Double> losses = new ArrayList<>();
  private final List<Double> gradientNorms = new ArrayList<>();
  private final List<Curve.Accuracy> accuracies = new ArrayList<>();
  private final Progress progress;

  Recorder(Progress progress) {
    this.progress = progress;
  }

  /// One step: its loss and gradient, and the model that it led to.
  void step(double loss, Mlp gradient, Mlp model, Digits heldOut) {
    losses.add(loss);
    gradientNorms.add(norm(gradient));
    if (losses.size() % BETWEEN_ACCURACIES == 0) {
      accuracies.add(new Curve.Accuracy(losses.size(), model.accuracy(heldOut)));
    }
    progress.step(loss);
  }

  Curve curve() {
    return new Curve(losses, gradientNorms, accuracies);
  }

  /// Euclidean norm over all leaves.
  static double norm(Mlp gradient) {
    return Trees.ravel(gradient).vector().square().sum().sqrt().item();
  }
}
