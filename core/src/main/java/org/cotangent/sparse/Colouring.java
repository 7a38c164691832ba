package org.cotangent.sparse;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Which columns of a matrix can be found together, in one product with a vector: those of one colour.
///
/// @param colours number of colours
/// @param of the colour of each column
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

  private static int[] fullestFirst(Pattern pattern) {
    return IntStream.range(0, pattern.rows())
        .boxed()
        .sorted(Comparator.comparingInt(i -> pattern.pointers()[i] - pattern.pointers()[i + 1]))
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

  /// One run of the greedy star colouring. For each vertex it keeps which colours its neighbours have, how often, and whose the
  /// first was; and the colours that a new neighbour must not have, because they would end a path of four in two colours.
  private static final class Stars {
    private final Pattern pattern;
    private final int[] of;
    private final Seen[] seen;
    private final BitSet[] ends;
    private int colours;

    Stars(Pattern pattern) {
      this.pattern = pattern;
      this.of = new int[pattern.rows()];
      Arrays.fill(of, -1);
      this.seen = new Seen[pattern.rows()];
      this.ends = new BitSet[pattern.rows()];
      Arrays.setAll(seen, _ -> new Seen());
      Arrays.setAll(ends, _ -> new BitSet());
    }

    /// The colours of the coloured neighbours of a vertex.
    private static final class Seen {
      private int[] colour = new int[2];
      private int[] count = new int[2];
      private int[] first = new int[2];
      private int size;

      int find(int c) {
        for (int i = 0; i < size; i++) {
          if (colour[i] == c) {
            return i;
          }
        }
        return -1;
      }

      int count(int c) {
        int i = find(c);
        return i < 0 ? 0 : count[i];
      }

      void add(int c, int vertex) {
        int i = find(c);
        if (i >= 0) {
          count[i]++;
          return;
        }
        if (size == colour.length) {
          colour = Arrays.copyOf(colour, 2 * size);
          count = Arrays.copyOf(count, 2 * size);
          first = Arrays.copyOf(first, 2 * size);
        }
        colour[size] = c;
        count[size] = 1;
        first[size++] = vertex;
      }
    }

    Colouring colour(int[] order) {
      var forbidden = new BitSet();
      for (int v : order) {
        forbidden.clear();
        forbid(v, forbidden);
        int colour = forbidden.nextClearBit(0);
        of[v] = colour;
        colours = Math.max(colours, colour + 1);
        note(v, colour);
      }
      return new Colouring(colours, of);
    }

    private void forbid(int v, BitSet forbidden) {
      for (int k = pattern.pointers()[v]; k < pattern.pointers()[v + 1]; k++) {
        int w = pattern.indices()[k];
        if (w == v || of[w] < 0) {
          continue;
        }
        forbidden.set(of[w]);
        // v – w – x – y with y of w's colour: v must not have x's.
        forbidden.or(ends[w]);
        if (seen[v].count(of[w]) > 1) {
          // a – v – w – x with a of w's colour: v must not have x's.
          Seen others = seen[w];
          for (int i = 0; i < others.size; i++) {
            forbidden.set(others.colour[i]);
          }
        }
      }
    }

    private void note(int v, int colour) {
      for (int k = pattern.pointers()[v]; k < pattern.pointers()[v + 1]; k++) {
        int x = pattern.indices()[k];
        if (x == v) {
          continue;
        }
        int before = seen[x].find(colour);
        seen[x].add(colour, v);
        if (before >= 0 && of[x] >= 0) {
          ends[v].set(of[x]);
          if (seen[x].count[before] == 2) {
            ends[seen[x].first[before]].set(of[x]);
          }
        }
        // v itself may see a colour twice: its neighbours of that colour end in v's.
        if (of[x] >= 0 && seen[v].count(of[x]) > 1) {
          ends[x].set(colour);
        }
      }
    }
  }
}
