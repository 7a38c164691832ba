package org.cotangent;

import org.cotangent.kernel.Buffers;

/// The text of an [Array]: nested brackets, at most a few rows of a large one.
final class Printing {
  private static final int EDGE = 3;
  private static final int SHORT = 12;

  private Printing() {}

  static String print(Array array) {
    var text = new StringBuilder();
    append(text, array, array.shape().toArray(), 0, 0);
    return text.toString();
  }

  private static void append(StringBuilder text, Array array, int[] lengths, int axis, int offset) {
    if (axis == lengths.length) {
      text.append(Buffers.text(array, offset));
      return;
    }
    int stride = 1;
    for (int i = axis + 1; i < lengths.length; i++) {
      stride *= lengths[i];
    }
    boolean shortened = lengths[axis] > SHORT && array.shape().size() > 200;
    text.append('[');
    for (int i = 0; i < lengths[axis]; i++) {
      if (i > 0) {
        text.append(axis == lengths.length - 1 ? ", " : ",\n" + " ".repeat(axis + 1));
      }
      if (shortened && i == EDGE) {
        text.append("…");
        i = lengths[axis] - EDGE - 1;
        continue;
      }
      append(text, array, lengths, axis + 1, offset + i * stride);
    }
    text.append(']');
  }
}
