package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.compilePlain;

import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;
import org.jspecify.annotations.Nullable;

/// A call through the entry for plain doubles, compiled by the first one. Arguments and results stay in the same two arrays.
final class Plain<P> implements Supplier<double[]> {
  private final Function<P, ?> f;
  private final P example;
  private final double[] in;
  private final double[] out;
  private @Nullable PlainFunction compiled;

  /// `f` at `example`, with so many results.
  Plain(Function<P, ?> f, P example, int results) {
    this.f = f;
    this.example = example;
    this.in = Trees.leaves(example).stream().mapToDouble(Tensor::item).toArray();
    this.out = new double[results];
  }

  @Override
  public double[] get() {
    PlainFunction function = compiled;
    if (function == null) {
      function = compilePlain(f, example);
      compiled = function;
    }
    function.apply(in, out);
    return out;
  }
}
