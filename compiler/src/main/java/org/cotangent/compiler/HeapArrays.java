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

  /// Copies `size` elements of an array into another one of its dtype. Rows are often short, so nothing but the copy may cost much.
  static void copy(Object from, int at, Object into, int to, int size) {
    if (from instanceof double[] source && into instanceof double[] target) {
      if (size == 1) {
        target[to] = source[at];
      } else {
        System.arraycopy(source, at, target, to, size);
      }
    } else {
      System.arraycopy(from, at, into, to, size);
    }
  }

  static int length(Object array) {
    return Array.getLength(array);
  }

  /// Makes all elements zeros.
  static void clear(Object array) {
    switch (array) {
      case double[] values -> Arrays.fill(values, 0);
      case float[] values -> Arrays.fill(values, 0);
      case long[] values -> Arrays.fill(values, 0);
      case int[] values -> Arrays.fill(values, 0);
      case boolean[] values -> Arrays.fill(values, false);
      default -> throw new AssertionError(array.getClass());
    }
  }

  static void fill(Object array, double value) {
    if (array instanceof double[] wide) {
      Arrays.fill(wide, value);
    } else {
      Arrays.fill((float[]) array, (float) value);
    }
  }
}
