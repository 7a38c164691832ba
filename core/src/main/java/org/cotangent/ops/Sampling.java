package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.Threefry;
import org.cotangent.kernel.Variates;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;

/// Random numbers as functions of a key: two unsigned 32-bit words in an `I64` tensor, which is all the state there is. The
/// generator is [Threefry], the numbers are JAX's for the same key.
///
/// The primitives take keys with any number of axes before the last, and put these before the axes of the results. They are
/// locally constant: no derivative flows through a key, but it does through what is computed from the numbers
/// (`mean + deviation·normal`). Users call these functions by [org.cotangent.RandomKey]. Thread-safe; all may be traced.
public final class Sampling {
  private Sampling() {}

  /// A primitive of which each key, with the element of the other inputs that belongs to it, gives `shape` numbers.
  private interface Sampler extends General.Constant {
    /// What one key gives.
    Aval sample();

    /// Writes the numbers of key number `i` to `data[from]` and on.
    void draw(long key, int i, List<Array> inputs, Object data, int from);

    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      Aval keys = inputs.getFirst();
      requireKey(name(), keys);
      Shape stack = keys.shape().without(keys.shape().rank() - 1);
      for (Aval other : inputs.subList(1, inputs.size())) {
        if (other.dtype() != DType.I64) {
          throw new DTypeException(name() + ": takes I64 beside the key, not " + other);
        }
        if (!other.shape().equals(stack)) {
          throw new ShapeException(
              name()
                  + ": "
                  + other.shape()
                  + " does not fit keys of shape "
                  + keys.shape()
                  + ": "
                  + stack
                  + " would");
        }
      }
      Shape result = stack;
      for (int length : sample().shape().toArray()) {
        result = result.with(result.rank(), length);
      }
      return List.of(sample().with(result));
    }

    @Override
    default List<Array> evaluate(List<Array> inputs) {
      Aval aval = shapes(inputs.stream().map(Array::aval).toList()).getFirst();
      Object data = Buffers.allocate(aval);
      long[] words = Buffers.i64(inputs.getFirst());
      int size = sample().shape().size();
      for (int i = 0; i < words.length / 2; i++) {
        draw(Threefry.key(words[2 * i], words[2 * i + 1]), i, inputs, data, i * size);
      }
      return List.of(Buffers.wrap(aval, data));
    }

    @Override
    default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// Random bits, `I64`: all 64 of them, or 32 as an unsigned number.
  ///
  /// @param shape of what one key gives
  /// @param width 32 or 64
  public record RandomBits(Shape shape, int width) implements Sampler {
    /// Checks the width.
    public RandomBits {
      if (width != 32 && width != 64) {
        throw new IllegalArgumentException("random_bits: the width is 32 or 64, not " + width);
      }
    }

    @Override
    public Aval sample() {
      return Aval.of(DType.I64, shape);
    }

    @Override
    public void draw(long key, int i, List<Array> inputs, Object data, int from) {
      long[] out = (long[]) data;
      if (width == 64) {
        Threefry.blocks(key, 0, out, from, shape.size());
        return;
      }
      int[] bits = Threefry.bits32(key, shape.size());
      for (int k = 0; k < bits.length; k++) {
        out[from + k] = Integer.toUnsignedLong(bits[k]);
      }
    }
  }

  /// The first `count` children of a key, as `(count,2)`.
  public record RandomSplit(int count) implements Sampler {
    @Override
    public Aval sample() {
      return Aval.of(DType.I64, Shape.of(count, 2));
    }

    @Override
    public void draw(long key, int i, List<Array> inputs, Object data, int from) {
      long[] out = (long[]) data;
      long[] children = Threefry.split(key, count);
      for (int k = 0; k < count; k++) {
        out[from + 2 * k] = Threefry.first(children[k]);
        out[from + 2 * k + 1] = Threefry.second(children[k]);
      }
    }
  }

  /// The child of a key with the number that the second input gives, for each key.
  public record RandomFold() implements Sampler {
    @Override
    public Aval sample() {
      return Aval.of(DType.I64, Shape.of(2));
    }

    @Override
    public void draw(long key, int i, List<Array> inputs, Object data, int from) {
      long[] out = (long[]) data;
      long child = Threefry.fold(key, Buffers.i64(inputs.get(1))[i]);
      out[from] = Threefry.first(child);
      out[from + 1] = Threefry.second(child);
    }
  }

