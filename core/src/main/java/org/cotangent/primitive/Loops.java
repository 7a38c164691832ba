package org.cotangent.primitive;

/// The intrinsics over arrays of doubles: one loop for each, so the JIT sees simple bodies. It vectorises a loop only if all
/// arrays are read and written at the same index.
final class Loops {
  private Loops() {}

  /// `out[i] = f(x[i])` for the first `n` elements.
  static void unary(Intrinsic f, double[] x, double[] out, int n) {
    switch (f) {
      case NEG -> {
        for (int i = 0; i < n; i++) {
          out[i] = -x[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.abs(x[i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.sqrt(x[i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.exp(x[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.log(x[i]);
        }
      }
      case SIN -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.sin(x[i]);
        }
      }
      case COS -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.cos(x[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.tanh(x[i]);
        }
      }
      case SIGN,
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
          NOT -> {
        for (int i = 0; i < n; i++) {
          out[i] = f.at(x[i]);
        }
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
          throw new IllegalArgumentException(f + " takes two operands");
    }
  }

  /// `out[i] = f(x[i], y[i])` for the first `n` elements.
  static void binary(Intrinsic f, double[] x, double[] y, double[] out, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] + y[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] - y[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] * y[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] / y[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.max(x[i], y[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          out[i] = Math.min(x[i], y[i]);
        }
      }
      case MASKED_MUL -> {
        for (int i = 0; i < n; i++) {
          double a = x[i];
          double b = y[i];
          out[i] = a == 0 || b == 0 ? 0 : a * b;
        }
      }
      case REM, POW, ATAN2, HYPOT, COPY_SIGN, LESS, LESS_EQUAL, EQUAL, AND, OR -> {
        for (int i = 0; i < n; i++) {
          out[i] = f.at(x[i], y[i]);
        }
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
          throw new IllegalArgumentException(f + " takes one operand");
    }
  }

  /// `out[i] = f(x[i], number)` for the first `n` elements.
  static void right(Intrinsic f, double[] x, double number, double[] out, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] + number;
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] - number;
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] * number;
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[i] = x[i] / number;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out[i] = f.at(x[i], number);
        }
      }
    }
  }

  /// `out[i] = f(number, y[i])` for the first `n` elements.
  static void left(Intrinsic f, double number, double[] y, double[] out, int n) {
    switch (f) {
      case ADD, MUL -> right(f, y, number, out, n);
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[i] = number - y[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[i] = number / y[i];
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out[i] = f.at(number, y[i]);
        }
      }
    }
  }

  /// `into[i] += x[i] · y[i]`; `masked`: with the product of the strong zero.
  static void addProduct(double[] x, double[] y, boolean masked, double[] into) {
    if (masked) {
      for (int i = 0; i < into.length; i++) {
        into[i] += x[i] == 0 || y[i] == 0 ? 0 : x[i] * y[i];
      }
    } else {
      for (int i = 0; i < into.length; i++) {
        into[i] += x[i] * y[i];
      }
    }
  }

  /// `into[i] += x[i] · number`; `masked`: with the product of the strong zero.
  static void addScaled(double[] x, double number, boolean masked, double[] into) {
    if (masked) {
      for (int i = 0; i < into.length; i++) {
        into[i] += x[i] == 0 || number == 0 ? 0 : x[i] * number;
      }
    } else {
      for (int i = 0; i < into.length; i++) {
        into[i] += x[i] * number;
      }
    }
  }
}
