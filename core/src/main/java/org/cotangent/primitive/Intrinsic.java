package org.cotangent.primitive;

import org.cotangent.DTypeException;

/// The functions of real numbers that a [Scalar] formula is made of.
///
/// Truth values are the numbers 0 and 1. Those that have a meaning for whole numbers also have a form on `long`; comparisons
/// of floating numbers follow IEEE 754, so they are false when an operand is NaN.
public enum Intrinsic {
  /// `-x`.
  NEG(1) {
    @Override
    double at(double x) {
      return -x;
    }

    @Override
    long at(long x) {
      return -x;
    }
  },
  /// `|x|`.
  ABS(1) {
    @Override
    double at(double x) {
      return Math.abs(x);
    }

    @Override
    long at(long x) {
      return Math.abs(x);
    }
  },
  /// `-1`, `0` (with the sign of x) or `1`; NaN passes.
  SIGN(1) {
    @Override
    double at(double x) {
      return Math.signum(x);
    }

    @Override
    long at(long x) {
      return Long.signum(x);
    }
  },
  /// `√x`.
  SQRT(1) {
    @Override
    double at(double x) {
      return Math.sqrt(x);
    }
  },
  /// `∛x`.
  CBRT(1) {
    @Override
    double at(double x) {
      return Math.cbrt(x);
    }
  },
  /// `eˣ`.
  EXP(1) {
    @Override
    double at(double x) {
      return Math.exp(x);
    }
  },
  /// `eˣ − 1` without loss for small x.
  EXPM1(1) {
    @Override
    double at(double x) {
      return Math.expm1(x);
    }
  },
  /// Natural logarithm.
  LOG(1) {
    @Override
    double at(double x) {
      return Math.log(x);
    }
  },
  /// `log(1 + x)` without loss for small x.
  LOG1P(1) {
    @Override
    double at(double x) {
      return Math.log1p(x);
    }
  },
  /// Decimal logarithm.
  LOG10(1) {
    @Override
    double at(double x) {
      return Math.log10(x);
    }
  },
  /// Sine.
  SIN(1) {
    @Override
    double at(double x) {
      return Math.sin(x);
    }
  },
  /// Cosine.
  COS(1) {
    @Override
    double at(double x) {
      return Math.cos(x);
    }
  },
  /// Tangent.
  TAN(1) {
    @Override
    double at(double x) {
      return Math.tan(x);
    }
  },
  /// Arc sine.
  ASIN(1) {
    @Override
    double at(double x) {
      return Math.asin(x);
    }
  },
  /// Arc cosine.
  ACOS(1) {
    @Override
    double at(double x) {
      return Math.acos(x);
    }
  },
  /// Arc tangent.
  ATAN(1) {
    @Override
    double at(double x) {
      return Math.atan(x);
    }
  },
  /// Hyperbolic sine.
  SINH(1) {
    @Override
    double at(double x) {
      return Math.sinh(x);
    }
  },
  /// Hyperbolic cosine.
  COSH(1) {
    @Override
    double at(double x) {
      return Math.cosh(x);
    }
  },
  /// Hyperbolic tangent.
  TANH(1) {
    @Override
    double at(double x) {
      return Math.tanh(x);
    }
  },
  /// The largest whole number not above x.
  FLOOR(1) {
    @Override
    double at(double x) {
      return Math.floor(x);
    }

    @Override
    long at(long x) {
      return x;
    }
  },
  /// The smallest whole number not below x.
  CEIL(1) {
    @Override
    double at(double x) {
      return Math.ceil(x);
    }

    @Override
    long at(long x) {
      return x;
    }
  },
  /// The nearest whole number, halves to even.
  ROUND(1) {
    @Override
    double at(double x) {
      return Math.rint(x);
    }

    @Override
    long at(long x) {
      return x;
    }
  },
  /// Whether x is NaN.
  IS_NAN(1) {
    @Override
    double at(double x) {
      return x != x ? 1 : 0;
    }

    @Override
    long at(long x) {
      return 0;
    }
  },
  /// Logical not.
  NOT(1) {
    @Override
    double at(double x) {
      return x == 0 ? 1 : 0;
    }

    @Override
    long at(long x) {
      return x == 0 ? 1 : 0;
    }
  },
  /// `x + y`.
  ADD(2) {
    @Override
    double at(double x, double y) {
      return x + y;
    }

    @Override
    long at(long x, long y) {
      return x + y;
    }
  },
  /// `x − y`.
  SUB(2) {
    @Override
    double at(double x, double y) {
      return x - y;
    }

    @Override
    long at(long x, long y) {
      return x - y;
    }
  },
  /// `x · y`.
  MUL(2) {
    @Override
    double at(double x, double y) {
      return x * y;
    }

    @Override
    long at(long x, long y) {
      return x * y;
    }
  },
  /// `x · y`, and 0 where one of them is 0, whatever the other: the product of the strong zero.
  MASKED_MUL(2) {
    @Override
    double at(double x, double y) {
      return x == 0 || y == 0 ? 0 : x * y;
    }

    @Override
    long at(long x, long y) {
      return x * y;
    }
  },
  /// `x / y`; of whole numbers toward zero, and 0 for y = 0.
  DIV(2) {
    @Override
    double at(double x, double y) {
      return x / y;
    }

    @Override
    long at(long x, long y) {
      return y == 0 ? 0 : x / y;
    }
  },
  /// `x − trunc(x/y)·y`, with the sign of x.
  REM(2) {
    @Override
    double at(double x, double y) {
      return x % y;
    }

    @Override
    long at(long x, long y) {
      return y == 0 ? 0 : x % y;
    }
  },
  /// `xʸ` as C99 defines it: `x⁰ = 1ʸ = 1` even for NaN.
  POW(2) {
    @Override
    double at(double x, double y) {
      return x == 1 ? 1 : x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x, y);
    }

