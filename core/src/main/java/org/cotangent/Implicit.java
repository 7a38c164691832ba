package org.cotangent;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.trace.Transform;
import org.cotangent.tree.Trees;

/// Functions that are given by an equation: whatever solves it, the derivative is the equation's.
final class Implicit {
  private static final int STEPS = 10_000;

  private Implicit() {}

  /// Of `f(x*(t), t) = 0` follows `∂f/∂x · dx = −∂f/∂t · dt`.
  static <X, T> Function<T, X> root(String name, BiFunction<X, T, X> f, Function<T, X> solver) {
    Function<T, X> root =
        CustomRules.jvp(
            solver,
            (theta, dtheta, x) -> {
              Tensor change =
                  Trees.ravel(Autodiff.jvp((T t) -> f.apply(x, t), theta, dtheta).tangent())
                      .vector();
              Trees.Raveled<X> flat = Trees.ravel(x);
              Tensor matrix =
                  Autodiff.jacobian(
                          (TensorFunction)
                              y -> Trees.ravel(f.apply(flat.unravel().apply(y), theta)).vector())
                      .apply(flat.vector());
              return flat.unravel().apply(LinearAlgebra.solve(matrix, change.unaryMinus()));
            });
    return theta -> {
      X x = root.apply(theta);
      closed(name, f.apply(Autodiff.stopGradient(x), Autodiff.stopGradient(theta)));
      return x;
    };
  }

  /// A value that f closes over would have no derivative, as the solver may have seen its value only.
  private static void closed(String name, Object residual) {
    for (Tensor leaf : Trees.leaves(residual)) {
      if (Transform.differentiated(leaf)) {
        throw new TraceException(
            name
                + ": f uses a value from outside that is being differentiated: make it a part of"
                + " theta, so that the result's derivative by it is known");
      }
    }
  }

  static <X, T> Function<T, X> fixedPoint(BiFunction<X, T, X> f, X start) {
    return root(
        "fixedPoint",
        (x, theta) -> Trees.map(f.apply(x, theta), x, Tensor::minus),
        theta -> rest(f, start, theta));
  }

  /// Repeats until the steps are at the level of rounding: small, and no longer getting smaller. Values are looked at through all
  /// boxes, so under `vmap` all examples have come to rest.
  private static <X, T> X rest(BiFunction<X, T, X> f, X start, T theta) {
    X x = start;
    double last = Double.POSITIVE_INFINITY;
    for (int k = 0; k < STEPS; k++) {
      X next = f.apply(x, theta);
      double step = step(Trees.leaves(x), Trees.leaves(next));
      x = next;
      if (step == 0 || step < 1 && step >= last) {
        return x;
      }
      last = step;
    }
    throw new ArithmeticException(
        "fixedPoint: f has not come to rest after "
            + STEPS
            + " steps: is it a contraction near "
            + "the fixed point?");
  }

  /// The largest change of an element, in units of what counts as small for its dtype.
  private static double step(List<Tensor> from, List<Tensor> to) {
    double largest = 0;
    for (int i = 0; i < to.size(); i++) {
      double[] before = Box.valueOf(from.get(i)).toDoubles();
      double[] after = Box.valueOf(to.get(i)).toDoubles();
      double small = to.get(i).dtype() == DType.F32 ? 1e-4 : 1e-9;
      // Under vmap the start is one example, the first step all of them.
      for (int k = 0; k < after.length; k++) {
        double old = before[k % before.length];
        double change = Math.abs(after[k] - old) / (small * Math.max(1, Math.abs(after[k])));
        largest = Math.max(largest, Double.isNaN(change) ? Double.POSITIVE_INFINITY : change);
      }
    }
    return largest;
  }
}
