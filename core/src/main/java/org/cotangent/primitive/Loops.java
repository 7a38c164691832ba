package org.cotangent.primitive;

/// The intrinsics over blocks of doubles: one loop for each, so the JIT sees simple bodies and vectorises what it can.
final class Loops {
  private Loops() {}

  /// `out[o + i] = f(x[p + i])` for `n` elements.
  static void unary(Intrinsic f, double[] x, int p, double[] out, int o, int n) {
    switch (f) {
      case NEG -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = -x[p + i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.abs(x[p + i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.sqrt(x[p + i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.exp(x[p + i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.log(x[p + i]);
        }
      }
      case SIN -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.sin(x[p + i]);
        }
      }
      case COS -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.cos(x[p + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.tanh(x[p + i]);
        }
      }
      case SIGN, CBRT, EXPM1, LOG1P, LOG10, TAN, ASIN, ACOS, ATAN, SINH, COSH, FLOOR, CEIL, ROUND, IS_NAN, NOT -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = f.at(x[p + i]);
        }
      }
      case ADD, SUB, MUL, MASKED_MUL, DIV, REM, POW, ATAN2, HYPOT, MAX, MIN, COPY_SIGN, LESS, LESS_EQUAL, EQUAL, AND,
          OR ->
          throw new IllegalArgumentException(f + " takes two operands");
    }
  }

  /// `out[o + i] = f(x[p + i], y[q + i])` for `n` elements.
  static void binary(Intrinsic f, double[] x, int p, double[] y, int q, double[] out, int o, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = x[p + i] + y[q + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = x[p + i] - y[q + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = x[p + i] * y[q + i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = x[p + i] / y[q + i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.max(x[p + i], y[q + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = Math.min(x[p + i], y[q + i]);
        }
      }
      case MASKED_MUL -> {
        for (int i = 0; i < n; i++) {
          double a = x[p + i];
          double b = y[q + i];
          out[o + i] = a == 0 || b == 0 ? 0 : a * b;
        }
      }
      case REM, POW, ATAN2, HYPOT, COPY_SIGN, LESS, LESS_EQUAL, EQUAL, AND, OR -> {
        for (int i = 0; i < n; i++) {
          out[o + i] = f.at(x[p + i], y[q + i]);
        }
      }
      case NEG, SIGN, ABS, SQRT, EXP, LOG, SIN, COS, TANH, CBRT, EXPM1, LOG1P, LOG10, TAN, ASIN, ACOS, ATAN, SINH, COSH,
          FLOOR, CEIL, ROUND, IS_NAN, NOT ->
          throw new IllegalArgumentException(f + " takes one operand");
    }
  }
}
