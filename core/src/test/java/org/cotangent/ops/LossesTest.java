package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void sigmoidCrossEntropyAgreesWithItsDefinition() {
    for (double x = -5; x <= 5; x += 0.7) {
      for (double t : new double[] {0, 0.25, 1}) {
        double p = 1 / (1 + StrictMath.exp(-x));
        double expected = -t * StrictMath.log(p) - (1 - t) * StrictMath.log1p(-p);
        assertEquals(expected, Losses.sigmoidCrossEntropy(scalar(x), scalar(t)).item(), 1e-14);
        assertEquals(p - t, grad(y -> Losses.sigmoidCrossEntropy(y, scalar(t))).at(x), 1e-15);
        assertEquals(
            p * (1 - p), grad(grad(y -> Losses.sigmoidCrossEntropy(y, scalar(t)))).at(x), 1e-15);
        Tensor logit = scalar(x);
        assertEquals(-x, grad(u -> Losses.sigmoidCrossEntropy(logit, u)).at(t));
      }
    }
  }

  @Test
  void sureLogitsLoseNothing() {
    double tiny = Math.exp(-50);
    assertEquals(tiny, Losses.sigmoidCrossEntropy(scalar(50), scalar(1)).item(), Math.ulp(tiny));
    assertEquals(-tiny, grad(x -> Losses.sigmoidCrossEntropy(x, scalar(1))).at(50), Math.ulp(tiny));
    assertEquals(tiny, Losses.sigmoidCrossEntropy(scalar(-50), scalar(0)).item(), Math.ulp(tiny));
    assertEquals(0, Losses.sigmoidCrossEntropy(scalar(INF), scalar(1)).item());
    assertEquals(INF, Losses.sigmoidCrossEntropy(scalar(INF), scalar(0)).item());
  }

  @Test
  void softmaxCrossEntropyOfClassesAndOfProbabilities() {
    Tensor logits = matrix(new double[] {1, 2, 3}, new double[] {0, 0, 0});
    double first = -Math.log(Math.exp(2) / (Math.exp(1) + Math.exp(2) + Math.exp(3)));
    Tensor classes = Losses.softmaxCrossEntropy(logits, indices(1, 2));
    assertEquals(Shape.of(2), classes.shape());
    assertArrayEquals(new double[] {first, Math.log(3)}, classes.toDoubles(), 1e-15);
    Tensor probabilities = matrix(new double[] {0, 1, 0}, new double[] {0.5, 0.25, 0.25});
    assertArrayEquals(
        new double[] {first, Math.log(3)},
        Losses.softmaxCrossEntropy(logits, probabilities).toDoubles(),
        1e-15);
    Tensor gradient = grad(x -> Losses.softmaxCrossEntropy(x, indices(1, 2)).sum(), logits);
    assertArrayEquals(
        logits.softmax(-1).minus(Indexing.oneHot(indices(1, 2), 3)).toDoubles(),
        gradient.toDoubles(),
        1e-15);
  }

  @Test
  void labelsThatDoNotFitAreNamed() {
    Tensor logits = Tensor.zeros(2, 3);
    assertEquals(
        "softmaxCrossEntropy: logits f64[2,3] and labels i64[3] do not fit: probabilities have the"
            + " logits' shape, whole labels lack its last axis",
        assertThrows(
                ShapeException.class, () -> Losses.softmaxCrossEntropy(logits, indices(0, 1, 2)))
            .getMessage());
    assertThrows(ShapeException.class, () -> Losses.softmaxCrossEntropy(logits, Tensor.zeros(2)));
    assertThrows(ShapeException.class, () -> Losses.softmaxCrossEntropy(scalar(1), indices(0)));
  }

  @Test
  void squaredErrorAndHuber() {
    Tensor a = vector(0, 0.5, 3, -4);
    Tensor b = Tensor.zeros(4);
    assertArrayEquals(new double[] {0, 0.25, 9, 16}, Losses.squaredError(a, b).toDoubles());
    assertArrayEquals(new double[] {0, 0.125, 2.5, 3.5}, Losses.huber(a, b, 1).toDoubles());
    assertArrayEquals(
        new double[] {0, 0.5, 1, -1}, grad(x -> Losses.huber(x, b, 1).sum(), a).toDoubles());
    assertEquals(1, grad(x -> Losses.huber(x, scalar(0), 1)).at(1));
    assertEquals(1, grad(grad(x -> Losses.huber(x, scalar(0), 2))).at(0.5));
  }

  @Test
  void klDivergence() {
    Tensor p = vector(0, 0.5, 0.5);
    Tensor q = vector(0.25, 0.25, 0.5);
    assertEquals(0.5 * Math.log(2), Losses.klDivergence(q.log(), p).sum().item(), 1e-16);
    assertEquals(0, Losses.klDivergence(q.log(), q).sum().item(), 1e-16);
  }

  @Test
  void likelihoods() {
    Tensor logs = matrix(new double[] {-1, -2, -3}, new double[] {-4, -5, -6});
    assertArrayEquals(
        new double[] {3, 4}, Losses.negativeLogLikelihood(logs, indices(2, 0)).toDoubles());
    assertEquals(Math.exp(0.5) - 1.5, Losses.poisson(scalar(0.5), scalar(3)).item(), 1e-15);
    assertEquals(
        (Math.log(4) + 2.25 / 4) / 2,
        Losses.gaussian(scalar(1), scalar(2.5), scalar(4)).item(),
        1e-15);
    // The best variance is the squared distance.
    assertEquals(0, grad(v -> Losses.gaussian(scalar(1), scalar(2.5), v)).at(2.25), 1e-16);
    var error =
        assertThrows(
            ShapeException.class, () -> Losses.negativeLogLikelihood(logs, indices(1, 2, 0)));
    assertEquals(
        "negativeLogLikelihood: log-probabilities f64[2,3] and classes i64[3] do not fit: classes"
            + " are whole and lack the last axis",
        error.getMessage());
  }

  @Test
  void distances() {
    Tensor a = vector(0, 0.5, 3, -4);
    Tensor b = Tensor.zeros(4);
    assertArrayEquals(new double[] {0, 0.5, 3, 4}, Losses.absoluteError(a, b).toDoubles());
    assertArrayEquals(
        new double[] {0, 1, 1, -1}, grad(x -> Losses.absoluteError(x, b).sum(), a).toDoubles());
    assertArrayEquals(
        new double[] {0, 0.0625, 2, 3}, Losses.smoothAbsoluteError(a, b, 2).toDoubles());
    assertArrayEquals(new double[] {0, 0.5, 3, 4}, Losses.smoothAbsoluteError(a, b, 0).toDoubles());
    assertArrayEquals(
        new double[] {0, 1.5, 0, 0.5},
        Losses.hinge(vector(1, 0.5, -2, 0.5), vector(1, -1, -1, 1)).toDoubles());
    assertEquals(0, Math.abs(grad(x -> Losses.hinge(x, scalar(1))).at(1)));
    Tensor x = matrix(new double[] {3, 4}, new double[] {3, 4}, new double[] {0, 1});
    assertArrayEquals(
        new double[] {0.4, 0.5, 0},
        Losses.cosineEmbedding(x, vector(1, 0), indices(1, -1, -1), 0.1).toDoubles(),
        1e-15);
    assertEquals(7 - 4, Losses.triplet(vector(0, 0), vector(3, 4), vector(0, 4), 2).item(), 1e-15);
    assertEquals(0, Losses.triplet(vector(0, 0), vector(0, 1), vector(0, 4), 2).item());
  }
}
