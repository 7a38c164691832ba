package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.primitive.Aval;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Jacobians: all basis tangents, or all basis cotangents, in one batch.
final class Jacobians {
  private Jacobians() {}

  /// The Jacobian by each leaf of `p`, in the mode with fewer sweeps.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  static <P> P jacobian(Function<P, Tensor> f, P p) {
    var primals = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(p, primals);
    Transform.Flat flat = arguments -> List.of(f.apply((P) structure.unflatten(arguments)));
    var reverse = Transform.vjp("jacobian", flat, primals);
    Aval output = reverse.outputs().getFirst().aval();
    requireFloating(output);
    int inputs = primals.stream().mapToInt(primal -> primal.shape().size()).sum();
    if (inputs < output.shape().size()) {
      return (P) structure.unflatten(forward("jacobian", flat, primals));
    }
    List<Tensor> rows =
        Transform.vmap(
            "jacobian",
            reverse.map()::apply,
            List.of(Transform.basis(output)),
            List.of(0),
            output.shape().size());
    var result = new ArrayList<Tensor>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      result.add(rows.get(i).reshape(joined(output.shape(), primals.get(i).shape())));
    }
    return (P) structure.unflatten(result);
  }

  /// The Jacobian of a function of one tensor, by forward mode.
  static Tensor forward(String name, TensorFunction f, Tensor x) {
    return forward(name, arguments -> List.of(f.apply(arguments.getFirst())), List.of(x))
        .getFirst();
  }

  private static List<Tensor> forward(String name, Transform.Flat f, List<Tensor> primals) {
    var result = new ArrayList<Tensor>(primals.size());
    for (int k = 0; k < primals.size(); k++) {
      int leaf = k;
      Tensor primal = primals.get(k);
      Transform.Flat tangent =
          direction -> {
            var tangents = new ArrayList<Tensor>(primals.size());
            for (int i = 0; i < primals.size(); i++) {
              tangents.add(
                  i == leaf ? direction.getFirst() : Transform.nothing(primals.get(i).aval()));
            }
            return Transform.jvp(name, f, primals, tangents).map().apply(List.of());
          };
      Tensor columns =
          Transform.vmap(
                  name,
                  tangent,
                  List.of(Transform.basis(primal.aval())),
                  List.of(0),
                  primal.shape().size())
              .getFirst();
      Shape output = columns.shape().without(0);
      result.add(columns.moveAxis(0, -1).reshape(joined(output, primal.shape())));
    }
    return result;
  }

  private static void requireFloating(Aval output) {
    if (!output.dtype().floating()) {
      throw new NotDifferentiableException(
          "jacobian: f returned " + output + ", which has no derivative: return a floating tensor");
    }
  }

  private static Shape joined(Shape first, Shape second) {
    Shape result = first;
    for (int length : second.lengths()) {
      result = result.with(result.rank(), length);
    }
    return result;
  }
}
