package org.cotangent.compiler;

import java.lang.ref.SoftReference;
import java.util.Objects;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.jspecify.annotations.Nullable;

/// The memory of one call of a [Plan]: heap arrays of values, and buffers that stay for the next call. Used by one thread at a time.
final class Frame {
  /// By slot.
  final @Nullable Object[] values;

  /// Arrays that nobody outside has seen.
  final @Nullable Object[] buffers;

  /// What steps keep for themselves from call to call.
  final @Nullable Object[] kept;

  /// The frames of loops' bodies.
  final Frame[] inner;

  /// Lets go of the buffers when memory is short.
  final SoftReference<Frame> reference = new SoftReference<>(this);

  Frame(@Nullable Object[] values, int buffers, int kept, Frame[] inner) {
    this.values = values;
    this.buffers = new @Nullable Object[buffers];
    this.kept = new @Nullable Object[kept];
    this.inner = inner;
  }

  /// The value in a slot, which was set.
  Object value(int slot) {
    return Objects.requireNonNull(values[slot]);
  }

  /// The array of a buffer, made if it is not there; a fresh one if the number is negative.
  Object array(int buffer, Aval aval) {
    return array(buffer, aval.dtype(), aval.shape().size());
  }

  /// The array of a variable that a step writes: its buffer or a fresh one, in its slot from now on.
  Object target(int slot, int buffer, Aval aval) {
    Object array = array(buffer, aval);
    values[slot] = array;
    return array;
  }

  /// The same of so many elements.
  Object array(int buffer, DType dtype, int size) {
    if (buffer < 0) {
      return Buffers.allocate(dtype, size);
    }
    Object present = buffers[buffer];
    if (present == null) {
      present = Buffers.allocate(dtype, size);
      buffers[buffer] = present;
    }
    return present;
  }

  /// Whether an array is one of the buffers, here or inside.
  boolean owns(Object array) {
    for (Object buffer : buffers) {
      if (buffer == array) {
        return true;
      }
    }
    return false;
  }
}
