package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;

/// The order of a loop's values and of more that belong to some of them: values come in groups (constants, carries, slices), and what
/// belongs to those of a group stands behind that group.
final class Interleaved {
  private final int values;

  /// For each place in the order, which value stands there; those from `values` on are the additional ones.
  private final List<Integer> order = new ArrayList<>();

  private int before;

  /// `extended` marks the values to which one more belongs; groups end at `ends` and at the end.
  Interleaved(boolean[] extended, int... ends) {
    values = extended.length;
    int next = values;
    int from = 0;
    for (int group = 0; group <= ends.length; group++) {
      int to = group < ends.length ? ends[group] : values;
      for (int i = from; i < to; i++) {
        order.add(i);
      }
      for (int i = from; i < to; i++) {
        if (extended[i]) {
          order.add(next++);
        }
      }
      if (group == 0) {
        before = next - values;
      }
      from = to;
    }
  }

  /// How many have joined the first group.
  int before() {
    return before;
  }

  /// Values and additional ones in this order.
  <T> List<T> arrange(List<? extends T> of, List<? extends T> additional) {
    var result = new ArrayList<T>(order.size());
    for (int from : order) {
      result.add(from < values ? of.get(from) : additional.get(from - values));
    }
    return result;
  }

  /// From this order back to the values, then the additional ones.
  <T> List<T> back(List<? extends T> arranged) {
    var result = new ArrayList<T>(arranged);
    for (int at = 0; at < order.size(); at++) {
      result.set(order.get(at), arranged.get(at));
    }
    return result;
  }
}
