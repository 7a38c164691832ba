package org.cotangent.trace;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;

/// What lies under all boxes of a tensor: whether values are known, and whether they are one or one for each example.
public final class Underneath {
  private Underneath() {}

  /// Whether `tensor` stands in a program or graph that is being written, so that no value is known.
  public static boolean written(Tensor tensor) {
    Tensor value = tensor;
    while (value instanceof Box box) {
      if (box.trace().writes()) {
        return true;
      }
      value = box.unboxed();
    }
    return false;
  }

  /// Whether one of them does.
  public static boolean written(List<? extends Tensor> tensors) {
    for (Tensor tensor : tensors) {
      if (written(tensor)) {
        return true;
      }
    }
    return false;
  }

  /// Whether `tensors` stand in a program that is being written, and `others` at most in programs around it.
  static boolean writtenWithin(List<? extends Tensor> tensors, List<? extends Tensor> others) {
    return writer(tensors) > writer(others);
  }

  /// The level of the innermost program in which one of them stands; 0 if there is none.
  private static long writer(List<? extends Tensor> tensors) {
    long level = 0;
    for (Tensor tensor : tensors) {
      Tensor value = tensor;
      while (value instanceof Box box && !box.trace().writes()) {
        value = box.unboxed();
      }
      if (value instanceof Box box) {
        level = Math.max(level, box.trace().level());
      }
    }
    return level;
  }

  /// The value; under `vmap` those of all examples. Only where nothing is [#written].
  public static Array value(Tensor tensor) {
    return (Array) Box.valueOf(tensor);
  }

  /// The value of one example, an array of the tensor's own shape; if there are no examples, ones. Only where nothing is [#written].
  public static Array example(Tensor tensor) {
    Array all = value(tensor);
    int size = tensor.shape().size();
    if (all.shape().equals(tensor.shape())) {
      return all;
    }
    return all.shape().size() < size
        ? Buffers.fill(tensor.aval(), 1)
        : (Array) all.reshape(-1).slice(Slice.span(0, size)).reshape(tensor.shape());
  }

  /// Whether the values of all examples are known and the same number; then [#number] is it.
  public static boolean agreed(Tensor tensor) {
    if (written(tensor)) {
      return false;
    }
    double[] values = value(tensor).toDoubles();
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return values.length > 0;
  }

  /// Whether no example's value is true.
  public static boolean none(Tensor test) {
    for (double value : value(test).toDoubles()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /// The number on which all examples [#agreed].
  public static double number(Tensor tensor) {
    return value(tensor).toDoubles()[0];
  }
}
