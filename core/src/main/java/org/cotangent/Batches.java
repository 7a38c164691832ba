package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff.In;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// vmap of functions on structures.
final class Batches {
  private Batches() {}

  /// Runs `f` on all examples of `arguments` at once.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  static <R> R run(List<?> arguments, List<In> ins, Function<List<?>, R> f) {
    var leaves = new ArrayList<Tensor>();
    var axes = new ArrayList<Integer>();
    var structures = new ArrayList<TreeDef>();
    int size = -1;
    for (int k = 0; k < arguments.size(); k++) {
      int from = leaves.size();
      structures.add(Trees.flatten(arguments.get(k), leaves));
      for (int i = from; i < leaves.size(); i++) {
        switch (ins.get(k)) {
          case In.Shared _ -> axes.add(-1);
          case In.Mapped(int axis) -> {
            Shape shape = leaves.get(i).shape();
            int at = shape.axis(axis, "vmap");
            axes.add(at);
            size = agreed(size, shape.length(at), k, shape);
          }
        }
      }
    }
    if (size < 0) {
      throw new ShapeException(
          "vmap: no argument is mapped: one of them must be MAPPED and hold a tensor");
    }
    var result = new ArrayList<TreeDef>(1);
    List<Tensor> outputs =
        Transform.vmap(
            "vmap", boxes -> flat(f.apply(rebuilt(structures, boxes)), result), leaves, axes, size);
    return (R) result.getFirst().unflatten(outputs);
  }

  private static int agreed(int size, int length, int argument, Shape shape) {
    if (size >= 0 && size != length) {
      throw new ShapeException(
          "vmap: argument "
              + argument
              + " has "
              + length
              + " examples in "
              + shape
              + ", another one has "
              + size);
    }
    return length;
  }

  /// Each structure with its share of `leaves`.
  static List<Object> rebuilt(List<TreeDef> structures, List<Tensor> leaves) {
    var result = new ArrayList<>(structures.size());
    int from = 0;
    for (TreeDef structure : structures) {
      int to = from + structure.leafCount();
      result.add(structure.unflatten(leaves.subList(from, to)));
      from = to;
    }
    return result;
  }

  /// The leaves of `tree`; notes its structure.
  static List<Tensor> flat(Object tree, List<TreeDef> structure) {
    var leaves = new ArrayList<Tensor>();
    structure.add(Trees.flatten(tree, leaves));
    return leaves;
  }
}
