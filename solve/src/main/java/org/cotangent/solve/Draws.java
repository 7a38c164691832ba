package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.cotangent.Incubating;
import org.cotangent.Tensor;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Draws of a sampler, and diagnostics. Immutable and thread-safe.
@Incubating
public final class Draws<P> {
  private final P values;
  private final List<Chain.Trace> traces;

  Draws(P values, List<Chain.Trace> traces) {
    this.values = values;
    this.traces = traces;
  }

  /// The draws after the warm-up, stacked: each leaf has the leading axes chain and draw.
  public P values() {
    return values;
  }

  /// The means over chains and draws.
  public P mean() {
    return Trees.map(values, x -> x.mean(0, 1));
  }

  /// The standard deviations over chains and draws.
  public P deviation() {
    return Trees.map(
        values,
        x -> {
          int count = x.shape().length(0) * x.shape().length(1);
          return x.minus(x.mean(0, 1)).square().sum(0, 1).div(count - 1).sqrt();
        });
  }

  /// The rank-normalised split R-hat of each element; below 1.01 is good. See [Diagnostics#rHat].
  public P rHat() {
    return Trees.map(values, Diagnostics::rHat);
  }

  /// The effective sample size of each element for its center. See [Diagnostics#bulkEffectiveSize].
  public P bulkEffectiveSize() {
    return Trees.map(values, Diagnostics::bulkEffectiveSize);
  }

  /// The effective sample size of each element for its tails. See [Diagnostics#tailEffectiveSize].
  public P tailEffectiveSize() {
    return Trees.map(values, Diagnostics::tailEffectiveSize);
  }

  /// The standard errors of the means: the deviation by the root of the effective sample size for the mean.
  public P standardError() {
    return Trees.map(
        deviation(),
        Trees.map(values, Diagnostics::effectiveSize),
        (deviation, size) -> deviation.div(size.sqrt()));
  }

  /// Trajectories that diverged after the warm-up. If there are any, parts of the distribution are too sharply bent for the step size, and
  /// the draws may miss them: write the model in other parameters, or ask for a higher acceptance.
  public int divergences() {
    return traces.stream().mapToInt(Chain.Trace::divergences).sum();
  }

  /// The step size of each chain.
  public List<Double> stepSizes() {
    return traces.stream().map(Chain.Trace::size).toList();
  }

  /// The mean acceptance of each chain after the warm-up.
  public List<Double> acceptances() {
    return traces.stream().map(Chain.Trace::acceptance).toList();
  }

  /// Gradients after the warm-up, in all chains.
  public long gradients() {
    return traces.stream().mapToLong(Chain.Trace::steps).sum();
  }

  /// A table with a line for each element: mean, deviation, the 5 %, 50 % and 95 % quantiles, the effective sample sizes for bulk and tail,
  /// and R-hat. Below it what went wrong.
  public String summary() {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(values, leaves);
    var text = new StringBuilder();
    text.append(
        "%-16s %10s %10s %10s %10s %10s %8s %8s %7s%n"
            .formatted("", "mean", "sd", "5%", "50%", "95%", "bulk", "tail", "R-hat"));
    for (int k = 0; k < leaves.size(); k++) {
      Tensor leaf = leaves.get(k);
      int elements = leaf.shape().size() / leaf.shape().length(0) / leaf.shape().length(1);
      Tensor flat = leaf.reshape(leaf.shape().length(0), leaf.shape().length(1), elements);
      for (int e = 0; e < elements; e++) {
        int element = e;
        UnaryOperator<Tensor> of = t -> t.get(element);
        double[] sorted = flat.moveAxis(2, 0).get(e).toDoubles();
        java.util.Arrays.sort(sorted);
        Tensor mean = flat.mean(0, 1);
        double deviation =
            Math.sqrt(
                flat.minus(mean).square().sum(0, 1).get(e).item() / Math.max(1, sorted.length - 1));
        String name = structure.path(k);
        name = name.substring(name.indexOf('.') + 1);
        text.append(
            String.format(
                Locale.ROOT,
                "%-16s %10.4g %10.4g %10.4g %10.4g %10.4g %8.0f %8.0f %7.3f%n",
                (name.isEmpty() ? "x" : name) + (elements == 1 ? "" : "[" + e + "]"),
                mean.get(e).item(),
                deviation,
                sorted[(int) (0.05 * (sorted.length - 1))],
                sorted[(int) (0.5 * (sorted.length - 1))],
                sorted[(int) (0.95 * (sorted.length - 1))],
                of.apply(Diagnostics.bulkEffectiveSize(flat)).item(),
                of.apply(Diagnostics.tailEffectiveSize(flat)).item(),
                of.apply(Diagnostics.rHat(flat)).item()));
      }
    }
    int divergences = divergences();
    text.append(
        divergences == 0
            ? "no divergences"
            : divergences + " divergences: the draws may miss a part of the distribution");
    return text.toString();
  }

  /// The [#summary].
  @Override
  public String toString() {
    return summary();
  }
}
