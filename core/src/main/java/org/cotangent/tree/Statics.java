package org.cotangent.tree;

import java.util.Arrays;

/// Values that are part of the structure. A structure may be the key of a cache, so arrays of numbers, which anybody may change, are
/// copied into it and out of it.
final class Statics {
  /// Longer arrays are not written out.
  private static final int SHOWN = 8;

  private Statics() {}

  /// A copy of an array of primitives; anything else itself.
  static Object copied(Object value) {
    return switch (value) {
      case double[] array -> array.clone();
      case float[] array -> array.clone();
      case long[] array -> array.clone();
      case int[] array -> array.clone();
      case short[] array -> array.clone();
      case byte[] array -> array.clone();
      case char[] array -> array.clone();
      case boolean[] array -> array.clone();
      default -> value;
    };
  }

  /// `0.1`, `[1, 2]`, `double[1000]`.
  static String text(Object value) {
    Class<?> component = value.getClass().getComponentType();
    if (component == null || !component.isPrimitive()) {
      return value.toString();
    }
    int length = java.lang.reflect.Array.getLength(value);
    if (length > SHOWN) {
      return component + "[" + length + "]";
    }
    String nested = Arrays.deepToString(new Object[] {value});
    return nested.substring(1, nested.length() - 1);
  }

  /// Whether it could be a tensor instead.
  static boolean numbers(Object value) {
    return value instanceof Number
        || value instanceof double[]
        || value instanceof float[]
        || value instanceof long[]
        || value instanceof int[];
  }

  /// How `value` became `now`, of which it differs.
  static String change(Object value, Object now) {
    String before = text(value);
    String after = text(now);
    String advice = numbers(value) && numbers(now) ? ": make it a Tensor" : "";
    if (!before.equals(after)) {
      return " changed from " + before + " to " + after + advice;
    }
    return value.getClass() == now.getClass()
        ? " changed (both are printed " + before + ")" + advice
        : " changed from "
            + before
            + " ("
            + value.getClass().getName()
            + ") to "
            + after
            + " ("
            + now.getClass().getName()
            + ")"
            + advice;
  }
}
