package org.cotangent.ops;

import static org.cotangent.DType.BOOL;
import static org.cotangent.DType.F32;
import static org.cotangent.DType.F64;
import static org.cotangent.DType.I32;
import static org.cotangent.DType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// The dtypes of results, for all pairs.
class PromotionTest {
  private static final DType[] TYPES = {BOOL, I32, I64, F32, F64};

  /// Row: the left operand, column: the right one, in the order of `TYPES`.
  private static final DType[][] ARITHMETIC = {
    {I64, I32, I64, F32, F64},
    {I32, I32, I64, F32, F64},
    {I64, I64, I64, F32, F64},
    {F32, F32, F32, F32, F64},
    {F64, F64, F64, F64, F64}
  };

  @Test
  void arithmetic() {
    table(
        ARITHMETIC,
        Map.of(
            "plus", Tensor::plus,
            "minus", Tensor::minus,
            "times", Tensor::times,
            "rem", Tensor::rem,
            "remainder", Arithmetic::remainder,
            "floorDivide", Arithmetic::floorDivide,
            "maximum", Tensor::maximum,
            "minimum", Tensor::minimum,
            "fmax", Comparison::fmax,
            "copySign", Arithmetic::copySign));
  }

  @Test
  void realFunctionsOfTwo() {
    var expected = new DType[TYPES.length][TYPES.length];
    for (int i = 0; i < TYPES.length; i++) {
      for (int j = 0; j < TYPES.length; j++) {
        expected[i][j] = ARITHMETIC[i][j].floating() ? ARITHMETIC[i][j] : F64;
      }
    }
    table(
        expected,
        Map.of(
            "div", Tensor::div,
            "pow", Tensor::pow,
            "hypot", Arithmetic::hypot,
            "atan2", Trigonometric::atan2,
            "logaddexp", Exponential::logaddexp,
            "logaddexp2", Exponential::logaddexp2,
            "xlogy", Exponential::xlogy,
            "xlog1py", Exponential::xlog1py,
            "sigmoidCrossEntropy", Losses::sigmoidCrossEntropy,
            "squaredError", Losses::squaredError));
  }

  @Test
  void comparisons() {
    var expected = new DType[TYPES.length][TYPES.length];
    for (DType[] row : expected) {
      java.util.Arrays.fill(row, BOOL);
    }
    table(
        expected,
        Map.of(
            "less", Comparison::less,
            "lessEqual", Comparison::lessEqual,
            "greater", Comparison::greater,
            "greaterEqual", Comparison::greaterEqual,
            "equal", Comparison::equal,
            "notEqual", Comparison::notEqual));
  }

  private static void table(DType[][] expected, Map<String, BinaryOperator<Tensor>> operations) {
    operations.forEach((name, f) -> {
      for (int i = 0; i < TYPES.length; i++) {
        for (int j = 0; j < TYPES.length; j++) {
          Tensor result = f.apply(Tensor.ones(TYPES[i], 2), Tensor.ones(TYPES[j], 2));
          assertEquals(
              expected[i][j], result.dtype(), name + " of " + TYPES[i] + " and " + TYPES[j]);
        }
      }
    });
  }

  @Test
  void functionsOfOne() {
    Map<String, UnaryOperator<Tensor>> real =
        Map.of(
            "sin", Tensor::sin,
            "sqrt", Tensor::sqrt,
            "exp2", Exponential::exp2,
            "sigmoid", Tensor::sigmoid,
            "softplus", Tensor::softplus,
            "silu", Activation::silu,
            "plus a number", x -> x.plus(1),
            "relu6", Activation::relu6,
            "frac", Rounding::frac,
            "deg2rad", Arithmetic::deg2rad);
    real.forEach((name, f) -> {
      for (DType type : TYPES) {
        assertEquals(
            type.floating() ? type : F64,
            f.apply(Tensor.ones(type, 2)).dtype(),
            name + " of " + type);
      }
    });
    Map<String, UnaryOperator<Tensor>> kept =
        Map.of(
            "unaryMinus", Tensor::unaryMinus,
            "square", Tensor::square,
            "abs", Tensor::abs,
            "relu", Tensor::relu,
            "sign", Tensor::sign,
            "floor", Tensor::floor,
            "ceil", Tensor::ceil,
            "round", Tensor::round,
            "trunc", Rounding::trunc);
    kept.forEach((name, f) -> {
      for (DType type : TYPES) {
        assertEquals(
            type == BOOL ? I64 : type, f.apply(Tensor.ones(type, 2)).dtype(), name + " of " + type);
      }
    });
  }
}
