package org.cotangent.trace;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Trigonometric;
import org.cotangent.primitive.Intrinsic;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;
import org.jspecify.annotations.Nullable;

/// Applies a scalar formula to tensors, by tensor operations that can be traced in turn: this is what makes a derivative of a
/// derivative out of one formula.
final class Formulas {
  private final List<Tensor> operands;
  private final Tensor result;
  private final @Nullable Map<Scalar, Tensor> done;

  private Formulas(Op op, List<Tensor> operands, Tensor result) {
    this.operands = operands;
    this.result = result;
    this.done = op.shared().isEmpty() ? null : new IdentityHashMap<>();
  }

  /// The value of `formula`, one of those of `op`, for operands and the result, all of one shape.
  static Tensor apply(Op op, Scalar formula, List<Tensor> operands, Tensor result) {
    return new Formulas(op, operands, result).at(formula);
  }

  private Tensor at(Scalar formula) {
    return switch (formula) {
      case Scalar.Input(int index) -> operands.get(index);
      case Scalar.Result _ -> result;
      case Scalar.Constant(double value) -> Buffers.fill(result.aval(), value);
      case Scalar.Unary _, Scalar.Binary _, Scalar.Choice _, Scalar.Call _, Scalar.Function _ ->
          shared(formula);
    };
  }

  /// Formulas are trees on paper but share subexpressions in memory: each is computed once.
  private Tensor shared(Scalar formula) {
    if (done == null) {
      return compute(formula);
    }
    Tensor present = done.get(formula);
    if (present == null) {
      present = compute(formula);
      done.put(formula, present);
    }
    return present;
  }

  private Tensor compute(Scalar formula) {
    return switch (formula) {
      case Scalar.Unary(Intrinsic function, Scalar x) -> unary(function, at(x));
      case Scalar.Binary(Intrinsic function, Scalar left, Scalar right) ->
          binary(function, at(left), at(right));
      case Scalar.Choice(Scalar test, Scalar then, Scalar otherwise) ->
          Comparison.where(at(test), at(then), at(otherwise));
      case Scalar.Call call -> {
        var arguments = call.operands().stream().map(this::at).toList();
        yield Op.of(call.primitive()).bind(arguments).getFirst();
      }
      case Scalar.Function function ->
          throw new IllegalStateException(
              "the derivative of a primitive uses the function "
                  + function.name()
                  + " directly; Scalar.call(primitive, …) can be differentiated again");
      case Scalar.Input _, Scalar.Result _, Scalar.Constant _ -> at(formula);
    };
  }

  private static Tensor unary(Intrinsic function, Tensor x) {
    return switch (function) {
      case NEG -> x.unaryMinus();
      case ABS -> x.abs();
      case SIGN -> x.sign();
      case SQRT -> x.sqrt();
      case CBRT -> Arithmetic.cbrt(x);
      case EXP -> x.exp();
      case EXPM1 -> x.expm1();
      case LOG -> x.log();
      case LOG1P -> x.log1p();
      case LOG10 -> Exponential.log10(x);
      case SIN -> x.sin();
      case COS -> x.cos();
      case TAN -> x.tan();
      case ASIN -> x.asin();
      case ACOS -> x.acos();
      case ATAN -> x.atan();
      case SINH -> x.sinh();
      case COSH -> x.cosh();
      case TANH -> x.tanh();
      case FLOOR -> x.floor();
      case CEIL -> x.ceil();
      case ROUND -> x.round();
      case IS_NAN -> Comparison.isNaN(x);
      case NOT -> Comparison.not(x);
      case ADD,
          SUB,
          MUL,
          MASKED_MUL,
          DIV,
          REM,
          POW,
          ATAN2,
          HYPOT,
          MAX,
          MIN,
          COPY_SIGN,
          LESS,
          LESS_EQUAL,
          EQUAL,
          AND,
          OR ->
          throw new IllegalStateException(function + " takes two operands");
    };
  }

  private static Tensor binary(Intrinsic function, Tensor x, Tensor y) {
    return switch (function) {
      case ADD -> x.plus(y);
      case SUB -> x.minus(y);
      case MUL -> x.times(y);
      case MASKED_MUL -> Arithmetic.maskedTimes(x, y);
      case DIV -> x.div(y);
      case REM -> x.rem(y);
      case POW -> x.pow(y);
      case ATAN2 -> Trigonometric.atan2(x, y);
      case HYPOT -> Arithmetic.hypot(x, y);
      case MAX -> x.maximum(y);
      case MIN -> x.minimum(y);
      case COPY_SIGN -> Arithmetic.copySign(x, y);
      case LESS -> x.less(y);
      case LESS_EQUAL -> x.lessEqual(y);
      case EQUAL -> x.equal(y);
      case AND -> Comparison.and(x, y);
      case OR -> Comparison.or(x, y);
      case NEG,
          ABS,
          SIGN,
          SQRT,
          CBRT,
          EXP,
          EXPM1,
          LOG,
          LOG1P,
          LOG10,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          TANH,
          FLOOR,
          CEIL,
          ROUND,
          IS_NAN,
          NOT ->
          throw new IllegalStateException(function + " takes one operand");
    };
  }
}
