package org.cotangent;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.ImplicitEquation.Kind;

/// Functions that are given by an equation, with options; [Autodiff#implicitRoot], [Autodiff#fixedPoint] and [Autodiff#argmin] are
/// those without. Immutable and thread-safe; each method returns a changed copy.
///
/// ```java
/// Implicit.of().gmres().tolerance(1e-10).fixedPoint((x, theta) -> …, start)
/// ```
///
/// Whatever finds the solution, the derivative is the equation's: of `f(x*(θ), θ) = 0` follows `∂f/∂x · dx = −∂f/∂θ · dθ`, to any order.
/// `f` may use traced values from outside, which count as parameters; then, and where values are not known, it is written as a program
/// and may not look at values.
///
/// The system for `dx` has as many unknowns as x has elements. Up to 500 of them its matrix is made and factorised. Beyond that only
/// products with it are made, and [LinearOperator#gmres] solves it, or [LinearOperator#cg] at a minimum. [#dense], [#gmres], [#bicgstab]
/// and [#cg] choose whatever the size. Each throws an [ArithmeticException] where its method does; a singular matrix gives infinities.
public final class Implicit {
  private static final Implicit PLAIN = new Implicit(Systems.BY_SIZE, 0, 10_000);

  /// How the systems for derivatives are solved.
  enum Systems {
    BY_SIZE,
    DENSE,
    CG,
    GMRES,
    BICGSTAB
  }

  private final Systems systems;

  /// 0: that of [LinearOperator].
  private final double tolerance;

  private final int steps;

  private Implicit(Systems systems, double tolerance, int steps) {
    this.systems = systems;
    this.tolerance = tolerance;
    this.steps = steps;
  }

  /// Systems are solved by size, and a fixed point takes at most 10,000 steps.
  public static Implicit of() {
    return PLAIN;
  }

  /// Makes and factorises the matrix `∂f/∂x`.
  public Implicit dense() {
    return new Implicit(Systems.DENSE, tolerance, steps);
  }

  /// Solves by [LinearOperator#gmres], for any invertible `∂f/∂x`, without its matrix.
  public Implicit gmres() {
    return new Implicit(Systems.GMRES, tolerance, steps);
  }

  /// Solves by [LinearOperator#bicgstab], for any invertible `∂f/∂x`, without its matrix and in the memory of a few vectors.
  public Implicit bicgstab() {
    return new Implicit(Systems.BICGSTAB, tolerance, steps);
  }

  /// Solves by [LinearOperator#cg], for a symmetric positive definite `∂f/∂x`, as at a minimum, without its matrix.
  public Implicit cg() {
    return new Implicit(Systems.CG, tolerance, steps);
  }

  /// How accurately systems are solved where no matrix is made, as in [LinearOperator#tolerance]. Throws an [IllegalArgumentException]
  /// unless it is positive.
  public Implicit tolerance(double tolerance) {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "Implicit: the tolerance must be positive, not " + tolerance);
    }
    return new Implicit(systems, tolerance, steps);
  }

  /// How many steps a fixed point may take. Throws an [IllegalArgumentException] below 1.
  public Implicit steps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("Implicit: " + steps + " steps, but 1 at least");
    }
    return new Implicit(systems, tolerance, steps);
  }

  Systems systems() {
    return systems;
  }

  double tolerance() {
    return tolerance;
  }

  int steps() {
    return steps;
  }

  /// [Autodiff#implicitRoot(BiFunction, Function)] with these options.
  public <X, T> Function<T, X> root(BiFunction<X, T, X> f, Function<T, X> solver) {
    return theta -> ImplicitEquation.found(this, Kind.ROOT, f, solver, theta);
  }

  /// [Autodiff#implicitRoot(BiFunction, Object, BiFunction)] with these options.
  public <X, T> Function<T, X> root(
      BiFunction<X, T, X> f, X start, BiFunction<Function<X, X>, X, X> solver) {
    return theta -> ImplicitEquation.searched(this, Kind.ROOT, f, start, solver, theta);
  }

  /// [Autodiff#fixedPoint] with these options.
  public <X, T> Function<T, X> fixedPoint(BiFunction<X, T, X> f, X start) {
    return theta -> ImplicitEquation.rest(this, f, start, theta);
  }

  /// [Autodiff#argmin(BiFunction, Function)] with these options.
  public <X, T> Function<T, X> argmin(BiFunction<X, T, Tensor> f, Function<T, X> solver) {
    return theta -> ImplicitEquation.found(this, Kind.MINIMUM, f, solver, theta);
  }

  /// [Autodiff#argmin(BiFunction, Object, BiFunction)] with these options.
  public <X, T> Function<T, X> argmin(
      BiFunction<X, T, Tensor> f, X start, BiFunction<Function<X, Tensor>, X, X> solver) {
    return theta -> ImplicitEquation.searched(this, Kind.MINIMUM, f, start, solver, theta);
  }
}
