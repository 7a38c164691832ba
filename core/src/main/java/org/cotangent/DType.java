package org.cotangent;

/// The type of a tensor's elements. Immutable.
///
/// Nothing narrows by itself: operations on mixed types [#promote] them, and only [Tensor#to(DType)] converts.
public enum DType {
  /// 64-bit floating point, the default.
  F64(true),
  /// 32-bit floating point.
  F32(true),
  /// 32-bit integers.
  I32(false),
  /// 64-bit integers.
  I64(false),
  /// Truth values; they count as the integers 0 and 1 in arithmetic.
  BOOL(false);

  private final boolean floating;
  private final String text;

  DType(boolean floating) {
    this.floating = floating;
    this.text = name().toLowerCase(java.util.Locale.ROOT);
  }

  /// Whether derivatives exist for it: `F64` and `F32`.
  public boolean floating() {
    return floating;
  }

  /// The smallest type that holds both: `F32 ∘ F64 → F64`, integer ∘ floating → that floating type, `I32 ∘ I64 → I64`,
  /// and `BOOL` gives way to everything.
  public static DType promote(DType a, DType b) {
    return a == b || a.breadth() > b.breadth() ? a : b;
  }

  /// This type if it is floating, else `F64`: the type of a division, of a sine.
  public DType toFloating() {
    return floating ? this : F64;
  }

  private int breadth() {
    return switch (this) {
      case BOOL -> 0;
      case I32 -> 1;
      case I64 -> 2;
      case F32 -> 3;
      case F64 -> 4;
    };
  }

  /// As programs print it: `f64`.
  public String text() {
    return text;
  }
}
