package org.cotangent.pass;

import static org.cotangent.pass.Constants.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.ops.Arithmetic.Mul;
import org.cotangent.ops.Reduction.ReduceMax;
import org.cotangent.ops.Reduction.ReduceMin;
import org.cotangent.ops.Reduction.ReduceSum;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Shaping.Reshape;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;

/// Reductions.
///
/// Sums of floating numbers are neither merged nor turned into products: the order of a sum decides how it rounds.
final class ReductionIdentities {
  static final List<Identity<?>> ALL =
      List.of(
          of(ReduceSum.class, "a sum of one element", (sum, x, in) -> single(sum, x, in)),
          of(ReduceMax.class, "the largest of one element", (max, x, in) -> single(max, x, in)),
          of(ReduceMin.class, "the smallest of one element", (min, x, in) -> single(min, x, in)),
          of(
              ReduceSum.class,
              "a sum of sums of whole numbers",
              (sum, x, in) ->
                  whole(x.get(0))
                          && in.origin(x.get(0)) instanceof Origin.Made(ReduceSum(var axes), var of)
                      ? Optional.of(
                          in.emit(
                              new ReduceSum(merged(axes, sum.axes(), of.getFirst())),
                              of.getFirst()))
                      : Optional.empty()),
          of(
              ReduceMax.class,
              "the largest of the largest",
              (max, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(ReduceMax(var axes), List<Atom> of)
                      ? Optional.of(
                          in.emit(
                              new ReduceMax(merged(axes, max.axes(), of.getFirst())),
                              of.getFirst()))
                      : Optional.empty()),
          of(
              ReduceMin.class,
              "the smallest of the smallest",
              (min, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(ReduceMin(var axes), List<Atom> of)
                      ? Optional.of(
                          in.emit(
                              new ReduceMin(merged(axes, min.axes(), of.getFirst())),
                              of.getFirst()))
                      : Optional.empty()),
          of(
              ReduceSum.class,
              "a sum of whole numbers that were repeated along its axes",
              ReductionIdentities::sumOfBroadcast));

  private ReductionIdentities() {}

  private static <P extends Primitive> Identity<P> of(
      Class<P> primitive, String text, Identity.Right<P> right) {
    return new Identity<>(primitive, text, right);
  }

  private static Optional<Atom> single(Primitive reduction, List<Atom> x, Rewriter in) {
    Aval result = Op.of(reduction).shapes(List.of(x.get(0).aval())).getFirst();
    int size = x.get(0).aval().shape().size();
    return size > 0 && size == result.shape().size()
        ? Optional.of(in.emit(new Reshape(result.shape()), x.get(0)))
        : Optional.empty();
  }

  /// The axes of `x` that are reduced when `second` are, of what is left by `first`.
  private static List<Integer> merged(List<Integer> first, List<Integer> second, Atom x) {
    var left = new ArrayList<Integer>();
    for (int axis = 0; axis < x.aval().shape().rank(); axis++) {
      if (!first.contains(axis)) {
        left.add(axis);
      }
    }
    var axes = new ArrayList<>(first);
    second.forEach(axis -> axes.add(left.get(axis)));
    return axes.stream().sorted().toList();
  }

  private static Optional<Atom> sumOfBroadcast(ReduceSum sum, List<Atom> x, Rewriter in) {
    if (!whole(x.get(0))
        || !(in.origin(x.get(0)) instanceof Origin.Made(Broadcast(var shape, var axes), var of))
        || axes.stream().anyMatch(sum.axes()::contains)) {
      return Optional.empty();
    }
    long count = 1;
    for (int axis : sum.axes()) {
      count *= shape.length(axis);
    }
    var left = new ArrayList<Integer>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!sum.axes().contains(axis)) {
        left.add(axis);
      }
    }
    Atom repeated =
        in.emit(
            new Broadcast(
                sum.shape(x.get(0).aval()).shape(), axes.stream().map(left::indexOf).toList()),
            of.getFirst());
    return Optional.of(in.emit(new Mul(), repeated, Rewriter.fill(repeated.aval(), count)));
  }
}
