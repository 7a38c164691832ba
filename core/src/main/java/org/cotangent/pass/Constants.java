package org.cotangent.pass;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Literal;

/// What identities ask of literals.
final class Constants {
  private static final int LARGE = 64;

  private Constants() {}

  /// Whether every element of `atom` is known to be `value`, with its sign if it is 0.
  static boolean is(Atom atom, double value, Rewriter in) {
    return isUniform(atom, in)
        && Double.doubleToLongBits(value(atom, in)) == Double.doubleToLongBits(value);
  }

  /// Whether all elements are known and equal, exactly as doubles.
  static boolean isUniform(Atom atom, Rewriter in) {
    return switch (atom) {
      case Literal(Array array) -> uniform(array);
      case org.cotangent.primitive.Var _ ->
          in.origin(atom) instanceof Origin.Made(Broadcast _, var of)
              && of.getFirst() instanceof Literal(Array array)
              && uniform(array);
    };
  }

  /// That element.
  static double value(Atom atom, Rewriter in) {
    return in.origin(atom) instanceof Origin.Made made
        ? value(made.x(), in)
        : Buffers.element(((Literal) atom).value(), 0);
  }

  private static boolean uniform(Array array) {
    int size = array.shape().size();
    if (size == 0 || size > LARGE && !Buffers.filled(array)) {
      return false;
    }
    long bits = Double.doubleToLongBits(Buffers.element(array, 0));
    for (int i = 1; i < size && !Buffers.filled(array); i++) {
      if (Double.doubleToLongBits(Buffers.element(array, i)) != bits) {
        return false;
      }
    }
    return array.dtype() != DType.I64 || Math.abs(Buffers.element(array, 0)) < 1L << 53;
  }

  /// Whether elements of `atom` are whole numbers.
  static boolean whole(Atom atom) {
    return atom.aval().dtype() == DType.I32 || atom.aval().dtype() == DType.I64;
  }

  /// Whether elements of `atom` are floating.
  static boolean floating(Atom atom) {
    return atom.aval().dtype().floating();
  }

  /// Whether `value` survives in the dtype of `atom`.
  static boolean fits(double value, Atom atom) {
    return atom.aval().dtype() == DType.F64 || (float) value == value;
  }

  /// Whether `value` is ±2ᵏ, k a whole number, and neither tiny nor huge, so that its reciprocal is one too.
  static boolean powerOfTwo(double value) {
    return (Double.doubleToRawLongBits(value) & 0x000f_ffff_ffff_ffffL) == 0
        && Math.abs(value) >= 0x1p-1000
        && Math.abs(value) <= 0x1p1000;
  }
}