  /// Uniform numbers in `[low, high)`, `F64` of 52 random bits or `F32` of 23.
  ///
  /// @param dtype `F64` or `F32`
  /// @param shape of what one key gives
  /// @param low the lower bound
  /// @param high the upper bound
  public record RandomUniform(DType dtype, Shape shape, double low, double high)
      implements Sampler {
    @Override
    public Aval sample() {
      return Aval.of(requireFloating("random_uniform", dtype), shape);
    }

    @Override
    public void draw(long key, int i, List<Array> inputs, Object data, int from) {
      if (data instanceof float[] out) {
        Variates.uniform(key, (float) low, (float) high, out, from, shape.size());
      } else {
        Variates.uniform(key, low, high, (double[]) data, from, shape.size());
      }
    }
  }

  /// Standard normal numbers.
  ///
  /// @param dtype `F64` or `F32`
  /// @param shape of what one key gives
  public record RandomNormal(DType dtype, Shape shape) implements Sampler {
    @Override
    public Aval sample() {
      return Aval.of(requireFloating("random_normal", dtype), shape);
    }

    @Override
    public void draw(long key, int i, List<Array> inputs, Object data, int from) {
      if (data instanceof float[] out) {
        Variates.normal(key, out, from, shape.size());
      } else {
        Variates.normal(key, (double[]) data, from, shape.size());
      }
    }
  }

  /// Whole numbers from the second input to the third, which is excluded, for each key.
  ///
  /// @param dtype `I64` or `I32`
  /// @param shape of what one key gives
  public record RandomIntegers(DType dtype, Shape shape) implements Sampler {
    @Override
    public Aval sample() {
      return Aval.of(requireWhole("random_integers", dtype), shape);
    }

    @Override
    public void draw(long key, int i, List<Array> inputs, Object data, int from) {
      long low = Buffers.i64(inputs.get(1))[i];
      long high = Buffers.i64(inputs.get(2))[i];
      if (data instanceof int[] out) {
        Variates.integers(key, low, high, out, from, shape.size());
      } else {
        Variates.integers(key, low, high, (long[]) data, from, shape.size());
      }
    }
  }

  private static void requireKey(String operation, Aval key) {
    if (key.dtype() != DType.I64 || key.shape().rank() == 0 || key.shape().length(-1) != 2) {
      throw new ShapeException(
          operation + ": a key is an i64[2], not " + key + ": RandomKey.of(seed) makes one");
    }
  }

  /// One key: a stack of them is for `vmap`.
  private static Tensor single(String operation, Tensor key) {
    requireKey(operation, key.aval());
    if (key.rank() > 1) {
      throw new ShapeException(
          operation
              + ": takes one key, not a stack of shape "
              + key.shape()
              + ": use vmap, or get(i) of its bits");
    }
    return key;
  }

  private static DType requireFloating(String operation, DType dtype) {
    if (!dtype.floating()) {
      throw new DTypeException(
          operation
              + ": random numbers of a distribution are F64 or F32, not "
              + dtype
              + ": use integers");
    }
    return dtype;
  }

  private static DType requireWhole(String operation, DType dtype) {
    if (dtype != DType.I64 && dtype != DType.I32) {
      throw new DTypeException(
          operation
              + ": whole numbers are I64 or I32, not "
              + dtype
              + ": use uniform, or bernoulli");
    }
    return dtype;
  }

  /// A whole number as a rank-0 `I64`.
  private static Tensor whole(String operation, Tensor number) {
    if (number.dtype().floating()) {
      throw new DTypeException(
          operation + ": takes whole numbers, not " + number.dtype() + ": use to(I64)");
    }
    if (number.rank() != 0) {
      throw new ShapeException(
          operation + ": takes one number, not " + number.shape() + ": use vmap for several");
    }
    return Shaping.convert(number, DType.I64);
  }

  private static Tensor whole(long number) {
    return Buffers.wrap(Aval.of(DType.I64, Shape.SCALAR), new long[] {number});
  }

  /// The key of a seed.
  public static Tensor key(long seed) {
    long key = Threefry.key(seed);
    return Tensor.indices(Threefry.first(key), Threefry.second(key));
  }

  /// The child of `key` with that number.
  public static Tensor fold(Tensor key, long number) {
    return new RandomFold().bind(single("fold", key), whole(number));
  }

  /// The child of `key` with that number, of rank 0.
  public static Tensor fold(Tensor key, Tensor number) {
    return new RandomFold().bind(single("fold", key), whole("fold", number));
  }

