package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.RandomKey;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Layers against loops that say what they mean.
class NeuralTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private final Numbers numbers = new Numbers(20_261_204);

  private Tensor normal(int... shape) {
    return numbers.normal(Shape.of(shape));
  }

  /// Standardises the elements at `places`.
  private static void standardize(double[] x, int[] places, double eps, double[] into) {
    double mean = 0;
    for (int p : places) {
      mean += x[p] / places.length;
    }
    double variance = 0;
    for (int p : places) {
      variance += (x[p] - mean) * (x[p] - mean) / places.length;
    }
    for (int p : places) {
      into[p] = (x[p] - mean) / Math.sqrt(variance + eps);
    }
  }

  @Test
  void normalisations() {
    int n = 3;
    int c = 4;
    int l = 5;
    double eps = 1e-3;
    Tensor x = normal(n, c, l);
    Tensor gamma = normal(c);
    Tensor beta = normal(c);
    double[] data = x.toDoubles();
    double[] g = gamma.toDoubles();
    double[] b = beta.toDoubles();
    double[] batch = new double[n * c * l];
    double[] group = new double[n * c * l];
    double[] layer = new double[n * c * l];
    double[] means = new double[c];
    for (int j = 0; j < c; j++) {
      int[] places = new int[n * l];
      for (int i = 0; i < n * l; i++) {
        places[i] = i / l * c * l + j * l + i % l;
        means[j] += data[places[i]] / (n * l);
      }
      standardize(data, places, eps, batch);
    }
    for (int i = 0; i < n; i++) {
      for (int half = 0; half < 2; half++) {
        int start = (i * 2 + half) * 2 * l;
        int[] places = new int[2 * l];
        java.util.Arrays.setAll(places, p -> start + p);
        standardize(data, places, eps, group);
      }
      for (int j = 0; j < c; j++) {
        int start = (i * c + j) * l;
        int[] places = new int[l];
        java.util.Arrays.setAll(places, p -> start + p);
        standardize(data, places, eps, layer);
      }
    }
    Tensor w = normal(l);
    Tensor v = normal(l);
    double[] ws = w.toDoubles();
    double[] vs = v.toDoubles();
    double[] instance = layer.clone();
    for (int i = 0; i < data.length; i++) {
      int channel = i / l % c;
      batch[i] = batch[i] * g[channel] + b[channel];
      group[i] = group[i] * g[channel] + b[channel];
      instance[i] = instance[i] * g[channel] + b[channel];
      layer[i] = layer[i] * ws[i % l] + vs[i % l];
    }
    assertArrayEquals(batch, Neural.batchNorm(x, gamma, beta, eps).toDoubles(), 1e-13);
    assertArrayEquals(group, Neural.groupNorm(x, 2, gamma, beta, eps).toDoubles(), 1e-13);
    assertArrayEquals(instance, Neural.groupNorm(x, c, gamma, beta, eps).toDoubles(), 1e-13);
    assertArrayEquals(layer, Neural.layerNorm(x, w, v, eps).toDoubles(), 1e-13);
    assertArrayEquals(means, Neural.channelMean(x).toDoubles(), 1e-15);
    // With the moments of the batch itself, use is training.
    assertArrayEquals(
        batch,
        Neural.batchNorm(x, gamma, beta, Neural.channelMean(x), Neural.channelVariance(x, 0), eps)
            .toDoubles(),
        1e-13);
    double[] rms = new double[n * c * l];
    for (int i = 0; i < n * c; i++) {
      double sum = 0;
      for (int j = 0; j < l; j++) {
        sum += data[i * l + j] * data[i * l + j];
      }
      for (int j = 0; j < l; j++) {
        rms[i * l + j] = data[i * l + j] / Math.sqrt(sum / l + eps) * ws[j];
      }
    }
    assertArrayEquals(rms, Neural.rmsNorm(x, w, eps).toDoubles(), 1e-13);
    assertEquals(
        DType.F32,
        Neural.layerNorm(x.to(DType.F32), w.to(DType.F32), v.to(DType.F32), eps).dtype());
    // A large mean costs no digits of the variance.
    assertArrayEquals(
        new double[] {-1, 1},
        Neural.standardize(vector(1e9 - 1, 1e9 + 1), Axes.all(), 0).toDoubles(),
        1e-15);
  }

  /// Softmax of the scores that are seen, one query after the other.
  private static double[] attended(
      Tensor q, Tensor k, Tensor v, java.util.function.BiPredicate<Integer, Integer> sees) {
    int l = q.shape().length(0);
    int s = k.shape().length(0);
    int e = q.shape().length(1);
    int width = v.shape().length(1);
    double[] out = new double[l * width];
    for (int i = 0; i < l; i++) {
      double sum = 0;
      for (int j = 0; j < s; j++) {
        if (sees.test(i, j)) {
          double weight = Math.exp(q.get(i).dot(k.get(j)).item() / Math.sqrt(e));
          sum += weight;
          for (int o = 0; o < width; o++) {
            out[i * width + o] += weight * v.get(j, o).item();
          }
        }
      }
      for (int o = 0; o < width; o++) {
        out[i * width + o] /= sum == 0 ? 1 : sum;
      }
    }
    return out;
  }

  @Test
  void attention() {
    Tensor q = normal(3, 4);
    Tensor k = normal(5, 4);
    Tensor v = normal(5, 2);
    assertArrayEquals(
        attended(q, k, v, (_, _) -> true), Neural.attention(q, k, v).toDoubles(), 1e-14);
    assertArrayEquals(
        attended(q, k, v, (i, j) -> j <= i), Neural.causalAttention(q, k, v).toDoubles(), 1e-14);
    boolean[] seen = new boolean[15];
    double[] added = new double[15];
    for (int i = 0; i < 15; i++) {
      seen[i] = i < 10 && i % 3 != 1;
      added[i] = seen[i] ? 0 : -INF;
    }
    double[] expected = attended(q, k, v, (i, j) -> seen[i * 5 + j]);
    Tensor mask = Tensor.of(seen, 3, 5);
    assertArrayEquals(expected, Neural.attention(q, k, v, mask).toDoubles(), 1e-14);
    assertArrayEquals(
        expected, Neural.attention(q, k, v, Tensor.of(added, 3, 5)).toDoubles(), 1e-14);
    // The last query sees nothing: 0, and no influence.
    assertArrayEquals(new double[2], Neural.attention(q, k, v, mask).get(2).toDoubles());
    assertArrayEquals(
        new double[4],
        grad(t -> Neural.attention(t, k, v, mask).square().sum(), q).get(2).toDoubles());
    // What is not seen has no influence, whatever it is.
    Tensor strange = k.at(1).set(vector(INF, Double.NaN, 1e300, -INF));
    Tensor hidden = Tensor.of(new boolean[] {true, false, true, true, true}, 5);
    assertArrayEquals(
        Neural.attention(q, k, v, hidden).toDoubles(),
        Neural.attention(q, strange, v, hidden).toDoubles());
    // Scores that overflow as exponentials.
    assertArrayEquals(
        new double[] {1},
        Neural.attention(
                ones(1, 1).times(2000), vector(1, -1).reshape(2, 1), vector(1, 9).reshape(2, 1))
            .toDoubles());
  }

  @Test
  void gatesAndTables() {
    assertArrayEquals(
        new double[] {0.5, 2 / (1 + Math.exp(-1))},
        Neural.glu(vector(1, 2, 0, 1), 0).toDoubles(),
        1e-15);
    Tensor table = normal(4, 3);
    assertArrayEquals(
        table.get(2).toDoubles(), Neural.embedding(table, indices(1, 2)).get(1).toDoubles());
    assertArrayEquals(
        new double[] {0, 2, 1, 0},
        grad(t -> Neural.embedding(t, indices(1, 2, 1)).sum(), table)
            .get(indices(0, 1, 2, 3))
            .mean(1)
            .toDoubles());
  }

  @Test
  void dropoutKeepsTheMean() {
    var key = RandomKey.of(5);
    Tensor x = ones(100, 100);
    Tensor y = Neural.dropout(x, 0.25, key);
    assertEquals(1, y.mean().item(), 0.03);
    assertEquals(4.0 / 3, y.max().item());
    assertEquals(0, y.min().item());
    assertArrayEquals(y.toDoubles(), Neural.dropout(x, 0.25, key).toDoubles());
    assertArrayEquals(y.toDoubles(), grad(t -> Neural.dropout(t, 0.25, key).sum(), x).toDoubles());
    assertEquals(1, Neural.dropout(x, 0, key).min().item());
    assertEquals(0, Neural.dropout(x, 1, key).max().item());
    // What is dropped has no influence.
    assertEquals(0, Neural.dropout(vector(INF), 1, key).sum().item());
  }

  @Test
  void cosines() {
    assertEquals(
        0.6, Neural.cosineSimilarity(vector(3e200, 4e200), vector(2e-200, 0), 0).item(), 1e-15);
    assertArrayEquals(
        new double[] {1, -1},
        Neural.cosineSimilarity(
                Tensor.matrix(new double[] {1, 2}, new double[] {-2, -4}), vector(0.5, 1), 1)
            .toDoubles(),
        1e-15);
    assertEquals(Double.NaN, Neural.cosineSimilarity(vector(0, 0), vector(1, 0), 0).item());
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::run).getMessage());
  }

  @Test
  void errors() {
    refused(
        "layerNorm: gamma (3) is not of the last axes of (2,4)",
        () -> Neural.layerNorm(ones(2, 4), ones(3), ones(3), 1e-5));
    refused(
        "layerNorm: gamma (4) and beta (1) differ",
        () -> Neural.layerNorm(ones(2, 4), ones(4), ones(1), 1e-5));
    refused(
        "batchNorm: (3) does not have an element for each channel of (2,4), axis 1",
        () -> Neural.batchNorm(ones(2, 4), ones(3), ones(4), 1e-5));
    refused(
        "channelMean: (4) does not have the axes (examples, channels, …)",
        () -> Neural.channelMean(ones(4)));
    refused(
        "groupNorm: the 4 channels of (2,4) are no multiple of 3 groups",
        () -> Neural.groupNorm(ones(2, 4), 3, ones(4), ones(4), 1e-5));
    refused(
        "glu: axis -1 of (2,3) has an odd length: there are no halves",
        () -> Neural.glu(ones(2, 3), -1));
    refused(
        "attention: queries (2,3), keys (4,2) and values (4,1) are not (…, l, e), (…, s, e) and (…,"
            + " s, v)",
        () -> Neural.attention(ones(2, 3), ones(4, 2), ones(4, 1)));
    assertEquals(
        "attention: the mask is i64[2], neither bool nor floating",
        assertThrowsExactly(
                DTypeException.class,
                () -> Neural.attention(ones(2, 3), ones(2, 3), ones(2, 1), indices(1, 1)))
            .getMessage());
    assertEquals(
        "dropout: rate is 1.5, not between 0 and 1",
        assertThrowsExactly(
                IllegalArgumentException.class, () -> Neural.dropout(ones(2), 1.5, RandomKey.of(1)))
            .getMessage());
  }
}
