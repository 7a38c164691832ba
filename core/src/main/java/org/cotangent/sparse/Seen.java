package org.cotangent.sparse;

import java.util.Arrays;

/// The colours of the coloured neighbours of a vertex: for each how often it occurs, and what was noted with the first.
final class Seen {
  private int[] colour = new int[2];
  private int[] count = new int[2];
  private int[] first = new int[2];
  private int size;

  /// How many colours.
  int size() {
    return size;
  }

  int colour(int i) {
    return colour[i];
  }

  int count(int i) {
    return count[i];
  }

  int first(int i) {
    return first[i];
  }

  /// The place of a colour, or −1.
  int find(int c) {
    for (int i = 0; i < size; i++) {
      if (colour[i] == c) {
        return i;
      }
    }
    return -1;
  }

  /// How often a colour occurs.
  int countOf(int c) {
    int i = find(c);
    return i < 0 ? 0 : count[i];
  }

  /// One more neighbour of this colour; returns the place where the colour was, or −1 if it is new.
  int add(int c, int note) {
    int i = find(c);
    if (i >= 0) {
      count[i]++;
      return i;
    }
    if (size == colour.length) {
      colour = Arrays.copyOf(colour, 2 * size);
      count = Arrays.copyOf(count, 2 * size);
      first = Arrays.copyOf(first, 2 * size);
    }
    colour[size] = c;
    count[size] = 1;
    first[size++] = note;
    return -1;
  }
}
