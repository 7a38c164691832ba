package org.cotangent.solve;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.tree.Trees;

/// Roots of equations and of systems of equations, `f(x, θ) = 0`, as differentiable functions of the parameters `θ`.
///
/// ```java
/// Tensor anomaly = Roots.of().find((E, p) -> E.minus(p.e().times(E.sin())).minus(p.m()), p.m(), p);
/// ```
///
/// The derivative is that of the implicit function theorem, `dx = −(∂f/∂x)⁻¹ ∂f/∂θ dθ`, at the root and to any order; how the root was
/// found does not matter. Every transformation may be used: values are looked at when they are known, and `vmap` is a loop.
///
/// Each method throws an [ArithmeticException] that says how far it came if it finds no root, and an [IllegalArgumentException] if
/// `f` is not finite at the start, or makes no equation for each unknown. Immutable and thread-safe.
@SuppressWarnings("overloads") // TensorFunction is a subtype of Function: the compiler prefers it
public final class Roots {
  private static final double DECREASE = 1e-4;

  private final int iterations;
  private final double tolerance;

  private Roots(int iterations, double tolerance) {
    this.iterations = iterations;
    this.tolerance = tolerance;
  }

  /// With at most 200 iterations and a tolerance of 1e-12.
  public static Roots of() {
    return new Roots(200, 1e-12);
  }

  /// At most so many steps. Throws an [IllegalArgumentException] for a negative number.
  public Roots iterations(int iterations) {
    return new Roots(Settings.count("Roots: iterations", iterations), tolerance);
  }

  /// Ends after a step that is shorter than this, relative to the root. Since a step of Newton's method is the error before it, the root
  /// is much better than that. Throws an [IllegalArgumentException] for a negative number.
  public Roots tolerance(double tolerance) {
    return new Roots(iterations, Settings.tolerance("Roots: tolerance", tolerance));
  }

  /// A root of the system `f(x, params) = 0`, as many equations as unknowns: Newton's method with exact Jacobians, and shorter steps
  /// where `|f|` would not decrease (Nocedal and Wright, *Numerical Optimization* (2006), algorithm 11.4). Where the Jacobian is
  /// singular the step is the shortest of the best.
  public <X, T> X find(BiFunction<X, T, X> f, X start, T params) {
    return Autodiff.implicitRoot(f, start, this::newton).apply(params);
  }

  /// A root of a system whose parameters are what `f` uses from outside.
  public <X> X find(Function<X, X> f, X start) {
    return find((X x, List<Tensor> _) -> f.apply(x), start, List.of());
  }

  /// The same for a lambda without parameter types.
  public Tensor find(TensorFunction f, Tensor start) {
    return find((Function<Tensor, Tensor>) f, start);
  }

  /// The root of an equation for one number between `low` and `high`, where `f` has different signs: Newton's method, and halving
  /// where its step would leave the bracket or be slow, so it always ends. Throws an [IllegalArgumentException] if the signs are
  /// equal.
  public <T> Tensor between(BiFunction<Tensor, T, Tensor> f, double low, double high, T params) {
    return Autodiff.implicitRoot(
            f, Tensor.scalar(low), (equation, _) -> bracketed(equation::apply, low, high))
        .apply(params);
  }

  /// The same for an equation whose parameters are what `f` uses from outside.
  public Tensor between(TensorFunction f, double low, double high) {
    return between((Tensor x, List<Tensor> _) -> f.apply(x), low, high, List.of());
  }

