package org.cotangent.solve;

import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// Nonlinear least squares: the method of Levenberg and Marquardt with exact Jacobians.
///
/// ```java
/// var fit = LeastSquares.of().fit(p -> model(p, x).minus(y), start);
/// IO.println(fit.params() + " ± " + fit.standardErrors());
/// ```
///
/// It is Moré's: a trust region in variables scaled by the largest norms that the Jacobian's columns have had, so units do not matter
/// (J. J. Moré, *The Levenberg–Marquardt algorithm: implementation and theory*, 1978). The step comes from the singular values of the
/// scaled Jacobian, which is never squared. Immutable and thread-safe.
@SuppressWarnings("overloads") // TensorFunction is a subtype of Function: the compiler prefers it
public final class LeastSquares {
  /// The first radius, in multiples of the scaled start.
  private static final double REACH = 1;

  /// Relative change of the sum of squares below which it tells nothing.
  private static final double NOISE = 1e-14;

  /// The most steps with which the end is made better.
  private static final int POLISH = 30;

  private final int iterations;
  private final double tolerance;

  private LeastSquares(int iterations, double tolerance) {
    this.iterations = iterations;
    this.tolerance = tolerance;
  }

  /// With at most 1000 iterations and a tolerance of 1e-10.
  public static LeastSquares of() {
    return new LeastSquares(1000, 1e-10);
  }

  /// At most so many steps, those that were refused included. Throws an [IllegalArgumentException] for a negative number.
  public LeastSquares iterations(int iterations) {
    return new LeastSquares(Settings.count("LeastSquares: iterations", iterations), tolerance);
  }

  /// Ends when the cosine of the angle between the residuals and each column of the Jacobian is no larger: then no parameter can
  /// explain a visible part of what is left. Throws an [IllegalArgumentException] for a negative number.
  public LeastSquares tolerance(double tolerance) {
    return new LeastSquares(iterations, Settings.tolerance("LeastSquares: tolerance", tolerance));
  }

  /// The parameters at which the sum of squares of `residuals`, a tensor of any shape, has a local minimum, searched from `start`.
  ///
  /// The function is compiled for the start's shapes, so it must depend on its argument only; one that branches on values runs as it
  /// is. A trial step at which it throws an [ArithmeticException], because an equation in it has no solution there, is refused like one to
  /// infinity. Throws an [IllegalArgumentException] if residuals or Jacobian are not finite at the start, or there are fewer residuals than
  /// parameters, and a [org.cotangent.NotDifferentiableException] if the start is traced, a leaf of it is not floating, or the
  /// residuals use traced values from outside.
  public <P> Fit<P> fit(Function<P, Tensor> residuals, P start) {
    var flattened = Flattened.of("LeastSquares", start);
    TensorFunction flat = x -> residuals.apply(flattened.unravel().apply(x)).reshape(-1);
    var search = new Search(flat);
    Place at = search.start(flattened.start());
    double size = at.jacobian().scaledNorm(at.x());
    double radius = size > 0 ? REACH * size : REACH;
    Termination reason = Termination.ITERATIONS;
    while (search.steps < iterations) {
      if (at.jacobian().cosine() <= tolerance) {
        reason = Termination.GRADIENT;
        break;
      }
      search.steps++;
      double cost = at.norm();
      var step = at.jacobian().step(radius);
      if (search.steps == 1) {
        radius = Math.min(radius, step.length());
      }
      double[] next = Vectors.plus(at.x(), 1, step.vector());
      double[] residual = search.trial(next);
      double after = Vectors.norm(residual);
      // All relative to the cost; a value that is not finite is much too large.
      double actual = 0.1 * after < cost ? 1 - (after / cost) * (after / cost) : -1;
      double predicted = step.linear() + 2 * step.damping();
      double ratio = predicted == 0 ? 0 : actual / predicted;
      if (ratio <= 0.25) {
        radius = shrink(actual, step, after < 10 * cost) * Math.min(radius, 10 * step.length());
      } else if (step.inside() || ratio >= 0.75) {
        radius = 2 * step.length();
      }
      if (ratio >= 1e-4) {
        Place there = search.place(next, residual, at.jacobian().scale());
        if (there.jacobian().finite()) {
          at = there;
        } else {
          radius = Math.min(radius, step.length() / 4);
        }
      }
      boolean level = Math.abs(actual) <= NOISE && predicted <= NOISE;
      if (at.norm() == 0 || level || radius <= 1e-15 * at.jacobian().scaledNorm(at.x())) {
        at = search.polished(at);
        reason =
            at.norm() == 0 || at.jacobian().cosine() <= tolerance
                ? Termination.GRADIENT
                : level ? Termination.VALUE : Termination.STEP;
        break;
      }
    }
    return new Fit<>(flattened, at, search.steps, search.evaluations, reason);
  }

