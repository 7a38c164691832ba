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
}
