package org.cotangent.tree;

import java.util.List;
import org.cotangent.Tensor;

/// A tree without its tensors: the structure and what is static in it. Immutable and thread-safe; equal to another when both are, so
/// it serves as part of a cache's key. Arrays of numbers in it are compared by their elements and are copies: changing the original
/// later changes neither the key nor what is rebuilt.
public final class TreeDef {
  /// A tensor by itself: the most common tree.
  static final TreeDef LEAF = new TreeDef(new Structure.Leaf(), 1);

  private final Structure structure;
  private final int leafCount;

  TreeDef(Structure structure, int leafCount) {
    this.structure = structure;
    this.leafCount = leafCount;
  }

  /// Number of tensors that a tree of this structure has.
  public int leafCount() {
    return leafCount;
  }

  /// The tree with these tensors in their order. Throws an [IllegalArgumentException] if there are more or fewer.
  public Object unflatten(List<? extends Tensor> leaves) {
    if (leaves.size() != leafCount) {
      throw new IllegalArgumentException(
          "unflatten: " + leaves.size() + " tensors given, but the structure has " + leafCount);
    }
    return structure instanceof Structure.Leaf ? leaves.get(0) : structure.build(leaves.iterator());
  }

  /// Where leaf number `leaf` is: `Params.layers[2].bias`; empty for a tensor by itself.
  public String path(int leaf) {
    return Paths.leaves(structure).get(leaf);
  }

  /// The first difference of `other` from this, in one line that says what to do; empty if they are equal.
  public String difference(TreeDef other) {
    return new Differences(false).between(structure, other.structure, "");
  }

  /// Throws an [IllegalArgumentException] naming `what` and the place, unless `given` has this structure; what is static may differ.
  public void requireSame(String what, TreeDef given) {
    if (structure instanceof Structure.Leaf && given.structure instanceof Structure.Leaf) {
      return;
    }
    String difference = new Differences(true).between(structure, given.structure, "");
    if (!difference.isEmpty()) {
      throw new IllegalArgumentException(what + " has another structure: " + difference);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof TreeDef that && structure.equals(that.structure);
  }

  @Override
  public int hashCode() {
    return structure.hashCode();
  }

  /// The structure with `*` for tensors: `Params(weights=*, bias=*)`.
  @Override
  public String toString() {
    return structure.text();
  }
}
