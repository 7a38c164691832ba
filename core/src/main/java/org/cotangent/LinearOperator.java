package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Krylov;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.LinearSolver;
import org.cotangent.primitive.Op;
import org.cotangent.trace.LinearMaps;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// A linear map of structures to structures of the same kind, as a value; [Autodiff#linearOperator] makes one of a function.
///
/// Derivatives go through all of its methods, by their arguments and by the traced values that the function uses; those of a
/// solution are implicit: `A dx = db − dA x`. Under `stage` and `compile` a system is one operation of the program. Immutable and
/// thread-safe, but not to be kept when the values that the function uses are traced.
@SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
public final class LinearOperator<X> {
  private static final double TOLERANCE = 1e-12;
  private static final int RESTART = 50;

  private final TreeDef structure;
  private final List<Aval> avals;
  private final Transform.Staged map;
  private final double tolerance;
  private final int iterations;

  private LinearOperator(
      TreeDef structure, List<Aval> avals, Transform.Staged map, double tolerance, int iterations) {
    this.structure = structure;
    this.avals = avals;
    this.map = map;
    this.tolerance = tolerance;
    this.iterations = iterations;
  }

  static <X> LinearOperator<X> of(String name, Function<X, X> f, X example) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(example, leaves);
    List<Aval> avals = leaves.stream().map(Tensor::aval).toList();
    var staged =
        LinearMaps.stage(
            name,
            arguments -> {
              var outputs = new ArrayList<Tensor>();
              structure.requireSame(
                  name + ": the result of f",
                  Trees.flatten(f.apply((X) structure.unflatten(arguments)), outputs));
              return outputs;
            },
            avals);
    List<Aval> images = staged.program().outputs().stream().map(y -> y.aval()).toList();
    if (!images.equals(avals)) {
      throw new ShapeException(
          name + ": f makes " + images + " of " + avals + ": its result must be like its argument");
    }
    int size = avals.stream().mapToInt(aval -> aval.shape().size()).sum();
    double tolerance =
        avals.stream().allMatch(aval -> aval.dtype() == DType.F64) ? TOLERANCE : 1e-5;
    return new LinearOperator<>(structure, avals, staged, tolerance, Math.max(1000, 10 * size));
  }

  static <A, R> Function<R, A> transposed(Function<A, R> f, A example) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(example, leaves);
    var result = new ArrayList<TreeDef>(1);
    var staged =
        LinearMaps.stage(
            "linearTranspose",
            arguments -> Batches.flat(f.apply((A) structure.unflatten(arguments)), result),
            leaves.stream().map(Tensor::aval).toList());
    return cotangent -> {
      var cotangents = new ArrayList<Tensor>();
      result
          .getFirst()
          .requireSame("linearTranspose: the cotangent", Trees.flatten(cotangent, cotangents));
      return (A) structure.unflatten(LinearMaps.transpose(staged, leaves.size(), cotangents));
    };
  }

  /// The map, applied.
  public X apply(X x) {
    var leaves = leaves("apply", x);
    leaves.addAll(map.captures());
    return (X) structure.unflatten(map.program().apply(leaves));
  }

  /// The transposed map.
  public LinearOperator<X> transpose() {
    return new LinearOperator<>(
        structure,
        avals,
        new Transform.Staged(LinearMaps.transposed(map.program(), avals.size()), map.captures()),
        tolerance,
        iterations);
  }

  /// The same with systems solved to this accuracy: `|b − A x| ≤ tolerance · |b|`. It is 1e-12 otherwise, 1e-5 for `F32`.
  public LinearOperator<X> tolerance(double tolerance) {
    return new LinearOperator<>(structure, avals, map, tolerance, iterations);
  }

  /// The same with at most so many applications of the operator for a system; 1000 otherwise, or ten for each unknown.
  public LinearOperator<X> iterations(int iterations) {
    return new LinearOperator<>(structure, avals, map, tolerance, iterations);
  }

  /// `x` with `A x = b` by conjugate gradients (Hestenes and Stiefel 1952), for symmetric positive definite A. Throws an
  /// [ArithmeticException] if A is not, or if there are too few iterations.
  public X cg(X b) {
    return bound(b, new Krylov(Krylov.Method.CG, tolerance, iterations, RESTART));
  }

  /// `x` with `A x = b` by generalised minimal residuals (Saad and Schultz 1986), restarted after 50 steps, for any invertible A.
  /// Throws an [ArithmeticException] if there are too few iterations.
  public X gmres(X b) {
    return bound(b, new Krylov(Krylov.Method.GMRES, tolerance, iterations, RESTART));
  }

  /// `x` with `A x = b` by stabilised biconjugate gradients (van der Vorst 1992), for any invertible A, in the memory of a few
  /// vectors. Throws an [ArithmeticException] if there are too few iterations.
  public X bicgstab(X b) {
    return bound(b, new Krylov(Krylov.Method.BICGSTAB, tolerance, iterations, RESTART));
  }

  /// The same by a solver of one's own, which is given the operator as a function of values.
  X solve(X b, BiFunction<Function<X, X>, X, X> solver) {
    LinearSolver flat =
        (operator, right) -> {
          Function<X, X> applied =
              x -> (X) structure.unflatten(operator.apply(leaves("the operator", x)));
          X x = solver.apply(applied, (X) structure.unflatten(right));
          return leaves("the solver's result", x).stream().map(LinearSolve::known).toList();
        };
    return bound(b, flat);
  }

  private X bound(X b, LinearSolver solver) {
    var all = new ArrayList<>(map.captures());
    all.addAll(leaves("solve", b));
    var solve = new LinearSolve(map.program(), map.captures().size(), solver);
    return (X) structure.unflatten(Op.of(solve).bind(all));
  }

  private ArrayList<Tensor> leaves(String name, X x) {
    var leaves = new ArrayList<Tensor>();
    structure.requireSame("linearOperator: " + name, Trees.flatten(x, leaves));
    for (int i = 0; i < leaves.size(); i++) {
      if (!leaves.get(i).aval().equals(avals.get(i))) {
        throw new ShapeException(
            "linearOperator: "
                + name
                + ": "
                + leaves.get(i).aval()
                + " where the operator takes "
                + avals.get(i));
      }
    }
    return leaves;
  }
}
