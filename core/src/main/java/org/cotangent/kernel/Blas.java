package org.cotangent.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The seam to a BLAS (J. Dongarra et al., *A set of level 3 basic linear algebra subprograms*, 1990): products of matrices in heap
/// arrays.
///
/// Implementations are services; a product goes to the first, by descending [#precedence], that [#takes] it. They are thread-safe,
/// keep no reference to an array, give the same bits for the same sizes and elements in every call, and treat infinities and NaN as
/// IEEE arithmetic does. Whoever has a product to compute calls [MatrixProduct].
public interface Blas {
  /// Who comes first when several are present: scalar Java 0, vectors 1, native 2; negative if it cannot work here.
  int precedence();

  /// Its name, for messages and tables.
  String description();

  /// Whether an m×k by k×n product is worth handing over; the scalar one takes what nobody else does. Sizes are positive.
  boolean takes(int m, int n, int k);

  /// `out = a·b`, or `out += a·b`. Element `(i, j)` of a lies at `aAt + i·aRow + j·aColumn`, of b likewise, and of `out` at
  /// `outAt + i·outRow + j`. Sizes are positive; `out` is neither `a` nor `b`.
  void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int outRow,
      boolean accumulate);

  /// The same in single precision.
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] out,
      int outAt,
      int outRow,
      boolean accumulate);

  /// All that work here, by descending precedence; the last one takes every product.
  static List<Blas> all() {
    return List.of(Holder.ALL);
  }

  /// The one for products of that size.
  static Blas of(int m, int n, int k) {
    for (Blas blas : Holder.ALL) {
      if (blas.takes(m, n, k)) {
        return blas;
      }
    }
    throw new AssertionError("the scalar one takes all");
  }

  /// How many threads an implementation may use for one product: the system property `cotangent.blas.threads`, or half of the
  /// processors, but at most 4 of them.
  static int threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.max(1, Integer.getInteger("cotangent.blas.threads", Math.min(4, processors / 2)));
  }

  /// Found once.
  final class Holder {
    static final Blas[] ALL =
        Stream.concat(
                ServiceLoader.load(Blas.class, Blas.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(blas -> blas.precedence() >= 0),
                Stream.of(new ScalarBlas()))
            .sorted(Comparator.comparingInt(Blas::precedence).reversed())
            .toArray(Blas[]::new);

    private Holder() {}
  }
}
