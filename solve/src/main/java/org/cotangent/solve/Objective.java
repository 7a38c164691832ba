package org.cotangent.solve;

import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Autodiff.ValueAndGrad;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// A function of a structure as a function of a flat vector, with gradient and Hessian products. Counts its calls; not thread-safe.
final class Objective<P> {
  private final String who;
  private final Flattened<P> flattened;
  private final Function<Tensor, ValueAndGrad<Tensor>> both;
  private final Function<List<Tensor>, Tensor> product;
  private int evaluations;

  Objective(String who, Function<P, Tensor> f, P start) {
    this.who = who;
    flattened = Flattened.of(who, start);
    TensorFunction flat = x -> f.apply(flattened.unravel().apply(x));
    both = Staged.whenHot(Autodiff.valueAndGrad(flat));
    product = Staged.whenHot(xv -> Autodiff.hvp(flat, xv.get(0), xv.get(1)));
  }

  Flattened<P> flattened() {
    return flattened;
  }

  int evaluations() {
    return evaluations;
  }

  /// Value and gradient at a point.
  record Point(double[] x, double value, double[] gradient) {
    double gradientNorm() {
      return Vectors.largest(gradient);
    }

    boolean finite() {
      return Double.isFinite(value) && Vectors.finite(gradient);
    }
  }

  /// A trial; a function that has no value there, and throws an [ArithmeticException], is as large as can be.
  Point trial(double[] x) {
    try {
      return point(x);
    } catch (ArithmeticException _) {
      return new Point(x, Double.POSITIVE_INFINITY, new double[x.length]);
    }
  }

  private Point point(double[] x) {
    evaluations++;
    var result = both.apply(Tensor.vector(x));
    return new Point(x, known(result.value())[0], known(result.grad()));
  }

  /// The point where a search begins. Throws an [IllegalArgumentException] if the function or its gradient is not finite there.
  Point start() {
    Point point = point(flattened.start());
    if (!point.finite()) {
      throw new IllegalArgumentException(
          who
              + ": at the start the value is "
              + point.value()
              + " and its gradient "
              + Tensor.vector(point.gradient())
              + ": begin where both are finite");
    }
    return point;
  }

  /// The Hessian at `x` times `v`.
  double[] hessianTimes(double[] x, double[] v) {
    return known(product.apply(List.of(Tensor.vector(x), Tensor.vector(v))));
  }

  Minimum<P> result(Point at, int iterations, Termination reason) {
    return new Minimum<>(
        flattened.tree(at.x()), at.value(), at.gradientNorm(), iterations, evaluations, reason);
  }

  private double[] known(Tensor tensor) {
    return Flattened.known(
        who,
        "f uses traced values from outside, by which the minimum would have no derivative: use"
            + " argmin, and pass them as its parameters",
        tensor);
  }
}
