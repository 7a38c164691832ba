package org.cotangent.ops;

import java.util.List;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Linear algebra. Matrices are the last two axes; axes before them are stacks, which broadcast where there are two.
///
/// Thread-safe; all may be traced, to any order. A matrix that is singular, or not positive definite where it has to be, gives infinities
/// and NaN, not an exception, so that a stack with one such matrix keeps its other results. The rules are in [Systems],
/// [Determinants] and [Decompositions]; the factorisations are a LAPACK's.
public final class LinearAlgebra {
  private LinearAlgebra() {}

  // ---- Systems

  /// The solution x of `a x = b`: b is a vector, or a matrix whose columns are solved for. One factorisation serves derivatives of every
  /// order. Throws a [ShapeException] unless a is square and fits b.
  public static Tensor solve(Tensor a, Tensor b) {
    Matrices.square("solve", a);
    List<Tensor> both = Matrices.aligned("solve", a, Matrices.columns("solve", a, b));
    return Matrices.like(b, factored(both.get(0), both.get(1)));
  }

  private static Tensor factored(Tensor a, Tensor b) {
    List<Tensor> factors = factors(a);
    return new Systems.FactoredSolve(false)
        .bindAll(List.of(a, factors.get(0), factors.get(1), b))
        .get(0);
  }

  /// The factors of the value alone: what is computed with them has rules in terms of `a`.
  private static List<Tensor> factors(Tensor a) {
    return new Systems.LuFactor().bindAll(List.of(new StopGradient().bind(a)));
  }

  /// Which entries of a matrix count.
  public enum Triangle {
    /// Those on the diagonal and below.
    LOWER,
    /// Those on the diagonal and above.
    UPPER,
    /// Those below the diagonal, which counts as ones.
    UNIT_LOWER,
    /// Those above the diagonal, which counts as ones.
    UNIT_UPPER
  }

  /// The solution x of `t x = b`, where a triangle of t counts. The other entries count for nothing, and their derivative is 0. A 0 on
  /// the diagonal gives infinities and NaN. Throws a [ShapeException] unless t is square and fits b.
  public static Tensor solveTriangular(Tensor t, Tensor b, Triangle triangle) {
    return solveTriangular("solveTriangular", t, b, triangle, false);
  }

  /// The solution x of `tᵀ x = b`, where a triangle of t, as it stands, counts; as [#solveTriangular].
  public static Tensor solveTriangularTransposed(Tensor t, Tensor b, Triangle triangle) {
    return solveTriangular("solveTriangularTransposed", t, b, triangle, true);
  }

  private static Tensor solveTriangular(
      String name, Tensor t, Tensor b, Triangle triangle, boolean transposed) {
    Matrices.square(name, t);
    List<Tensor> both = Matrices.aligned(name, t, Matrices.columns(name, t, b));
    boolean lower = triangle == Triangle.LOWER || triangle == Triangle.UNIT_LOWER;
    boolean unit = triangle == Triangle.UNIT_LOWER || triangle == Triangle.UNIT_UPPER;
    Tensor x = new Systems.TriangularSolve(lower, transposed, unit).bind(both.get(0), both.get(1));
    return Matrices.like(b, x);
  }

  /// The solution x of `a x = b`, given the lower Cholesky factor of a. Throws a [ShapeException] unless it is square and fits b.
  public static Tensor choleskySolve(Tensor lower, Tensor b) {
    Tensor half = solveTriangular("choleskySolve", lower, b, Triangle.LOWER, false);
    return solveTriangular("choleskySolve", lower, half, Triangle.LOWER, true);
  }

  /// `a⁻¹`; derivative `−a⁻¹ da a⁻¹`. Throws a [ShapeException] unless a is square. To solve a system use [#solve].
  public static Tensor inverse(Tensor a) {
    Tensor square = Matrices.square("inverse", a);
    return factored(square, Matrices.identity(square));
  }

  /// `bᵀ a⁻¹ b`: for a vector a number, for a matrix a matrix. Throws a [ShapeException] unless a is square and fits b.
  public static Tensor quadraticFormInverse(Tensor a, Tensor b) {
    Tensor x = solve(a, b);
    return b.rank() == 1 ? x.matmul(b) : b.t().matmul(x);
  }

  /// The pseudo-inverse `a⁺` (E. H. Moore, R. Penrose): `a a⁺ a = a`, of least norm. Singular values up to `max(m, n) · ε` times the
  /// largest count as 0. The derivative is that at constant rank. Throws a [ShapeException] for a tensor that is no matrix.
  public static Tensor pseudoInverse(Tensor a) {
    Tensor matrix = Matrices.matrix("pseudoInverse", a);
    double rounding = matrix.dtype() == DType.F32 ? 0x1p-23 : 0x1p-52;
    int longest = Math.max(matrix.shape().length(-1), matrix.shape().length(-2));
    return pseudoInverse(matrix, longest * rounding);
  }