    @Override
    long at(long x, long y) {
      long result = 1;
      long base = x;
      for (long n = y; n > 0; n >>= 1) {
        if ((n & 1) != 0) {
          result *= base;
        }
        base *= base;
      }
      return result;
    }
  },
  /// The angle of the point (y, x): `atan2(x, y)` of the operands in this order.
  ATAN2(2) {
    @Override
    double at(double x, double y) {
      return Math.atan2(x, y);
    }
  },
  /// `√(x² + y²)` without overflow.
  HYPOT(2) {
    @Override
    double at(double x, double y) {
      return Math.hypot(x, y);
    }
  },
  /// The larger; NaN passes.
  MAX(2) {
    @Override
    double at(double x, double y) {
      return Math.max(x, y);
    }

    @Override
    long at(long x, long y) {
      return Math.max(x, y);
    }
  },
  /// The smaller; NaN passes.
  MIN(2) {
    @Override
    double at(double x, double y) {
      return Math.min(x, y);
    }

    @Override
    long at(long x, long y) {
      return Math.min(x, y);
    }
  },
  /// `|x|` with the sign of y.
  COPY_SIGN(2) {
    @Override
    double at(double x, double y) {
      return Math.abs(x) * (Double.doubleToRawLongBits(y) < 0 ? -1 : 1);
    }

    @Override
    long at(long x, long y) {
      return y < 0 ? -Math.abs(x) : Math.abs(x);
    }
  },
  /// `x < y`.
  LESS(2) {
    @Override
    double at(double x, double y) {
      return x < y ? 1 : 0;
    }

    @Override
    long at(long x, long y) {
      return x < y ? 1 : 0;
    }
  },
  /// `x ≤ y`.
  LESS_EQUAL(2) {
    @Override
    double at(double x, double y) {
      return x <= y ? 1 : 0;
    }

    @Override
    long at(long x, long y) {
      return x <= y ? 1 : 0;
    }
  },
  /// `x = y`.
  EQUAL(2) {
    @Override
    double at(double x, double y) {
      return x == y ? 1 : 0;
    }

    @Override
    long at(long x, long y) {
      return x == y ? 1 : 0;
    }
  },
  /// Both are true.
  AND(2) {
    @Override
    double at(double x, double y) {
      return x != 0 && y != 0 ? 1 : 0;
    }

    @Override
    long at(long x, long y) {
      return x != 0 && y != 0 ? 1 : 0;
    }
  },
  /// One of them is true.
  OR(2) {
    @Override
    double at(double x, double y) {
      return x != 0 || y != 0 ? 1 : 0;
    }

    @Override
    long at(long x, long y) {
      return x != 0 || y != 0 ? 1 : 0;
    }
  };

  private final int arity;

  Intrinsic(int arity) {
    this.arity = arity;
  }

  /// Number of operands.
  public int arity() {
    return arity;
  }

  double at(double x) {
    throw wrongArity(1);
  }

  double at(double x, double y) {
    throw wrongArity(2);
  }

  long at(long x) {
    throw noIntegers();
  }

  long at(long x, long y) {
    throw noIntegers();
  }

  private IllegalArgumentException wrongArity(int given) {
    return new IllegalArgumentException(this + " takes " + arity + " operands, not " + given);
  }

  private DTypeException noIntegers() {
    return new DTypeException(this + " is not defined on whole numbers: convert with to(F64)");
  }
}
