package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.ops.BandedSystems;
import org.cotangent.ops.Eigen;
import org.cotangent.ops.MatrixFunctions;
import org.cotangent.testkit.Sample;

/// Functions of matrices, general eigenproblems and banded systems.
final class MatrixFunctionSamples {
  private MatrixFunctionSamples() {}

  static void addTo(List<Sample> all) {
    one(all, "expm", MatrixFunctions::expm, any(3, 3));
    one(all, "expm", MatrixFunctions::expm, any(2, 2, 2).times(4));
    one(all, "expm", MatrixFunctions::expm, Tensor.zeros(2, 2));
    one(all, "expm", MatrixFunctions::expm, Tensor.zeros(0, 0));
    // A matrix without a basis of eigenvectors.
    one(
        all,
        "expm",
        MatrixFunctions::expm,
        Tensor.matrix(new double[] {1, 1}, new double[] {0, 1}));
    for (String name : List.of("logm", "sqrtm")) {
      UnaryOperator<Tensor> f =
          name.equals("logm") ? MatrixFunctions::logm : MatrixFunctions::sqrtm;
      one(all, name, f, any(3, 3).times(0.5).plus(Tensor.eye(3).times(4)));
      one(all, name, f, any(2, 2, 2).times(0.3).plus(Tensor.eye(2)));
      one(all, name, f, Tensor.eye(2));
      one(all, name, f, Tensor.zeros(0, 0));
    }
    Tensor plus = any(3, 3).plus(Tensor.eye(3).times(5));
    all.add(
        Sample.smooth(
                "sylvester",
                x -> List.of(MatrixFunctions.sylvester(x.get(0), x.get(1), x.get(2))),
                plus,
                any(2, 2),
                any(3, 2))
            .within(1e-7));
    all.add(
        Sample.smooth(
                "sylvester",
                x -> List.of(MatrixFunctions.sylvester(x.get(0), x.get(1), x.get(2))),
                plus,
                any(2, 2, 2),
                any(3, 2))
            .within(1e-7));
    two(all, "lyapunov", MatrixFunctions::lyapunov, plus, any(3, 3));
    two(all, "discreteLyapunov", MatrixFunctions::discreteLyapunov, plus, any(3, 3));
    all.add(
        Sample.smooth(
                "polar",
                x -> {
                  var parts = MatrixFunctions.polar(x.get(0));
                  return List.of(parts.u(), parts.p());
                },
                plus)
            .within(1e-7));
    for (Tensor a :
        List.of(
            any(3, 3).plus(Tensor.eye(3).times(Tensor.vector(1, 4, 8))),
            Tensor.matrix(new double[] {1, 2}, new double[] {-3, 0.5}),
            any(2, 2, 2).times(0.2).plus(Tensor.eye(2).times(Tensor.vector(1, 4))),
            Tensor.zeros(0, 0))) {
      all.add(
          Sample.smooth(
                  "eig",
                  x -> {
                    var parts = Eigen.eig(x.get(0));
                    return List.of(
                        parts.values().re(),
                        parts.values().im(),
                        parts.vectors().re(),
                        parts.vectors().im());
                  },
                  a)
              .within(1e-7));
      one(all, "eigenvalues", x -> Eigen.eigenvalues(x).squaredMagnitude(), a);
    }
    Tensor definite = Tensor.eye(3).times(Tensor.vector(2, 3, 4)).plus(any(3, 3).times(0.1));
    all.add(
        Sample.smooth(
                "eighGeneralized",
                x -> {
                  var parts = Eigen.eighGeneralized(x.get(0), x.get(1));
                  return List.of(parts.values(), parts.vectors().square());
                },
                Tensor.eye(3).times(Tensor.vector(1, 9, 30)).plus(any(3, 3)),
                definite)
            .within(1e-7));
    for (int lower : new int[] {0, 1, 2}) {
      Tensor bands = any(3, 5).plus(Tensor.eye(3).get(2 - lower).expandDims(1).times(6));
      two(all, "solveBanded", (x, b) -> BandedSystems.solveBanded(lower, x, b), bands, any(5));
      two(all, "solveBanded", (x, b) -> BandedSystems.solveBanded(lower, x, b), bands, any(5, 2));
      one(all, "dense", x -> BandedSystems.dense(lower, x), any(3, 4));
    }
    two(
        all,
        "solveBanded",
        (x, b) -> BandedSystems.solveBanded(1, x, b),
        any(2, 2, 4).plus(Tensor.vector(5, 0).expandDims(1)),
        any(4, 1));
    all.add(
        Sample.smooth(
            "solveTridiagonal",
            x -> List.of(BandedSystems.solveTridiagonal(x.get(0), x.get(1), x.get(2), x.get(3))),
            any(3),
            any(4).plus(6),
            any(3),
            any(4)));
    for (UnaryOperator<Tensor> f :
        List.<UnaryOperator<Tensor>>of(
            MatrixFunctions::expm,
            MatrixFunctions::logm,
            MatrixFunctions::sqrtm,
            x -> Eigen.eig(x).vectors().re())) {
      for (Tensor a :
          List.of(
              Tensor.eye(2).times(-1),
              Tensor.zeros(2, 2),
              Tensor.full(org.cotangent.DType.F64, Double.NaN, 2, 2))) {
        all.add(Sample.rough("degenerate", x -> List.of(f.apply(x.get(0))), a));
      }
    }
  }

  private static void one(List<Sample> all, String name, UnaryOperator<Tensor> f, Tensor a) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), a).within(1e-7));
  }

  private static void two(
      List<Sample> all,
      String name,
      java.util.function.BinaryOperator<Tensor> f,
      Tensor a,
      Tensor b) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0), x.get(1))), a, b).within(1e-7));
  }
}
