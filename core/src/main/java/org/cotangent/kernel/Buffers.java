package org.cotangent.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.primitive.Aval;
import org.jspecify.annotations.Nullable;

/// The way from an [Array] to its heap array, for kernels only.
///
/// Not exported: outside of this library an array's elements can be copied but never written. A kernel writes an array
/// only while it makes it, before anybody else has seen it.
public final class Buffers {
  /// What [Array] lets kernels do; installed by its class initialiser.
  public interface Access {
    /// Whether all elements are known to be equal.
    boolean filled(Array array);

    /// That element.
    double fill(Array array);

    /// The heap array, made if needed.
    Object data(Array array);

    /// An array around `data`, which belongs to it from now on.
    Array wrap(Aval aval, Object data);

    /// An array whose elements are all `value`.
    Array fill(Aval aval, double value);
  }

  private static @Nullable Access installed;

  private Buffers() {}

  /// Called once, by [Array].
  public static void install(Access access) {
    installed = access;
  }

  /// A constant for the JIT: its initialiser runs the initialiser of [Array], which installs the access.
  private static final class Holder {
    static final Access ACCESS = load();

    private static Access load() {
      try {
        Class.forName(Array.class.getName(), true, Array.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
      return Objects.requireNonNull(installed, "Array installs its access");
    }
  }

  /// Whether all elements are known to be equal (a number always is when it is `F64`).
  public static boolean filled(Array array) {
    return Holder.ACCESS.filled(array);
  }

  /// The element that fills `array`; only if it is [#filled].
  public static double fill(Array array) {
    return Holder.ACCESS.fill(array);
  }

  /// The elements of an `F64` array; not to be written.
  public static double[] f64(Array array) {
    return (double[]) Holder.ACCESS.data(array);
  }

  /// The elements of an `F32` array; not to be written.
  public static float[] f32(Array array) {
    return (float[]) Holder.ACCESS.data(array);
  }

  /// The elements of an `I32` array; not to be written.
  public static int[] i32(Array array) {
    return (int[]) Holder.ACCESS.data(array);
  }

  /// The elements of an `I64` array; not to be written.
  public static long[] i64(Array array) {
    return (long[]) Holder.ACCESS.data(array);
  }

  /// The elements of a `BOOL` array; not to be written.
  public static boolean[] bool(Array array) {
    return (boolean[]) Holder.ACCESS.data(array);
  }

  /// The heap array of any dtype; not to be written.
  public static Object data(Array array) {
    return Holder.ACCESS.data(array);
  }

  /// An array around `data` (`double[]`, `float[]`, `int[]`, `long[]` or `boolean[]`, by dtype), which belongs to it from
  /// now on.
  public static Array wrap(Aval aval, Object data) {
    return Holder.ACCESS.wrap(aval, data);
  }

  /// A filled array: `value` everywhere.
  public static Array fill(Aval aval, double value) {
    return Holder.ACCESS.fill(aval, value);
  }

  /// A fresh heap array for `aval`.
  public static Object allocate(Aval aval) {
    return allocate(aval.dtype(), aval.shape().size());
  }

  /// A fresh heap array of `size` elements.
  public static Object allocate(DType dtype, int size) {
    return switch (dtype) {
      case F64 -> new double[size];
      case F32 -> new float[size];
      case I32 -> new int[size];
      case I64 -> new long[size];
      case BOOL -> new boolean[size];
    };
  }

  /// A copy of the elements as doubles; `BOOL` as 0 and 1.
  public static double[] toDoubles(Array array) {
    int size = array.shape().size();
    if (filled(array)) {
      double[] result = new double[size];
      Arrays.fill(result, fill(array));
      return result;
    }
    return switch (array.dtype()) {
      case F64 -> f64(array).clone();
      case F32 -> {
        float[] from = f32(array);
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
          result[i] = from[i];
        }
        yield result;
      }
      case I32, I64, BOOL -> {
        long[] from = toLongs(array);
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
          result[i] = from[i];
        }
        yield result;
      }
    };
  }

  /// One element as a double; `BOOL` as 0 and 1.
  public static double element(Array array, int index) {
    if (filled(array)) {
      return fill(array);
    }
    return switch (array.dtype()) {
      case F64 -> f64(array)[index];
      case F32 -> f32(array)[index];
      case I32 -> i32(array)[index];
      case I64 -> i64(array)[index];
      case BOOL -> bool(array)[index] ? 1 : 0;
    };
  }

  /// A copy of the elements of an integer or boolean array as longs.
  public static long[] toLongs(Array array) {
    int size = array.shape().size();
    return switch (array.dtype()) {
      case F64, F32 ->
          throw new DTypeException(
              "toLongs: " + array.dtype() + " is not a type of whole numbers: use to(I64) first");
      case I32 -> {
        int[] from = i32(array);
        long[] result = new long[size];
        for (int i = 0; i < size; i++) {
          result[i] = from[i];
        }
        yield result;
      }
      case I64 -> i64(array).clone();
      case BOOL -> {
        boolean[] from = bool(array);
        long[] result = new long[size];
        for (int i = 0; i < size; i++) {
          result[i] = from[i] ? 1 : 0;
        }
        yield result;
      }
    };
  }

  /// An array of an integer or boolean dtype from longs.
  public static Array ofLongs(Aval aval, long[] values) {
    return switch (aval.dtype()) {
      case F64, F32 ->
          throw new DTypeException("ofLongs: " + aval.dtype() + " is not a type of whole numbers");
      case I32 -> {
        int[] data = new int[values.length];
        for (int i = 0; i < data.length; i++) {
          data[i] = (int) values[i];
        }
        yield wrap(aval, data);
      }
      case I64 -> wrap(aval, values);
      case BOOL -> {
        boolean[] data = new boolean[values.length];
        for (int i = 0; i < data.length; i++) {
          data[i] = values[i] != 0;
        }
        yield wrap(aval, data);
      }
    };
  }

  /// An array of a floating dtype from doubles, rounded for `F32`.
  public static Array ofDoubles(Aval aval, double[] values) {
    if (aval.dtype() == DType.F64) {
      return wrap(aval, values);
    }
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values[i];
    }
    return wrap(aval, data);
  }

  /// The text of one element.
  public static String text(Array array, int index) {
    if (filled(array) && array.dtype().floating()) {
      return array.dtype() == DType.F64
          ? Double.toString(fill(array))
          : Float.toString((float) fill(array));
    }
    return switch (array.dtype()) {
      case F64 -> Double.toString(f64(array)[index]);
      case F32 -> Float.toString(f32(array)[index]);
      case I32 -> Integer.toString(i32(array)[index]);
      case I64 -> Long.toString(i64(array)[index]);
      case BOOL -> Boolean.toString(bool(array)[index]);
    };
  }
}
