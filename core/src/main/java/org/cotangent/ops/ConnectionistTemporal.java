package org.cotangent.ops;

import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// The loss of connectionist temporal classification (A. Graves, S. Fernández, F. Gomez, J. Schmidhuber, *Connectionist temporal
/// classification: labelling unsegmented sequence data with recurrent neural networks*, 2006): the forward algorithm in logarithms.
///
/// All labels of an example stand between blanks. `ways[s]` is the logarithm of the probability of all beginnings that end at place
/// s of that row; a step stays, goes on to the next place, or leaps over a blank between two labels that differ.
final class ConnectionistTemporal {
  /// Stands for the logarithm of 0. With −∞ the logarithm of a sum of nothing but zeros would have the derivative 0/0.
  private static final double NEVER = -1e30;

  private ConnectionistTemporal() {}

  static Tensor loss(
      Tensor logProbabilities, Tensor labels, Tensor steps, Tensor lengths, int blank) {
    Tensor logs = Aligned.floating(logProbabilities);
    Shape shape = logs.shape();
    requireFit(shape, labels, steps, lengths, blank);
    int examples = shape.length(1);
    int most = labels.shape().length(1);
    Tensor row = between(labels, blank);
    Tensor never = Tensor.full(logs.dtype(), NEVER);
    Tensor seen = Indexing.takeAlongAxis(logs, row.expandDims(0), 2);
    Tensor emitted = Tensor.where(seen.greater(NEVER), seen, never);
    Tensor leaps = leaps(labels, examples, most);
    // Before the first step: at place 0 one can begin, and leap from there to the first label.
    Tensor place = Tensor.arange(2 * most + 1);
    Tensor ways = Tensor.where(place.less(2), emitted.get(0), never);
    for (int t = 1; t < shape.length(0); t++) {
      Tensor next = Exponential.logaddexp(ways, later(ways, 1, never));
      Tensor leapt = Tensor.where(leaps, later(ways, 2, never), never);
      Tensor sum = Exponential.logaddexp(next, leapt).plus(emitted.get(t));
      ways = Tensor.where(steps.greater(t).expandDims(1), sum, ways);
    }
    // The end is the last blank or the last label; without labels there is but one blank.
    Tensor last = lengths.times(Tensor.full(DType.I64, 2)).expandDims(1);
    Tensor before = last.minus(Tensor.full(DType.I64, 1)).maximum(Tensor.full(DType.I64, 0));
    Tensor blankEnd = Indexing.takeAlongAxis(ways, last, 1);
    Tensor labelEnd =
        Tensor.where(
            lengths.greater(0).expandDims(1), Indexing.takeAlongAxis(ways, before, 1), never);
    Tensor total = Exponential.logaddexp(blankEnd, labelEnd).reshape(Shape.of(examples));
    Tensor infinite = Tensor.full(logs.dtype(), Double.POSITIVE_INFINITY);
    return Tensor.where(total.less(NEVER / 2), infinite, total.unaryMinus());
  }

  /// Each label between two blanks.
  private static Tensor between(Tensor labels, int blank) {
    int examples = labels.shape().length(0);
    int most = labels.shape().length(1);
    Tensor whole = Shaping.convert(labels, DType.I64).expandDims(2);
    Tensor blanks = Tensor.full(DType.I64, blank, examples, most, 1);
    Tensor pairs = Tensor.concat(2, blanks, whole).reshape(Shape.of(examples, 2 * most));
    return Tensor.concat(1, pairs, Tensor.full(DType.I64, blank, examples, 1));
  }

  /// Whether a place may be reached from the one before the last: a label that differs from the label before.
  private static Tensor leaps(Tensor labels, int examples, int most) {
    Tensor none = Tensor.full(DType.BOOL, 0, examples, Math.min(3, 2 * most + 1));
    if (most < 2) {
      return none;
    }
    Tensor differ =
        Comparison.notEqual(
                Slicing.part(labels, 1, 1, most - 1), Slicing.part(labels, 1, 0, most - 1))
            .expandDims(2);
    Tensor blanks = Tensor.full(DType.BOOL, 0, examples, most - 1, 1);
    Tensor pairs = Tensor.concat(2, differ, blanks).reshape(Shape.of(examples, 2 * (most - 1)));
    return Tensor.concat(1, none, pairs);
  }

  /// The ways of the place `by` before.
  private static Tensor later(Tensor ways, int by, Tensor never) {
    Shape shape = ways.shape();
    int kept = Math.max(0, shape.length(1) - by);
    Tensor front = never.broadcastTo(shape.resized(1, shape.length(1) - kept));
    return Tensor.concat(1, front, Slicing.part(ways, 1, 0, kept));
  }

  private static void requireFit(
      Shape shape, Tensor labels, Tensor steps, Tensor lengths, int blank) {
    if (shape.rank() != 3
        || shape.length(0) == 0
        || labels.rank() != 2
        || labels.shape().length(0) != shape.length(1)
        || !steps.shape().equals(Shape.of(shape.length(1)))
        || !lengths.shape().equals(steps.shape())) {
      throw new ShapeException(
          "ctc: log-probabilities "
              + shape
              + ", labels "
              + labels.shape()
              + ", steps "
              + steps.shape()
              + " and lengths "
              + lengths.shape()
              + " are not (steps, examples, classes), (examples, labels), (examples) and"
              + " (examples)");
    }
    if (blank < 0 || blank >= shape.length(2)) {
      throw new IllegalArgumentException(
          "ctc: blank is " + blank + ", not one of " + shape.length(2) + " classes");
    }
  }
}
