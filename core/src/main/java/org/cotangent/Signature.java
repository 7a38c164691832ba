package org.cotangent;

import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.primitive.Aval;
import org.cotangent.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/// What decides whether a program fits a call: the arguments' structures with their static leaves, and abstract values.
record Signature(List<TreeDef> structures, List<Aval> avals) {
  /// Why a program for this one had to be made, after the one `before` was called.
  String difference(@Nullable Signature before) {
    if (before == null) {
      return "first call";
    }
    for (int k = 0; k < structures.size(); k++) {
      String difference = before.structures.get(k).difference(structures.get(k));
      if (!difference.isEmpty()) {
        return "argument " + k + ": " + difference;
      }
    }
    for (int i = 0; i < avals.size(); i++) {
      if (!before.avals.get(i).equals(avals.get(i))) {
        return path(i) + " changed from " + before.avals.get(i) + " to " + avals.get(i);
      }
    }
    return "two threads called it first";
  }

  private String path(int leaf) {
    int from = 0;
    for (int k = 0; k < structures.size(); k++) {
      TreeDef structure = structures.get(k);
      if (leaf < from + structure.leafCount()) {
        String path = structure.path(leaf - from);
        return "argument " + k + (path.isEmpty() ? "" : ", " + path + ",");
      }
      from += structure.leafCount();
    }
    throw new AssertionError(leaf);
  }

  /// The structures and the abstract values: `*, Config(w=*, rate=0.5): f64, f64[3]`.
  @Override
  public String toString() {
    String leaves = avals.stream().map(Aval::toString).collect(Collectors.joining(", "));
    return structures.stream().allMatch(structure -> structure.toString().equals("*"))
        ? leaves
        : structures.stream().map(TreeDef::toString).collect(Collectors.joining(", "))
            + ": "
            + leaves;
  }
}
