package org.cotangent.cli.conformance;

import java.util.List;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.ops.LinearAlgebra.Norm;
import org.cotangent.ops.LinearAlgebra.Triangle;
import org.cotangent.ops.MatrixFunctions;
import org.cotangent.ops.Reduction;

/// Systems, determinants and decompositions.
final class LinearAlgebraOperations {
  private LinearAlgebraOperations() {}

  static void addTo(OperationTable table) {
    table.binary("solve", LinearAlgebra::solve);
    table.single("triangular_solve", LinearAlgebraOperations::triangular);
    table.single(
        "cho_solve",
        (a, in) ->
            LinearAlgebra.choleskySolve(
                a.flag("lower", true) ? in.get(0) : in.get(0).t(), in.get(1)));
    table.binary("quadratic_form_inv", LinearAlgebra::quadraticFormInverse);
    table.unary("inv", LinearAlgebra::inverse);
    table.unary("pinv", LinearAlgebra::pseudoInverse);
    table.binary("lstsq", LinearAlgebra::leastSquares);
    table.single("matrix_power", (a, in) -> LinearAlgebra.matrixPower(in.get(0), a.integer("n")));
    table.unary("expm", MatrixFunctions::expm);
    table.unary("det", LinearAlgebra::det);
    table.many(
        "slogdet",
        (_, in) -> {
          var parts = LinearAlgebra.slogdet(in.get(0));
          return List.of(parts.sign(), parts.logarithm());
        });
    table.unary("logdet_spd", LinearAlgebra::logdet);
    table.single(
        "cholesky",
        (a, in) -> {
          Tensor lower = LinearAlgebra.cholesky(in.get(0));
          return a.flag("lower", true) ? lower : lower.t();
        });
    table.unary("eigvalsh", LinearAlgebra::eigenvaluesSymmetric);
    table.unary("svdvals", LinearAlgebra::singularValues);
    table.unary("matrix_norm_nuc", x -> LinearAlgebra.matrixNorm(x, Norm.NUCLEAR));
    table.many("eigh", LinearAlgebraOperations::eigh);
    table.many("qr", LinearAlgebraOperations::qr);
    table.many("svd", LinearAlgebraOperations::svd);
  }

  private static Tensor triangular(Attributes a, List<Tensor> in) {
    boolean unit = a.flag("unit_diagonal");
    Triangle triangle =
        a.flag("lower", true)
            ? unit ? Triangle.UNIT_LOWER : Triangle.LOWER
            : unit ? Triangle.UNIT_UPPER : Triangle.UPPER;
    return a.integer("trans", 0) == 0
        ? LinearAlgebra.solveTriangular(in.get(0), in.get(1), triangle)
        : LinearAlgebra.solveTriangularTransposed(in.get(0), in.get(1), triangle);
  }

  private static List<Tensor> eigh(Attributes a, List<Tensor> in) {
    requireSigns(a, "largest_abs_positive");
    var parts = LinearAlgebra.eigh(in.get(0));
    return List.of(parts.values(), parts.vectors());
  }

  private static List<Tensor> qr(Attributes a, List<Tensor> in) {
    requireSigns(a, "R_diagonal_positive");
    String mode = a.text("mode", "reduced");
    var parts =
        switch (mode) {
          case "reduced", "r" -> LinearAlgebra.qr(in.get(0));
          case "complete" -> LinearAlgebra.qrFull(in.get(0));
          default -> throw new IllegalArgumentException("qr: mode " + mode + " is not known here");
        };
    return mode.equals("r") ? List.of(parts.r()) : List.of(parts.q(), parts.r());
  }

  private static List<Tensor> svd(Attributes a, List<Tensor> in) {
    requireSigns(a, "largest_abs_positive");
    var parts =
        a.flag("full_matrices") ? LinearAlgebra.svdFull(in.get(0)) : LinearAlgebra.svd(in.get(0));
    return List.of(parts.u(), parts.s(), parts.v().t());
  }

  /// The library's signs are those of the cases; it must not be asked for others.
  private static void requireSigns(Attributes a, String ours) {
    String asked = a.text("sign_fix", ours);
    if (!asked.equals(ours)) {
      throw new IllegalArgumentException("sign_fix " + asked + " is not known here");
    }
  }

  /// A norm of matrices that lie along any two axes.
  static Tensor norm(Attributes a, Tensor x, Axes axes) {
    int[] two = axes.toArray().length == 0 ? new int[] {0, 1} : axes.toArray();
    int row = Math.floorMod(two[0], x.rank());
    int column = Math.floorMod(two[1], x.rank());
    Tensor matrix = x.moveAxis(row, -1).moveAxis(column > row ? column - 1 : column, -1);
    Tensor norm = norm(a, matrix);
    return axes.kept() ? norm.reshape(Reduction.sum(x, axes).shape()) : norm;
  }

  private static Tensor norm(Attributes a, Tensor x) {
    if (a.isText("ord") && a.text("ord", "").equals("nuc")) {
      return LinearAlgebra.matrixNorm(x, Norm.NUCLEAR);
    }
    if (!a.has("ord") || a.isText("ord") && a.text("ord", "").equals("fro")) {
      return LinearAlgebra.matrixNorm(x, Norm.FROBENIUS);
    }
    double order = a.order(2);
    if (order == 1) {
      return LinearAlgebra.matrixNorm(x, Norm.ONE);
    }
    if (order == 2) {
      return LinearAlgebra.matrixNorm(x, Norm.SPECTRAL);
    }
    if (order == Double.POSITIVE_INFINITY) {
      return LinearAlgebra.matrixNorm(x, Norm.INFINITY);
    }
    if (order == -2) {
      return LinearAlgebra.singularValues(x).min(-1);
    }
    if (order == -1 || order == Double.NEGATIVE_INFINITY) {
      return x.abs().sum(order == -1 ? -2 : -1).min(-1);
    }
    throw new IllegalArgumentException("norm: ord " + order + " of a matrix is not known here");
  }
}
