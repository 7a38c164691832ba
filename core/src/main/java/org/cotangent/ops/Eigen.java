package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Complex;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.SquareMatrices;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Eigenvalues and eigenvectors of general real matrices, and of pairs of symmetric ones.
///
/// Matrices are the last two axes; axes before them are stacks. Thread-safe; all may be traced.
public final class Eigen {
  private Eigen() {}

  /// `a V = V diag(w)`: real and imaginary parts of w and of V, whose columns have length 1 and a largest entry that is real and positive.
  /// With `P = V⁻¹ da V`: `dw = diag P`, and `dV = V (F ∘ P)` less what would change length or phase, where `F[i,j] = 1/(w[j] − w[i])`
  /// (C. Boeddeker et al., *On the computation of complex-valued gradients*, 2017). At equal eigenvalues V has no derivative: NaN.
  public record GeneralEigen() implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval a = inputs.get(0);
      Aval w = a.with(a.shape().without(a.shape().rank() - 1));
      return List.of(w, w, a, a);
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      List<Aval> avals = shapes(List.of(inputs.get(0).aval()));
      return SquareMatrices.eig(inputs.get(0), avals.get(0), avals.get(2));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor da = tangents.get(0);
      if (Zero.is(da) || inputs.get(0).shape().size() == 0) {
        return outputs.stream().<Tensor>map(y -> new Zero(y.aval())).toList();
      }
      int n = da.shape().length(-1);
      int axis = da.rank() - 1;
      Complex v = new Complex(outputs.get(2), outputs.get(3));
      // V⁻¹ da V, with V as a real matrix of twice the size.
      Tensor upper = Slicing.concat(axis, List.of(v.re(), v.im().unaryMinus()));
      Tensor lower = Slicing.concat(axis, List.of(v.im(), v.re()));
      Tensor moved = Slicing.concat(axis - 1, List.of(da.matmul(v.re()), da.matmul(v.im())));
      Tensor parts = LinearAlgebra.solve(Slicing.concat(axis - 1, List.of(upper, lower)), moved);
      Complex p = new Complex(Matrices.rows(parts, 0, n), Matrices.rows(parts, n, 2 * n));
      Complex turn = divided(p, new Complex(outputs.get(0), outputs.get(1)));
      Complex dv =
          new Complex(
              v.re().matmul(turn.re()).minus(v.im().matmul(turn.im())),
              v.re().matmul(turn.im()).plus(v.im().matmul(turn.re())));
      Complex normal = normalized(v, dv);
      return List.of(
          Arranging.diagonal(p.re()), Arranging.diagonal(p.im()), normal.re(), normal.im());
    }

    /// `p[i,j]/(w[j] − w[i])` off the diagonal, 0 on it; NaN where values are equal but for rounding, unless p is 0 there.
    private static Complex divided(Complex p, Complex w) {
      Tensor re = w.re().expandDims(-2).minus(w.re().expandDims(-1));
      Tensor im = w.im().expandDims(-2).minus(w.im().expandDims(-1));
      Tensor square = re.square().plus(im.square());
      double rounding = re.dtype() == DType.F32 ? 0x1p-23 : 0x1p-52;
      Tensor largest = w.squaredMagnitude().max(Tensor.keep(-1)).expandDims(-1);
      double small = 8 * rounding * re.shape().length(-1);
      Tensor equal = square.lessEqual(largest.times(small * small));
      Tensor one = Tensor.full(re.dtype(), 1);
      Tensor diagonal = Tensor.eye(re.shape().length(-1)).to(DType.BOOL);
      Tensor inverse =
          Tensor.where(
              diagonal,
              Tensor.full(re.dtype(), 0),
              Tensor.where(
                  equal,
                  Tensor.full(re.dtype(), Double.NaN),
                  Tensor.where(equal, one, square).reciprocal()));
      Tensor up = p.re().times(re).plus(p.im().times(im));
      Tensor down = p.im().times(re).minus(p.re().times(im));
      return new Complex(
          Arithmetic.maskedTimes(inverse, up), Arithmetic.maskedTimes(inverse, down));
    }

    /// `dv` less the part along v that would change its length or the phase of its largest entry.
    private static Complex normalized(Complex v, Complex dv) {
      Tensor along = v.re().times(dv.re()).plus(v.im().times(dv.im())).sum(Tensor.keep(-2));
      int rank = v.re().rank();
      Tensor top = v.squaredMagnitude().argmax(rank - 2).expandDims(rank - 2);
      Tensor phase =
          Indexing.takeAlongAxis(dv.im(), top, rank - 2)
              .div(Indexing.takeAlongAxis(v.re(), top, rank - 2));
      return new Complex(
          dv.re().minus(along.times(v.re())).plus(phase.times(v.im())),
          dv.im().minus(along.times(v.im())).minus(phase.times(v.re())));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// `a V = V diag(w)`.
  ///
  /// @param values w, `(…, n)`, in the order of LAPACK; conjugate pairs stand together, the one with positive imaginary part first
  /// @param vectors V in columns, `(…, n, n)`, of length 1, the largest entry of each real and positive
  public record EigenDecomposition(Complex values, Complex vectors) {}

  /// The eigenvalues and right eigenvectors of a real matrix that need not be symmetric. The vectors of equal values have no derivative:
  /// NaN, unless it is multiplied by 0. A matrix without a basis of eigenvectors gives infinities and NaN. Throws a [ShapeException]
  /// unless a is square.
  public static EigenDecomposition eig(Tensor a) {
    List<Tensor> parts = new GeneralEigen().bindAll(List.of(Matrices.square("eig", a)));
    return new EigenDecomposition(
        new Complex(parts.get(0), parts.get(1)), new Complex(parts.get(2), parts.get(3)));
  }

  /// The eigenvalues of a real matrix; see [#eig].
  public static Complex eigenvalues(Tensor a) {
    return eig(a).values();
  }

  /// The solutions of `a x = w b x` for a symmetric a and a symmetric positive definite b: values ascending, vectors with `Vᵀ b V = 1`. By the
  /// Cholesky factor of b. Throws a [ShapeException] unless both are square of one size.
  public static LinearAlgebra.Eigh eighGeneralized(Tensor a, Tensor b) {
    Tensor left = Matrices.symmetric("eighGeneralized", a);
    Tensor lower = LinearAlgebra.cholesky(b);
    if (a.shape().length(-1) != b.shape().length(-1)) {
      throw new ShapeException(
          "eighGeneralized: " + a.shape() + " and " + b.shape() + " are of different sizes");
    }
    var triangle = LinearAlgebra.Triangle.LOWER;
    Tensor half = LinearAlgebra.solveTriangular(lower, left, triangle);
    Tensor both = LinearAlgebra.solveTriangular(lower, half.t(), triangle);
    var eigen = LinearAlgebra.eigh(both);
    return new LinearAlgebra.Eigh(
        eigen.values(), LinearAlgebra.solveTriangularTransposed(lower, eigen.vectors(), triangle));
  }
}
