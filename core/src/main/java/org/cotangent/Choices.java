package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Op;
import org.cotangent.trace.Closures;
import org.cotangent.trace.Transform;
import org.cotangent.trace.Underneath;
import org.cotangent.tree.TreeDef;

/// Choices between functions on structures.
///
/// Where the index is known, and the same for all examples of a `vmap`, the chosen function just runs. Otherwise all branches are
/// written as programs, with what they use of the world around as arguments.
final class Choices {
  private Choices() {}

  static <R> R cond(Tensor predicate, Supplier<R> ifTrue, Supplier<R> ifFalse) {
    Structures.requireTest("cond", "the predicate", predicate);
    return choose("cond", predicate, List.of(ifFalse, ifTrue));
  }

  static <R> R switchCase(Tensor index, List<Supplier<R>> branches) {
    if (index.rank() != 0 || index.dtype().floating() || index.dtype() == DType.BOOL) {
      throw new DTypeException(
          "switchCase: the index is "
              + index.aval()
              + ", but has to be a scalar of whole numbers: convert it with to(I64)");
    }
    return choose("switchCase", index, branches);
  }

  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  private static <R> R choose(String name, Tensor index, List<Supplier<R>> branches) {
    int last = branches.size() - 1;
    if (Underneath.agreed(index)) {
      double at = Underneath.number(index);
      return branches.get((int) Math.max(0, Math.min(last, at))).get();
    }
    var staged = new ArrayList<Transform.Staged>();
    var structures = new ArrayList<TreeDef>();
    for (Supplier<R> branch : branches) {
      staged.add(Transform.branch(name, () -> Batches.flat(branch.get(), structures)));
    }
    for (int b = 1; b <= last; b++) {
      same(name, b, structures, staged);
    }
    var closures = Closures.of(staged);
    var arguments = new ArrayList<Tensor>();
    arguments.add(index);
    arguments.addAll(closures.captures());
    List<Tensor> results = Op.of(new Cond(closures.programs())).bind(arguments);
    return (R) structures.getFirst().unflatten(results);
  }

  /// Throws unless branch `b` returns what the first does.
  private static void same(
      String name, int b, List<TreeDef> structures, List<Transform.Staged> staged) {
    TreeDef first = structures.getFirst();
    String difference = first.difference(structures.get(b));
    if (!difference.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": the branches return different structures: " + difference);
    }
    for (int i = 0; i < first.leafCount(); i++) {
      Aval one = staged.getFirst().program().outputs().get(i).aval();
      Aval other = staged.get(b).program().outputs().get(i).aval();
      if (!one.equals(other)) {
        throw Structures.mismatch(
            name
                + ": the branches return different types: "
                + Structures.place("the result", first, i)
                + " is "
                + (name.equals("cond") ? other : one)
                + (name.equals("cond") ? " if true, " : " in branch 0, ")
                + (name.equals("cond") ? one : other)
                + (name.equals("cond") ? " if false" : " in branch " + b),
            one,
            other);
      }
    }
  }
}
