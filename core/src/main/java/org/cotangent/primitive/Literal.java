package org.cotangent.primitive;

import java.util.Arrays;
import org.cotangent.Array;
import org.cotangent.kernel.Buffers;

/// A value written in place. Equal to another when dtype, shape and all bits are, one NaN like another.
public record Literal(Array value) implements Atom {
  /// So many elements tell large values apart in hash tables.
  private static final int SAMPLED = 4;

  @Override
  public Aval aval() {
    return value.aval();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Literal(Array that)
            && value.aval().equals(that.aval())
            && (Buffers.filled(value) && Buffers.filled(that)
                ? Double.doubleToLongBits(Buffers.fill(value))
                    == Double.doubleToLongBits(Buffers.fill(that))
                : sameBits(that));
  }

  /// `Arrays.equals` compares floating elements by their bits, all NaN being one.
  private boolean sameBits(Array that) {
    return switch (value.dtype()) {
      case F64 -> Arrays.equals(Buffers.f64(value), Buffers.f64(that));
      case F32 -> Arrays.equals(Buffers.f32(value), Buffers.f32(that));
      case I32 -> Arrays.equals(Buffers.i32(value), Buffers.i32(that));
      case I64 -> Arrays.equals(Buffers.i64(value), Buffers.i64(that));
      case BOOL -> Arrays.equals(Buffers.bool(value), Buffers.bool(that));
    };
  }

  @Override
  public int hashCode() {
    int size = value.aval().shape().size();
    int hash = value.aval().hashCode();
    for (int i = 0; i < SAMPLED && i < size; i++) {
      int at = (int) ((long) i * size / Math.min(SAMPLED, size));
      hash = 31 * hash + Double.hashCode(Buffers.element(value, at));
    }
    return hash;
  }

  @Override
  public String toString() {
    return LiteralText.of(value);
  }
}
