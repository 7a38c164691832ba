package org.cotangent.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;

/// Few products with vectors that show all entries of a matrix, and how the entries follow from them.
///
/// All products lie in one array: for each colour of columns the matrix times the sum of the columns' unit vectors, then for each
/// colour of rows the sum of these rows.
///
/// If `parents` is empty, entry `k` is element `products[k]` of the array. Else, the entries are found by substitution: with
/// `y[s] = array[products[s]]`, unknown `s` is `y[s]` less all unknowns whose parent is `s` (and that are not `s`), in this order;
/// entry `k` is unknown `unknowns[k]`.
///
/// @param columns colours of columns
/// @param rows colours of rows
/// @param products where what is read stands in the products
/// @param parents of each unknown the one it is subtracted from, which comes later; itself if there is none
/// @param unknowns of each entry
@SuppressWarnings("ArrayRecordComponent") // made and read by this package and its one caller only
public record Compression(
    Colouring columns, Colouring rows, int[] products, int[] parents, int[] unknowns) {
  private static final int[] NONE = {};

  /// Number of products.
  public int colours() {
    return columns.colours() + rows.colours();
  }

  /// Colours of rows and of columns.
  private record Both(Colouring rows, Colouring columns) {
    /// Twice the number of products, and a half more for being of two kinds: of equals the simpler is better.
    int cost() {
      boolean two = rows.colours() > 0 && columns.colours() > 0;
      return 2 * (rows.colours() + columns.colours()) + (two ? 1 : 0);
    }
  }

  /// A way to do it, which costs `least` or more.
  private record Way(int least, Supplier<Both> colouring) {}

  /// For any matrix: columns are coloured, or rows (Curtis, Powell and Reid 1974), or both at once, whatever needs the fewest products.
  ///
  /// Both at once: the fullest rows are found by products with rows, all others by products with columns; or the other way round, the
  /// fullest columns by products with columns. Rows that are found and have a column in common differ in colour, and so do columns
  /// that have one of the other rows in common. That is a star bicolouring (Coleman and Verma 1998; Gebremedhin, Manne and Pothen
  /// 2005) for a given cover of the entries. The cover is the one that may need the fewest products: the most entries of a row
  /// that is left, and the most of a column in those that are not, are least together.
  public static Compression ofJacobian(Pattern pattern) {
    Pattern transposed = pattern.transposed();
    Cover fullRows = Cover.of(pattern);
    Cover fullColumns = Cover.of(transposed);
    var ways = new ArrayList<Way>();
    ways.add(
        new Way(
            2 * pattern.fullestRow(),
            () -> new Both(uncoloured(pattern.rows()), Colouring.columns(pattern))));
    ways.add(
        new Way(
            2 * transposed.fullestRow(),
            () -> new Both(Colouring.columns(transposed), uncoloured(pattern.columns()))));
    ways.add(new Way(2 * fullRows.least + 1, () -> both(pattern, fullRows.rows)));
    ways.add(
        new Way(
            2 * fullColumns.least + 1,
            () -> {
              Both both = both(transposed, fullColumns.rows);
              return new Both(both.columns, both.rows);
            }));
    ways.sort(Comparator.comparingInt(Way::least));
    Both best = ways.getFirst().colouring.get();
    for (Way way : ways.subList(1, ways.size())) {
      if (way.least < best.cost()) {
        Both both = way.colouring.get();
        best = both.cost() < best.cost() ? both : best;
      }
    }
    return direct(pattern, best);
  }

  private static Colouring uncoloured(int count) {
    int[] of = new int[count];
    Arrays.fill(of, -1);
    return new Colouring(0, of);
  }

  private static Both both(Pattern pattern, boolean[] rows) {
    boolean[] others = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      others[i] = !rows[i];
    }
    return new Both(
        Colouring.columns(pattern.only(rows).transposed()),
        Colouring.columns(pattern.only(others)));
  }

  /// The fullest rows, found by themselves, and how many products all takes at least.
  private record Cover(int least, boolean[] rows) {
    static Cover of(Pattern pattern) {
      int[] order = Colouring.fullestFirst(pattern);
      int[] inColumn = new int[pattern.columns()];
      int fullest = 0;
      int least = pattern.columns();
      int count = 0;
      // Neither no row nor all of them: that is one side alone.
      for (int i = 1; i < order.length; i++) {
        int row = order[i - 1];
        for (int k = pattern.pointers()[row]; k < pattern.pointers()[row + 1]; k++) {
          fullest = Math.max(fullest, ++inColumn[pattern.indices()[k]]);
        }
        int both = fullest + pattern.length(order[i]);
        if (both < least) {
          least = both;
          count = i;
        }
      }
      boolean[] rows = new boolean[pattern.rows()];
      for (int i = 0; i < count; i++) {
        rows[order[i]] = true;
      }
      return new Cover(least, rows);
    }
  }

  /// Where each entry stands alone in a product.
  private static Compression direct(Pattern pattern, Both both) {
    Colouring columns = both.columns();
    int m = pattern.rows();
    int n = pattern.columns();
    int behind = Math.multiplyExact(columns.colours(), m);
    int[] places = new int[pattern.entries()];
    int[] shared = new int[columns.colours()];
    int[] mark = new int[columns.colours()];
    for (int i = 0; i < m; i++) {
      for (int k = pattern.pointers()[i]; k < pattern.pointers()[i + 1]; k++) {
        int colour = columns.of()[pattern.indices()[k]];
        if (colour >= 0) {
          shared[colour] = mark[colour] == i + 1 ? shared[colour] + 1 : 1;
          mark[colour] = i + 1;
        }
      }
      for (int k = pattern.pointers()[i]; k < pattern.pointers()[i + 1]; k++) {
        int j = pattern.indices()[k];
        int colour = columns.of()[j];
        places[k] =
            colour >= 0 && shared[colour] == 1
                ? colour * m + i
                : behind + both.rows().of()[i] * n + j;
      }
    }
    return new Compression(columns, both.rows(), places, NONE, NONE);
  }

  /// For a symmetric matrix, by products with columns: a star colouring, from which entries are read, or an acyclic one, if it has
  /// fewer colours and substitution is wanted.
  ///
  /// @param pattern symmetric
  public static Compression ofHessian(Pattern pattern, boolean substitution) {
    Colouring star = Colouring.star(pattern);
    if (substitution && Colouring.fewestAcyclic(pattern) < star.colours()) {
      Colouring acyclic = Colouring.acyclic(pattern);
      if (acyclic.colours() < star.colours()) {
        return new Substitution(pattern, acyclic).compression();
      }
    }
    return new Substitution(pattern, star).compression();
  }
}
