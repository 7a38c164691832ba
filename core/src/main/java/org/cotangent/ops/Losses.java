package org.cotangent.ops;

import org.cotangent.Axes;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Losses, one for each element or example: take `mean()` or `sum()` of them.
///
/// Thread-safe; all may be traced.
public final class Losses {
  private static final Op SIGMOID_CROSS_ENTROPY = Op.of(new SigmoidCrossEntropy());

  private Losses() {}

  /// `−t ln σ(x) − (1 − t) ln σ(−x)` for logit x and target t. Derivatives `σ(x) − t` and `−x`.
  ///
  /// As `ln(1 + e^−|x|)` plus `(1 − t)·x` or `−t·x`, by the sign of x, no two terms cancel, however sure the logit is.
  public record SigmoidCrossEntropy() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      Scalar sure =
          Scalar.where(
              Scalar.less(left, Scalar.constant(0)),
              Scalar.maskedTimes(right, left).negate(),
              Scalar.maskedTimes(Scalar.constant(1).minus(right), left));
      return Scalar.log1p(Scalar.exp(Scalar.abs(left).negate())).plus(sure);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.where(
          Scalar.less(left, Scalar.constant(0)),
          sigmoid(left).minus(right),
          Scalar.constant(1).minus(right).minus(sigmoid(left.negate())));
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return left.negate();
    }

    private static Scalar sigmoid(Scalar x) {
      return Scalar.call(new Exponential.Sigmoid(), x);
    }
  }

  /// `−t ln σ(x) − (1 − t) ln σ(−x)`, the loss of a yes-or-no answer, for each logit x and its target t in 0 to 1.
  public static Tensor sigmoidCrossEntropy(Tensor logits, Tensor targets) {
    return Aligned.real(SIGMOID_CROSS_ENTROPY, logits, targets);
  }

  /// `−Σ p ln softmax(x)` over the last axis: the loss of a choice among classes, one for each example.
  ///
  /// Floating `labels` are probabilities p of the logits' shape; whole ones are the right classes, one for each example, with the
  /// logits' shape without its last axis. Throws a [ShapeException] if they do not fit.
  public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
    Shape shape = logits.shape();
    boolean whole = !labels.dtype().floating();
    if (shape.rank() == 0
        || !labels.shape().equals(whole ? shape.without(shape.rank() - 1) : shape)) {
      throw new ShapeException(
          "softmaxCrossEntropy: logits "
              + logits.aval()
              + " and labels "
              + labels.aval()
              + " do not fit: probabilities have the logits' shape, whole labels lack its last"
              + " axis");
    }
    Tensor logarithms = Aligned.floating(logits).logSoftmax(-1);
    if (whole) {
      return Indexing.takeAlongAxis(logarithms, labels.expandDims(-1), -1).sum(-1).unaryMinus();
    }
    return labels.times(logarithms).sum(Axes.of(-1)).unaryMinus();
  }

  /// `(a − b)²`.
  public static Tensor squaredError(Tensor a, Tensor b) {
    return Arithmetic.square(Aligned.floating(a.minus(b)));
  }

  /// `d²/2` for `|d| ≤ delta`, else `delta·(|d| − delta/2)`, with `d = a − b`: quadratic near 0, linear where an outlier would
  /// dominate (Huber, 1964).
  public static Tensor huber(Tensor a, Tensor b, double delta) {
    Tensor distance = Aligned.floating(a.minus(b));
    Tensor near = Arithmetic.clip(distance, -delta, delta);
    return near.times(distance.minus(near.times(0.5)));
  }

  /// `p·(ln p − q)` for log-probabilities q and probabilities p, with `0 ln 0 = 0`: its sum is the Kullback-Leibler
  /// divergence of p from exp q.
  public static Tensor klDivergence(Tensor logQ, Tensor p) {
    return Exponential.xlogy(p, p).minus(p.times(logQ));
  }

  /// `−log p` of the right class: for log-probabilities with the classes along the last axis and whole `classes` without it.
  public static Tensor negativeLogLikelihood(Tensor logProbabilities, Tensor classes) {
    Shape shape = logProbabilities.shape();
    if (classes.dtype().floating()
        || shape.rank() == 0
        || !classes.shape().equals(shape.without(shape.rank() - 1))) {
      throw new ShapeException(
          "negativeLogLikelihood: log-probabilities "
              + logProbabilities.aval()
              + " and classes "
              + classes.aval()
              + " do not fit: classes are whole and lack the last axis");
    }
    return Indexing.takeAlongAxis(Aligned.floating(logProbabilities), classes.expandDims(-1), -1)
        .sum(-1)
        .unaryMinus();
  }

  /// `|a − b|`; derivative 0 where they are equal.
  public static Tensor absoluteError(Tensor a, Tensor b) {
    return Aligned.floating(a.minus(b)).abs();
  }

  /// `d²/(2 beta)` for `|d| < beta`, else `|d| − beta/2`, with `d = a − b`: the [#huber] loss with slopes of 1.
  public static Tensor smoothAbsoluteError(Tensor a, Tensor b, double beta) {
    return beta == 0 ? absoluteError(a, b) : huber(a, b, beta).div(beta);
  }

  /// `max(0, 1 − t·score)` for targets t of 1 and −1; derivative 0 at the edge.
  public static Tensor hinge(Tensor scores, Tensor targets) {
    return Activation.relu(Tensor.minus(1, Aligned.floating(scores).times(targets)));
  }

  /// `1 − cos(a, b)` along the last axis where the target is 1, `max(0, cos(a, b) − margin)` where it is −1.
  public static Tensor cosineEmbedding(Tensor a, Tensor b, Tensor targets, double margin) {
    Tensor cosine = Neural.cosineSimilarity(a, b, -1);
    Tensor apart = Activation.relu(cosine.minus(margin));
    return Tensor.where(targets.greater(0), Tensor.minus(1, cosine), apart);
  }

  /// `exp x − t·x` for the logarithm x of a rate and a count t: the negative log-likelihood of a Poisson distribution without its
  /// `ln t!`, which does not depend on x.
  public static Tensor poisson(Tensor logRates, Tensor counts) {
    Tensor x = Aligned.floating(logRates);
    return x.exp().minus(x.times(counts));
  }

  /// `(ln v + (t − m)²/v)/2` for means m, targets t and variances v > 0: the negative log-likelihood of a normal distribution without
  /// its `ln(2π)/2`.
  public static Tensor gaussian(Tensor means, Tensor targets, Tensor variances) {
    Tensor v = Aligned.floating(variances);
    return v.log().plus(squaredError(means, targets).div(v)).times(0.5);
  }

  /// `max(0, margin + |a − p| − |a − n|)` along the last axis: an anchor a is to lie nearer to p, of its kind, than to n (F. Schroff,
  /// D. Kalenichenko, J. Philbin, *FaceNet*, 2015).
  public static Tensor triplet(Tensor anchor, Tensor positive, Tensor negative, double margin) {
    Axes last = Axes.of(-1);
    Tensor near = Reduction.norm(anchor.minus(positive), 2, last);
    Tensor far = Reduction.norm(anchor.minus(negative), 2, last);
    return Activation.relu(near.minus(far).plus(margin));
  }

  /// `−ln P(labels)`, where P sums the probabilities of all ways to say the labels in so many steps, each repeated and with blanks
  /// between at will: connectionist temporal classification (Graves et al., 2006). The derivative is exact; the work is proportional
  /// to steps times labels.
  ///
  /// `logProbabilities` are `(steps, examples, classes)`, as [Reduction#logSoftmax] gives them, whole `labels`
  /// `(examples, most labels)`; `steps` (1 or more) and `lengths` tell, for each example, how many steps and labels count, and what
  /// lies behind them has no influence, though a label there must be a class, too. +∞, with derivative 0, where there are too few
  /// steps for the labels.
  public static Tensor ctc(
      Tensor logProbabilities, Tensor labels, Tensor steps, Tensor lengths, int blank) {
    return ConnectionistTemporal.loss(logProbabilities, labels, steps, lengths, blank);
  }
}
