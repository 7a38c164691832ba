package org.cotangent.examples.digits;

import static java.util.Objects.requireNonNull;
import static org.cotangent.Autodiff.grad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The protocol of the reference curve through both doors. The reference was computed by another
/// library; a difference of rounding alone grows to some 1e-13 along it.
class CurveTest {
  private static final Digits DIGITS = Digits.load();
  private static final Reference REFERENCE = Reference.load();

  @Test
  void theReferenceIsReadWhole() {
    assertEquals(600, REFERENCE.curve().losses().size());
    assertEquals(600, REFERENCE.curve().gradientNorms().size());
    assertEquals(12, REFERENCE.curve().accuracies().size());
    assertEquals(new Momentum(0.2, 0.9), REFERENCE.optimizer());
    assertEquals(100, REFERENCE.batch());
    assertEquals("(64,32)", REFERENCE.start().layers().getFirst().weights().shape().toString());
  }

  @Test
  void everyTracedLossAndGradientNormIsTheReferences() {
    var result = TracedRun.run(REFERENCE, DIGITS, 600, Progress.silent());
    var expected = REFERENCE.curve();
    for (int i = 0; i < 600; i++) {
      assertClose(expected.losses().get(i), result.curve().losses().get(i), "loss " + i);
      assertClose(
          expected.gradientNorms().get(i), result.curve().gradientNorms().get(i), "norm " + i);
    }
    assertTrue(result.curve().difference(expected) <= DigitsDemo.REFERENCE_TOLERANCE);
    assertEquals(expected.accuracies(), result.curve().accuracies());
    assertEquals(0.9259259259259259, result.accuracy());
  }

  @Test
  void theFirstGradientIsTheReferences() {
    var batch = Reference.split(DIGITS).train().batch(0, REFERENCE.batch());
    var gradient = grad(model -> model.loss(batch.images(), batch.labels()), REFERENCE.start());
    var first = gradient.layers().getFirst();
    var last = gradient.layers().getLast();
    var expected = REFERENCE.firstGradient();
    var actual = Map.of("b1", first.bias(), "W2", last.weights(), "b2", last.bias());
    assertEquals(expected.keySet(), actual.keySet());
    for (var name : expected.keySet()) {
      var difference =
          requireNonNull(actual.get(name)).minus(expected.get(name)).abs().max().item();
      assertTrue(difference < 1e-15, () -> name + " differs by " + difference);
    }
  }

  @Test
  void theGraphGivesTheSameLosses() {
    int steps = 60;
    var traced = TracedRun.run(REFERENCE, DIGITS, steps, Progress.silent()).curve();
    var graph = GraphRun.run(REFERENCE, DIGITS, steps, Progress.silent());
    assertEquals(steps, graph.curve().steps());
    assertTrue(graph.curve().difference(traced) <= DigitsDemo.GRAPH_TOLERANCE);
    assertEquals(traced.accuracies(), graph.curve().accuracies());
    assertTrue(graph.nodes().contains("images F64(100,64)"), graph.nodes()::toString);
    assertTrue(graph.nodes().contains("W0 F64(64,32)"), graph.nodes()::toString);
  }

  @Test
  void aDifferenceIsRelativeAndShowsNaN() {
    var one = new Curve(List.of(2.0, 4.0), List.of(1.0, 1.0), List.of());
    var other = new Curve(List.of(2.0, 4.4), List.of(1.0, 1.0), List.of());
    assertEquals(0.1 / 1.1, one.difference(other), 1e-15);
    var broken = new Curve(List.of(2.0, Double.NaN), List.of(1.0, 1.0), List.of());
    assertTrue(Double.isNaN(broken.difference(one)));
  }

  private static void assertClose(double expected, double actual, String what) {
    assertEquals(expected, actual, DigitsDemo.REFERENCE_TOLERANCE * Math.abs(expected), what);
  }
}
