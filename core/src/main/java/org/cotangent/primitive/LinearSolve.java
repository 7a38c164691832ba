package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.kernel.Buffers;

/// The solution `x` of `A x = b` for an operator that is given as a program, linear in its first inputs.
///
/// Inputs are the program's parameters (its last inputs), then `b`. The derivative is implicit, whatever the solver does:
/// `A dx = db − dA x`, and the cotangent of b solves the transposed system.
///
/// @param operator `x…, parameters… → (A x)…`
/// @param parameters how many parameters
/// @param solver how x is found
public record LinearSolve(Program operator, int parameters, LinearSolver solver)
    implements Control {
  /// A residual, relative to b, that no solution has.
  private static final double WRONG = 1e-3;

  @Override
  public boolean total() {
    return false;
  }

  @Override
  public boolean effectful() {
    return operator.effectful();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    List<Tensor> fixed = arguments.subList(0, parameters);
    var b = new ArrayList<Array>();
    for (Tensor part : arguments.subList(parameters, arguments.size())) {
      b.add((Array) part);
    }
    Routine applied =
        x -> {
          var all = new ArrayList<>(x);
          all.addAll(fixed);
          return operator.apply(all);
        };
    List<Array> x = solver.solve(applied, List.copyOf(b));
    check(applied, x, b);
    return List.copyOf(x);
  }

  /// A solver that forgets the operator it is given would solve the wrong system as soon as a gradient asks for the transposed
  /// one.
  private void check(Routine applied, List<Array> x, List<Array> b) {
    for (int i = 0; i < b.size(); i++) {
      if (x.size() != b.size() || !x.get(i).aval().equals(b.get(i).aval())) {
        throw new org.cotangent.ShapeException(
            "linear_solve: the solver returned " + Op.avals(x) + " for " + Op.avals(b));
      }
    }
    if (solver instanceof Krylov) {
      return;
    }
    double residual = 0;
    double size = 0;
    List<Tensor> back = applied.apply(List.copyOf(x));
    for (int i = 0; i < b.size(); i++) {
      double[] left = back.get(i).toDoubles();
      double[] right = Buffers.toDoubles(b.get(i));
      for (int k = 0; k < left.length; k++) {
        residual += (left[k] - right[k]) * (left[k] - right[k]);
        size += right[k] * right[k];
      }
    }
    if (residual > WRONG * WRONG * size) {
      throw new ArithmeticException(
          "linear_solve: the solver's result leaves a residual of "
              + Math.sqrt(residual)
              + " for a right side of size "
              + Math.sqrt(size)
              + ": it must solve with the operator that it is given (a gradient gives it the"
              + " transposed one)");
    }
  }

  /// `x` as an array that a solver on structures returned.
  public static Array known(Tensor x) {
    if (x instanceof Array array) {
      return array;
    }
    throw new TraceException(
        "linear_solve: the solver uses a traced value from outside: only the operator may");
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    List<Aval> b = inputs.subList(parameters, inputs.size());
    List<Aval> images = operator.outputs().stream().map(Atom::aval).toList();
    if (!images.equals(b)) {
      throw new org.cotangent.ShapeException(
          "linear_solve: the operator makes " + images + ", but b is " + b);
    }
    return b;
  }
}
