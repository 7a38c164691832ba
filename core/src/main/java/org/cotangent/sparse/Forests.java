package org.cotangent.sparse;

import java.util.Arrays;
import java.util.BitSet;

/// One run of the greedy acyclic colouring (Gebremedhin, Tarafdar, Manne and Pothen 2007). The edges between two colours are the
/// edges of trees, kept as disjoint sets. A new vertex must not have a colour for which two of its neighbours are in one tree.
///
/// All edges from a vertex to neighbours of one colour are in one tree, so the vertex keeps one of them for each colour; a vertex
/// costs as many steps as it has neighbours, times their colours.
final class Forests {
  private final Pattern pattern;
  private final int[] of;

  /// The colours of each vertex's neighbours, with an edge to the first.
  private final Seen[] seen;

  /// Of each edge the parent in its set.
  private final int[] parent;

  /// By which neighbour (and for which new vertex) a tree was reached.
  private final int[] by;

  private final int[] during;
  private int edges;
  private int colours;

  Forests(Pattern pattern) {
    this.pattern = pattern;
    this.of = new int[pattern.rows()];
    Arrays.fill(of, -1);
    this.seen = new Seen[pattern.rows()];
    Arrays.setAll(seen, _ -> new Seen());
    this.parent = new int[pattern.entries() / 2 + 1];
    this.by = new int[parent.length];
    this.during = new int[parent.length];
    Arrays.fill(during, -1);
  }

  Colouring colour(int[] order) {
    var forbidden = new BitSet();
    for (int v : order) {
      forbidden.clear();
      for (int k = pattern.pointers()[v]; k < pattern.pointers()[v + 1]; k++) {
        int w = pattern.indices()[k];
        if (w != v && of[w] >= 0) {
          forbidden.set(of[w]);
          closing(v, w, forbidden);
        }
      }
      int colour = forbidden.nextClearBit(0);
      of[v] = colour;
      colours = Math.max(colours, colour + 1);
      note(v, colour);
    }
    return new Colouring(colours, of);
  }

  /// The colours of trees that another neighbour of v is in, too.
  private void closing(int v, int w, BitSet forbidden) {
    for (int i = 0; i < seen[w].size(); i++) {
      int tree = root(seen[w].first(i));
      if (during[tree] != v) {
        during[tree] = v;
        by[tree] = w;
      } else if (by[tree] != w) {
        forbidden.set(seen[w].colour(i));
      }
    }
  }

  private void note(int v, int colour) {
    for (int k = pattern.pointers()[v]; k < pattern.pointers()[v + 1]; k++) {
      int w = pattern.indices()[k];
      if (w == v || of[w] < 0) {
        continue;
      }
      int edge = edges++;
      parent[edge] = edge;
      join(seen[w], colour, edge);
      join(seen[v], of[w], edge);
    }
  }

  private void join(Seen seen, int colour, int edge) {
    int before = seen.add(colour, edge);
    if (before >= 0) {
      parent[root(edge)] = root(seen.first(before));
    }
  }

  /// The edge that stands for the tree of an edge; halves the way to it.
  private int root(int edge) {
    int at = edge;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
