package org.cotangent.primitive;

import java.util.Arrays;
import org.cotangent.Array;
import org.cotangent.kernel.Buffers;

/// A value written in place. Equal to another when dtype, shape and all bits are, one NaN like another.
public record Literal(Array value) implements Atom {
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

  private boolean sameBits(Array that) {
    return switch (value.dtype()) {
      case F64 -> Arrays.equals(bits(Buffers.f64(value)), bits(Buffers.f64(that)));
      case F32 -> Arrays.equals(bits(Buffers.f32(value)), bits(Buffers.f32(that)));
      case I32 -> Arrays.equals(Buffers.i32(value), Buffers.i32(that));
      case I64 -> Arrays.equals(Buffers.i64(value), Buffers.i64(that));
      case BOOL -> Arrays.equals(Buffers.bool(value), Buffers.bool(that));
    };
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }

  @Override
  public int hashCode() {
    return 31 * value.aval().hashCode() + Arrays.hashCode(Buffers.toDoubles(value));
  }

  @Override
  public String toString() {
    return LiteralText.of(value);
  }
}
