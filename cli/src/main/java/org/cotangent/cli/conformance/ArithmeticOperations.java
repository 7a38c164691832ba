package org.cotangent.cli.conformance;

import org.cotangent.Tensor;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Rounding;

/// Arithmetic, extremes and choices, element by element.
final class ArithmeticOperations {
  private ArithmeticOperations() {}

  static void addTo(OperationTable table) {
    table.binary("add", Tensor::plus);
    table.binary("subtract", Tensor::minus);
    table.binary("multiply", Tensor::times);
    table.binary("divide", Tensor::div);
    table.binary("fmod", Tensor::rem);
    table.binary("remainder", Arithmetic::remainder);
    table.binary("power", Tensor::pow);
    table.binary("hypot", Arithmetic::hypot);
    table.binary("copysign", Arithmetic::copySign);
    table.binary("squared_difference", Arithmetic::squaredDifference);
    table.binary("maximum", Tensor::maximum);
    table.binary("minimum", Tensor::minimum);
    table.binary("equal", Tensor::equal);
    table.binary("less", Tensor::less);
    table.binary("greater_equal", Tensor::greaterEqual);
    table.unary("negative", Tensor::unaryMinus);
    table.unary("absolute", Tensor::abs);
    table.unary("square", Tensor::square);
    table.unary("sqrt", Tensor::sqrt);
    table.unary("rsqrt", Arithmetic::rsqrt);
    table.unary("cbrt", Arithmetic::cbrt);
    table.unary("reciprocal", Tensor::reciprocal);
    table.unary("deg2rad", Arithmetic::deg2rad);
    table.unary("sign", Tensor::sign);
    table.unary("floor", Tensor::floor);
    table.unary("ceil", Tensor::ceil);
    table.unary("round", Tensor::round);
    table.unary("trunc", Rounding::trunc);
    table.single("fma", (_, in) -> Arithmetic.fma(in.get(0), in.get(1), in.get(2)));
    table.single("lerp", (_, in) -> Arithmetic.lerp(in.get(0), in.get(1), in.get(2)));
    table.single(
        "addcmul",
        (a, in) -> Arithmetic.addcmul(in.get(0), in.get(1), in.get(2), a.number("value", 1)));
    table.single(
        "clip",
        (a, in) ->
            in.size() == 3
                ? Arithmetic.clip(in.get(0), in.get(1), in.get(2))
                : Arithmetic.clip(
                    in.get(0),
                    a.number("min", Double.NEGATIVE_INFINITY),
                    a.number("max", Double.POSITIVE_INFINITY)));
    table.single("where", (_, in) -> Comparison.where(in.get(0), in.get(1), in.get(2)));
  }
}
