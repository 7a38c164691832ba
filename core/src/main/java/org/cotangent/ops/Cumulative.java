package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Scans;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.WrittenOut;
import org.cotangent.primitive.Zero;

/// Running sums, products and extremes along an axis.
///
/// Thread-safe; all may be traced.
public final class Cumulative {
  private Cumulative() {}

  /// Running sum; its transpose is the running sum in the other direction.
  public record CumSum(int axis, boolean reverse) implements Linear.Unary, WrittenOut {
    @Override
    public Aval shape(Aval x) {
      return x;
    }

    @Override
    public Array evaluate(Array x) {
      return Scans.sum(x, axis, reverse);
    }

    @Override
    public List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      return List.of(Elements.running(inputs.getFirst(), axis, reverse, x.getFirst()));
    }

    @Override
    public Tensor transpose(Tensor cotangent, Aval x) {
      return new CumSum(axis, !reverse).bind(cotangent);
    }

    @Override
    public Linear batched() {
      return new CumSum(axis + 1, reverse);
    }
  }

  /// The linear recurrence `s[k] = a[k]·s[k−1] + b[k]`, with `s[−1] = 0`, so `a[0]` has no influence. Closed under derivation: the
  /// tangent is the recurrence of `db + da·s[k−1]`, the cotangent the recurrence in the other direction. Products with zeros
  /// need no division here, so their derivatives are exact to any order.
  public record LinearRecurrence(int axis, boolean reverse) implements General.WithVjp, WrittenOut {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      if (!inputs.get(0).equals(inputs.get(1))) {
        throw new ShapeException(
            "linear_recurrence: " + inputs.get(0) + " and " + inputs.get(1) + " differ");
      }
      return List.of(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Scans.recurrence(inputs.get(0), inputs.get(1), axis, reverse));
    }

    @Override
    public List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      return List.of(Elements.recurrence(inputs.get(0), axis, reverse, x.get(0), x.get(1)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor da = tangents.get(0);
      Tensor db = tangents.get(1);
      if (Zero.is(da) && Zero.is(db)) {
        return List.of(new Zero(outputs.get(0).aval()));
      }
      Tensor change = Zero.is(da) ? db : da.times(shifted(outputs.get(0), axis, reverse));
      return List.of(bind(inputs.get(0), Zero.is(da) || Zero.is(db) ? change : db.plus(change)));
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (Zero.is(cotangents.get(0))) {
        return;
      }
      Tensor b =
          new LinearRecurrence(axis, !reverse)
              .bind(shifted(inputs.get(0), axis, !reverse), cotangents.get(0));
      if (into.wants(0)) {
        into.add(0, b.times(shifted(outputs.get(0), axis, reverse)));
      }
      if (into.wants(1)) {
        into.add(1, b);
      }
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return new LinearRecurrence(axis + 1, reverse).bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// `y[k] = log(exp x[0] + … + exp x[k])`. The tangent obeys `dy[k] = exp(y[k−1] − y[k])·dy[k−1] + exp(x[k] − y[k])·dx[k]`.
  public record CumLogSumExp(int axis, boolean reverse) implements General {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return inputs;
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Scans.logSumExp(inputs.get(0), axis, reverse));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor y = outputs.get(0);
      if (Zero.is(tangents.get(0))) {
        return tangents;
      }
      Tensor reached = y.greater(Double.NEGATIVE_INFINITY);
      Tensor at = Tensor.where(reached, y, Tensor.zeros(y.shape()).to(y.dtype()));
      Tensor factor = shifted(y, axis, reverse).minus(at).exp();
      Tensor weight = inputs.get(0).minus(at).exp();
      return List.of(
          new LinearRecurrence(axis, reverse).bind(factor, weight.times(tangents.get(0))));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return new CumLogSumExp(axis + 1, reverse).bindAll(inputs);
    }
  }

  /// The position of the largest (or smallest) element up to each one; of equal ones the last.
  public record CumArgExtreme(int axis, boolean largest) implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0).with(DType.I64));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Scans.argExtreme(inputs.get(0), axis, largest));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return new CumArgExtreme(axis + 1, largest).bindAll(inputs);
    }
  }

  /// `x[k−1]` along an axis (`x[k+1]` in reverse), 0 at the first place.
  private static Tensor shifted(Tensor x, int axis, boolean reverse) {
    int length = x.shape().length(axis);
    if (length == 0) {
      return x;
    }
    Tensor kept = Slicing.part(x, axis, reverse ? 1 : 0, length - 1);
    Tensor zero = Tensor.full(x.dtype(), 0, x.shape().resized(axis, 1).toArray());
    return reverse ? Tensor.concat(axis, kept, zero) : Tensor.concat(axis, zero, kept);
  }

  /// Running sum along an axis, from the end if `reverse`. Truth values are counted in `I64`.
  public static Tensor cumsum(Tensor x, int axis, boolean reverse) {
    Tensor counted = x.dtype() == DType.BOOL ? x.to(DType.I64) : x;
    return new CumSum(x.shape().axis(axis, "cumsum"), reverse).bind(counted);
  }

  /// Running product along an axis; its derivative is exact where there are zeros.
  public static Tensor cumprod(Tensor x, int axis) {
    int at = x.shape().axis(axis, "cumprod");
    Shape shape = x.shape();
    Tensor factors = Aligned.floating(x);
    if (shape.length(at) == 0) {
      return factors;
    }
    Tensor first = Slicing.part(factors, at, 0, 1);
    Tensor rest =
        Tensor.full(factors.dtype(), 0, shape.resized(at, shape.length(at) - 1).toArray());
    return new LinearRecurrence(at, false).bind(factors, Tensor.concat(at, first, rest));
  }

  /// Running `log Σ exp` along an axis, without overflow.
  public static Tensor cumlogsumexp(Tensor x, int axis) {
    return new CumLogSumExp(x.shape().axis(axis, "cumlogsumexp"), false).bind(Aligned.floating(x));
  }

  /// Running maximum along an axis; of equal elements the last has the derivative.
  public static Tensor cummax(Tensor x, int axis) {
    int at = x.shape().axis(axis, "cummax");
    return Indexing.takeAlongAxis(x, new CumArgExtreme(at, true).bind(x), at);
  }

  /// Running minimum along an axis; of equal elements the last has the derivative.
  public static Tensor cummin(Tensor x, int axis) {
    int at = x.shape().axis(axis, "cummin");
    return Indexing.takeAlongAxis(x, new CumArgExtreme(at, false).bind(x), at);
  }
}
