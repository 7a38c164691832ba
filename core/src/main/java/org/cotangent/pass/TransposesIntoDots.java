package org.cotangent.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.ops.Shaping.Permute;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// Lets contractions read their operands, and write their results, in another order of axes, instead of rearranging them in memory.
///
/// An order of an operand's axes goes into the axis lists, where the axes that stay keep their order. A result with its two groups of
/// axes exchanged is the product of the exchanged operands. The products are the same; in which order a contraction sums them is its
/// kernel's choice, which may depend on how its operands lie.
final class TransposesIntoDots implements Pass {
  @Override
  public String name() {
    return "transposes into contractions";
  }

  @Override
  public Program apply(Program program) {
    return Rewriter.walk(program, this, TransposesIntoDots::absorbed);
  }

  private static Optional<List<Atom>> absorbed(Primitive primitive, List<Atom> x, Rewriter in) {
    return switch (primitive) {
      case DotGeneral dot -> operand(dot, x, in).map(List::of);
      case Permute permute -> result(permute, x.getFirst(), in).map(List::of);
      default -> Optional.empty();
    };
  }

  private static Optional<Atom> operand(DotGeneral dot, List<Atom> x, Rewriter in) {
    if (in.origin(x.get(0)) instanceof Origin.Made(Permute(var order), List<Atom> of)
        && keepsOrder(order, dot.leftBatch(), dot.leftSum())) {
      return Optional.of(
          in.emit(
              new DotGeneral(
                  through(order, dot.leftBatch()),
                  dot.rightBatch(),
                  through(order, dot.leftSum()),
                  dot.rightSum()),
              of.getFirst(),
              x.get(1)));
    }
    if (in.origin(x.get(1)) instanceof Origin.Made(Permute(var order), List<Atom> of)
        && keepsOrder(order, dot.rightBatch(), dot.rightSum())) {
      return Optional.of(
          in.emit(
              new DotGeneral(
                  dot.leftBatch(),
                  through(order, dot.rightBatch()),
                  dot.leftSum(),
                  through(order, dot.rightSum())),
              x.get(0),
              of.getFirst()));
    }
    return Optional.empty();
  }

  private static List<Integer> through(List<Integer> order, List<Integer> axes) {
    return axes.stream().map(order::get).toList();
  }

  /// Whether the axes that are neither in `batch` nor in `sum` keep their order.
  private static boolean keepsOrder(List<Integer> order, List<Integer> batch, List<Integer> sum) {
    int last = -1;
    for (int axis = 0; axis < order.size(); axis++) {
      if (!batch.contains(axis) && !sum.contains(axis)) {
        if (order.get(axis) < last) {
          return false;
        }
        last = order.get(axis);
      }
    }
    return true;
  }

  private static Optional<Atom> result(Permute permute, Atom x, Rewriter in) {
    if (!(in.origin(x) instanceof Origin.Made(DotGeneral dot, List<Atom> of)) || !in.usedOnce(x)) {
      return Optional.empty();
    }
    int batch = dot.leftBatch().size();
    int left = of.get(0).aval().shape().rank() - batch - dot.leftSum().size();
    int rank = permute.order().size();
    List<Integer> first = permute.order().subList(0, batch);
    if (first.stream().anyMatch(axis -> axis >= batch)) {
      return Optional.empty();
    }
    List<Integer> leftBatch = through(dot.leftBatch(), first);
    List<Integer> rightBatch = through(dot.rightBatch(), first);
    List<Integer> rest = permute.order().subList(batch, rank);
    if (rest.equals(range(batch, rank))) {
      return Optional.of(
          in.emit(
              new DotGeneral(leftBatch, rightBatch, dot.leftSum(), dot.rightSum()),
              of.get(0),
              of.get(1)));
    }
    var exchanged = new ArrayList<>(range(batch + left, rank));
    exchanged.addAll(range(batch, batch + left));
    return rest.equals(exchanged)
        ? Optional.of(
            in.emit(
                new DotGeneral(rightBatch, leftBatch, dot.rightSum(), dot.leftSum()),
                of.get(1),
                of.get(0)))
        : Optional.empty();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
