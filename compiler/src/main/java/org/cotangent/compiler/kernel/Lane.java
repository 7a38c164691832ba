package org.cotangent.compiler.kernel;

import org.cotangent.DType;

/// The type of a value in a loop: of one element, or of each lane of a vector.
public enum Lane {
  /// A `double`.
  F64(DType.F64),
  /// A `float`.
  F32(DType.F32),
  /// A `long`; also the bits of an [#F64].
  I64(DType.I64),
  /// An `int`; also the bits of an [#F32].
  I32(DType.I32),
  /// A truth value: of vectors, a mask.
  BOOL(DType.BOOL);

  private final DType dtype;

  Lane(DType dtype) {
    this.dtype = dtype;
  }

  /// The dtype of arrays of such elements.
  public DType dtype() {
    return dtype;
  }

  /// The lane of a dtype.
  public static Lane of(DType dtype) {
    return switch (dtype) {
      case F64 -> F64;
      case F32 -> F32;
      case I64 -> I64;
      case I32 -> I32;
      case BOOL -> BOOL;
    };
  }

  /// Whether it is a floating one.
  public boolean floating() {
    return this == F64 || this == F32;
  }

  /// The lane of this one's bits.
  Lane bits() {
    return this == F64 ? I64 : I32;
  }
}
