package org.cotangent.solve;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.solve.Objective.Point;

/// The limited-memory BFGS method: gradients only, memory and work per step in proportion to the number of parameters.
///
/// ```java
/// var minimum = Lbfgs.of().minimize(p -> loss(p), start);
/// ```
///
/// Liu and Nocedal, Math. Programming 45 (1989); Nocedal and Wright, *Numerical Optimization* (2006), algorithm 7.5, with a line
/// search for the strong Wolfe conditions. Immutable and thread-safe.
public final class Lbfgs implements Minimizer {
  private final int memory;
  private final int iterations;
  private final double tolerance;

  private Lbfgs(int memory, int iterations, double tolerance) {
    this.memory = memory;
    this.iterations = iterations;
    this.tolerance = tolerance;
  }

  /// With a memory of 10 steps, at most 1000 iterations, and a tolerance of 1e-8.
  public static Lbfgs of() {
    return new Lbfgs(10, 1000, 1e-8);
  }

  /// Remembers so many steps. Throws an [IllegalArgumentException] for less than 1.
  public Lbfgs memory(int memory) {
    return new Lbfgs(Settings.positive("Lbfgs: memory", memory), iterations, tolerance);
  }

  /// At most so many steps. Throws an [IllegalArgumentException] for a negative number.
  public Lbfgs iterations(int iterations) {
    return new Lbfgs(memory, Settings.count("Lbfgs: iterations", iterations), tolerance);
  }

  /// Ends when no element of the gradient is larger. Throws an [IllegalArgumentException] for a negative number.
  public Lbfgs tolerance(double tolerance) {
    return new Lbfgs(memory, iterations, Settings.tolerance("Lbfgs: tolerance", tolerance));
  }

  /// A step and the change of the gradient along it.
  private record Change(double[] step, double[] gradient, double product) {}

  @Override
  public <P> Minimum<P> minimize(Function<P, Tensor> f, P start) {
    var objective = new Objective<>("Lbfgs", f, start);
    var changes = new ArrayDeque<Change>();
    Point at = objective.start();
    int flat = 0;
    for (int i = 0; ; i++) {
      if (at.gradientNorm() <= tolerance) {
        return objective.result(at, i, Termination.GRADIENT);
      }
      if (i == iterations) {
        return objective.result(at, i, Termination.ITERATIONS);
      }
      double[] direction = direction(changes, at.gradient());
      double first = changes.isEmpty() ? 1 / Vectors.norm(at.gradient()) : 1;
      Optional<Point> found = LineSearch.search(objective, at, direction, first);
      if (found.isEmpty() && !changes.isEmpty()) {
        changes.clear(); // once more along the gradient
        continue;
      }
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
      remember(changes, at, next);
      at = next;
    }
  }

  private void remember(ArrayDeque<Change> changes, Point at, Point next) {
    double[] step = Vectors.plus(next.x(), -1, at.x());
    double[] gradient = Vectors.plus(next.gradient(), -1, at.gradient());
    double product = Vectors.dot(step, gradient);
    // The line search sees to that, except where rounding is in the way.
    if (product > 1e-16 * Vectors.norm(step) * Vectors.norm(gradient)) {
      if (changes.size() == memory) {
        changes.removeLast();
      }
      changes.addFirst(new Change(step, gradient, product));
    }
  }

  /// `−H g` by the two loops, the newest change first.
  private static double[] direction(ArrayDeque<Change> changes, double[] gradient) {
    double[] q = Vectors.times(-1, gradient);
    double[] weights = new double[changes.size()];
    int k = 0;
    for (Change change : changes) {
      weights[k] = Vectors.dot(change.step, q) / change.product;
      Vectors.add(q, -weights[k], change.gradient);
      k++;
    }
    if (!changes.isEmpty()) {
      Change newest = changes.getFirst();
      q = Vectors.times(newest.product / Vectors.dot(newest.gradient, newest.gradient), q);
    }
    for (Iterator<Change> oldest = changes.descendingIterator(); oldest.hasNext(); ) {
      Change change = oldest.next();
      k--;
      Vectors.add(q, weights[k] - Vectors.dot(change.gradient, q) / change.product, change.step);
    }
    return q;
  }
}
