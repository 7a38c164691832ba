package org.cotangent.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cotangent.Shape;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Slicing.Concat;
import org.cotangent.ops.Slicing.Pad;
import org.cotangent.ops.Slicing.Pick;
import org.cotangent.ops.Slicing.Reverse;
import org.cotangent.ops.Slicing.StridedSlice;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;

/// Slices, paddings, joins and reversals.
final class SlicingIdentities {
  static final List<Identity<?>> ALL =
      List.of(
          of(
              StridedSlice.class,
              "a slice that takes everything",
              (slice, x, _) ->
                  slice.lengths().equals(shape(x.get(0)).lengths())
                      ? Optional.of(x.get(0))
                      : Optional.empty()),
          of(
              StridedSlice.class,
              "a slice of a slice",
              (slice, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(StridedSlice first, List<Atom> of)
                      ? Optional.of(
                          in.emit(
                              new StridedSlice(
                                  places(first.starts(), slice.starts(), first.steps()),
                                  slice.lengths(),
                                  products(first.steps(), slice.steps())),
                              of.getFirst()))
                      : Optional.empty()),
          of(
              StridedSlice.class,
              "a slice of a padding, inside or beside what was padded",
              SlicingIdentities::sliceOfPad),
          of(
              StridedSlice.class,
              "a slice of a join, inside one part",
              SlicingIdentities::sliceOfConcat),
          of(
              Pad.class,
              "a padding that adds nothing",
              (pad, x, _) ->
                  shape(x.get(0)).equals(pad.shape()) ? Optional.of(x.get(0)) : Optional.empty()),
          of(
              Pad.class,
              "a padding of a padding",
              (pad, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Pad first, List<Atom> of)
                      ? Optional.of(
                          in.emit(
                              new Pad(
                                  pad.shape(),
                                  places(pad.starts(), first.starts(), pad.steps()),
                                  products(first.steps(), pad.steps())),
                              of.getFirst()))
                      : Optional.empty()),
          of(
              Pick.class,
              "a part of no axes",
              (pick, x, _) -> pick.indices().isEmpty() ? Optional.of(x.get(0)) : Optional.empty()),
          of(
              Pick.class,
              "a part of a part",
              (pick, x, in) -> {
                if (!(in.origin(x.get(0)) instanceof Origin.Made(Pick(var first), List<Atom> of))) {
                  return Optional.empty();
                }
                var indices = new ArrayList<>(first);
                indices.addAll(pick.indices());
                return Optional.of(in.emit(new Pick(indices), of.getFirst()));
              }),
          of(
              Pick.class,
              "a part of a broadcast, along new axes",
              SlicingIdentities::pickOfBroadcast),
          of(Pick.class, "a part of a join", SlicingIdentities::pickOfConcat),
          of(
              Reverse.class,
              "axes of length 1 reversed",
              (reverse, x, in) -> {
                List<Integer> long_ =
                    reverse.axes().stream()
                        .filter(axis -> shape(x.get(0)).length(axis) > 1)
                        .toList();
                return long_.isEmpty()
                    ? Optional.of(x.get(0))
                    : long_.size() < reverse.axes().size()
                        ? Optional.of(in.emit(new Reverse(long_), x.get(0)))
                        : Optional.empty();
              }),
          of(
              Reverse.class,
              "reversed twice",
              (reverse, x, in) -> {
                if (!(in.origin(x.get(0))
                    instanceof Origin.Made(Reverse(var first), List<Atom> of))) {
                  return Optional.empty();
                }
                List<Integer> once =
                    IntStream.range(0, shape(x.get(0)).rank())
                        .filter(axis -> first.contains(axis) != reverse.axes().contains(axis))
                        .boxed()
                        .toList();
                return Optional.of(
                    once.isEmpty() ? of.getFirst() : in.emit(new Reverse(once), of.getFirst()));
              }),
          of(
              Concat.class,
              "a join of one",
              (_, x, _) -> x.size() == 1 ? Optional.of(x.get(0)) : Optional.empty()));

  private SlicingIdentities() {}

  private static <P extends Primitive> Identity<P> of(
      Class<P> primitive, String text, Identity.Right<P> right) {
    return new Identity<>(primitive, text, right);
  }

  private static Shape shape(Atom atom) {
    return atom.aval().shape();
  }

  /// `outer + inner·steps`.
  private static List<Integer> places(
      List<Integer> outer, List<Integer> inner, List<Integer> steps) {
    return IntStream.range(0, outer.size())
        .mapToObj(i -> outer.get(i) + inner.get(i) * steps.get(i))
        .toList();
  }

  private static List<Integer> products(List<Integer> a, List<Integer> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i) * b.get(i)).toList();
  }

  private static Optional<Atom> sliceOfPad(StridedSlice slice, List<Atom> x, Rewriter in) {
    if (!(in.origin(x.get(0)) instanceof Origin.Made(Pad pad, List<Atom> of))) {
      return Optional.empty();
    }
    Shape padded = shape(of.getFirst());
    var starts = new ArrayList<Integer>();
    boolean inside = true;
    for (int axis = 0; axis < padded.rank(); axis++) {
      int count = slice.lengths().get(axis);
      int step = slice.steps().get(axis);
      int first = slice.starts().get(axis) - pad.starts().get(axis);
      int last = first + (count - 1) * step;
      int width = pad.steps().get(axis);
      int end = (padded.length(axis) - 1) * width;
      if (count == 0 || padded.length(axis) == 0 || last < 0 || first > end) {
        return Optional.of(
            Rewriter.fill(x.get(0).aval().with(slice.shape(x.get(0).aval()).shape()), 0));
      }
      inside &=
          first >= 0 && last <= end && first % width == 0 && (step % width == 0 || count == 1);
      starts.add(first / width);
    }
    return inside
        ? Optional.of(
            in.emit(
                new StridedSlice(
                    starts,
                    slice.lengths(),
                    IntStream.range(0, starts.size())
                        .mapToObj(i -> Math.max(1, slice.steps().get(i) / pad.steps().get(i)))
                        .toList()),
                of.getFirst()))
        : Optional.empty();
  }

  private static Optional<Atom> sliceOfConcat(StridedSlice slice, List<Atom> x, Rewriter in) {
    if (!(in.origin(x.get(0)) instanceof Origin.Made(Concat(int axis), List<Atom> parts))
        || slice.lengths().get(axis) == 0) {
      return Optional.empty();
    }
    int first = slice.starts().get(axis);
    int last = first + (slice.lengths().get(axis) - 1) * slice.steps().get(axis);
    int from = 0;
    for (Atom part : parts) {
      int to = from + shape(part).length(axis);
      if (first >= from && last < to) {
        var starts = new ArrayList<>(slice.starts());
        starts.set(axis, first - from);
        return Optional.of(in.emit(new StridedSlice(starts, slice.lengths(), slice.steps()), part));
      }
      from = to;
    }
    return Optional.empty();
  }

  private static Optional<Atom> pickOfBroadcast(Pick pick, List<Atom> x, Rewriter in) {
    int picked = pick.indices().size();
    if (!(in.origin(x.get(0)) instanceof Origin.Made(Broadcast(Shape shape, var axes), var of))
        || axes.stream().anyMatch(axis -> axis < picked)) {
      return Optional.empty();
    }
    return Optional.of(
        in.emit(
            new Broadcast(shape.from(picked), axes.stream().map(axis -> axis - picked).toList()),
            of.getFirst()));
  }

  private static Optional<Atom> pickOfConcat(Pick pick, List<Atom> x, Rewriter in) {
    if (!(in.origin(x.get(0)) instanceof Origin.Made(Concat(int axis), List<Atom> parts))
        || axis >= pick.indices().size()) {
      return Optional.empty();
    }
    int at = pick.indices().get(axis);
    for (Atom part : parts) {
      int length = shape(part).length(axis);
      if (at < length) {
        var indices = new ArrayList<>(pick.indices());
        indices.set(axis, at);
        return Optional.of(in.emit(new Pick(indices), part));
      }
      at -= length;
    }
    throw new AssertionError(pick);
  }
}
