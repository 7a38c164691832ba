package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;

/// Lists of axes, as primitives hold them. Plain loops: a stream costs more than a small operation.
final class AxisLists {
  private AxisLists() {}

  /// The axes from `from` to before `to`.
  static List<Integer> range(int from, int to) {
    var range = new Integer[to - from];
    for (int i = 0; i < range.length; i++) {
      range[i] = from + i;
    }
    return List.of(range);
  }

  /// The axes of a tensor of that rank that are not in `axes`.
  static List<Integer> others(int rank, List<Integer> axes) {
    var others = new ArrayList<Integer>(rank);
    for (int axis = 0; axis < rank; axis++) {
      if (!axes.contains(axis)) {
        others.add(axis);
      }
    }
    return others;
  }

  /// In an array of the caller's own.
  static int[] array(List<Integer> axes) {
    int[] array = new int[axes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = axes.get(i);
    }
    return array;
  }
}
