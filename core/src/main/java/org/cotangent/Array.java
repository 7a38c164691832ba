package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.jspecify.annotations.Nullable;

/// A known tensor: dtype, shape and a row-major Java heap array that nobody else can write. Immutable and thread-safe.
///
/// An array whose elements are all equal (a number, `zeros`, a broadcast constant) holds that element only. Its heap array
/// is made when a kernel first asks for it.
public final class Array implements Tensor {
  static {
    Buffers.install(
        new Buffers.Access() {
          @Override
          public boolean filled(Array array) {
            return array.filled;
          }

          @Override
          public double fill(Array array) {
            return array.fill;
          }

          @Override
          public Object data(Array array) {
            return array.data();
          }

          @Override
          public Array wrap(Aval aval, Object data) {
            return aval == Aval.NUMBER ? new Array(((double[]) data)[0]) : new Array(aval, data);
          }

          @Override
          public Array fill(Aval aval, double value) {
            return new Array(aval, value);
          }
        });
  }

  private final Aval aval;
  private final boolean filled;

  /// The element that fills this array, if [#filled]; otherwise 0.
  private final double fill;

  /// `double[]`, `float[]`, `int[]`, `long[]` or `boolean[]`, by dtype; absent until needed if [#filled].
  private @Nullable Object data;

  /// A number: kept to one constructor call on the hot path.
  Array(double number) {
    this.aval = Aval.NUMBER;
    this.filled = true;
    this.fill = number;
  }

  private Array(Aval aval, double fill) {
    this.aval = aval;
    this.filled = true;
    this.fill = fill;
  }

  private Array(Aval aval, Object data) {
    this.aval = aval;
    this.filled = false;
    this.fill = 0;
    this.data = data;
  }

  @Override
  public Aval aval() {
    return aval;
  }

  @Override
  public double item() {
    if (aval == Aval.NUMBER) {
      return fill;
    }
    if (aval.shape().size() != 1) {
      throw new ShapeException(
          "item: "
              + aval.shape()
              + " has "
              + aval.shape().size()
              + " elements, not one: use get(…) or toDoubles()");
    }
    return Buffers.toDoubles(this)[0];
  }

  @Override
  public double[] toDoubles() {
    return Buffers.toDoubles(this);
  }

  /// A copy of the elements, row-major, as whole numbers. Throws a [DTypeException] for a floating dtype, since nothing
  /// narrows by itself.
  public long[] toLongs() {
    return Buffers.toLongs(this);
  }

  /// The elements in nested brackets, shortened when there are many; a number without brackets.
  @Override
  public String toString() {
    return Printing.print(this);
  }

  /// The same array may be made by two threads at once: both are equal, and either may win.
  private Object data() {
    Object present = data;
    if (present == null) {
      int size = aval.shape().size();
      present =
          switch (aval.dtype()) {
            case F64 -> {
              var made = new double[size];
              Arrays.fill(made, fill);
              yield made;
            }
            case F32 -> {
              var made = new float[size];
              Arrays.fill(made, (float) fill);
              yield made;
            }
            case I32 -> {
              var made = new int[size];
              Arrays.fill(made, (int) fill);
              yield made;
            }
            case I64 -> {
              var made = new long[size];
              Arrays.fill(made, (long) fill);
              yield made;
            }
            case BOOL -> {
              var made = new boolean[size];
              Arrays.fill(made, fill != 0);
              yield made;
            }
          };
      data = present;
    }
    return present;
  }
}
