package org.cotangent.solve;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/// A way to a local minimum of a smooth function of a structure. Immutable and thread-safe, so one may be kept and used often.
///
/// The function is compiled for the start's shapes, so it must depend on its argument only; one that branches on values runs as it is.
/// A trial point at which it throws an [ArithmeticException], because an equation in it has no solution there, counts as infinite.
@SuppressWarnings("overloads") // TensorFunction is a subtype of Function: the compiler prefers it
public sealed interface Minimizer permits Lbfgs, NewtonCg, TrustRegion {
  /// A local minimum of `f`, searched from `start`.
  ///
  /// Throws an [IllegalArgumentException] if `f` or its gradient is not finite at the start, and a
  /// [org.cotangent.NotDifferentiableException] if a leaf of the start is not floating, or `f` does not return a floating number or
  /// uses traced values from outside (use [#argmin] for that).
  <P> Minimum<P> minimize(Function<P, Tensor> f, P start);

  /// The same for a lambda without parameter types.
  default Minimum<Tensor> minimize(TensorFunction f, Tensor start) {
    return minimize((Function<Tensor, Tensor>) f, start);
  }

  /// The local minimum `x*(θ)` of `f(·, θ)` that a search from `start` finds, as a differentiable function of `θ = params`:
  /// `∂f/∂x (x*, θ) = 0`, so `dx* = −(∂²f/∂x²)⁻¹ ∂²f/∂x∂θ dθ` by the implicit function theorem, to any order. May be used under every
  /// transformation; values are looked at when the program runs.
  ///
  /// Throws an [ArithmeticException] if the search does not converge, because then there is nothing to differentiate.
  default <P, T> P argmin(BiFunction<P, T, Tensor> f, P start, T params) {
    return Autodiff.argmin(
            f,
            start,
            (Function<P, Tensor> objective, P from) -> {
              Minimum<P> minimum = minimize(objective, from);
              if (!minimum.converged()) {
                throw new ArithmeticException(
                    "argmin: no minimum was found, "
                        + minimum.reason()
                        + " after "
                        + minimum.iterations()
                        + " steps with a gradient of "
                        + minimum.gradientNorm()
                        + ": allow more steps, or start nearer to it");
              }
              return minimum.params();
            })
        .apply(params);
  }
}
