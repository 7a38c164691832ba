package org.cotangent.compiler.matrix;

/// The innermost loops of products in double precision, over vectors of [#lanes] numbers.
///
/// There are two implementations, which give the same bits: each says for every element in which order its products are added, by
/// fused multiplication and addition.
interface DoubleTiles {
  /// Rows of a tile of [#column].
  int ROWS = 4;

  /// Vectors of columns of such a tile, at most.
  int VECTORS = 3;

  /// So many rows are multiplied with a vector side by side; fewer one by one, each in four sums.
  int TOGETHER = 4;

  /// How many numbers a vector has.
  int lanes();

  /// Tiles of four rows and one to three vectors of columns, one below the other: `c = Σ a[l]·b[l]`, or `c += …`, for `m` rows, each
  /// element summed in order of l from 0 on. Element `(i, l)` of a lies at `p + i·aRow + l·aColumn`, row l of b at `q + l·bRow`, row i of
  /// the result at `at + i·cRow`.
  void column(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      int aColumn,
      double[] b,
      int q,
      int bRow,
      int vectors,
      double[] c,
      int at,
      int cRow);

  /// Copies `k` rows of so many vectors each, `row` apart, to one after the other.
  void pack(int k, int vectors, double[] from, int p, int row, double[] into, int at);

  /// Adds `n` elements of each of some rows, `row` apart, to others, `intoRow` apart.
  void add(int rows, int n, double[] from, int p, int row, double[] into, int at, int intoRow);

  /// For `m` rows of `a`, `aRow` apart, the inner product with `x`: written, or added, to every `step`-th element of `y`. Fewer than
  /// [#TOGETHER] rows are summed by four vectors that take turns, and what is left of them by the first; more rows by one vector each.
  /// Their numbers are added in halves, then what is left to the last. `scratch` has four vectors.
  void dots(
      int m,
      int k,
      double[] a,
      int p,
      int aRow,
      double[] x,
      int q,
      double[] y,
      int at,
      int step,
      boolean add,
      double[] scratch);

  /// `y += x[0]·a[0] + … + x[7]·a[7]` for eight rows of `n` numbers, `aRow` apart, in that order; x is every `step`-th element.
  void addEight(
      int n, double[] a, int p, int aRow, double[] x, int q, int step, double[] y, int at);

  /// `y += x·a`.
  void add(int n, double x, double[] a, int p, double[] y, int at);
}
