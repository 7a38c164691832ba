package org.cotangent.kernel;

import java.util.Comparator;
import java.util.ServiceLoader;

/// The seam to a LAPACK (E. Anderson et al., *LAPACK Users' Guide*, 3rd ed., 1999): the factorisations of dense matrices, in its
/// layout. Matrices are column by column, without gaps; an `int` that is returned is its `info`.
///
/// Implementations are services; the one of the highest [#precedence] is used. They are thread-safe and keep no reference to an array.
public interface Lapack {
  /// What wins when several are present: pure Java 0, native 1.
  int precedence();

  /// Its name and version, for messages and tables.
  String description();

  /// `P a = L U` in place, of an m×n matrix; `pivots` holds the rows swapped, counted from 1.
  int getrf(int m, int n, double[] a, int[] pivots);

  /// `a = L Lᵀ` in place, from and to the lower triangle; positive when `a` is not positive definite.
  int potrf(int n, double[] a);

  /// `a = Q R` in place, of an m×n matrix: R in the upper triangle, reflectors below it, their factors in `tau`.
  int geqrf(int m, int n, double[] a, double[] tau);

  /// The first `columns` columns of Q, in place, from the `reflectors` that [#geqrf] left in the m×columns matrix `q`.
  int orgqr(int m, int columns, int reflectors, double[] q, double[] tau);

  /// The symmetric `a = V diag(w) Vᵀ`, from its lower triangle; V replaces `a`; w ascends.
  int syevd(int n, double[] a, double[] w);

  /// `a = U diag(s) Vᵀ`, s descending; `a` is destroyed. U is m×m and `vt` n×n if `full`, else m×k and k×n with `k = min(m, n)`.
  int gesdd(boolean full, int m, int n, double[] a, double[] s, double[] u, double[] vt);

  /// Eigenvalues `real + i·imaginary` of a general matrix and its right eigenvectors: a column for a real one, two (real and imaginary
  /// part) for a conjugate pair. `a` is destroyed.
  int geev(int n, double[] a, double[] real, double[] imaginary, double[] vectors);

  /// The real Schur form `a = Z T Zᵀ`: T replaces `a`, with 1×1 and 2×2 blocks on its diagonal.
  int gees(int n, double[] a, double[] real, double[] imaginary, double[] z);

  /// The solution X of `a X + X b = scale · c` for a (m×m) and b (n×n) in real Schur form; X replaces the m×n matrix `c`. Returns
  /// the scale.
  double trsyl(int m, int n, double[] a, double[] b, double[] c);

  /// The one in use. Throws an [UnsupportedOperationException] that tells what to add where there is none.
  static Lapack instance() {
    Lapack lapack = Holder.INSTANCE;
    if (lapack == null) {
      throw new UnsupportedOperationException(
          "this operation factorises matrices: add org.cotangent:cotangent-lapack to the class path"
              + " (org.cotangent:cotangent brings it)");
    }
    return lapack;
  }

  /// Found once.
  final class Holder {
    static final @org.jspecify.annotations.Nullable Lapack INSTANCE =
        ServiceLoader.load(Lapack.class, Lapack.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .max(Comparator.comparingInt(Lapack::precedence))
            .orElse(null);

    private Holder() {}
  }
}
