package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Extremes;
import org.cotangent.kernel.Sums;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.WrittenOut;
import org.cotangent.primitive.Zero;
import org.jspecify.annotations.Nullable;

/// Sums and other reductions along axes.
///
/// Thread-safe; all may be traced.
public final class Reduction {
  private Reduction() {}

  /// Sum over `axes`, which disappear. Its transpose repeats the cotangent along them.
  public record ReduceSum(List<Integer> axes) implements Linear.Unary, WrittenOut {
    /// Copies the list.
    public ReduceSum {
      axes = List.copyOf(axes);
    }

    @Override
    public Aval shape(Aval x) {
      return x.with(x.shape().without(AxisLists.array(axes)));
    }

    @Override
    public Array evaluate(Array x) {
      return Sums.sum(x, AxisLists.array(axes), shape(x.aval()));
    }

    @Override
    public List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      Aval aval = inputs.getFirst();
      Aval result = shape(aval);
      List<List<Scalar>> groups =
          Elements.groups(aval, AxisLists.array(axes), result, x.getFirst());
      return List.of(Elements.sums(aval, Sums.inRows(aval, AxisLists.array(axes)), groups));
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      List<Integer> kept = AxisLists.others(x.shape().rank(), axes);
      return new Shaping.Broadcast(x.shape(), kept).bind(cotangent);
    }

