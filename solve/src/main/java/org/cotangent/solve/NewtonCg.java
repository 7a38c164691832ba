package org.cotangent.solve;

import java.util.Optional;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.solve.Objective.Point;

/// The truncated Newton method: the Newton equation `H p = −g` is solved by conjugate gradients with exact products `H v`, as far as
/// it is worth at this distance from the minimum, and a line search follows. No Hessian is formed.
///
/// Dembo and Steihaug, Math. Programming 26 (1983); Nocedal and Wright, *Numerical Optimization* (2006), algorithm 7.1. Immutable and
/// thread-safe.
public final class NewtonCg implements Minimizer {
  private final int iterations;
  private final double tolerance;

  private NewtonCg(int iterations, double tolerance) {
    this.iterations = iterations;
    this.tolerance = tolerance;
  }

  /// With at most 200 iterations and a tolerance of 1e-8.
  public static NewtonCg of() {
    return new NewtonCg(200, 1e-8);
  }

  /// At most so many steps. Throws an [IllegalArgumentException] for a negative number.
  public NewtonCg iterations(int iterations) {
    return new NewtonCg(Settings.count("NewtonCg: iterations", iterations), tolerance);
  }

  /// Ends when no element of the gradient is larger. Throws an [IllegalArgumentException] for a negative number.
  public NewtonCg tolerance(double tolerance) {
    return new NewtonCg(iterations, Settings.tolerance("NewtonCg: tolerance", tolerance));
  }

  @Override
  public <P> Minimum<P> minimize(Function<P, Tensor> f, P start) {
    var objective = new Objective<>("NewtonCg", f, start);
    Point at = objective.start();
    int flat = 0;
    for (int i = 0; ; i++) {
      if (at.gradientNorm() <= tolerance) {
        return objective.result(at, i, Termination.GRADIENT);
      }
      if (i == iterations) {
        return objective.result(at, i, Termination.ITERATIONS);
      }
      double[] step = ConjugateGradients.step(objective, at, Double.POSITIVE_INFINITY).vector();
      Optional<Point> found = LineSearch.search(objective, at, step, 1);
      if (found.isEmpty()) {
        return objective.result(at, i, flat > 0 ? Termination.VALUE : Termination.STALLED);
      }
      Point next = found.get();
      if (next.value() == Double.NEGATIVE_INFINITY) {
        return objective.result(at, i, Termination.UNBOUNDED);
      }
      flat = Settings.flat(at.value(), next.value()) ? flat + 1 : 0;
      if (flat == Settings.FLAT_STEPS) {
        return objective.result(next, i + 1, Termination.VALUE);
      }
      at = next;
    }
  }
}
