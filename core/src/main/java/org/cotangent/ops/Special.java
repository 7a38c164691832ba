package org.cotangent.ops;

import org.cotangent.Tensor;

/// Special functions, element by element; arguments broadcast. Their rules are in the files of their families, [ErrorFunctions] and
/// so on.
///
/// Thread-safe; all may be traced, to any order.
public final class Special {
  private Special() {}

  /// `erf x = 2/√π · ∫₀ˣ exp(−t²) dt`, the error function.
  public static Tensor erf(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERF, x);
  }

  /// `erfc x = 1 − erf x`, without loss for large x.
  public static Tensor erfc(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFC, x);
  }

  /// `erfcx x = exp(x²) · erfc x`, which neither under- nor overflows for large x.
  public static Tensor erfcx(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFCX, x);
  }

  /// The inverse of the error function; infinite at ±1, NaN beyond.
  public static Tensor erfinv(Tensor x) {
    return Aligned.unary(ErrorFunctions.ERFINV, x);
  }

  /// `Φ(x)`, the standard normal distribution function, without loss for small probabilities.
  public static Tensor normalCdf(Tensor x) {
    return Aligned.unary(ErrorFunctions.NORMAL_CDF, x);
  }

  /// `ln Φ(x)`, also where Φ underflows.
  public static Tensor logNormalCdf(Tensor x) {
    return Aligned.unary(ErrorFunctions.LOG_NORMAL_CDF, x);
  }

  /// The inverse of `Φ`; infinite at 0 and 1, NaN outside.
  public static Tensor normalQuantile(Tensor x) {
    return Aligned.unary(ErrorFunctions.NORMAL_QUANTILE, x);
  }
}