  private <X> X newton(Function<X, X> f, X start) {
    var flattened = Flattened.of("Roots", start);
    TensorFunction flat = x -> Trees.ravel(f.apply(flattened.unravel().apply(x))).vector();
    var residuals = Staged.whenHot((Function<Tensor, Tensor>) flat);
    var jacobian = Staged.whenHot((Function<Tensor, Tensor>) Autodiff.jacobian(flat));
    double[] x = flattened.start();
    double[] y = known(residuals.apply(Tensor.vector(x)));
    if (!Vectors.finite(y)) {
      throw new IllegalArgumentException(
          "Roots: f is " + Tensor.vector(y) + " at the start: begin where it is finite");
    }
    for (int i = 0; i < iterations; i++) {
      double norm = Vectors.norm(y);
      if (norm == 0) {
        return flattened.tree(x);
      }
      double[] step = step(jacobian.apply(Tensor.vector(x)), y);
      double size = Vectors.norm(step);
      double length = 1;
      double[] next;
      double[] value;
      while (true) {
        next = Vectors.plus(x, length, step);
        value = known(residuals.apply(Tensor.vector(next)));
        if (Vectors.finite(value) && Vectors.norm(value) <= (1 - DECREASE * length) * norm) {
          break;
        }
        if (length * size <= 1e-14 * Vectors.norm(x)) {
          // No decrease: either the residual is all rounding, or this is a minimum that is no root.
          if (size <= 1e-7 * (Vectors.norm(x) + tolerance)) {
            return flattened.tree(x);
          }
          throw lost(i, norm, x, "where |f| has a local minimum or no derivative");
        }
        length /= 2;
      }
      x = next;
      y = value;
      if (length == 1 && size <= tolerance * Vectors.norm(x)) {
        return flattened.tree(x);
      }
    }
    throw lost(iterations, Vectors.norm(y), x, "on the way");
  }

  private static double[] step(Tensor matrix, double[] y) {
    Tensor right = Tensor.vector(y).unaryMinus();
    double[] step = known(LinearAlgebra.solve(matrix, right));
    return Vectors.finite(step) ? step : known(LinearAlgebra.pseudoInverse(matrix).matmul(right));
  }

  private static ArithmeticException lost(int steps, double norm, double[] x, String where) {
    return new ArithmeticException(
        "Roots: no root found after "
            + steps
            + " steps: |f| is "
            + norm
            + " at "
            + Tensor.vector(x)
            + ", "
            + where
            + ": start nearer to it, or use between");
  }

  private static double[] known(Tensor tensor) {
    return Flattened.known(
        "Roots",
        "f uses traced values from outside, by which the root would have no derivative: pass them"
            + " as parameters",
        tensor);
  }

  private Tensor bracketed(TensorFunction f, double low, double high) {
    var both =
        Staged.whenHot((Tensor x) -> {
          var jvp = Autodiff.jvp(f, x, Tensor.scalar(1));
          return List.of(jvp.value(), jvp.tangent());
        });
    // f is negative at a, positive at b.
    double a = low;
    double b = high;
    double atLow = at(both, low)[0];
    double atHigh = at(both, high)[0];
    if (atLow == 0 || atHigh == 0) {
      return Tensor.scalar(atLow == 0 ? low : high);
    }
    if (!(atLow * atHigh < 0)) {
      throw new IllegalArgumentException(
          "Roots: f is "
              + atLow
              + " at "
              + low
              + " and "
              + atHigh
              + " at "
              + high
              + ": between them its sign must change");
    }
    if (atLow > 0) {
      a = high;
      b = low;
    }
    double x = low + (high - low) / 2;
    double last = Math.abs(high - low);
    // Halving alone needs 2100 steps at most, for the widest bracket of doubles.
    for (int i = 0; i < 2200 && x != a && x != b; i++) {
      double[] value = at(both, x);
      if (value[0] == 0) {
        return Tensor.scalar(x);
      }
      if (value[0] < 0) {
        a = x;
      } else {
        b = x;
      }
      double step = -value[0] / value[1];
      double next = x + step;
      boolean inside = next > Math.min(a, b) && next < Math.max(a, b);
      if (!inside || !(Math.abs(step) < 0.5 * last)) {
        next = a + (b - a) / 2;
        step = next - x;
      } else if (Math.abs(step) <= tolerance * Math.abs(next)) {
        return Tensor.scalar(next);
      }
      if (next == x) {
        return Tensor.scalar(x);
      }
      last = Math.abs(step);
      x = next;
    }
    return Tensor.scalar(x);
  }

  private static double[] at(Function<Tensor, List<Tensor>> both, double x) {
    List<Tensor> results = both.apply(Tensor.scalar(x));
    double value = known(results.get(0))[0];
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("Roots: f is NaN at " + x);
    }
    return new double[] {value, known(results.get(1))[0]};
  }
}
