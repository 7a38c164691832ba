package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Neighbours;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// Floating-point numbers as they are made: sign, fraction, exponent, neighbours.
///
/// Thread-safe; all may be traced.
public final class FloatingPoint {
  private static final Op EXPONENT = Op.of(new BinaryExponent());
  private static final Op SIGN_BIT = Op.of(new SignBit());

  private FloatingPoint() {}

  /// `x·2ⁿ` for whole numbers n of x's shape, rounded once. Linear in x; not by a product with `2ⁿ`, which may overflow where the
  /// result does not.
  public record ScaleByPower() implements Linear {
    @Override
    public boolean linear(int i) {
      return i == 0;
    }

    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Neighbours.scaled(inputs.get(0), inputs.get(1)));
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      if (into.wants(0)) {
        into.add(0, bind(cotangents.get(0), inputs.get(1)));
      }
    }

    @Override
    public Linear batched() {
      return this;
    }
  }

  /// The n with `|x| = m·2ⁿ`, `½ ≤ m < 1`; 0 for 0, infinities and NaN. Derivative 0.
  public record BinaryExponent() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.function("binary_exponent", Neighbours::exponent, x);
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }
  }

  /// Whether x is negative, −0 included.
  public record SignBit() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.less(Scalar.copySign(Scalar.constant(1), x), Scalar.constant(0));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return Scalar.constant(0);
    }

    @Override
    public DType dtype(List<DType> operands) {
      return DType.BOOL;
    }
  }

  /// The number next to x on the way to y, of the dtype of both. Derivative 0: it is a step of the representation.
  public record NextAfter() implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Neighbours.after(inputs.get(0), inputs.get(1)));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// `x·2ⁿ` with whole numbers n, rounded once: exact unless it overflows or becomes subnormal. Derivative `2ⁿ` by x. Throws a
  /// [DTypeException] for exponents that are not whole.
  public static Tensor ldexp(Tensor x, Tensor exponents) {
    if (exponents.dtype().floating()) {
      throw new DTypeException(
          "ldexp: exponents are whole numbers, not " + exponents.aval() + ": use x.times(exp2(n))");
    }
    Shape shape = Shape.broadcast("ldexp", x.shape(), exponents.shape());
    return new ScaleByPower()
        .bind(
            Aligned.to(x, x.dtype().toFloating(), shape), Aligned.to(exponents, DType.I64, shape));
  }

  /// A number's fraction and exponent.
  ///
  /// @param mantissa with `½ ≤ |mantissa| < 1`; 0, infinities and NaN stay as they are
  /// @param exponent `I64`
  public record Frexp(Tensor mantissa, Tensor exponent) {}

  /// x as `mantissa · 2^exponent`. The mantissa has the derivative `2^−exponent`.
  public static Frexp frexp(Tensor x) {
    Tensor floating = Aligned.floating(x);
    Tensor exponent = EXPONENT.bind(floating).to(DType.I64);
    return new Frexp(ldexp(floating, exponent.unaryMinus()), exponent);
  }

  /// Whether x is negative; of zeros and NaN the sign counts too.
  public static Tensor signBit(Tensor x) {
    return SIGN_BIT.bind(Aligned.floating(x));
  }

  /// The floating-point number next to x on the way to y; y itself where they are equal. Derivative 0.
  public static Tensor nextAfter(Tensor x, Tensor y) {
    DType dtype = DType.promote(x.dtype(), y.dtype()).toFloating();
    Shape shape = Shape.broadcast("nextAfter", x.shape(), y.shape());
    return new NextAfter().bind(Aligned.to(x, dtype, shape), Aligned.to(y, dtype, shape));
  }

  /// The distance from `|x|` to the next larger number of its dtype. Derivative 0. NaN for infinities.
  public static Tensor spacing(Tensor x) {
    Tensor size = Aligned.floating(x).abs();
    Tensor next = nextAfter(size, Tensor.full(size.dtype(), Double.POSITIVE_INFINITY));
    return new StopGradient().bind(next.minus(size));
  }
}