    @Override
    public Linear batched() {
      return new ReduceSum(axes.stream().map(axis -> axis + 1).toList());
    }
  }

  /// The largest element over `axes`. Equal ones share the derivative evenly; NaN passes.
  public record ReduceMax(List<Integer> axes) implements Extreme {
    /// Copies the list.
    public ReduceMax {
      axes = List.copyOf(axes);
    }

    @Override
    public boolean largest() {
      return true;
    }

    @Override
    public Primitive over(List<Integer> axes) {
      return new ReduceMax(axes);
    }
  }

  /// The smallest element over `axes`. Equal ones share the derivative evenly; NaN passes.
  public record ReduceMin(List<Integer> axes) implements Extreme {
    /// Copies the list.
    public ReduceMin {
      axes = List.copyOf(axes);
    }

    @Override
    public boolean largest() {
      return false;
    }

    @Override
    public Primitive over(List<Integer> axes) {
      return new ReduceMin(axes);
    }
  }

  /// What the two extremes share.
  private interface Extreme extends General.WithVjp, WrittenOut {
    List<Integer> axes();

    boolean largest();

    Primitive over(List<Integer> axes);

    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      Aval x = inputs.get(0);
      return List.of(x.with(reduced(x.shape(), axes())));
    }

    @Override
    default List<Array> evaluate(List<Array> inputs) {
      Array x = inputs.get(0);
      int[] over = AxisLists.array(axes());
      return List.of(Extremes.reduce(x, over, largest(), shapes(List.of(x.aval())).getFirst()));
    }

    @Override
    default List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      return List.of(
          Elements.extremes(
              largest(),
              Elements.groups(
                  inputs.getFirst(),
                  AxisLists.array(axes()),
                  shapes(inputs).getFirst(),
                  x.getFirst())));
    }

    @Override
    default List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      if (Zero.is(tangents.get(0))) {
        return List.of(new Zero(outputs.get(0).aval()));
      }
      Tensor share = share(inputs.get(0), outputs.get(0));
      return List.of(new ReduceSum(axes()).bind(tangents.get(0).times(share)));
    }

    @Override
    default void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (!Zero.is(cotangents.get(0))) {
        Tensor x = inputs.get(0);
        into.add(0, repeated(cotangents.get(0), x.shape()).times(share(x, outputs.get(0))));
      }
    }

    /// Each element's part of the derivative: 1 over the number of extremes where it is one, else 0.
    private Tensor share(Tensor x, Tensor y) {
      Tensor mine = x.equal(repeated(y, x.shape())).to(x.dtype());
      return mine.div(repeated(new ReduceSum(axes()).bind(mine), x.shape()));
    }

    private Tensor repeated(Tensor reduced, Shape shape) {
      List<Integer> kept = AxisLists.others(shape.rank(), axes());
      return new Shaping.Broadcast(shape, kept).bind(reduced);
    }

    @Override
    default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return over(axes().stream().map(axis -> axis + 1).toList()).bindAll(inputs);
    }
  }

  /// The first position of the largest element along an axis, which disappears.
  public record ArgMax(int axis) implements Position {
    @Override
    public boolean largest() {
      return true;
    }

    @Override
    public Primitive along(int axis) {
      return new ArgMax(axis);
    }
  }

  /// The first position of the smallest element along an axis, which disappears.
  public record ArgMin(int axis) implements Position {
    @Override
    public boolean largest() {
      return false;
    }

    @Override
    public Primitive along(int axis) {
      return new ArgMin(axis);
    }
  }

  /// What the two positions share.
  private interface Position extends General.Constant, WrittenOut {
    int axis();

    boolean largest();

    Primitive along(int axis);

    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      return List.of(Aval.of(DType.I64, inputs.get(0).shape().without(axis())));
    }

    @Override
    default List<Array> evaluate(List<Array> inputs) {
      Array x = inputs.get(0);
      return List.of(Extremes.position(x, axis(), largest(), shapes(List.of(x.aval())).getFirst()));
    }

    @Override
    default List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      return List.of(
          Elements.positions(
              largest(),
              Elements.groups(
                  inputs.getFirst(), new int[] {axis()}, shapes(inputs).getFirst(), x.getFirst())));
    }

    @Override
    default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return along(axis() + 1).bindAll(inputs);
    }
  }

  /// Sum over `axes`; none means all. Truth values are counted in `I64`.
  public static Tensor sum(Tensor x, Axes axes) {
    List<Integer> over = normalized(x.shape(), axes, "sum");
    Tensor counted = x.dtype() == DType.BOOL ? Shaping.convert(x, DType.I64) : x;
    return kept(
        over.isEmpty() ? counted : new ReduceSum(over).bind(counted), x.shape(), over, axes);
  }

  /// The axes counted from the front, in order, all if none is named. Throws a [ShapeException] for an axis that does not
  /// exist or is named twice.
  static List<Integer> normalized(Shape shape, Axes axes, String operation) {
    int[] written = axes.toArray();
    if (written.length == 0) {
      return AxisLists.range(0, shape.rank());
    }
    var result = new ArrayList<Integer>();
    for (int axis : written) {
      int from = shape.axis(axis, operation);
      if (result.contains(from)) {
        throw new ShapeException(
            operation + ": axis " + axis + " is named twice in " + Arrays.toString(written));
      }
      result.add(from);
    }
    return result.stream().sorted().toList();
  }

  /// The reduced tensor, with the axes back with length 1 if they are kept.
  static Tensor kept(Tensor reduced, Shape shape, List<Integer> over, Axes axes) {
    if (!axes.kept()) {
      return reduced;
    }
    Shape with = shape;
    for (int axis : over) {
      with = with.resized(axis, 1);
    }
    return Shaping.reshape(reduced, with);
  }

  /// Number of elements that a reduction over `axes` takes together.
  private static int count(Shape shape, List<Integer> axes) {
    int count = 1;
    for (int axis : axes) {
      count *= shape.length(axis);
    }
    return count;
  }

  /// Mean over `axes`; none means all. NaN for no elements. Whole numbers are averaged in `F64`.
  public static Tensor mean(Tensor x, Axes axes) {
    Tensor floating = Aligned.floating(x);
    return sum(floating, axes).div(count(x.shape(), normalized(x.shape(), axes, "mean")));
  }

  /// Largest element over `axes`; none means all. Equal ones share the derivative; NaN passes. Throws a [ShapeException] if there
  /// are no elements.
  public static Tensor max(Tensor x, Axes axes) {
    return extreme("max", x, axes, true);
  }

  /// Smallest element over `axes`; none means all. Equal ones share the derivative; NaN passes. Throws a [ShapeException] if
  /// there are no elements.
  public static Tensor min(Tensor x, Axes axes) {
    return extreme("min", x, axes, false);
  }

  static Tensor extreme(String operation, Tensor x, Axes axes, boolean largest) {
    List<Integer> over = normalized(x.shape(), axes, operation);
    requireElements(operation, x.shape(), over);
    return kept(
        over.isEmpty() ? x : (largest ? new ReduceMax(over) : new ReduceMin(over)).bind(x),
        x.shape(),
        over,
        axes);
  }

  private static void requireElements(String operation, Shape shape, List<Integer> over) {
    if (count(shape, over) == 0) {
      throw new ShapeException(
          operation + ": " + shape + " has no elements along " + over + ", so no " + operation);
    }
  }

  /// Position of the first largest element along an axis, `I64`. Throws a [ShapeException] if there are no elements.
  public static Tensor argmax(Tensor x, int axis) {
    return position("argmax", x, axis, true);
  }

  /// Position of the first smallest element along an axis, `I64`. Throws a [ShapeException] if there are no elements.
  public static Tensor argmin(Tensor x, int axis) {
    return position("argmin", x, axis, false);
  }

  private static Tensor position(String operation, Tensor x, int axis, boolean largest) {
    int at = x.shape().axis(axis, operation);
    requireElements(operation, x.shape(), List.of(at));
    return (largest ? new ArgMax(at) : new ArgMin(at)).bind(x);
  }

  /// Product over `axes`; none means all. Its derivative is exact where there are zeros. 1 for no elements.
  public static Tensor prod(Tensor x, Axes axes) {
    List<Integer> over = normalized(x.shape(), axes, "prod");
    if (over.isEmpty()) {
      return x;
    }
    Tensor last = lastAxis(Aligned.floating(x), over);
    int n = last.shape().length(-1);
    Shape shape = last.shape().without(last.rank() - 1);
    Tensor product =
        n == 0
            ? Tensor.full(last.dtype(), 1, shape.toArray())
            : Slicing.part(Cumulative.cumprod(last, -1), last.rank() - 1, n - 1, 1).reshape(shape);
    return kept(product, x.shape(), over, axes);
  }

  /// `x` with the axes in `over` moved to the end and joined.
  static Tensor lastAxis(Tensor x, List<Integer> over) {
    var order = new ArrayList<Integer>();
    order.addAll(AxisLists.others(x.rank(), over));
    int kept = order.size();
    order.addAll(over);
    Tensor moved = x.rank() < 2 ? x : Shaping.transpose(x, AxisLists.array(order));
    Shape shape = x.shape().without(AxisLists.array(over));
    return moved.reshape(shape.with(kept, count(x.shape(), over)));
  }

  /// `log Σ exp x` over `axes`; none means all. The largest element is taken out first, so nothing overflows; −∞ for no
  /// elements, and elements of −∞ have no influence.
  public static Tensor logSumExp(Tensor x, Axes axes) {
    return logOfSum(x, axes, null);
  }

  /// `log Σ b exp x` over `axes`, with weights b of a shape that broadcasts to x's.
  public static Tensor logSumExp(Tensor x, Axes axes, Tensor weights) {
    return logOfSum(x, axes, weights);
  }

  private static Tensor logOfSum(Tensor x, Axes axes, @Nullable Tensor weights) {
    Tensor floating = Aligned.floating(x);
    List<Integer> over = normalized(x.shape(), axes, "logSumExp");
    Axes keeping = Tensor.keep(AxisLists.array(over));
    if (count(x.shape(), over) == 0) {
      return kept(sum(floating, axes).plus(Double.NEGATIVE_INFINITY), x.shape(), List.of(), axes);
    }
    if (over.isEmpty()) {
      return weights == null ? floating : floating.plus(weights.log());
    }
    Tensor top = new StopGradient().bind(max(floating, keeping));
    Tensor shift = Tensor.where(Comparison.isFinite(top), top, Tensor.full(top.dtype(), 0));
    Tensor terms = floating.minus(shift).exp();
    Tensor sum = sum(weights == null ? terms : terms.times(weights), keeping);
    // Where nothing but −∞ is summed the logarithm is −∞, and its derivative is NaN, as that of
    // logaddexp(−∞, −∞).
    return kept(sum.log().plus(shift).reshape(reduced(x.shape(), over)), x.shape(), over, axes);
  }

  private static Shape reduced(Shape shape, List<Integer> over) {
    return shape.without(AxisLists.array(over));
  }

  /// `exp x / Σ exp x` along an axis, without overflow.
  public static Tensor softmax(Tensor x, int axis) {
    Tensor floating = Aligned.floating(x);
    int at = x.shape().axis(axis, "softmax");
    if (x.shape().length(at) == 0) {
      return floating;
    }
    Tensor top = new StopGradient().bind(max(floating, Tensor.keep(at)));
    Tensor terms = floating.minus(top).exp();
    return terms.div(sum(terms, Tensor.keep(at)));
  }

  /// `x − log Σ exp x` along an axis, without overflow.
  public static Tensor logSoftmax(Tensor x, int axis) {
    Tensor floating = Aligned.floating(x);
    return floating.minus(logSumExp(floating, Tensor.keep(x.shape().axis(axis, "logSoftmax"))));
  }

  /// Variance over `axes`, none means all: the mean of the squared distances from the mean, with divisor `n − ddof`. NaN for
  /// no elements, and for one where `ddof` is 1.
  public static Tensor var(Tensor x, Axes axes, int ddof) {
    Tensor floating = Aligned.floating(x);
    List<Integer> over = normalized(x.shape(), axes, "var");
    int[] array = AxisLists.array(over);
    Tensor centred =
        over.isEmpty()
            ? floating.minus(floating)
            : floating.minus(mean(floating, Tensor.keep(array)));
    return sum(centred.square(), axes).div(Math.max(0, count(x.shape(), over) - ddof));
  }

  /// Standard deviation over `axes`: the root of the variance; its derivative is 0 where all elements are equal.
  public static Tensor std(Tensor x, Axes axes, int ddof) {
    return safeRoot(var(x, axes, ddof));
  }

  /// `√x`, with derivative 0 at 0.
  static Tensor safeRoot(Tensor x) {
    Tensor zero = x.equal(0);
    Tensor root = Tensor.where(zero, Tensor.full(x.dtype(), 1), x).sqrt();
    return Tensor.where(zero, Tensor.full(x.dtype(), 0), root);
  }

  /// The norm of vectors along `axes`, none means all: `(Σ |x|ᵖ)^(1/p)`, with p = ∞ the largest, −∞ the smallest magnitude and 0
  /// the number of nonzero elements. For positive p the powers neither over- nor underflow; the derivative at the origin is 0.
  public static Tensor norm(Tensor x, double p, Axes axes) {
    Tensor floating = Aligned.floating(x);
    if (p == 1) {
      return sum(floating.abs(), axes);
    }
    if (Double.isInfinite(p)) {
      return p > 0 ? max(floating.abs(), axes) : min(floating.abs(), axes);
    }
    if (p == 0) {
      return sum(Comparison.not(floating.equal(0)).to(floating.dtype()), axes);
    }
    return p > 0 ? scaled(floating, p, axes) : rootOfSum(floating, p, axes);
  }

  /// `(Σ |x|ᵖ)^(1/p)`, with derivative 0 at the origin.
  private static Tensor rootOfSum(Tensor x, double p, Axes axes) {
    if (p == 2) {
      return safeRoot(sum(x.square(), axes));
    }
    Tensor sum = sum(x.abs().pow(p), axes);
    Tensor zero = sum.equal(0);
    Tensor root = Tensor.where(zero, Tensor.full(sum.dtype(), 1), sum).pow(1 / p);
    return Tensor.where(zero, Tensor.full(sum.dtype(), 0), root);
  }

  /// The same of x over its largest magnitude, times that, wherever its power is not an ordinary number.
  private static Tensor scaled(Tensor x, double p, Axes axes) {
    List<Integer> over = normalized(x.shape(), axes, "norm");
    if (over.isEmpty() || count(x.shape(), over) == 0) {
      return over.isEmpty() ? x.abs() : sum(x.abs(), axes);
    }
    int[] array = AxisLists.array(over);
    Tensor top = new StopGradient().bind(max(x.abs(), Tensor.keep(array)));
    // The powers of these are within 2^±exponent, with room for many of them.
    double exponent = x.dtype() == DType.F32 ? 100 : 990;
    double bound = Math.pow(2, exponent / Math.max(1, p));
    Tensor ordinary = Comparison.and(top.greater(1 / bound), top.less(bound));
    Tensor usable = Comparison.and(top.greater(0), Comparison.isFinite(top));
    Tensor one = Tensor.full(top.dtype(), 1);
    Tensor scale = Tensor.where(ordinary, one, Tensor.where(usable, top, one));
    Tensor root = rootOfSum(x.div(scale), p, Tensor.keep(array)).times(scale);
    return kept(root.reshape(reduced(x.shape(), over)), x.shape(), over, axes);
  }

  /// Whether all elements are true along `axes`; none means all.
  public static Tensor all(Tensor x, Axes axes) {
    return Comparison.not(any(Comparison.not(x), axes));
  }

  /// Whether one element is true along `axes`; none means all.
  public static Tensor any(Tensor x, Axes axes) {
    return sum(x.to(DType.I64), axes).greater(0);
  }

  /// Sum of the elements that are not NaN.
  public static Tensor nansum(Tensor x, Axes axes) {
    Tensor floating = Aligned.floating(x);
    return sum(
        Tensor.where(Comparison.isNaN(floating), Tensor.full(floating.dtype(), 0), floating), axes);
  }

  /// Difference of the largest and the smallest element.
  public static Tensor ptp(Tensor x, Axes axes) {
    return max(x, axes).minus(min(x, axes));
  }

  /// `Σ w x / Σ w` over `axes`, with weights of a shape that broadcasts to x's.
  public static Tensor average(Tensor x, Tensor weights, Axes axes) {
    Tensor w = weights.broadcastTo(x.shape());
    return sum(x.times(w), axes).div(sum(w, axes));
  }
}
