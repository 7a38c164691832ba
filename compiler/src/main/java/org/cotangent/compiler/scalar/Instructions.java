package org.cotangent.compiler.scalar;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.cotangent.primitive.Intrinsic;

/// The bytecode of intrinsics whose operands are on the stack.
final class Instructions {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc SUPPORT = ClassDesc.of(Support.class.getName());
  private static final MethodTypeDesc ONE = MethodTypeDesc.of(CD_double, CD_double);
  private static final MethodTypeDesc TWO = MethodTypeDesc.of(CD_double, CD_double, CD_double);
  private static final MethodTypeDesc WHOLE_ONE = MethodTypeDesc.of(CD_long, CD_long);
  private static final MethodTypeDesc WHOLE_TWO = MethodTypeDesc.of(CD_long, CD_long, CD_long);

  private Instructions() {}

  /// Whether it makes a truth value: then code for it is a jump.
  static boolean comparison(Intrinsic f) {
    return switch (f) {
      case LESS, LESS_EQUAL, EQUAL, AND, OR, NOT, IS_NAN -> true;
      default -> false;
    };
  }

  static void unary(CodeBuilder code, Intrinsic f, boolean whole) {
    if (whole) {
      switch (f) {
        case NEG -> code.lneg();
        case ABS -> code.invokestatic(MATH, "abs", WHOLE_ONE);
        case SIGN -> code.invokestatic(SUPPORT, "sign", WHOLE_ONE);
        case FLOOR, CEIL, ROUND -> {
          // Whole already.
        }
        default -> throw new AssertionError(f);
      }
      return;
    }
    switch (f) {
      case NEG -> code.dneg();
      case SIGN -> code.invokestatic(MATH, "signum", ONE);
      case ROUND -> code.invokestatic(MATH, "rint", ONE);
      case ABS -> code.invokestatic(MATH, "abs", ONE);
      case SQRT -> code.invokestatic(MATH, "sqrt", ONE);
      case CBRT -> code.invokestatic(MATH, "cbrt", ONE);
      case EXP -> code.invokestatic(MATH, "exp", ONE);
      case EXPM1 -> code.invokestatic(MATH, "expm1", ONE);
      case LOG -> code.invokestatic(MATH, "log", ONE);
      case LOG1P -> code.invokestatic(MATH, "log1p", ONE);
      case LOG10 -> code.invokestatic(MATH, "log10", ONE);
      case SIN -> code.invokestatic(MATH, "sin", ONE);
      case COS -> code.invokestatic(MATH, "cos", ONE);
      case TAN -> code.invokestatic(MATH, "tan", ONE);
      case ASIN -> code.invokestatic(MATH, "asin", ONE);
      case ACOS -> code.invokestatic(MATH, "acos", ONE);
      case ATAN -> code.invokestatic(MATH, "atan", ONE);
      case SINH -> code.invokestatic(MATH, "sinh", ONE);
      case COSH -> code.invokestatic(MATH, "cosh", ONE);
      case TANH -> code.invokestatic(MATH, "tanh", ONE);
      case FLOOR -> code.invokestatic(MATH, "floor", ONE);
      case CEIL -> code.invokestatic(MATH, "ceil", ONE);
      default -> throw new AssertionError(f);
    }
  }

  static void binary(CodeBuilder code, Intrinsic f, boolean whole) {
    if (whole) {
      switch (f) {
        case ADD -> code.ladd();
        case SUB -> code.lsub();
        case MUL, MASKED_MUL -> code.lmul();
        case DIV -> code.invokestatic(SUPPORT, "div", WHOLE_TWO);
        case REM -> code.invokestatic(SUPPORT, "rem", WHOLE_TWO);
        case POW -> code.invokestatic(SUPPORT, "pow", WHOLE_TWO);
        case MAX -> code.invokestatic(MATH, "max", WHOLE_TWO);
        case MIN -> code.invokestatic(MATH, "min", WHOLE_TWO);
        case COPY_SIGN -> code.invokestatic(SUPPORT, "copySign", WHOLE_TWO);
        default -> throw new AssertionError(f);
      }
      return;
    }
    switch (f) {
      case ADD -> code.dadd();
      case SUB -> code.dsub();
      case MUL -> code.dmul();
      case MASKED_MUL -> code.invokestatic(SUPPORT, "maskedTimes", TWO);
      case DIV -> code.ddiv();
      case REM -> code.drem();
      case POW -> code.invokestatic(SUPPORT, "pow", TWO);
      case ATAN2 -> code.invokestatic(MATH, "atan2", TWO);
      case HYPOT -> code.invokestatic(MATH, "hypot", TWO);
      case MAX -> code.invokestatic(MATH, "max", TWO);
      case MIN -> code.invokestatic(MATH, "min", TWO);
      case COPY_SIGN -> code.invokestatic(SUPPORT, "copySign", TWO);
      default -> throw new AssertionError(f);
    }
  }
}
