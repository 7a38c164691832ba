package org.cotangent.primitive;

import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;

/// The text of values in programs: `2.0` for a number, `2.0:f32`, `1.0:f64[3]` where one element fills all, otherwise all
/// elements: `[1.0, 2.0]:f64[2]`.
final class LiteralText {
  private LiteralText() {}

  static String of(Array value) {
    Aval aval = value.aval();
    String type = aval.dtype() == DType.F64 && aval.shape().rank() == 0 ? "" : ":" + aval;
    if (Buffers.filled(value) && aval.shape().size() > 0 || aval.shape().rank() == 0) {
      return Buffers.text(value, 0) + type;
    }
    var text = new StringBuilder("[");
    for (int i = 0; i < aval.shape().size(); i++) {
      text.append(i == 0 ? "" : ", ").append(Buffers.text(value, i));
    }
    return text.append(']').append(type).toString();
  }
}
