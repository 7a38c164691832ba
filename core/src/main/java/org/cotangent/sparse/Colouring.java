package org.cotangent.sparse;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Which columns of a matrix can be found together, in one product with a vector: those of one colour.
///
/// @param colours number of colours
/// @param of the colour of each column; −1 if it takes part in no product
@SuppressWarnings("ArrayRecordComponent") // made and read by this package and its one caller only
public record Colouring(int colours, int[] of) {

  /// Columns of one colour have no row in common, so a product with their sum shows all their entries (Curtis, Powell and Reid
  /// 1974): a distance-1 colouring of the columns' intersection graph (Coleman and Moré 1983), greedily, in the natural order and
  /// with the fullest columns first; the better of the two.
  public static Colouring columns(Pattern pattern) {
    Pattern byColumn = pattern.transposed();
    Colouring natural = columns(pattern, byColumn, natural(pattern.columns()));
    if (natural.colours <= pattern.fullestRow()) {
      return natural;
    }
    Colouring fullest = columns(pattern, byColumn, fullestFirst(byColumn));
    return fullest.colours < natural.colours ? fullest : natural;
  }

  private static Colouring columns(Pattern pattern, Pattern byColumn, int[] order) {
    int[] of = new int[pattern.columns()];
    // The colours that a row has already: as many columns of another colour as it has entries need
    // no more than that.
    BitSet[] taken = new BitSet[pattern.rows()];
    var forbidden = new BitSet();
    int colours = 0;
    for (int column : order) {
      forbidden.clear();
      int from = byColumn.pointers()[column];
      int to = byColumn.pointers()[column + 1];
      if (from == to) {
        of[column] = -1;
        continue;
      }
      for (int k = from; k < to; k++) {
        BitSet row = taken[byColumn.indices()[k]];
        if (row != null) {
          forbidden.or(row);
        }
      }
      int colour = forbidden.nextClearBit(0);
      of[column] = colour;
      colours = Math.max(colours, colour + 1);
      for (int k = from; k < to; k++) {
        int row = byColumn.indices()[k];
        if (taken[row] == null) {
          taken[row] = new BitSet();
        }
        taken[row].set(colour);
      }
    }
    return new Colouring(colours, of);
  }

  private static int[] natural(int count) {
    return IntStream.range(0, count).toArray();
  }

  static int[] fullestFirst(Pattern pattern) {
    return IntStream.range(0, pattern.rows())
        .boxed()
        .sorted(Comparator.comparingInt(i -> -pattern.length(i)))
        .mapToInt(i -> i)
        .toArray();
  }

  /// For a symmetric matrix: neighbours have different colours, and no path of four vertices has only two (a *star colouring*), so
  /// each entry can be read off one product, in its row or, by symmetry, in its column (Coleman and Moré 1984; Gebremedhin, Manne
  /// and Pothen 2005). Greedy, with the vertices of the highest degree first.
  ///
  /// @param pattern symmetric
  public static Colouring star(Pattern pattern) {
    return new Stars(pattern).colour(fullestFirst(pattern));
  }

  /// For a symmetric matrix: neighbours have different colours, and no cycle has only two (an *acyclic colouring*), so the entries
  /// of two colours are the edges of a forest and can be found from its leaves inwards, each from a product and the entries before it
  /// (Coleman and Cai 1986; Gebremedhin, Manne and Pothen 2005). Greedy (Gebremedhin, Tarafdar, Manne and Pothen 2007), in the natural
  /// order and with the vertices of the highest degree first; the better of the two.
  ///
  /// @param pattern symmetric
  public static Colouring acyclic(Pattern pattern) {
    Colouring natural = new Forests(pattern).colour(natural(pattern.rows()));
    if (natural.colours <= fewestAcyclic(pattern)) {
      return natural;
    }
    Colouring fullest = new Forests(pattern).colour(fullestFirst(pattern));
    return fullest.colours < natural.colours ? fullest : natural;
  }

  /// No acyclic colouring has fewer colours than this: with `k` colours of `n` vertices, the forests of all pairs have
  /// `(k − 1)·n − k·(k − 1)/2` edges at most.
  static int fewestAcyclic(Pattern pattern) {
    long n = pattern.rows();
    long edges = 0;
    for (int i = 0; i < n; i++) {
      for (int k = pattern.pointers()[i]; k < pattern.pointers()[i + 1]; k++) {
        edges += pattern.indices()[k] > i ? 1 : 0;
      }
    }
    long k = 1;
    while (k < n && (k - 1) * n - k * (k - 1) / 2 < edges) {
      k++;
    }
    return (int) k;
  }
}
