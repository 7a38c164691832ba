package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Op;
import org.cotangent.trace.Closures;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Functions on structures that reverse mode runs again.
final class Checkpoints {
  private Checkpoints() {}

  /// Runs `f`; where something is traced, as a program.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  static <R> R run(Recompute recompute, List<?> arguments, Function<List<?>, R> f) {
    var leaves = new ArrayList<Tensor>();
    var structures = new ArrayList<TreeDef>(arguments.size());
    for (Object argument : arguments) {
      structures.add(Trees.flatten(argument, leaves));
    }
    if (!traced(leaves)) {
      R result = f.apply(arguments);
      var results = new ArrayList<Tensor>();
      Trees.flatten(result, results);
      if (!traced(results)) {
        return result;
      }
    }
    var result = new ArrayList<TreeDef>(1);
    var staged =
        Transform.stage(
            "checkpoint",
            boxes -> Batches.flat(f.apply(Batches.rebuilt(structures, boxes)), result),
            leaves.stream().map(Tensor::aval).toList());
    var closures = Closures.of(List.of(staged));
    var all = new ArrayList<>(closures.captures());
    all.addAll(leaves);
    return (R)
        result
            .getFirst()
            .unflatten(Op.of(new Checkpoint(recompute, closures.programs().getFirst())).bind(all));
  }

  private static boolean traced(List<Tensor> tensors) {
    return tensors.stream().anyMatch(tensor -> tensor instanceof Box);
  }
}
