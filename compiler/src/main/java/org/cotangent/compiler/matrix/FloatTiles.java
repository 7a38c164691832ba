package org.cotangent.compiler.matrix;

/// The innermost loops of products in single precision, over vectors of [#lanes] numbers.
///
/// There are two implementations, which give the same bits: each says for every element in which order its products are added, by
/// fused multiplication and addition.
interface FloatTiles {
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
      float[] a,
      int p,
      int aRow,
      int aColumn,
      float[] b,
      int q,
      int bRow,
      int vectors,
      float[] c,
      int at,
      int cRow);

  /// Copies `k` rows of so many vectors each, `row` apart, to one after the other.
  void pack(int k, int vectors, float[] from, int p, int row, float[] into, int at);

  /// Adds `n` elements of each of some rows, `row` apart, to others, `intoRow` apart.
  void add(int rows, int n, float[] from, int p, int row, float[] into, int at, int intoRow);

  /// For `m` rows of `a`, `aRow` apart, the inner product with `x`: written, or added, to every `step`-th element of `y`. Fewer than
  /// [#TOGETHER] rows are summed by four vectors that take turns, and what is left of them by the first; more rows by one vector each.
  /// The halves of the sum are added, then the products of half a vector if there are so many left, then halves again, then single products.
  /// `scratch` has four vectors.
  void dots(
      int m,
      int k,
      float[] a,
      int p,
      int aRow,
      float[] x,
      int q,
      float[] y,
      int at,
      int step,
      boolean add,
      float[] scratch);

  /// `y += x[0]·a[0] + … + x[7]·a[7]` for eight rows of `n` numbers, `aRow` apart, in that order; x is every `step`-th element.
  void addEight(int n, float[] a, int p, int aRow, float[] x, int q, int step, float[] y, int at);

  /// `y += x·a`.
  void add(int n, float x, float[] a, int p, float[] y, int at);
}
