package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.cotangent.ops.Arranging;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Running results of an associative operation, in logarithmically many steps: neighbours are joined in pairs, the half as long
/// sequence is done likewise, and its results are joined with the elements in between (Blelloch, *Prefix sums and their applications*,
/// 1990).
final class AssociativeScans {
  private AssociativeScans() {}

  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  static <X> X run(boolean reverse, BinaryOperator<X> f, X xs) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(xs, leaves);
    Scans.requireStacked("associativeScan", structure, leaves);
    // In reverse the later element comes first, so the two change places.
    var joined = Autodiff.vmap((X a, X b) -> reverse ? f.apply(b, a) : f.apply(a, b));
    var kept = Structures.Kept.of("associativeScan", "the element", structure, leaves);
    Join join =
        (a, b) -> {
          var results = new ArrayList<Tensor>();
          Object result = joined.apply((X) structure.unflatten(a), (X) structure.unflatten(b));
          structure.requireSame("associativeScan: the result", Trees.flatten(result, results));
          kept.slices(results);
          return results;
        };
    List<Tensor> inputs = reverse ? flipped(leaves) : leaves;
    List<Tensor> outputs = run(join, inputs);
    return (X) structure.unflatten(reverse ? flipped(outputs) : outputs);
  }

  private static List<Tensor> flipped(List<Tensor> tensors) {
    return tensors.stream().map(x -> Arranging.flip(x, 0)).toList();
  }

  /// The operation, on slices side by side.
  @FunctionalInterface
  private interface Join {
    List<Tensor> apply(List<Tensor> a, List<Tensor> b);
  }

  private static List<Tensor> run(Join join, List<Tensor> xs) {
    int n = xs.getFirst().shape().length(0);
    if (n < 2) {
      return xs;
    }
    int pairs = n / 2;
    List<Tensor> odd = run(join, join.apply(every(xs, 0, 2 * pairs), every(xs, 1, 2 * pairs)));
    int between = (n - 1) / 2;
    List<Tensor> even =
        between == 0
            ? first(xs)
            : side(
                first(xs),
                join.apply(odd.stream().map(x -> part(x, 0, between)).toList(), every(xs, 2, n)));
    var results = new ArrayList<Tensor>();
    for (int i = 0; i < xs.size(); i++) {
      results.add(interleaved(even.get(i), odd.get(i), n));
    }
    return results;
  }

  private static List<Tensor> every(List<Tensor> xs, int from, int to) {
    return xs.stream().map(x -> x.slice(Slice.span(from, to, 2))).toList();
  }

  private static Tensor part(Tensor x, int from, int to) {
    return x.slice(Slice.span(from, to));
  }

  private static List<Tensor> first(List<Tensor> xs) {
    return xs.stream().map(x -> part(x, 0, 1)).toList();
  }

  private static List<Tensor> side(List<Tensor> a, List<Tensor> b) {
    var results = new ArrayList<Tensor>();
    for (int i = 0; i < a.size(); i++) {
      results.add(Tensor.concat(0, a.get(i), b.get(i)));
    }
    return results;
  }

  /// `even[0], odd[0], even[1], …`, n in all.
  private static Tensor interleaved(Tensor even, Tensor odd, int n) {
    int pairs = n / 2;
    Shape slice = even.shape().without(0);
    Tensor both =
        Tensor.stack(part(even, 0, pairs), part(odd, 0, pairs))
            .moveAxis(0, 1)
            .reshape(slice.with(0, 2 * pairs));
    return n % 2 == 0 ? both : Tensor.concat(0, both, part(even, pairs, pairs + 1));
  }
}
