package org.cotangent.primitive;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// A scalar formula: the closed language in which pointwise primitives state their value and their partial derivatives.
///
/// Because a rule is a formula and not code, one statement serves evaluation of numbers and arrays, backward sweeps in one
/// loop, fused kernels, and higher orders, where the same formula is applied to tensors. Truth values are 0 and 1. Immutable.
///
/// Formulas are records all the way down: the JIT trusts the fields of records, so a formula that hangs on a constant becomes
/// straight-line code at its call.
public sealed interface Scalar {
  /// The value for operands `a`, `b`, `c` (those that there are) and the result `y` (in a partial derivative).
  double at(double a, double b, double c, double y);

  /// The same on whole numbers. Throws a [org.cotangent.DTypeException] where the formula has no meaning for them.
  long at(long a, long b, long c, long y);

  /// What [#at] says, without a virtual call for the formulas that most often stand in others.
  static double value(Scalar formula, double a, double b, double c, double y) {
    return formula instanceof Input input
        ? input.at(a, b, c, y)
        : formula instanceof Constant constant ? constant.value : formula.at(a, b, c, y);
  }

  /// Operand number `index` of the primitive: 0, 1 or 2.
  record Input(int index) implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return index == 0 ? a : index == 1 ? b : c;
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return index == 0 ? a : index == 1 ? b : c;
    }
  }

  /// The primitive's own result, for partial derivatives that are cheaper with it.
  record Result() implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return y;
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return y;
    }
  }

  /// A number.
  record Constant(double value) implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return value;
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return (long) value;
    }
  }

  /// An intrinsic of one operand.
  record Unary(Intrinsic function, Scalar x) implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return function.at(value(x, a, b, c, y));
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return function.at(x.at(a, b, c, y));
    }
  }

  /// An intrinsic of two operands.
  record Binary(Intrinsic function, Scalar left, Scalar right) implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return function.at(value(left, a, b, c, y), value(right, a, b, c, y));
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return function.at(left.at(a, b, c, y), right.at(a, b, c, y));
    }
  }

  /// `test ? then : otherwise`.
  record Choice(Scalar test, Scalar then, Scalar otherwise) implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return test.at(a, b, c, y) != 0 ? then.at(a, b, c, y) : otherwise.at(a, b, c, y);
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return test.at(a, b, c, y) != 0 ? then.at(a, b, c, y) : otherwise.at(a, b, c, y);
    }
  }

  /// A static function of `double`s that is no intrinsic: how a special function states its value.
  record Function(String name, Body body, List<Scalar> operands) implements Scalar {
    /// Copies the list.
    public Function {
      operands = List.copyOf(operands);
    }

    @Override
    public double at(double a, double b, double c, double y) {
      return switch (operands.size()) {
        case 1 -> body.at(operands.get(0).at(a, b, c, y), 0, 0);
        case 2 -> body.at(operands.get(0).at(a, b, c, y), operands.get(1).at(a, b, c, y), 0);
        default ->
            body.at(
                operands.get(0).at(a, b, c, y),
                operands.get(1).at(a, b, c, y),
                operands.get(2).at(a, b, c, y));
      };
    }

    @Override
    public long at(long a, long b, long c, long y) {
      throw new org.cotangent.DTypeException(
          name + " is not defined on whole numbers: convert with to(F64)");
    }

    /// A function of up to three doubles; those that it has not are 0.
    @FunctionalInterface
    public interface Body {
      /// The value.
      double at(double a, double b, double c);
    }
  }

  /// Another pointwise primitive, applied. On numbers it is its formula; on tensors it is the primitive itself, so it can be
  /// differentiated again.
  record Call(Primitive primitive, List<Scalar> operands, Scalar expansion) implements Scalar {
    @Override
    public double at(double a, double b, double c, double y) {
      return expansion.at(a, b, c, y);
    }

    @Override
    public long at(long a, long b, long c, long y) {
      return expansion.at(a, b, c, y);
    }
  }

  /// A number.
  static Scalar constant(double value) {
    return new Constant(value);
  }

  /// `test ? then : otherwise`; only the chosen one counts, a NaN in the other does not pass.
  static Scalar where(Scalar test, Scalar then, Scalar otherwise) {
    return new Choice(test, then, otherwise);
  }

  /// A static function of one `double`, by name. For the value of a primitive; a partial derivative that needs the function
  /// uses [#call], so that it can be differentiated again.
  static Scalar function(String name, DoubleUnaryOperator body, Scalar x) {
    return new Function(name, (a, _, _) -> body.applyAsDouble(a), List.of(x));
  }

  /// A static function of two `double`s, by name.
  static Scalar function(String name, DoubleBinaryOperator body, Scalar x, Scalar y) {
    return new Function(name, (a, b, _) -> body.applyAsDouble(a, b), List.of(x, y));
  }

  /// A static function of three `double`s, by name.
  static Scalar function(String name, Function.Body body, Scalar x, Scalar y, Scalar z) {
    return new Function(name, body, List.of(x, y, z));
  }

  /// The pointwise primitive `primitive`, applied to formulas.
  static <P extends Primitive & Pointwise> Scalar call(P primitive, Scalar... operands) {
    List<Scalar> list = List.of(operands);
    return new Call(primitive, list, primitive.value(list));
  }

  /// `eˣ`
  static Scalar exp(Scalar x) {
    return new Unary(Intrinsic.EXP, x);
  }

  /// `eˣ − 1`
  static Scalar expm1(Scalar x) {
    return new Unary(Intrinsic.EXPM1, x);
  }

  /// `ln x`
  static Scalar log(Scalar x) {
    return new Unary(Intrinsic.LOG, x);
  }

  /// `ln(1 + x)`
  static Scalar log1p(Scalar x) {
    return new Unary(Intrinsic.LOG1P, x);
  }

  /// `log₁₀ x`
  static Scalar log10(Scalar x) {
    return new Unary(Intrinsic.LOG10, x);
  }

  /// `√x`
  static Scalar sqrt(Scalar x) {
    return new Unary(Intrinsic.SQRT, x);
  }

  /// `∛x`
  static Scalar cbrt(Scalar x) {
    return new Unary(Intrinsic.CBRT, x);
  }

  /// `sin x`
  static Scalar sin(Scalar x) {
    return new Unary(Intrinsic.SIN, x);
  }

  /// `cos x`
  static Scalar cos(Scalar x) {
    return new Unary(Intrinsic.COS, x);
  }

  /// `tan x`
  static Scalar tan(Scalar x) {
    return new Unary(Intrinsic.TAN, x);
  }

  /// `asin x`
  static Scalar asin(Scalar x) {
    return new Unary(Intrinsic.ASIN, x);
  }

  /// `acos x`
  static Scalar acos(Scalar x) {
    return new Unary(Intrinsic.ACOS, x);
  }

  /// `atan x`
  static Scalar atan(Scalar x) {
    return new Unary(Intrinsic.ATAN, x);
  }

  /// `sinh x`
  static Scalar sinh(Scalar x) {
    return new Unary(Intrinsic.SINH, x);
  }

  /// `cosh x`
  static Scalar cosh(Scalar x) {
    return new Unary(Intrinsic.COSH, x);
  }

  /// `tanh x`
  static Scalar tanh(Scalar x) {
    return new Unary(Intrinsic.TANH, x);
  }

  /// `|x|`
  static Scalar abs(Scalar x) {
    return new Unary(Intrinsic.ABS, x);
  }

  /// The sign of x, 0 at 0.
  static Scalar sign(Scalar x) {
    return new Unary(Intrinsic.SIGN, x);
  }

  /// `⌊x⌋`
  static Scalar floor(Scalar x) {
    return new Unary(Intrinsic.FLOOR, x);
  }

  /// `⌈x⌉`
  static Scalar ceil(Scalar x) {
    return new Unary(Intrinsic.CEIL, x);
  }

  /// The nearest whole number, halves to even.
  static Scalar round(Scalar x) {
    return new Unary(Intrinsic.ROUND, x);
  }

  /// 1 where x is NaN, else 0.
  static Scalar isNaN(Scalar x) {
    return new Unary(Intrinsic.IS_NAN, x);
  }

  /// 1 where x is 0, else 0.
  static Scalar not(Scalar x) {
    return new Unary(Intrinsic.NOT, x);
  }

  /// `xʸ`
  static Scalar pow(Scalar x, Scalar y) {
    return new Binary(Intrinsic.POW, x, y);
  }

  /// `x − trunc(x/y)·y`
  static Scalar rem(Scalar x, Scalar y) {
    return new Binary(Intrinsic.REM, x, y);
  }

  /// The angle of the point `(y, x)`.
  static Scalar atan2(Scalar x, Scalar y) {
    return new Binary(Intrinsic.ATAN2, x, y);
  }

  /// `√(x² + y²)`
  static Scalar hypot(Scalar x, Scalar y) {
    return new Binary(Intrinsic.HYPOT, x, y);
  }

  /// The larger; NaN passes.
  static Scalar max(Scalar x, Scalar y) {
    return new Binary(Intrinsic.MAX, x, y);
  }

  /// The smaller; NaN passes.
  static Scalar min(Scalar x, Scalar y) {
    return new Binary(Intrinsic.MIN, x, y);
  }

  /// `|x|` with the sign of y.
  static Scalar copySign(Scalar x, Scalar y) {
    return new Binary(Intrinsic.COPY_SIGN, x, y);
  }

  /// `x·y`, and 0 where one of them is 0: the product of the strong zero.
  static Scalar maskedTimes(Scalar x, Scalar y) {
    return new Binary(Intrinsic.MASKED_MUL, x, y);
  }

  /// 1 where `x < y`, else 0.
  static Scalar less(Scalar x, Scalar y) {
    return new Binary(Intrinsic.LESS, x, y);
  }

  /// 1 where `x ≤ y`, else 0.
  static Scalar lessEqual(Scalar x, Scalar y) {
    return new Binary(Intrinsic.LESS_EQUAL, x, y);
  }

  /// 1 where `x = y`, else 0.
  static Scalar equal(Scalar x, Scalar y) {
    return new Binary(Intrinsic.EQUAL, x, y);
  }

  /// 1 where both are true, else 0.
  static Scalar and(Scalar x, Scalar y) {
    return new Binary(Intrinsic.AND, x, y);
  }

  /// 1 where one is true, else 0.
  static Scalar or(Scalar x, Scalar y) {
    return new Binary(Intrinsic.OR, x, y);
  }

  /// `1 / (1 + e⁻ˣ)`, without overflow on either side.
  static Scalar sigmoid(Scalar x) {
    Scalar e = exp(abs(x).negate());
    return where(less(x, constant(0)), e, constant(1)).div(e.plus(1));
  }

  /// Sum.
  default Scalar plus(Scalar other) {
    return new Binary(Intrinsic.ADD, this, other);
  }

  /// Sum with a number.
  default Scalar plus(double other) {
    return plus(constant(other));
  }

  /// Difference.
  default Scalar minus(Scalar other) {
    return new Binary(Intrinsic.SUB, this, other);
  }

  /// Difference with a number.
  default Scalar minus(double other) {
    return minus(constant(other));
  }

  /// Product.
  default Scalar times(Scalar other) {
    return new Binary(Intrinsic.MUL, this, other);
  }

  /// Product with a number.
  default Scalar times(double other) {
    return times(constant(other));
  }

  /// Quotient.
  default Scalar div(Scalar other) {
    return new Binary(Intrinsic.DIV, this, other);
  }

  /// Quotient with a number.
  default Scalar div(double other) {
    return div(constant(other));
  }

  /// `-x`.
  default Scalar negate() {
    return new Unary(Intrinsic.NEG, this);
  }

  /// `x²`.
  default Scalar square() {
    return times(this);
  }

  /// `1 / x`.
  default Scalar reciprocal() {
    return constant(1).div(this);
  }
}
