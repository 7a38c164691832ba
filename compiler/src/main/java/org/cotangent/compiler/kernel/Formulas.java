package org.cotangent.compiler.kernel;

import java.util.List;
import org.cotangent.primitive.Intrinsic;
import org.cotangent.primitive.Scalar;

/// Scalar formulas as instructions. A formula's truth values are numbers; here they are [Lane#BOOL] for as long as nobody
/// calculates with them.
public final class Formulas {
  private final Body body;
  private final Lane lane;
  private final List<Integer> operands;
  private final Functions functions;

  private Formulas(Body body, Lane lane, List<Integer> operands) {
    this.body = body;
    this.lane = lane;
    this.operands = operands;
    this.functions = new Functions(body, lane);
  }

  /// The value of `formula` for these operands, calculated in `lane`, as an instruction of any lane. The last operand is the result,
  /// if the formula uses it.
  public static int lower(Body body, Scalar formula, Lane lane, List<Integer> operands) {
    return new Formulas(body, lane, operands).value(formula);
  }

  /// `x · y`, and 0 where one of them is 0.
  public static int maskedProduct(Body body, int x, int y) {
    int zero = body.constant(0, body.lane(x));
    return body.select(body.or(body.equal(x, zero), body.equal(y, zero)), zero, body.mul(x, y));
  }

  private int number(Scalar formula) {
    return body.convert(value(formula), lane);
  }

  private int truth(Scalar formula) {
    return body.truth(value(formula));
  }

  private int value(Scalar formula) {
    return switch (formula) {
      case Scalar.Input(int index) -> operands.get(index);
      case Scalar.Result _ -> operands.getLast();
      case Scalar.Constant(double value) -> body.constant(value, lane);
      case Scalar.Unary(Intrinsic function, Scalar x) -> unary(function, x);
      case Scalar.Binary(Intrinsic function, Scalar left, Scalar right) ->
          binary(function, left, right);
      case Scalar.Choice(Scalar test, Scalar then, Scalar otherwise) -> {
        int a = value(then);
        int b = value(otherwise);
        if (body.lane(a) != body.lane(b)) {
          a = body.convert(a, lane);
          b = body.convert(b, lane);
        }
        yield body.select(truth(test), a, b);
      }
      case Scalar.Function function -> {
        var arguments = function.operands().stream().map(this::number).toList();
        yield body.call(function.body(), lane, arguments);
      }
      case Scalar.Call call -> value(call.expansion());
    };
  }

  private int unary(Intrinsic function, Scalar x) {
    return switch (function) {
      case NEG -> body.neg(number(x));
      case ABS -> body.abs(number(x));
      case SQRT -> body.sqrt(number(x));
      case EXP -> functions.exp(number(x));
      case EXPM1 -> functions.expm1(number(x));
      case LOG -> functions.log(number(x));
      case LOG1P -> functions.log1p(number(x));
      case TANH -> functions.tanh(number(x));
      case SIN -> functions.sin(number(x));
      case COS -> functions.cos(number(x));
      case IS_NAN -> {
        int a = number(x);
        yield body.not(body.equal(a, a));
      }
      case NOT -> body.not(truth(x));
      case SIGN -> {
        int a = number(x);
        int zero = body.constant(0, lane);
        int negative = body.select(body.less(a, zero), body.constant(-1, lane), a);
        yield body.select(body.less(zero, a), body.constant(1, lane), negative);
      }
      case CBRT, LOG10, TAN, ASIN, ACOS, ATAN, SINH, COSH, FLOOR, CEIL, ROUND -> {
        Scalar.Unary called = new Scalar.Unary(function, new Scalar.Input(0));
        yield call(function, (a, _, _) -> called.at(a, 0, 0, 0), List.of(number(x)));
      }
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
          throw new IllegalArgumentException(function + " takes two operands");
    };
  }

  private int binary(Intrinsic function, Scalar left, Scalar right) {
    return switch (function) {
      case AND -> body.and(truth(left), truth(right));
      case OR -> body.or(truth(left), truth(right));
      case ADD -> body.add(number(left), number(right));
      case SUB -> body.sub(number(left), number(right));
      case MUL -> body.mul(number(left), number(right));
      case DIV -> body.div(number(left), number(right));
      case MAX -> body.max(number(left), number(right));
      case MIN -> body.min(number(left), number(right));
      case LESS -> body.less(number(left), number(right));
      case LESS_EQUAL -> body.lessEqual(number(left), number(right));
      case EQUAL -> body.equal(number(left), number(right));
      case MASKED_MUL -> {
        int x = number(left);
        int y = number(right);
        yield maskedProduct(body, x, y);
      }
      case REM, POW, ATAN2, HYPOT, COPY_SIGN -> {
        Scalar.Binary called =
            new Scalar.Binary(function, new Scalar.Input(0), new Scalar.Input(1));
        yield call(
            function, (a, b, _) -> called.at(a, b, 0, 0), List.of(number(left), number(right)));
      }
      case NEG,
          SIGN,
          ABS,
          SQRT,
          EXP,
          LOG,
          SIN,
          COS,
          TANH,
          CBRT,
          EXPM1,
          LOG1P,
          LOG10,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          FLOOR,
          CEIL,
          ROUND,
          IS_NAN,
          NOT ->
          throw new IllegalArgumentException(function + " takes one operand");
    };
  }

  /// One and the same function for every occurrence, so that equal calls are one.
  private int call(Intrinsic function, Scalar.Function.Body made, List<Integer> arguments) {
    return body.call(CALLED.computeIfAbsent(function, _ -> made), lane, arguments);
  }

  private static final java.util.Map<Intrinsic, Scalar.Function.Body> CALLED =
      new java.util.concurrent.ConcurrentHashMap<>();
}
