package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.primitive.Aval;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// What choices and loops ask of the structures that go through them.
final class Structures {
  private Structures() {}

  /// Where leaf `i` is, for a message.
  static String place(String what, TreeDef structure, int i) {
    String path = structure.path(i);
    return path.isEmpty() ? what : what + "'s " + path;
  }

  /// The exception for two types that differ, with the way out.
  static IllegalArgumentException mismatch(String message, Aval one, Aval other) {
    return one.shape().equals(other.shape())
        ? new DTypeException(message + ": convert one with to(…)")
        : new ShapeException(message + ": the shapes must be the same");
  }

  /// Throws unless `test` is one truth value.
  static void requireTest(String name, String what, Tensor test) {
    if (test.dtype() != DType.BOOL || test.rank() != 0) {
      String message =
          name + ": " + what + " is " + test.aval() + ", but has to be a bool scalar: ";
      throw test.rank() == 0
          ? new DTypeException(message + "compare it, or use to(BOOL)")
          : new ShapeException(
              message + "reduce it with any or all, or choose element by element with where");
    }
  }

  /// A structure and the types of its leaves, which a loop keeps from step to step.
  record Kept(String name, String what, TreeDef structure, List<Aval> avals) {
    static Kept of(String name, String what, TreeDef structure, List<Tensor> leaves) {
      return new Kept(name, what, structure, leaves.stream().map(Tensor::aval).toList());
    }

    /// Throws unless the results, stacked, have the types of the stacked leaves up to their number.
    void slices(List<Tensor> results) {
      for (int i = 0; i < results.size(); i++) {
        Aval before = avals.get(i).unstacked();
        Aval after = results.get(i).aval().unstacked();
        if (!before.equals(after)) {
          throw mismatch(
              name
                  + ": "
                  + place(what, structure, i)
                  + " is "
                  + before
                  + ", but two joined are "
                  + after,
              before,
              after);
        }
      }
    }

    /// The leaves of `tree`, which must be like this.
    List<Tensor> leaves(Object tree) {
      if (structure.leafCount() == 1
          && tree instanceof Tensor tensor
          && avals.getFirst().equals(tensor.aval())
          && structure.path(0).isEmpty()) {
        return List.of(tensor);
      }
      var leaves = new ArrayList<Tensor>();
      String difference = structure.difference(Trees.flatten(tree, leaves));
      if (!difference.isEmpty()) {
        throw new IllegalArgumentException(
            name + ": " + what + " changes its structure in a step: " + difference);
      }
      for (int i = 0; i < leaves.size(); i++) {
        Aval now = leaves.get(i).aval();
        if (!now.equals(avals.get(i))) {
          throw mismatch(
              name
                  + ": "
                  + place(what, structure, i)
                  + " is "
                  + avals.get(i)
                  + " before a step, "
                  + now
                  + " after it",
              avals.get(i),
              now);
        }
      }
      return leaves;
    }
  }
}
