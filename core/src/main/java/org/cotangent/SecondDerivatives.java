package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Second derivatives along all axes, in forward mode: jets of order 2 of all basis vectors in one batch.
@SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
final class SecondDerivatives {
  private SecondDerivatives() {}

  static <P> P diagonal(Function<P, Tensor> f, P p) {
    var primals = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(p, primals);
    Transform.Flat flat =
        arguments -> {
          Tensor output = f.apply((P) structure.unflatten(arguments));
          Transform.requireNumber("hessianDiagonal", output);
          return List.of(output);
        };
    var result = new ArrayList<Tensor>(primals.size());
    for (int i = 0; i < primals.size(); i++) {
      result.add(
          along("hessianDiagonal", flat, primals, i)
              .to(primals.get(i).dtype())
              .reshape(primals.get(i).shape()));
    }
    return (P) structure.unflatten(result);
  }

  static <P> Tensor laplacian(Function<P, Tensor> f, P p) {
    var primals = new ArrayList<Tensor>();
    TreeDef structure = Trees.differentiable(p, primals);
    Transform.Flat flat = arguments -> List.of(f.apply((P) structure.unflatten(arguments)));
    Tensor sum = along("laplacian", flat, primals, 0).sum(0);
    for (int i = 1; i < primals.size(); i++) {
      sum = sum.plus(along("laplacian", flat, primals, i).sum(0));
    }
    return sum;
  }

  /// The second derivatives along the axes of one leaf, stacked.
  private static Tensor along(String name, Transform.Flat f, List<Tensor> primals, int leaf) {
    List<Tensor> nothing =
        primals.stream().map(primal -> Transform.nothing(primal.aval())).toList();
    Tensor basis = Transform.basis(primals.get(leaf).aval());
    return Transform.vmap(
            name,
            direction -> {
              var first = new ArrayList<>(nothing);
              first.set(leaf, direction.getFirst());
              return Transform.jet(name, f, primals, List.of(first, nothing)).get(2);
            },
            List.of(basis),
            List.of(0),
            basis.shape().length(0))
        .getFirst();
  }
}