  /// How much the radius shrinks after a step that was worse than the model said: to the minimum of a parabola, within bounds.
  private static double shrink(double actual, ScaledJacobian.Step step, boolean comparable) {
    double slope = -(step.linear() + step.damping());
    double shrink = actual >= 0 ? 0.5 : 0.5 * slope / (slope + 0.5 * actual);
    return comparable && shrink >= 0.1 ? shrink : 0.1;
  }

  /// The same for a lambda without parameter types.
  public Fit<Tensor> fit(TensorFunction residuals, Tensor start) {
    return fit((Function<Tensor, Tensor>) residuals, start);
  }

  /// A point of the search.
  record Place(double[] x, double[] residuals, ScaledJacobian jacobian) {
    double norm() {
      return Vectors.norm(residuals);
    }
  }

  /// The functions of one search, and how often they were called.
  private static final class Search {
    private final Function<Tensor, Tensor> residuals;
    private final Function<Tensor, Tensor> jacobian;
    private int evaluations;
    private int steps;

    Search(TensorFunction flat) {
      residuals = Staged.whenHot((Function<Tensor, Tensor>) flat);
      jacobian = Staged.whenHot((Function<Tensor, Tensor>) Autodiff.jacobian(flat));
    }

    Place start(double[] x) {
      double[] r = residuals(x);
      if (r.length < x.length) {
        throw new IllegalArgumentException(
            "LeastSquares: "
                + r.length
                + " residuals do not determine "
                + x.length
                + " parameters: add observations, or a penalty for each parameter");
      }
      Place place = place(x, r, new double[x.length]);
      if (!Vectors.finite(r) || !place.jacobian.finite()) {
        throw new IllegalArgumentException(
            "LeastSquares: the residuals or their derivatives are not finite at the start: begin"
                + " where they are");
      }
      return place;
    }

    double[] residuals(double[] x) {
      evaluations++;
      return known(residuals.apply(Tensor.vector(x)));
    }

    /// A residual that has no value is as large as can be.
    double[] trial(double[] x) {
      try {
        return residuals(x);
      } catch (ArithmeticException _) {
        return new double[] {Double.POSITIVE_INFINITY};
      }
    }

    Place place(double[] x, double[] r, double[] scale) {
      double[] matrix = known(jacobian.apply(Tensor.vector(x)));
      return new Place(x, r, ScaledJacobian.of(matrix, r, scale));
    }

    /// So near to a minimum that the sum of squares is all rounding, the gradient is not: full steps, as long as they make it smaller.
    Place polished(Place from) {
      Place best = from;
      for (int i = 0; i < POLISH && best.norm() > 0; i++) {
        double[] x = Vectors.plus(best.x, 1, best.jacobian.step(Double.POSITIVE_INFINITY).vector());
        double[] r = trial(x);
        if (!(Vectors.norm(r) <= from.norm() * (1 + POLISH * NOISE))) {
          break;
        }
        steps++;
        Place there = place(x, r, best.jacobian.scale());
        if (!there.jacobian.finite() || !(there.jacobian.cosine() < best.jacobian.cosine())) {
          break;
        }
        best = there;
      }
      return best;
    }

    private static double[] known(Tensor tensor) {
      return Flattened.known(
          "LeastSquares",
          "the residuals use traced values from outside, by which the fit would have no derivative:"
              + " take them out of the differentiated function, or minimise the sum of squares by"
              + " argmin of Lbfgs",
          tensor);
    }
  }
}
