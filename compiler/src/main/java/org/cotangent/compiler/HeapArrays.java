package org.cotangent.compiler;

import java.lang.reflect.Array;
import java.util.Arrays;

/// Heap arrays of any dtype.
final class HeapArrays {
  private HeapArrays() {}

  static Object copy(Object array) {
    return switch (array) {
      case double[] values -> values.clone();
      case float[] values -> values.clone();
      case long[] values -> values.clone();
      case int[] values -> values.clone();
      case boolean[] values -> values.clone();
      default -> throw new AssertionError(array.getClass());
    };
  }

  static int length(Object array) {
    return Array.getLength(array);
  }

  static void fill(Object array, double value) {
    if (array instanceof double[] wide) {
      Arrays.fill(wide, value);
    } else {
      Arrays.fill((float[]) array, (float) value);
    }
  }
}
