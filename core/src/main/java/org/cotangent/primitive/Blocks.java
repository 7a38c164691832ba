package org.cotangent.primitive;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.jspecify.annotations.Nullable;

/// Evaluates a formula over arrays, a block at a time: each node of the formula is a loop over a block that stays in the
/// nearest cache, and no array-sized temporary is made. Not thread-safe; one is made for each kernel call.
final class Blocks {
  static final int SIZE = 512;

  private final Array[] operands;
  private final double[][] inputs;
  private final boolean[] loaded;
  private int from;
  private final int capacity;

  /// Whether there is one block only: then operands are read where they lie.
  private final boolean whole;

  private double[][] free = new double[4][];
  private int freeCount;
  private int n;

  /// Parts of formulas that occur several times, and their values in the current block, once they are known.
  private final List<Scalar> shared;

  private final double[] @Nullable [] values;

  /// Operands 0 to 2, and as the last one the result, if the formula may use it.
  Blocks(int size, List<Scalar> shared, Array... operands) {
    this.shared = shared;
    this.values = new double[shared.size()][];
    this.capacity = Math.min(size, SIZE);
    this.whole = size <= SIZE;
    this.operands = operands;
    this.inputs = new double[operands.length][];
    this.loaded = new boolean[operands.length];
  }

  /// Makes the elements `from` to `from + n` of the operands current.
  void load(int from, int n) {
    this.from = from;
    this.n = n;
    for (int i = 0; i < loaded.length; i++) {
      loaded[i] = inputs[i] != null && Buffers.filled(operands[i]);
    }
    for (int i = 0; i < values.length; i++) {
      double[] last = values[i];
      if (last != null) {
        values[i] = null;
        release(last);
      }
    }
  }

  /// The current block of an operand; loaded only if the formula asks.
  private double[] input(int i) {
    double[] block = inputs[i];
    if (block == null) {
      if (whole && operands[i].dtype() == DType.F64 && !Buffers.filled(operands[i])) {
        block = Buffers.f64(operands[i]);
        inputs[i] = block;
        loaded[i] = true;
        return block;
      }
      block = new double[capacity];
      inputs[i] = block;
      if (Buffers.filled(operands[i])) {
        Arrays.fill(block, Buffers.fill(operands[i]));
        loaded[i] = true;
      }
    }
    if (!loaded[i]) {
      load(operands[i], from, block);
      loaded[i] = true;
    }
    return block;
  }

  private void load(Array array, int from, double[] into) {
    switch (array.dtype()) {
      case F64 -> System.arraycopy(Buffers.f64(array), from, into, 0, n);
      case F32 -> {
        float[] data = Buffers.f32(array);
        for (int i = 0; i < n; i++) {
          into[i] = data[from + i];
        }
      }
      case I32 -> {
        int[] data = Buffers.i32(array);
        for (int i = 0; i < n; i++) {
          into[i] = data[from + i];
        }
      }
      case I64 -> {
        long[] data = Buffers.i64(array);
        for (int i = 0; i < n; i++) {
          into[i] = data[from + i];
        }
      }
      case BOOL -> {
        boolean[] data = Buffers.bool(array);
        for (int i = 0; i < n; i++) {
          into[i] = data[from + i] ? 1 : 0;
        }
      }
    }
  }

  /// The formula's values for the current block. The array is valid until it is [#release]d.
  double[] run(Scalar formula) {
    for (int i = 0; i < values.length; i++) {
      if (shared.get(i) == formula) {
        double[] value = values[i];
        if (value == null) {
          value = compute(formula);
          values[i] = value;
        }
        return value;
      }
    }
    return compute(formula);
  }

  private double[] compute(Scalar formula) {
    return switch (formula) {
      case Scalar.Input input -> input(input.index());
      case Scalar.Result _ -> input(inputs.length - 1);
      case Scalar.Constant constant -> {
        double[] out = buffer();
        Arrays.fill(out, 0, n, constant.value());
        yield out;
      }
      case Scalar.Unary unary -> {
        double[] x = run(unary.x());
        double[] out = buffer();
        Loops.unary(unary.function(), x, out, n);
        release(x);
        yield out;
      }
      case Scalar.Binary(Intrinsic function, Scalar left, Scalar.Constant(double number)) -> {
        double[] x = run(left);
        double[] out = buffer();
        Loops.right(function, x, number, out, n);
        release(x);
        yield out;
      }
      case Scalar.Binary(Intrinsic function, Scalar.Constant(double number), Scalar right) -> {
        double[] y = run(right);
        double[] out = buffer();
        Loops.left(function, number, y, out, n);
        release(y);
        yield out;
      }
      case Scalar.Binary binary -> {
        double[] x = run(binary.left());
        double[] y = run(binary.right());
        double[] out = buffer();
        Loops.binary(binary.function(), x, y, out, n);
        release(x);
        release(y);
        yield out;
      }
      case Scalar.Choice choice -> {
        double[] test = run(choice.test());
        double[] then = run(choice.then());
        double[] otherwise = run(choice.otherwise());
        double[] out = buffer();
        for (int i = 0; i < n; i++) {
          out[i] = test[i] != 0 ? then[i] : otherwise[i];
        }
        release(test);
        release(then);
        release(otherwise);
        yield out;
      }
      case Scalar.Function function -> {
        int arity = function.operands().size();
        double[] x = run(function.operands().get(0));
        double[] y = arity > 1 ? run(function.operands().get(1)) : x;
        double[] z = arity > 2 ? run(function.operands().get(2)) : x;
        double[] out = buffer();
        for (int i = 0; i < n; i++) {
          out[i] = function.body().at(x[i], y[i], z[i]);
        }
        release(x);
        release(y);
        release(z);
        yield out;
      }
      case Scalar.Call call -> run(call.expansion());
    };
  }

  /// Gives back an array that [#run] returned.
  void release(double[] buffer) {
    for (double[] input : inputs) {
      if (input == buffer) {
        return;
      }
    }
    for (double[] value : values) {
      if (value == buffer) {
        return;
      }
    }
    for (int i = 0; i < freeCount; i++) {
      if (free[i] == buffer) {
        return;
      }
    }
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = buffer;
  }

  private double[] buffer() {
    return freeCount > 0 ? free[--freeCount] : new double[capacity];
  }

  /// Writes a block of results into the heap array of a dtype.
  static void store(double[] block, DType dtype, Object data, int from, int n) {
    switch (dtype) {
      case F64 -> System.arraycopy(block, 0, (double[]) data, from, n);
      case F32 -> {
        float[] out = (float[]) data;
        for (int i = 0; i < n; i++) {
          out[from + i] = (float) block[i];
        }
      }
      case BOOL -> {
        boolean[] out = (boolean[]) data;
        for (int i = 0; i < n; i++) {
          out[from + i] = block[i] != 0;
        }
      }
      case I32 -> {
        int[] out = (int[]) data;
        for (int i = 0; i < n; i++) {
          out[from + i] = (int) block[i];
        }
      }
      case I64 -> {
        long[] out = (long[]) data;
        for (int i = 0; i < n; i++) {
          out[from + i] = (long) block[i];
        }
      }
    }
  }
}
