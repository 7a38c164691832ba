package org.cotangent.compiler.scalar;

import static org.cotangent.compiler.scalar.Values.NONE;

import org.cotangent.compiler.scalar.Values.Kind;
import org.cotangent.primitive.Intrinsic;

/// Identities of floating numbers that hold for all operands, bit for bit: NaN, infinities and the sign of zero included (of the
/// bits of a NaN nothing is promised). So there is no `x·0 = 0` here, no reassociation, and `x + 0` vanishes only where x can't
/// be `-0.0`; what remains of it moves to the end of a sum, where it vanishes more often.
final class Identities {
  private Identities() {}

  static int unary(Values v, Intrinsic f, int x) {
    switch (f) {
      case NEG -> {
        if (v.is(x, Intrinsic.NEG)) {
          return v.operand(x, 0);
        }
      }
      case ABS -> {
        if (v.is(x, Intrinsic.NEG)) {
          return unary(v, f, v.operand(x, 0));
        }
        if (v.is(x, Intrinsic.ABS)) {
          return x;
        }
      }
      default -> {
        // Nothing holds exactly, or nothing is worth a look.
      }
    }
    return v.plain(
        f,
        x,
        NONE,
        switch (f) {
          case ABS, EXP, COS, COSH, ACOS, IS_NAN, NOT -> false;
          case SQRT -> v.mayBeNegativeZero(x);
          default -> true;
        });
  }

  static int binary(Values v, Intrinsic f, int x, int y) {
    return switch (f) {
      case ADD -> sum(v, x, y);
      case SUB -> difference(v, x, y);
      case MUL -> product(v, x, y);
      case MASKED_MUL -> maskedProduct(v, x, y);
      case DIV -> quotient(v, x, y);
      case MAX, MIN -> {
        boolean zero = v.mayBeNegativeZero(x) || v.mayBeNegativeZero(y);
        yield x == y ? x : sorted(v, f, x, y, zero);
      }
      case LESS -> x == y ? v.constant(0.0) : v.plain(f, x, y, false);
      case EQUAL -> sorted(v, f, x, y, false);
      case AND, OR -> sorted(v, f, x, y, false);
      case LESS_EQUAL, HYPOT -> v.plain(f, x, y, false);
      default -> v.plain(f, x, y, true);
    };
  }

  private static int sorted(Values v, Intrinsic f, int x, int y, boolean negativeZero) {
    return v.plain(f, Math.min(x, y), Math.max(x, y), negativeZero);
  }

  private static int sum(Values v, int x, int y) {
    if (v.kind(x) == Kind.NUMBER) {
      return sum(v, y, x);
    }
    if (v.isNumber(y, -0.0)) {
      return x;
    }
    if (v.isNumber(y, 0.0)) {
      return positiveZero(v, x);
    }
    if (v.is(y, Intrinsic.NEG)) {
      return difference(v, x, v.operand(y, 0));
    }
    if (v.is(x, Intrinsic.NEG)) {
      return difference(v, y, v.operand(x, 0));
    }
    // (x + 0) + y = (x + y) + 0
    if (isPositiveZero(v, x)) {
      return positiveZero(v, sum(v, v.operand(x, 0), y));
    }
    if (isPositiveZero(v, y)) {
      return positiveZero(v, sum(v, x, v.operand(y, 0)));
    }
    return sorted(v, Intrinsic.ADD, x, y, v.mayBeNegativeZero(x) && v.mayBeNegativeZero(y));
  }

  /// `x + 0`: x, but for `-0.0`.
  private static int positiveZero(Values v, int x) {
    if (!v.mayBeNegativeZero(x)) {
      return x;
    }
    return v.plain(Intrinsic.ADD, x, v.constant(0.0), false);
  }

  private static boolean isPositiveZero(Values v, int x) {
    return v.is(x, Intrinsic.ADD) && v.isNumber(v.operand(x, 1), 0.0);
  }

  private static int difference(Values v, int x, int y) {
    if (v.isNumber(y, 0.0)) {
      return x;
    }
    if (v.isNumber(x, -0.0)) {
      return unary(v, Intrinsic.NEG, y);
    }
    if (v.is(y, Intrinsic.NEG)) {
      return sum(v, x, v.operand(y, 0));
    }
    if (v.kind(y) == Kind.NUMBER) {
      return sum(v, x, v.constant(-v.number(y)));
    }
    return v.plain(Intrinsic.SUB, x, y, v.mayBeNegativeZero(x));
  }

  private static int product(Values v, int x, int y) {
    if (v.kind(x) == Kind.NUMBER) {
      return product(v, y, x);
    }
    if (v.isNumber(y, 1)) {
      return x;
    }
    if (v.isNumber(y, -1)) {
      return unary(v, Intrinsic.NEG, x);
    }
    if (v.is(x, Intrinsic.NEG)) {
      int positive = v.operand(x, 0);
      return v.kind(y) == Kind.NUMBER
          ? product(v, positive, v.constant(-v.number(y)))
          : unary(v, Intrinsic.NEG, product(v, positive, y));
    }
    if (v.is(y, Intrinsic.NEG)) {
      return unary(v, Intrinsic.NEG, product(v, x, v.operand(y, 0)));
    }
    return sorted(v, Intrinsic.MUL, x, y, x != y);
  }

  private static int maskedProduct(Values v, int x, int y) {
    if (v.kind(x) == Kind.NUMBER) {
      return maskedProduct(v, y, x);
    }
    if (v.kind(y) == Kind.NUMBER && v.number(y) == 0) {
      return v.constant(0.0);
    }
    if (v.isNumber(y, 1)) {
      return positiveZero(v, x);
    }
    return sorted(v, Intrinsic.MASKED_MUL, x, y, true);
  }

  private static int quotient(Values v, int x, int y) {
    if (v.isNumber(y, 1)) {
      return x;
    }
    if (v.kind(y) == Kind.NUMBER && powerOfTwo(v.number(y))) {
      return product(v, x, v.constant(1 / v.number(y)));
    }
    return v.plain(Intrinsic.DIV, x, y, true);
  }

  /// Whether `1/number` is exact, so that multiplying with it is dividing.
  private static boolean powerOfTwo(double number) {
    return number != 0
        && Math.abs(number) == Math.scalb(1.0, Math.getExponent(number))
        && Math.abs(Math.getExponent(number)) < 1022;
  }
}
