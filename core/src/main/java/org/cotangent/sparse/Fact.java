package org.cotangent.sparse;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.jspecify.annotations.Nullable;

/// What is known of a value in a derivative's program.
///
/// @param sets for each element the tangent's elements that it depends on; absent if no element depends on any
/// @param known the value, if the argument does not decide it
@SuppressWarnings("ArrayRecordComponent") // lives inside of one computation
record Fact(int @Nullable [][] sets, @Nullable Array known) {
  /// What is known of a value that is either this or that.
  Fact or(Fact other) {
    return new Fact(union(sets, other.sets), null);
  }

  private static int @Nullable [][] union(int @Nullable [][] a, int @Nullable [][] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int[][] both = new int[a.length][];
    Arrays.setAll(both, e -> IndexSets.union(a[e], b[e]));
    return both;
  }

  /// Whether all of the other's dependencies are among these.
  boolean covers(Fact other) {
    int[][] a = sets;
    int[][] b = other.sets;
    if (b == null) {
      return true;
    }
    for (int e = 0; e < b.length; e++) {
      int[] one = a == null ? IndexSets.EMPTY : a[e];
      if (b[e] != one && IndexSets.union(one, b[e]).length > one.length) {
        return false;
      }
    }
    return true;
  }

  /// Of slice `i` along the leading axis, which has `length` of them.
  Fact slice(int i, int length) {
    int[][] elements = sets;
    Array value = known;
    int size = elements == null ? 0 : elements.length / length;
    return new Fact(
        elements == null ? null : Arrays.copyOfRange(elements, i * size, (i + 1) * size),
        value != null && value.get(i) instanceof Array slice ? slice : null);
  }

  /// Of any slice.
  Fact anySlice(int length) {
    Fact all = new Fact(slice(0, length).sets, null);
    for (int i = 1; sets != null && i < length; i++) {
      all = all.or(slice(i, length));
    }
    return all;
  }

  /// Of slices of `size` elements, stacked.
  static Fact stacked(List<Fact> slices, int size) {
    if (slices.stream().allMatch(slice -> slice.sets == null)) {
      return new Fact(null, null);
    }
    int[][] all = new int[slices.size() * size][];
    for (int i = 0; i < slices.size(); i++) {
      int[][] one = slices.get(i).sets;
      for (int e = 0; e < size; e++) {
        all[i * size + e] = one == null ? IndexSets.EMPTY : one[e];
      }
    }
    return new Fact(all, null);
  }
}
