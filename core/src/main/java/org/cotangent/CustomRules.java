package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Autodiff.Saved;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Functions on structures with rules of their own.
///
/// A call flattens its argument and binds a primitive that holds the function and the rule; the structures of results and
/// residuals are noted when the function runs.
@SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
final class CustomRules {
  private CustomRules() {}

  static <A, R> Function<A, R> jvp(Function<A, R> f, Function3<A, A, R, R> rule) {
    return argument -> {
      var leaves = new ArrayList<Tensor>();
      TreeDef structure = Trees.flatten(argument, leaves);
      int n = leaves.size();
      var result = new ArrayList<TreeDef>();
      var custom =
          new CustomJvp(
              inputs -> Batches.flat(f.apply((A) structure.unflatten(inputs)), result),
              all ->
                  same(
                      "customJvp: the rule's result",
                      result.getLast(),
                      rule.apply(
                          (A) structure.unflatten(all.subList(0, n)),
                          (A) structure.unflatten(all.subList(n, 2 * n)),
                          (R) result.getLast().unflatten(all.subList(2 * n, all.size())))));
      return (R) bound(custom, leaves, result);
    };
  }

  static <A, R, S> Function<A, R> vjp(
      Function<A, Saved<R, S>> forward, BiFunction<S, R, A> backward) {
    return argument -> {
      var leaves = new ArrayList<Tensor>();
      TreeDef structure = Trees.flatten(argument, leaves);
      var result = new ArrayList<TreeDef>();
      var saved = new ArrayList<TreeDef>();
      var custom =
          new CustomVjp(
              inputs -> {
                Saved<R, S> both = forward.apply((A) structure.unflatten(inputs));
                return new CustomVjp.Result(
                    Batches.flat(both.value(), result), Batches.flat(both.saved(), saved));
              },
              all -> {
                TreeDef residuals = saved.getLast();
                int n = residuals.leafCount();
                return same(
                    "customVjp: the backward rule's result",
                    structure,
                    backward.apply(
                        (S) residuals.unflatten(all.subList(0, n)),
                        (R) result.getLast().unflatten(all.subList(n, all.size()))));
              });
      return (R) bound(custom, leaves, result);
    };
  }

  static <A, R> Function<A, R> vmap(Function<A, R> f, Function<A, R> batched) {
    return argument -> {
      var leaves = new ArrayList<Tensor>();
      TreeDef structure = Trees.flatten(argument, leaves);
      var result = new ArrayList<TreeDef>();
      var custom =
          new CustomVmap(
              inputs -> Batches.flat(f.apply((A) structure.unflatten(inputs)), result),
              inputs -> Batches.flat(batched.apply((A) structure.unflatten(inputs)), result));
      return (R) bound(custom, leaves, result);
    };
  }

  private static Object bound(Primitive custom, List<Tensor> leaves, List<TreeDef> result) {
    List<Tensor> outputs = Op.of(custom).bind(leaves);
    return result.getLast().unflatten(outputs);
  }

  private static List<Tensor> same(String what, TreeDef expected, Object tree) {
    var leaves = new ArrayList<Tensor>();
    expected.requireSame(what, Trees.flatten(tree, leaves));
    return leaves;
  }
}