  /// The first `count` children of `key`, `(count,2)`.
  public static Tensor split(Tensor key, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("split: " + count + " keys");
    }
    return new RandomSplit(count).bind(single("split", key));
  }

  /// Random bits, `I64`: 64 of them, or 32 as an unsigned number.
  public static Tensor bits(Tensor key, int width, Shape shape) {
    return new RandomBits(shape, width).bind(single("bits", key));
  }

  /// Uniform numbers in `[low, high)`.
  public static Tensor uniform(Tensor key, DType dtype, double low, double high, Shape shape) {
    if (!(low <= high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          "uniform: the bounds " + low + " and " + high + " are not finite, or not in order");
    }
    return new RandomUniform(requireFloating("uniform", dtype), shape, low, high)
        .bind(single("uniform", key));
  }

  /// Standard normal numbers, `√2·erfinv u` of uniform u between −1 and 1.
  public static Tensor normal(Tensor key, DType dtype, Shape shape) {
    return new RandomNormal(requireFloating("normal", dtype), shape).bind(single("normal", key));
  }

  /// Whole numbers from `low` to `high − 1`, `I64`; both of rank 0. `low` if there are none.
  public static Tensor integers(Tensor key, Tensor low, Tensor high, Shape shape) {
    return integers(key, DType.I64, low, high, shape);
  }

  /// The same, `I64` or `I32`; bounds beyond the type are cut to it.
  public static Tensor integers(Tensor key, DType dtype, Tensor low, Tensor high, Shape shape) {
    return new RandomIntegers(requireWhole("integers", dtype), shape)
        .bind(single("integers", key), whole("integers", low), whole("integers", high));
  }

  /// Whole numbers from `low` to `high − 1`, `I64`.
  public static Tensor integers(Tensor key, long low, long high, Shape shape) {
    return integers(key, DType.I64, low, high, shape);
  }

  /// Whole numbers from `low` to `high − 1`, `I64` or `I32`. The numbers of the two types differ: `I32` takes fewer bits for each.
  public static Tensor integers(Tensor key, DType dtype, long low, long high, Shape shape) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "integers: there are none from " + low + " to below " + high);
    }
    if (dtype == DType.I32 && (low < Integer.MIN_VALUE || high > 1L << 31)) {
      throw new IllegalArgumentException(
          "integers: from " + low + " to below " + high + " is beyond I32: use I64");
    }
    return integers(key, dtype, whole(low), whole(high), shape);
  }

  /// The numbers `0 … n − 1` in random order, `I64`: sorted by 32 random bits each, as often as it takes to make it improbable
  /// that two of them had the same bits each time.
  public static Tensor permutation(Tensor key, int n) {
    Tensor order = Tensor.arange(n);
    Tensor rest = single("permutation", key);
    int rounds = (int) Math.ceil(3 * Math.log(Math.max(1, n)) / Math.log(0xFFFF_FFFFL));
    for (int round = 0; round < rounds; round++) {
      Tensor children = split(rest, 2);
      rest = children.get(0);
      Tensor sorted = Sorting.argsort(bits(children.get(1), 32, Shape.of(n)), 0, false);
      order = round == 0 ? sorted : Indexing.takeAlongAxis(order, sorted, 0);
    }
    return order;
  }

  /// Truth values that are true with probability `p`: `uniform < p`. Broadcasts p to `shape`.
  public static Tensor bernoulli(Tensor key, Tensor p, Shape shape) {
    Tensor probability = Aligned.floating(p);
    Tensor uniform = uniform(key, probability.dtype(), 0, 1, shape);
    return Comparison.less(uniform, Shaping.broadcastTo(probability, shape));
  }

  /// Exponential numbers of rate 1: `−ln(1 − u)`.
  public static Tensor exponential(Tensor key, DType dtype, Shape shape) {
    return Exponential.log1p(uniform(key, dtype, 0, 1, shape).unaryMinus()).unaryMinus();
  }

  /// Standard Gumbel numbers: `−ln(−ln u)`, u at least the smallest normal number.
  public static Tensor gumbel(Tensor key, DType dtype, Shape shape) {
    double tiny =
        requireFloating("gumbel", dtype) == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return uniform(key, dtype, tiny, 1, shape).log().unaryMinus().log().unaryMinus();
  }

  /// For each line of `logits` along `axis` a position, `I64`, drawn with probability `softmax(logits)`: that of the largest
  /// `logit + gumbel`.
  public static Tensor categorical(Tensor key, Tensor logits, int axis) {
    Tensor real = Aligned.floating(logits);
    return Reduction.argmax(real.plus(gumbel(key, real.dtype(), real.shape())), axis);
  }
}
