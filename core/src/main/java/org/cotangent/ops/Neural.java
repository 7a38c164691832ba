package org.cotangent.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.RandomKey;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Layers of neural networks that are made of other operations: normalisations, gates, attention. Convolutions are in [Convolution],
/// pooling in [Pooling], activation functions in [Activation], losses in [Losses].
///
/// All are functions of their arguments: what a layer learns is passed in, and running averages are the caller's. Thread-safe; all
/// may be traced.
public final class Neural {
  private Neural() {}

  /// `(x − mean)/√(variance + eps)` over `axes` (none means all), with the mean of the squared distances as variance. With
  /// `eps = 0` equal elements give NaN.
  public static Tensor standardize(Tensor x, Axes axes, double eps) {
    Tensor floating = Aligned.floating(x);
    Axes keeping = keeping("standardize", x, axes);
    Tensor centred = floating.minus(floating.mean(keeping));
    return centred.div(centred.square().mean(keeping).plus(eps).sqrt());
  }

  private static Axes keeping(String operation, Tensor x, Axes axes) {
    return Tensor.keep(AxisLists.array(Reduction.normalized(x.shape(), axes, operation)));
  }

  /// Layer normalisation: [#standardize] over the last axes, those of `gamma`, times gamma, plus beta (J. L. Ba, J. R. Kiros,
  /// G. E. Hinton, *Layer normalization*, 2016). Throws a [ShapeException] if gamma and beta have not the shape of x's last axes.
  public static Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, double eps) {
    Axes axes = lastAxes("layerNorm", x, gamma);
    requireSame("layerNorm", gamma, beta);
    return standardize(x, axes, eps).times(gamma).plus(beta);
  }

  /// Root-mean-square normalisation: `x/√(mean(x²) + eps)` over the last axes, those of `gamma`, times gamma (B. Zhang, R. Sennrich,
  /// *Root mean square layer normalization*, 2019). Throws a [ShapeException] if gamma has not the shape of x's last axes.
  public static Tensor rmsNorm(Tensor x, Tensor gamma, double eps) {
    Tensor floating = Aligned.floating(x);
    Axes keeping = keeping("rmsNorm", x, lastAxes("rmsNorm", x, gamma));
    return floating.div(floating.square().mean(keeping).plus(eps).sqrt()).times(gamma);
  }

  private static Axes lastAxes(String operation, Tensor x, Tensor gamma) {
    int rank = x.rank();
    int from = rank - gamma.rank();
    if (gamma.rank() == 0 || from < 0 || !x.shape().from(from).equals(gamma.shape())) {
      throw new ShapeException(
          operation + ": gamma " + gamma.shape() + " is not of the last axes of " + x.shape());
    }
    return Axes.of(from, IntStream.range(from + 1, rank).toArray());
  }

  private static void requireSame(String operation, Tensor gamma, Tensor beta) {
    if (!gamma.shape().equals(beta.shape())) {
      throw new ShapeException(
          operation + ": gamma " + gamma.shape() + " and beta " + beta.shape() + " differ");
    }
  }

  /// Batch normalisation in training: each channel (axis 1 of x, or the last of a matrix) standardised over all other axes, times its
  /// gamma, plus its beta (S. Ioffe, C. Szegedy, *Batch normalization*, 2015). For running averages take [#channelMean] and
  /// [#channelVariance]. Throws a [ShapeException] if gamma and beta have not one element for each channel.
  public static Tensor batchNorm(Tensor x, Tensor gamma, Tensor beta, double eps) {
    requireChannels("batchNorm", x, gamma);
    requireChannels("batchNorm", x, beta);
    return affine(standardize(x, besidesChannels("batchNorm", x), eps), gamma, beta);
  }

  /// Batch normalisation in use: `(x − mean)/√(variance + eps)·gamma + beta`, with what was averaged in training; each has one
  /// element for each channel (axis 1 of x).
  public static Tensor batchNorm(
      Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double eps) {
    for (Tensor each : List.of(gamma, beta, mean, variance)) {
      requireChannels("batchNorm", x, each);
    }
    Tensor root = channels(variance.plus(eps).sqrt(), x);
    return affine(Aligned.floating(x).minus(channels(mean, x)).div(root), gamma, beta);
  }

  /// The mean of each channel (axis 1) over all other axes.
  public static Tensor channelMean(Tensor x) {
    return Aligned.floating(x).mean(besidesChannels("channelMean", x));
  }

  /// The variance of each channel (axis 1) over all other axes, with divisor `n − ddof`.
  public static Tensor channelVariance(Tensor x, int ddof) {
    return Reduction.var(x, besidesChannels("channelVariance", x), ddof);
  }

  /// Group normalisation: the channels (axis 1) of each example in `groups` groups, each standardised with its other axes, times the
  /// channel's gamma, plus its beta (Y. Wu, K. He, *Group normalization*, 2018). As many groups as channels are instance
  /// normalisation.
  public static Tensor groupNorm(Tensor x, int groups, Tensor gamma, Tensor beta, double eps) {
    requireChannels("groupNorm", x, gamma);
    requireChannels("groupNorm", x, beta);
    Shape shape = x.shape();
    int channels = shape.length(1);
    if (groups < 1 || channels % groups != 0) {
      throw new ShapeException(
          "groupNorm: the "
              + channels
              + " channels of "
              + shape
              + " are no multiple of "
              + groups
              + " groups");
    }
    Shape parted = shape.resized(1, channels / groups).with(1, groups);
    int[] within = IntStream.range(3, parted.rank()).toArray();
    Tensor standard = standardize(x.reshape(parted), Axes.of(2, within), eps);
    return affine(standard.reshape(shape), gamma, beta);
  }

  private static Axes besidesChannels(String operation, Tensor x) {
    if (x.rank() < 2) {
      throw new ShapeException(
          operation + ": " + x.shape() + " does not have the axes (examples, channels, …)");
    }
    return Axes.of(0, IntStream.range(2, x.rank()).toArray());
  }

  private static void requireChannels(String operation, Tensor x, Tensor each) {
    if (x.rank() < 2 || !each.shape().equals(Shape.of(x.shape().length(1)))) {
      throw new ShapeException(
          operation
              + ": "
              + each.shape()
              + " does not have an element for each channel of "
              + x.shape()
              + ", axis 1");
    }
  }

  private static Tensor affine(Tensor x, Tensor gamma, Tensor beta) {
    return x.times(channels(gamma, x)).plus(channels(beta, x));
  }

  /// One number for each channel, to stand beside x.
  private static Tensor channels(Tensor each, Tensor x) {
    return each.reshape(Indexing.padded(each.shape(), x.rank() - 1));
  }

  /// A gated linear unit: the first half of an axis times the sigmoid of the second (Y. N. Dauphin et al., *Language modeling with gated
  /// convolutional networks*, 2017). Throws a [ShapeException] if the length is odd.
  public static Tensor glu(Tensor x, int axis) {
    int at = x.shape().axis(axis, "glu");
    if (x.shape().length(at) % 2 != 0) {
      throw new ShapeException(
          "glu: axis " + axis + " of " + x.shape() + " has an odd length: there are no halves");
    }
    List<Tensor> halves = Arranging.split(Aligned.floating(x), 2, at);
    return halves.get(0).times(halves.get(1).sigmoid());
  }

  /// x with each element dropped (0) with probability `rate`, the others divided by `1 − rate`, so that the mean stays (N. Srivastava
  /// et al., *Dropout*, 2014). For training; in use there is nothing to do. The same key drops the same elements. Throws an
  /// [IllegalArgumentException] for a rate that is no probability.
  public static Tensor dropout(Tensor x, double rate, RandomKey key) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("dropout: rate is " + rate + ", not between 0 and 1");
    }
    Tensor floating = Aligned.floating(x);
    Tensor zero = Tensor.full(floating.dtype(), 0);
    if (rate == 1) {
      return zero.broadcastTo(x.shape());
    }
    Tensor kept = key.bernoulli(1 - rate, x.shape().toArray());
    return Tensor.where(kept, floating.div(1 - rate), zero);
  }

  /// The rows of a table, `(n, …)`, at whole numbers of any shape: a vector for each word. Its derivative adds the cotangents of equal
  /// words up.
  public static Tensor embedding(Tensor table, Tensor words) {
    return Indexing.take(table, words, 0);
  }

  /// `softmax(q·kᵀ/√e)·v`: for each query a mean of the values, weighted by how well the keys match (A. Vaswani et al., *Attention is
  /// all you need*, 2017). Queries are `(…, l, e)`, keys `(…, s, e)`, values `(…, s, v)`, the result `(…, l, v)`; leading axes, such as
  /// examples and heads, broadcast. Throws a [ShapeException] that names the shapes if they do not fit.
  public static Tensor attention(Tensor queries, Tensor keys, Tensor values) {
    return scores(queries, keys, values).softmax(-1).matmul(values);
  }

  /// Attention under a mask that broadcasts to `(…, l, s)`: of `BOOL`, true where a query may see a key; floating, added to the scores,
  /// −∞ where it may not. Keys that are not seen have no influence, whatever their scores are. The result and the derivatives of a
  /// query that sees no key at all are 0.
  public static Tensor attention(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
    Tensor scores = scores(queries, keys, values);
    if (mask.dtype().floating()) {
      Tensor zero = Tensor.full(mask.dtype(), 0);
      Tensor seen = mask.greater(Double.NEGATIVE_INFINITY);
      return attended(scores.plus(Tensor.where(seen, mask, zero)), seen, values);
    }
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "attention: the mask is " + mask.aval() + ", neither bool nor floating");
    }
    return attended(scores, mask, values);
  }

  /// Attention in which query i sees the keys up to i only, as if each had been asked when nothing later was known.
  public static Tensor causalAttention(Tensor queries, Tensor keys, Tensor values) {
    Tensor scores = scores(queries, keys, values);
    int l = queries.shape().length(-2);
    int s = keys.shape().length(-2);
    return attended(scores, Tensor.arange(s).lessEqual(Tensor.arange(l).expandDims(1)), values);
  }

  private static Tensor scores(Tensor queries, Tensor keys, Tensor values) {
    Shape q = queries.shape();
    Shape k = keys.shape();
    Shape v = values.shape();
    if (q.rank() < 2
        || k.rank() < 2
        || v.rank() < 2
        || q.length(-1) != k.length(-1)
        || k.length(-2) != v.length(-2)) {
      throw new ShapeException(
          "attention: queries "
              + q
              + ", keys "
              + k
              + " and values "
              + v
              + " are not (…, l, e), (…, s, e) and (…, s, v)");
    }
    Tensor right = Aligned.floating(keys);
    return Aligned.floating(queries)
        .times(1 / Math.sqrt(Math.max(1, q.length(-1))))
        .matmul(Shaping.swapAxes(right, -1, -2));
  }

  private static Tensor attended(Tensor scores, Tensor mask, Tensor values) {
    Tensor seen = Comparison.and(mask, Tensor.full(DType.BOOL, 1, scores.shape().toArray()));
    Tensor zero = Tensor.full(scores.dtype(), 0);
    Tensor unseen = Tensor.full(scores.dtype(), Double.NEGATIVE_INFINITY);
    // A row of nothing but −∞ would be 0/0.
    Tensor some = Reduction.any(seen, Tensor.keep(-1));
    Tensor weights = Tensor.where(seen, scores, Tensor.where(some, unseen, zero)).softmax(-1);
    return Tensor.where(seen, weights, zero).matmul(values);
  }

  /// The cosine of the angle between vectors along an axis, `x·y/(|x| |y|)`; the shapes broadcast. Lengths that would overflow when
  /// multiplied do not. NaN where a vector is 0.
  public static Tensor cosineSimilarity(Tensor x, Tensor y, int axis) {
    Shape shape = Shape.broadcast("cosineSimilarity", x.shape(), y.shape());
    Axes along = Tensor.keep(shape.axis(axis, "cosineSimilarity"));
    Tensor left = Shaping.broadcastTo(Aligned.floating(x), shape);
    Tensor right = Shaping.broadcastTo(Aligned.floating(y), shape);
    return left.div(Reduction.norm(left, 2, along))
        .times(right.div(Reduction.norm(right, 2, along)))
        .sum(axis);
  }
}
