package org.cotangent.ops;

import org.cotangent.Tensor;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Steps: functions that are constant almost everywhere. Their derivative is 0, never an error in the middle of a program.
///
/// Thread-safe; all may be traced.
public final class Rounding {
  private static final Op TRUNC = Op.of(new Trunc());
  private static final Op SIGN = Op.of(new Sign());
  private static final Op FLOOR = Op.of(new Floor());
  private static final Op CEIL = Op.of(new Ceil());
  private static final Op ROUND = Op.of(new Round());

  private Rounding() {}

  /// −1, 0 or 1; NaN passes.
  public record Sign() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.sign(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// The largest whole number not above x.
  public record Floor() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.floor(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// The smallest whole number not below x.
  public record Ceil() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.ceil(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// The nearest whole number, halves to even.
  public record Round() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.round(x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// x without its fraction: rounded toward 0.
  public record Trunc() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.where(Scalar.less(x, Scalar.constant(0)), Scalar.ceil(x), Scalar.floor(x));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// −1, 0 or 1; NaN passes.
  public static Tensor sign(Tensor x) {
    return SIGN.bind(Aligned.counted(x));
  }

  /// The largest whole number not above x.
  public static Tensor floor(Tensor x) {
    return FLOOR.bind(Aligned.counted(x));
  }

  /// The smallest whole number not below x.
  public static Tensor ceil(Tensor x) {
    return CEIL.bind(Aligned.counted(x));
  }

  /// The nearest whole number, halves to even.
  public static Tensor round(Tensor x) {
    return ROUND.bind(Aligned.counted(x));
  }

  /// x rounded toward 0; −0.5 gives −0.
  public static Tensor trunc(Tensor x) {
    return TRUNC.bind(Aligned.counted(x));
  }

  /// `x − trunc(x)`, the fraction with the sign of x. Derivative 1.
  public static Tensor frac(Tensor x) {
    return Aligned.floating(x).minus(trunc(Aligned.floating(x)));
  }

  /// x rounded to that many decimal places, halves to even; a negative number rounds to tens, hundreds … Derivative 0. As in
  /// NumPy `x·10ᵈ` is rounded, so a number that is only nearly a half may go the wrong way, and what overflows stays as it is.
  public static Tensor round(Tensor x, int decimals) {
    Tensor floating = Aligned.floating(x);
    if (decimals == 0) {
      return round(floating);
    }
    double scale = Math.pow(10, Math.abs(decimals));
    Tensor rounded =
        decimals > 0
            ? round(floating.times(scale)).div(scale)
            : round(floating.div(scale)).times(scale);
    return new StopGradient().bind(Tensor.where(Comparison.isFinite(rounded), rounded, floating));
  }
}
