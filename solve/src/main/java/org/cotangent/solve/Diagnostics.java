package org.cotangent.solve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cotangent.Incubating;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.ops.Special;

/// What draws from several chains tell about how well the chains have mixed.
///
/// Draws lie along the first two axes, chain and draw; each method returns a tensor of the shape that is left. Chains are split in
/// halves first, so that a chain that drifts disagrees with itself. A quantity that does not change gives NaN.
///
/// Vehtari, Gelman, Simpson, Carpenter and Bürkner, *Rank-normalization, folding, and localization: an improved R-hat for assessing
/// convergence of MCMC*, Bayesian Analysis 16 (2021). Each method throws a [ShapeException] for fewer than two axes, or fewer than four
/// draws in a chain.
@Incubating
public final class Diagnostics {
  private Diagnostics() {}

  /// The rank-normalised split R-hat: 1 if the chains agree in location and in spread, larger otherwise; below 1.01 is good.
  public static Tensor rHat(Tensor draws) {
    return each("rHat", draws, Diagnostics::rHat);
  }

  /// The number of independent draws that would tell as much about the center of the distribution.
  public static Tensor bulkEffectiveSize(Tensor draws) {
    return each("bulkEffectiveSize", draws, chains -> effectiveSize(normalised(chains)));
  }

  /// The number of independent draws that would tell as much about its tails: the smaller one of those for the 5 % and the 95 % quantile.
  public static Tensor tailEffectiveSize(Tensor draws) {
    return each(
        "tailEffectiveSize", draws, chains -> Math.min(below(chains, 0.05), below(chains, 0.95)));
  }

  /// The number of independent draws that would tell as much about the mean: the standard error of the mean is the standard deviation by
  /// the square root of it.
  public static Tensor effectiveSize(Tensor draws) {
    return each("effectiveSize", draws, Diagnostics::effectiveSize);
  }

  private static Tensor each(String name, Tensor draws, ToDoubleFunction<double[][]> statistic) {
    Shape shape = draws.shape();
    if (shape.rank() < 2 || shape.length(1) < 4) {
      throw new ShapeException(
          name
              + ": "
              + shape
              + " given, but draws lie along the first two axes, chain and draw, at least four in a"
              + " chain");
    }
    double[] all = Flattened.known(name, "draws must be known values", draws);
    int chains = shape.length(0);
    int length = shape.length(1);
    Shape rest = shape.without(0).without(0);
    double[] results = new double[rest.size()];
    int half = length / 2;
    for (int k = 0; k < results.length; k++) {
      double[][] halves = new double[2 * chains][half];
      for (int c = 0; c < chains; c++) {
        for (int i = 0; i < half; i++) {
          halves[2 * c][i] = all[(c * length + i) * results.length + k];
          halves[2 * c + 1][i] = all[(c * length + length - half + i) * results.length + k];
        }
      }
      results[k] = constant(halves) ? Double.NaN : statistic.applyAsDouble(halves);
    }
    return Tensor.of(results, rest.toArray());
  }

  private static boolean constant(double[][] chains) {
    for (double[] chain : chains) {
      for (double x : chain) {
        if (x != chains[0][0]) {
          return !Double.isFinite(x);
        }
      }
    }
    return true;
  }

  private static double rHat(double[][] chains) {
    double median = quantile(chains, 0.5);
    double[][] folded = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      folded[c] = Arrays.stream(chains[c]).map(x -> Math.abs(x - median)).toArray();
    }
    double location = plainRHat(normalised(chains));
    double spread = constant(folded) ? Double.NaN : plainRHat(normalised(folded));
    return Double.isNaN(spread) ? location : Math.max(location, spread);
  }

  /// `√((B/W + n − 1)/n)`, with the variances between and within chains.
  private static double plainRHat(double[][] chains) {
    int n = chains[0].length;
    double[] means = Arrays.stream(chains).mapToDouble(Diagnostics::mean).toArray();
    double within = Arrays.stream(chains).mapToDouble(Diagnostics::variance).average().orElse(0);
    return Math.sqrt((n * variance(means) / within + n - 1) / n);
  }

  /// Each draw replaced by the normal quantile of its rank among all; equal draws share their ranks.
  private static double[][] normalised(double[][] chains) {
    int n = chains[0].length;
    int size = chains.length * n;
    Integer[] order = IntStream.range(0, size).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> chains[i / n][i % n]));
    double[] ranks = new double[size];
    for (int from = 0; from < size; ) {
      int to = from + 1;
      double value = chains[order[from] / n][order[from] % n];
      while (to < size && chains[order[to] / n][order[to] % n] == value) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    double[] between = Arrays.stream(ranks).map(r -> 2 * (r - 0.375) / (size + 0.25) - 1).toArray();
    double[] z = Special.erfinv(Tensor.vector(between)).times(Math.sqrt(2)).toDoubles();
    double[][] result = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      result[c] = Arrays.copyOfRange(z, c * n, (c + 1) * n);
    }
    return result;
  }

  private static double below(double[][] chains, double probability) {
    double quantile = quantile(chains, probability);
    double[][] indicators = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      indicators[c] = Arrays.stream(chains[c]).map(x -> x <= quantile ? 1 : 0).toArray();
    }
    return constant(indicators) ? Double.NaN : effectiveSize(indicators);
  }

  /// Linear between the order statistics.
  private static double quantile(double[][] chains, double probability) {
    double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).sorted().toArray();
    double place = probability * (all.length - 1);
    int low = (int) place;
    int high = Math.min(low + 1, all.length - 1);
    return all[low] + (place - low) * (all[high] - all[low]);
  }

  /// From the autocorrelations of all chains together, summed in pairs as long as the pairs are positive, and made to fall (Geyer 1992).
  private static double effectiveSize(double[][] chains) {
    int n = chains[0].length;
    int size = chains.length * n;
    double[] means = Arrays.stream(chains).mapToDouble(Diagnostics::mean).toArray();
    double within = covariance(chains, means, 0) * n / (n - 1.0);
    double total = within * (n - 1) / n + (chains.length > 1 ? variance(means) : 0);
    double sum = 0;
    double last = Double.POSITIVE_INFINITY;
    double tail = 0;
    for (int lag = 0; ; lag += 2) {
      double even = lag == 0 ? 1 : 1 - (within - covariance(chains, means, lag)) / total;
      if (lag > 0 && lag + 1 >= n - 3) {
        tail = Math.max(0, even);
        break;
      }
      double odd = 1 - (within - covariance(chains, means, lag + 1)) / total;
      double pair = even + odd;
      if (!(pair > 0)) {
        tail = Math.max(0, even);
        break;
      }
      last = Math.min(last, pair);
      sum += last;
    }
    double time = Math.max(2 * sum - 1 + tail, 1 / Math.log10(size));
    return size / time;
  }

  /// The mean over the chains of the autocovariance at a lag, by the number of draws.
  private static double covariance(double[][] chains, double[] means, int lag) {
    int n = chains[0].length;
    double sum = 0;
    for (int c = 0; c < chains.length; c++) {
      double[] x = chains[c];
      double mean = means[c];
      for (int i = 0; i + lag < n; i++) {
        sum += (x[i] - mean) * (x[i + lag] - mean);
      }
    }
    return sum / n / chains.length;
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    double sum = 0;
    for (double value : x) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (x.length - 1);
  }
}
