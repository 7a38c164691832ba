package org.cotangent.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Shaping.Convert;
import org.cotangent.ops.Shaping.Permute;
import org.cotangent.ops.Shaping.Reshape;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;

/// Shapes and dtypes.
final class ShapingIdentities {
  static final List<Identity<?>> ALL =
      List.of(
          of(
              Reshape.class,
              "a reshape to the shape that is there",
              (reshape, x, _) ->
                  shape(x.get(0)).equals(reshape.shape())
                      ? Optional.of(x.get(0))
                      : Optional.empty()),
          of(
              Reshape.class,
              "a reshape of a reshape",
              (reshape, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Reshape _, List<Atom> of)
                      ? Optional.of(in.emit(reshape, of.getFirst()))
                      : Optional.empty()),
          of(
              Reshape.class,
              "a broadcast whose new axes of length 1 come or go",
              ShapingIdentities::reshapedBroadcast),
          of(
              Permute.class,
              "an order that moves axes of length 1 only",
              (permute, x, in) ->
                  inOrder(permute.order(), shape(x.get(0)))
                      ? Optional.of(
                          in.emit(new Reshape(permute.shape(x.get(0).aval()).shape()), x.get(0)))
                      : Optional.empty()),
          of(
              Permute.class,
              "an order of an order",
              (permute, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Permute(var first), List<Atom> of)
                      ? Optional.of(
                          in.emit(
                              new Permute(permute.order().stream().map(first::get).toList()),
                              of.getFirst()))
                      : Optional.empty()),
          of(Permute.class, "an order of a broadcast", ShapingIdentities::permutedBroadcast),
          of(
              Broadcast.class,
              "a broadcast that repeats nothing",
              (broadcast, x, in) ->
                  shape(x.get(0)).size() == broadcast.shape().size() && broadcast.shape().size() > 0
                      ? Optional.of(in.emit(new Reshape(broadcast.shape()), x.get(0)))
                      : Optional.empty()),
          of(
              Broadcast.class,
              "a broadcast of a broadcast",
              (broadcast, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Broadcast(_, var axes), List<Atom> of)
                      ? Optional.of(
                          in.emit(
                              new Broadcast(
                                  broadcast.shape(),
                                  axes.stream().map(broadcast.axes()::get).toList()),
                              of.getFirst()))
                      : Optional.empty()),
          of(
              Broadcast.class,
              "a broadcast of axes of length 1 that come or go",
              ShapingIdentities::broadcastReshape),
          of(
              Convert.class,
              "a conversion to the dtype that is there",
              (convert, x, _) ->
                  x.get(0).aval().dtype() == convert.dtype()
                      ? Optional.of(x.get(0))
                      : Optional.empty()),
          of(
              Convert.class,
              "a conversion by way of a wider dtype",
              (convert, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Convert(DType wide), List<Atom> of)
                          && holds(wide, of.getFirst().aval().dtype())
                      ? Optional.of(in.emit(convert, of.getFirst()))
                      : Optional.empty()));

  private ShapingIdentities() {}

  private static <P extends Primitive> Identity<P> of(
      Class<P> primitive, String text, Identity.Right<P> right) {
    return new Identity<>(primitive, text, right);
  }

  private static Shape shape(Atom atom) {
    return atom.aval().shape();
  }

  /// Whether every value of `narrow` is one of `wide`.
  private static boolean holds(DType wide, DType narrow) {
    return switch (narrow) {
      case BOOL -> true;
      case I32 -> wide == DType.I64 || wide == DType.F64 || wide == DType.I32;
      case I64 -> wide == DType.I64;
      case F32 -> wide.floating();
      case F64 -> wide == DType.F64;
    };
  }

  /// Whether the axes longer than 1 keep their order.
  private static boolean inOrder(List<Integer> order, Shape shape) {
    int last = -1;
    for (int axis : order) {
      if (shape.length(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return shape.size() > 0;
  }

  private static boolean ascending(List<Integer> axes) {
    for (int i = 1; i < axes.size(); i++) {
      if (axes.get(i) <= axes.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Atom> permutedBroadcast(Permute permute, List<Atom> x, Rewriter in) {
    if (!(in.origin(x.get(0)) instanceof Origin.Made(Broadcast(_, var axes), List<Atom> of))) {
      return Optional.empty();
    }
    List<Integer> moved = axes.stream().map(permute.order()::indexOf).toList();
    // The transpose of a broadcast needs its axes in order.
    return ascending(moved)
        ? Optional.of(
            in.emit(new Broadcast(permute.shape(x.get(0).aval()).shape(), moved), of.getFirst()))
        : Optional.empty();
  }

  /// The axes of `to` that those of `from` become, if a reshape only inserts or drops axes of length 1; those that were dropped are
  /// −1. Empty if it does more.
  static Optional<List<Integer>> kept(Shape from, Shape to) {
    var axes = new ArrayList<Integer>();
    int next = 0;
    for (int axis = 0; axis < from.rank(); axis++) {
      if (from.length(axis) == 1) {
        axes.add(-1);
        continue;
      }
      while (next < to.rank() && to.length(next) == 1) {
        next++;
      }
      if (next == to.rank() || to.length(next) != from.length(axis)) {
        return Optional.empty();
      }
      axes.add(next++);
    }
    for (; next < to.rank(); next++) {
      if (to.length(next) != 1) {
        return Optional.empty();
      }
    }
    return Optional.of(axes);
  }

  /// Of the operand's axes only those longer than 1 matter: the broadcast is one of the operand without the others.
  private static Optional<Atom> broadcastReshape(Broadcast broadcast, List<Atom> x, Rewriter in) {
    if (!(in.origin(x.get(0)) instanceof Origin.Made(Reshape(Shape reshaped), List<Atom> of))) {
      return Optional.empty();
    }
    Shape from = shape(of.getFirst());
    Optional<List<Integer>> kept = kept(from, reshaped);
    if (kept.isEmpty() || kept.get().contains(-1)) {
      return Optional.empty();
    }
    return Optional.of(
        in.emit(
            new Broadcast(
                broadcast.shape(), kept.get().stream().map(broadcast.axes()::get).toList()),
            of.getFirst()));
  }

  private static Optional<Atom> reshapedBroadcast(Reshape reshape, List<Atom> x, Rewriter in) {
    if (!(in.origin(x.get(0))
        instanceof Origin.Made(Broadcast(Shape shape, var axes), List<Atom> of))) {
      return Optional.empty();
    }
    Optional<List<Integer>> kept = kept(shape, reshape.shape());
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> moved = axes.stream().map(kept.get()::get).toList();
    return moved.contains(-1)
        ? Optional.empty()
        : Optional.of(in.emit(new Broadcast(reshape.shape(), moved), of.getFirst()));
  }
}
