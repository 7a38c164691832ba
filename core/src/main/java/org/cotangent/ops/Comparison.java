package org.cotangent.ops;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Zero;

/// Comparisons, logic and choices, element by element.
///
/// The primitives of maximum and minimum are in [Extrema].
///
/// Thread-safe; all may be traced. Comparisons have no derivative; a choice passes the derivative of what was chosen.
public final class Comparison {
  private static final Op FMAX = Op.of(new Extrema.Fmax());
  private static final Op FMIN = Op.of(new Extrema.Fmin());
  private static final Op LESS = Op.of(new Less());
  private static final Op LESS_EQUAL = Op.of(new LessEqual());
  private static final Op EQUAL = Op.of(new Equal());
  private static final Op SELECT = Op.of(new Select());
  private static final Op MAXIMUM = Op.of(new Extrema.Maximum());
  private static final Op MINIMUM = Op.of(new Extrema.Minimum());
  private static final Op AND = Op.of(new And());
  private static final Op OR = Op.of(new Or());
  private static final Op NOT = Op.of(new Not());
  private static final Op IS_NAN = Op.of(new IsNan());

  private Comparison() {}

  /// Whether both are true.
  public record And() implements Compare {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.and(left, right);
    }
  }

  /// Whether one is true.
  public record Or() implements Compare {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.or(left, right);
    }
  }

  /// Logical not.
  public record Not() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.not(x);
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

  /// Whether x is NaN.
  public record IsNan() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.isNaN(x);
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

  /// What all comparisons share: truth values have no derivative.
  private interface Compare extends Elementwise.Binary {
    @Override
    default Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }

    @Override
    default Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }

    @Override
    default DType dtype(List<DType> operands) {
      return DType.BOOL;
    }
  }

  /// `x < y`.
  public record Less() implements Compare {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.less(left, right);
    }
  }

  /// `x ≤ y`.
  public record LessEqual() implements Compare {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.lessEqual(left, right);
    }
  }

  /// `x = y`.
  public record Equal() implements Compare {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.equal(left, right);
    }
  }

  /// `test ? a : b`. Linear in a and b. It masks: the zeros of its cotangents and tangents mean *no influence*.
  public record Select() implements Linear.OfElements {
    @Override
    public int arity() {
      return 3;
    }

    @Override
    public boolean linear(int i) {
      return i > 0;
    }

    @Override
    public boolean masks() {
      return true;
    }

    @Override
    public Scalar value(List<Scalar> x) {
      return Scalar.where(x.get(0), x.get(1), x.get(2));
    }

    @Override
    public Scalar partial(int i, List<Scalar> x, Scalar y) {
      return switch (i) {
        case 1 -> Scalar.where(x.get(0), Scalar.constant(1), Scalar.constant(0));
        case 2 -> Scalar.where(x.get(0), Scalar.constant(0), Scalar.constant(1));
        default -> Scalar.constant(0);
      };
    }

    @Override
    public void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      Tensor cotangent = cotangents.get(0);
      Tensor zero = new Zero(cotangent.aval());
      if (into.wants(1)) {
        into.add(1, SELECT.bind(List.of(inputs.get(0), cotangent, zero)).getFirst());
      }
      if (into.wants(2)) {
        into.add(2, SELECT.bind(List.of(inputs.get(0), zero, cotangent)).getFirst());
      }
    }
  }

  /// `a < b`.
  public static Tensor less(Tensor a, Tensor b) {
    return compare(LESS, a, b);
  }

  /// `a ≤ b`.
  public static Tensor lessEqual(Tensor a, Tensor b) {
    return compare(LESS_EQUAL, a, b);
  }

  /// `a = b`.
  public static Tensor equal(Tensor a, Tensor b) {
    return compare(EQUAL, a, b);
  }

  /// `a < b`, the number in the tensor's floating dtype.
  public static Tensor less(Tensor a, double b) {
    return Aligned.right(LESS, a, b);
  }

  /// `a < b`, the number in the tensor's floating dtype.
  public static Tensor less(double a, Tensor b) {
    return Aligned.left(LESS, a, b);
  }

  /// `a ≤ b`, the number in the tensor's floating dtype.
  public static Tensor lessEqual(Tensor a, double b) {
    return Aligned.right(LESS_EQUAL, a, b);
  }

  /// `a ≤ b`, the number in the tensor's floating dtype.
  public static Tensor lessEqual(double a, Tensor b) {
    return Aligned.left(LESS_EQUAL, a, b);
  }

  /// `a = b`, the number in the tensor's floating dtype.
  public static Tensor equal(Tensor a, double b) {
    return Aligned.right(EQUAL, a, b);
  }

  private static Tensor compare(Op op, Tensor a, Tensor b) {
    return Aligned.of(op, DType.promote(a.dtype(), b.dtype()), a, b);
  }

  /// `test ? a : b`, all three broadcast. The side that is not chosen has no influence, not even through a NaN in its
  /// derivative. Throws a [DTypeException] if `test` is not `BOOL`.
  public static Tensor where(Tensor test, Tensor a, Tensor b) {
    if (test.dtype() != DType.BOOL) {
      throw new DTypeException(
          "where: the test is " + test.aval() + ", not bool: compare it, or use to(BOOL)");
    }
    DType dtype = DType.promote(a.dtype(), b.dtype());
    Shape shape =
        Shape.broadcast("where", test.shape(), Shape.broadcast("where", a.shape(), b.shape()));
    return SELECT
        .bind(
            List.of(
                Shaping.broadcastTo(test, shape),
                Aligned.to(a, dtype, shape),
                Aligned.to(b, dtype, shape)))
        .getFirst();
  }

  /// The larger; NaN passes. Equal operands share the derivative: ½ each.
  public static Tensor maximum(Tensor a, Tensor b) {
    return Aligned.arithmetic(MAXIMUM, a, b);
  }

  /// The larger; NaN passes. Equal operands share the derivative: ½ each.
  public static Tensor maximum(Tensor a, double b) {
    return Aligned.right(MAXIMUM, a, b);
  }

  /// The smaller; NaN passes. Equal operands share the derivative: ½ each.
  public static Tensor minimum(Tensor a, Tensor b) {
    return Aligned.arithmetic(MINIMUM, a, b);
  }

  /// The smaller; NaN passes. Equal operands share the derivative: ½ each.
  public static Tensor minimum(Tensor a, double b) {
    return Aligned.right(MINIMUM, a, b);
  }

  /// Whether both are true.
  public static Tensor and(Tensor a, Tensor b) {
    return logic(AND, a, b);
  }

  /// Whether one of them is true.
  public static Tensor or(Tensor a, Tensor b) {
    return logic(OR, a, b);
  }

  /// Logical not.
  public static Tensor not(Tensor x) {
    return NOT.bind(bool("not", x));
  }

  /// Whether x is NaN.
  public static Tensor isNaN(Tensor x) {
    return IS_NAN.bind(x);
  }

  private static Tensor logic(Op op, Tensor a, Tensor b) {
    return Aligned.of(
        op, DType.BOOL, bool(op.primitive().name(), a), bool(op.primitive().name(), b));
  }

  private static Tensor bool(String operation, Tensor x) {
    if (x.dtype() != DType.BOOL) {
      throw new DTypeException(
          operation + ": " + x.aval() + " is not bool: compare it, or use to(BOOL)");
    }
    return x;
  }

  /// Whether x is neither infinite nor NaN.
  public static Tensor isFinite(Tensor x) {
    return Aligned.floating(x).abs().less(Double.POSITIVE_INFINITY);
  }

  /// `a > b`.
  public static Tensor greater(Tensor a, Tensor b) {
    return less(b, a);
  }

  /// `a > b`, the number in the tensor's floating dtype.
  public static Tensor greater(Tensor a, double b) {
    return less(b, a);
  }

  /// `a ≥ b`.
  public static Tensor greaterEqual(Tensor a, Tensor b) {
    return lessEqual(b, a);
  }

  /// `a ≥ b`, the number in the tensor's floating dtype.
  public static Tensor greaterEqual(Tensor a, double b) {
    return lessEqual(b, a);
  }

  /// `a ≠ b`; NaN differs from everything.
  public static Tensor notEqual(Tensor a, Tensor b) {
    return not(equal(a, b));
  }

  /// `a ≠ b`, the number in the tensor's floating dtype.
  public static Tensor notEqual(Tensor a, double b) {
    return not(equal(a, b));
  }

  /// Whether exactly one of them is true.
  public static Tensor xor(Tensor a, Tensor b) {
    return notEqual(bool("xor", a), bool("xor", b));
  }

  /// The larger, NaN ignored beside a number. Equal operands share the derivative: ½ each.
  public static Tensor fmax(Tensor a, Tensor b) {
    return Aligned.arithmetic(FMAX, a, b);
  }

  /// The larger, NaN ignored. Equal operands share the derivative: ½ each.
  public static Tensor fmax(Tensor a, double b) {
    return Aligned.right(FMAX, a, b);
  }

  /// The smaller, NaN ignored beside a number. Equal operands share the derivative: ½ each.
  public static Tensor fmin(Tensor a, Tensor b) {
    return Aligned.arithmetic(FMIN, a, b);
  }

  /// The smaller, NaN ignored. Equal operands share the derivative: ½ each.
  public static Tensor fmin(Tensor a, double b) {
    return Aligned.right(FMIN, a, b);
  }

  /// Whether x is infinite, of either sign.
  public static Tensor isInfinite(Tensor x) {
    return equal(Aligned.floating(x).abs(), Double.POSITIVE_INFINITY);
  }

  /// Whether x is ∞.
  public static Tensor isPositiveInfinity(Tensor x) {
    return equal(Aligned.floating(x), Double.POSITIVE_INFINITY);
  }

  /// Whether x is −∞.
  public static Tensor isNegativeInfinity(Tensor x) {
    return equal(Aligned.floating(x), Double.NEGATIVE_INFINITY);
  }

  /// 0 for negative x, 1 for positive, `atZero` for 0; NaN passes. Derivative 0 by x, and 1 by `atZero` where x is 0.
  public static Tensor heaviside(Tensor x, Tensor atZero) {
    Tensor step = new StopGradient().bind(Aligned.floating(x).sign().plus(1).div(2));
    return where(equal(x, 0), atZero, step);
  }

  /// The choice of the first test that is true, `otherwise` where none is; all broadcast. What is not chosen has no influence. Throws
  /// an [IllegalArgumentException] if there are not as many choices as tests.
  public static Tensor select(
      List<? extends Tensor> tests, List<? extends Tensor> choices, Tensor otherwise) {
    if (tests.size() != choices.size()) {
      throw new IllegalArgumentException(
          "select: " + tests.size() + " tests, but " + choices.size() + " choices");
    }
    Tensor result = otherwise;
    for (int i = tests.size() - 1; i >= 0; i--) {
      result = where(tests.get(i), choices.get(i), result);
    }
    return result;
  }

  /// x with 0 for NaN and the largest finite numbers of the dtype for the infinities; the derivative is 0 there.
  public static Tensor nanToNum(Tensor x) {
    double largest = x.dtype() == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return nanToNum(x, 0, largest, -largest);
  }

  /// x with these numbers for NaN, ∞ and −∞; the derivative is 0 there.
  public static Tensor nanToNum(Tensor x, double nan, double positive, double negative) {
    if (!x.dtype().floating()) {
      return x;
    }
    Tensor infinite =
        where(
            less(x, 0), Aligned.constant(negative, x.aval()), Aligned.constant(positive, x.aval()));
    return where(isFinite(x), x, where(isNaN(x), Aligned.constant(nan, x.aval()), infinite));
  }
}
