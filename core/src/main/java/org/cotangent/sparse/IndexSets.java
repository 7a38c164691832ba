package org.cotangent.sparse;

import java.util.Arrays;
import java.util.List;

/// Sets of indices as increasing arrays. Sets are shared wherever a union adds nothing, so that many elements that depend on the
/// same inputs cost one set.
final class IndexSets {
  static final int[] EMPTY = {};

  private IndexSets() {}

  /// The union; one of the two if it contains the other.
  static int[] union(int[] a, int[] b) {
    if (a == b || b.length == 0) {
      return a;
    }
    if (a.length == 0) {
      return b;
    }
    if (a.length < b.length) {
      return union(b, a);
    }
    if (containsAll(a, b)) {
      return a;
    }
    int[] both = new int[a.length + b.length];
    int i = 0;
    int j = 0;
    int size = 0;
    while (i < a.length || j < b.length) {
      if (j == b.length || i < a.length && a[i] < b[j]) {
        both[size++] = a[i++];
      } else {
        if (i < a.length && a[i] == b[j]) {
          i++;
        }
        both[size++] = b[j++];
      }
    }
    return size == both.length ? both : Arrays.copyOf(both, size);
  }

  private static boolean containsAll(int[] a, int[] b) {
    if (b.length > a.length / 8) {
      int i = 0;
      for (int index : b) {
        while (i < a.length && a[i] < index) {
          i++;
        }
        if (i == a.length || a[i] != index) {
          return false;
        }
      }
      return true;
    }
    for (int index : b) {
      if (Arrays.binarySearch(a, index) < 0) {
        return false;
      }
    }
    return true;
  }

  /// The union of many sets.
  static int[] union(List<int[]> sets) {
    if (sets.isEmpty()) {
      return EMPTY;
    }
    int[] largest = EMPTY;
    long total = 0;
    for (int[] set : sets) {
      total += set.length;
      if (set.length > largest.length) {
        largest = set;
      }
    }
    if (total == largest.length) {
      return largest;
    }
    if (sets.size() <= 4) {
      int[] result = largest;
      for (int[] set : sets) {
        result = union(result, set);
      }
      return result;
    }
    int[] all = new int[Math.toIntExact(total)];
    int size = 0;
    int[] last = EMPTY;
    for (int[] set : sets) {
      if (set != last) {
        System.arraycopy(set, 0, all, size, set.length);
        size += set.length;
        last = set;
      }
    }
    Arrays.sort(all, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[distinct++] = all[i];
      }
    }
    return distinct == largest.length ? largest : Arrays.copyOf(all, distinct);
  }
}