  /// The pseudo-inverse, in which singular values up to `threshold` times the largest count as 0. Throws a [ShapeException] for a
  /// tensor that is no matrix, an [IllegalArgumentException] for a negative threshold.
  public static Tensor pseudoInverse(Tensor a, double threshold) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException(
          "pseudoInverse: the threshold is " + threshold + ", and must be 0 or more");
    }
    return new Decompositions.PseudoInverse(threshold).bind(Matrices.matrix("pseudoInverse", a));
  }

  /// The x of least squares `‖a x − b‖²`, of least norm if there are several. Throws a [ShapeException] unless a is a matrix with
  /// as many rows as b.
  public static Tensor leastSquares(Tensor a, Tensor b) {
    Tensor matrix = Matrices.matrix("leastSquares", a);
    Tensor columns = Matrices.columns("leastSquares", matrix, b);
    return Matrices.like(b, pseudoInverse(matrix).matmul(columns));
  }

  // ---- Determinants

  /// The determinant; that of a 0×0 matrix is 1. Its derivative, the matrix of the cofactors, and all further ones are exact for
  /// singular matrices too. Throws a [ShapeException] unless a is square.
  public static Tensor det(Tensor a) {
    return new Determinants.DeterminantForm(0).bind(Matrices.square("det", a));
  }

  /// A determinant in parts.
  ///
  /// @param sign 1, −1, or 0 for a singular matrix; its derivative is 0
  /// @param logarithm of the determinant's magnitude, −∞ for a singular matrix
  public record SignAndLogarithm(Tensor sign, Tensor logarithm) {}

  /// The determinant in parts that do not overflow; the derivative of the logarithm is `a⁻ᵀ`. Throws a [ShapeException] unless a is
  /// square.
  public static SignAndLogarithm slogdet(Tensor a) {
    Tensor square = Matrices.square("slogdet", a);
    List<Tensor> factors = factors(square);
    List<Tensor> parts =
        new Determinants.SignAndLog().bindAll(List.of(square, factors.get(0), factors.get(1)));
    return new SignAndLogarithm(parts.get(0), parts.get(1));
  }

  /// `log det a` of a symmetric positive definite matrix, of which the symmetric part counts; NaN for another. Throws a
  /// [ShapeException] unless a is square.
  public static Tensor logdet(Tensor a) {
    Matrices.square("logdet", a);
    return Arranging.diagonal(cholesky(a)).log().sum(-1).times(2);
  }

  // ---- Decompositions

  /// The lower triangular L with `a = L Lᵀ`, its diagonal positive, of a symmetric positive definite matrix; the symmetric part
  /// `(a + aᵀ)/2` counts. All NaN where that is not positive definite. Throws a [ShapeException] unless a is square.
  public static Tensor cholesky(Tensor a) {
    return new Decompositions.Cholesky().bind(Matrices.symmetric("cholesky", a));
  }

  /// `a = P L U`.
  ///
  /// @param permutation the row of a that comes to each place in `L U`, `(…, m)`, whole numbers
  /// @param lower L with ones on its diagonal, `(…, m, k)`, `k = min(m, n)`
  /// @param upper U, `(…, k, n)`
  public record LuDecomposition(Tensor permutation, Tensor lower, Tensor upper) {}

  /// The LU decomposition with row pivoting of a matrix of any shape. Throws a [ShapeException] for a tensor that is no matrix.
  public static LuDecomposition lu(Tensor a) {
    Tensor matrix = Matrices.matrix("lu", a);
    int m = matrix.shape().length(-2);
    int n = matrix.shape().length(-1);
    int k = Math.min(m, n);
    List<Tensor> parts = new Systems.LuFactor().bindAll(List.of(matrix));
    Tensor packed = parts.get(0);
    Tensor ones = Matrices.columns(Tensor.eye(m), 0, k).to(packed.dtype());
    return new LuDecomposition(
        parts.get(1),
        Arranging.tril(Matrices.columns(packed, 0, k), -1).plus(ones),
        Arranging.triu(Matrices.rows(packed, 0, k), 0));
  }

  /// `a = Q R`.
  ///
  /// @param q orthonormal columns, `(…, m, k)`, `k = min(m, n)`, or `(…, m, m)` if full
  /// @param r upper triangular, its diagonal not negative, `(…, k, n)`, or `(…, m, n)` if full
  public record QrDecomposition(Tensor q, Tensor r) {}

  /// The thin QR decomposition of a matrix of any shape; the signs are such that R's diagonal is not negative. Where the first columns
  /// are linearly dependent there is no derivative: infinities and NaN. Throws a [ShapeException] for a tensor that is no matrix.
  public static QrDecomposition qr(Tensor a) {
    return qr(Matrices.matrix("qr", a), false);
  }

  /// The QR decomposition with a square Q. The columns that are added are any basis of what is left: their derivative is right in all that
  /// does not depend on its choice. Throws a [ShapeException] for a tensor that is no matrix.
  public static QrDecomposition qrFull(Tensor a) {
    return qr(Matrices.matrix("qrFull", a), true);
  }

  private static QrDecomposition qr(Tensor a, boolean full) {
    int m = a.shape().length(-2);
    int n = a.shape().length(-1);
    if (m >= n) {
      List<Tensor> parts = new Decompositions.Qr(full).bindAll(List.of(a));
      return new QrDecomposition(parts.get(0), parts.get(1));
    }
    // Of a wide matrix the first columns tell Q.
    List<Tensor> parts = new Decompositions.Qr(false).bindAll(List.of(Matrices.columns(a, 0, m)));
    Tensor q = parts.get(0);
    Tensor rest = q.t().matmul(Matrices.columns(a, m, n));
    return new QrDecomposition(q, Slicing.concat(-1, List.of(parts.get(1), rest)));
  }

  /// `a = V diag(w) Vᵀ`.
  ///
  /// @param values w, ascending, `(…, n)`
  /// @param vectors V, orthonormal columns, the largest entry of each positive, `(…, n, n)`
  public record Eigh(Tensor values, Tensor vectors) {}

  /// The eigenvalues and eigenvectors of a symmetric matrix, of which the symmetric part `(a + aᵀ)/2` counts. The eigenvectors of equal
  /// values are any basis of their space and have no derivative: NaN, unless it is multiplied by 0. Those of the values, of their sum
  /// say, are right there. Throws a [ShapeException] unless a is square.
  public static Eigh eigh(Tensor a) {
    List<Tensor> parts = new Decompositions.Eigh().bindAll(List.of(Matrices.symmetric("eigh", a)));
    return new Eigh(parts.get(0), parts.get(1));
  }

  /// The eigenvalues of a symmetric matrix, ascending; see [#eigh].
  public static Tensor eigenvaluesSymmetric(Tensor a) {
    return eigh(a).values();
  }

  /// `a = u diag(s) vᵀ`.
  ///
  /// @param u left singular vectors in columns, the largest entry of each positive, `(…, m, k)`, `k = min(m, n)`, or `(…, m, m)` if full
  /// @param s singular values, descending, `(…, k)`
  /// @param v right singular vectors in columns, `(…, n, k)`, or `(…, n, n)` if full
  public record SingularValueDecomposition(Tensor u, Tensor s, Tensor v) {}

  /// The thin singular value decomposition. The vectors of equal values, and those of the value 0, are any basis of their space and have no
  /// derivative: NaN, unless it is multiplied by 0. Those of the values are right there. Throws a [ShapeException] for a tensor that
  /// is no matrix.
  public static SingularValueDecomposition svd(Tensor a) {
    return svd(Matrices.matrix("svd", a), false);
  }

  /// The singular value decomposition with square u and v. The columns that are added are any basis of what is left: their derivative is
  /// right in all that does not depend on its choice. Throws a [ShapeException] for a tensor that is no matrix.
  public static SingularValueDecomposition svdFull(Tensor a) {
    return svd(Matrices.matrix("svdFull", a), true);
  }

  private static SingularValueDecomposition svd(Tensor a, boolean full) {
    List<Tensor> parts = new Decompositions.Svd(full).bindAll(List.of(a));
    return new SingularValueDecomposition(parts.get(0), parts.get(1), parts.get(2));
  }

  /// The singular values, descending. Throws a [ShapeException] for a tensor that is no matrix.
  public static Tensor singularValues(Tensor a) {
    return svd(Matrices.matrix("singularValues", a), false).s();
  }

  // ---- Norms and powers

  /// A norm of matrices.
  public enum Norm {
    /// `√Σ a²`.
    FROBENIUS,
    /// The sum of the singular values.
    NUCLEAR,
    /// The largest singular value.
    SPECTRAL,
    /// The largest sum of magnitudes of a column.
    ONE,
    /// The largest sum of magnitudes of a row.
    INFINITY
  }

  /// A norm of each matrix. Throws a [ShapeException] for a tensor that is no matrix.
  public static Tensor matrixNorm(Tensor a, Norm norm) {
    Tensor matrix = Matrices.matrix("matrixNorm", a);
    return switch (norm) {
      case FROBENIUS -> Reduction.norm(matrix, 2, Axes.of(-2, -1));
      case NUCLEAR -> singularValues(matrix).sum(-1);
      case SPECTRAL -> singularValues(matrix).max(-1);
      case ONE -> matrix.abs().sum(-2).max(-1);
      case INFINITY -> matrix.abs().sum(-1).max(-1);
    };
  }

  /// The condition number: the largest singular value by the smallest.
  public static Tensor conditionNumber(Tensor a) {
    Tensor s = singularValues(a);
    return s.max(-1).div(s.min(-1));
  }

  /// `aⁿ` by squaring; `a⁰` is the identity, a negative n takes the inverse. Throws a [ShapeException] unless a is square.
  public static Tensor matrixPower(Tensor a, int n) {
    Tensor base = Matrices.square("matrixPower", a);
    if (n == 0) {
      return Matrices.identity(base);
    }
    base = n < 0 ? inverse(base) : base;
    Tensor power = base;
    long exponent = Math.abs((long) n);
    for (long bit = Long.highestOneBit(exponent) >> 1; bit > 0; bit >>= 1) {
      power = power.matmul(power);
      power = (exponent & bit) != 0 ? power.matmul(base) : power;
    }
    return power;
  }
}
