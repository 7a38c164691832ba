package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.valueAndGrad;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Autodiff.ValueAndGrad;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;

/// A function of parameters and data, something that is derived from it, and a point.
///
/// Data are arguments, as other tools have them: a compiler must not fold what depends on them.
///
/// @param function the function alone
/// @param derivative what is clocked
/// @param parameters the first argument, by which is differentiated
/// @param data the second argument
/// @param outcome the numbers of a result
record Problem<P, D, R>(
    BiFunction<P, D, Tensor> function,
    BiFunction<P, D, R> derivative,
    P parameters,
    D data,
    Function<R, Outcome> outcome) {

  /// Value and gradient of a function whose value is a number.
  static <P, D> Problem<P, D, ValueAndGrad<P>> gradient(
      BiFunction<P, D, Tensor> f, P parameters, D data) {
    return new Problem<>(f, valueAndGrad(f), parameters, data, Outcome::of);
  }

  Timed<R> eager() {
    return timed(function, derivative);
  }

  Timed<R> compiled() {
    return timed(compile(function), compile(derivative));
  }

  /// Value and gradient by numbers, through the entry for plain doubles. Data are captured: such problems have none.
  Timed<double[]> plain() {
    int results = 1 + Trees.leaves(parameters).size();
    return new Timed<>(
        new Plain<>(p -> derivative.apply(p, data), parameters, results),
        new Plain<>(p -> function.apply(p, data), parameters, 1),
        Outcome::of);
  }

  private Timed<R> timed(BiFunction<P, D, Tensor> f, BiFunction<P, D, R> g) {
    return new Timed<>(() -> g.apply(parameters, data), () -> f.apply(parameters, data), outcome);
  }
}
