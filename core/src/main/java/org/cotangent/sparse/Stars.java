package org.cotangent.sparse;

import java.util.Arrays;
import java.util.BitSet;

/// One run of the greedy star colouring. For each vertex it keeps which colours its neighbours have, how often, and whose the first
/// was; and the colours that a new neighbour must not have, because they would end a path of four in two colours. So a vertex costs
/// as many steps as it has neighbours, times their colours, however many neighbours those have.
final class Stars {
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
      if (seen[v].countOf(of[w]) > 1) {
        // a – v – w – x with a of w's colour: v must not have x's.
        for (int i = 0; i < seen[w].size(); i++) {
          forbidden.set(seen[w].colour(i));
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
      int before = seen[x].add(colour, v);
      if (before >= 0 && of[x] >= 0) {
        ends[v].set(of[x]);
        if (seen[x].count(before) == 2) {
          ends[seen[x].first(before)].set(of[x]);
        }
      }
      // v itself may see a colour twice: its neighbours of that colour end in v's.
      if (of[x] >= 0 && seen[v].countOf(of[x]) > 1) {
        ends[x].set(colour);
      }
    }
  }
}
