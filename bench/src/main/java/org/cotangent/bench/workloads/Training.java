package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.valueAndGrad;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;

/// A step of gradient descent: loss, gradient, new parameters. What is clocked trains, so parameters change from call to call;
/// what is compared are loss and gradient at the start.
///
/// @param loss of parameters and a batch
/// @param start the parameters before training
/// @param batch the examples of every step
record Training<P>(BiFunction<P, Batch, Tensor> loss, P start, Batch batch) {
  private static final double RATE = 0.01;

  /// Examples, and their classes.
  record Batch(Tensor examples, Tensor labels) {}

  /// What a step returns.
  record Step<P>(Tensor loss, P parameters) {}

  private Step<P> step(P parameters, Batch data) {
    var result = valueAndGrad(loss).apply(parameters, data);
    return new Step<>(
        result.value(), Trees.map(parameters, result.grad(), (p, g) -> p.minus(g.times(RATE))));
  }

  Timed<Step<P>> eager() {
    return timed(loss, this::step);
  }

  Timed<Step<P>> compiled() {
    return timed(compile(loss), compile(this::step));
  }

  private Timed<Step<P>> timed(BiFunction<P, Batch, Tensor> f, BiFunction<P, Batch, Step<P>> step) {
    var current = new Current<>(start);
    return new Timed<>(
        () -> {
          Step<P> next = step.apply(current.parameters, batch);
          current.parameters = next.parameters;
          return next;
        },
        () -> f.apply(start, batch),
        _ -> Outcome.of(valueAndGrad(loss).apply(start, batch)));
  }

  /// What training changes.
  private static final class Current<P> {
    private P parameters;

    Current(P parameters) {
      this.parameters = parameters;
    }
  }

  static Workload workload(Key key, Supplier<? extends Training<?>> training) {
    return new Workload(
        key,
        List.of(
            new Workload.Variant("eager", () -> training.get().eager()),
            new Workload.Variant("compiled", () -> training.get().compiled())));
  }
}
