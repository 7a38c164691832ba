package org.cotangent.compiler.matrix;

/// The innermost loops of products in single precision, over vectors of [#lanes] numbers.
///
/// There are two implementations, which give the same bits: each says for every element in which order its products are added, by
/// fused multiplication and addition.
interface FloatTiles {
  /// Rows of a tile of [#tile].
  int ROWS = 5;

  /// So many rows are multiplied with a vector side by side; fewer one by one, each in four sums.
  int TOGETHER = 4;

  /// How many numbers a vector has.
  int lanes();

  /// A tile of 5 rows and two vectors of columns (one if `narrow`): `c = Σ a[l]·b[l]`, or `c += …`, summed in order of l from 0 on. Column l
  /// of a lies at `p + 5·l`, row l of b at `q + l·bRow`. Of the result `rows` rows are written.
  void tile(
      int k,
      float[] a,
      int p,
      float[] b,
      int q,
      int bRow,
      boolean narrow,
      float[] c,
      int at,
      int cRow,
      int rows,
      boolean add);

  /// Copies `k` rows of two vectors each, `row` apart, to one after the other.
  void pack(int k, float[] from, int p, int row, float[] into, int at);

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
