package org.cotangent.compiler.kernel;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs a nest of one loop without making a class for it: a block of places at a time, each instruction one of [BlockLoops] over
/// registers that stay in the nearest caches. So all nests share one set of loops, which is soon compiled. Thread-safe.
///
/// What it reads and writes lies side by side or is one element.
final class Blocks {
  /// Places in a block.
  static final int SIZE = 512;

  /// The slots of an instruction's operands and result.
  private static final int[] ORDER = {0, 1, 2, 3};

  /// What one run works with: for each instruction the array of its result, those of constants filled; and before it, for its loop, those
  /// of its operands.
  private static final class Registers {
    final Object[] values;
    final Object[][] arrays;

    /// Lets go of them when memory is short.
    final SoftReference<Registers> reference = new SoftReference<>(this);

    Registers(Object[] values, Object[][] arrays) {
      this.values = values;
      this.arrays = arrays;
    }
  }

  private final Nest nest;
  private final int operands;
  private final List<Body.Instruction> instructions;

  /// Instructions whose results are the same everywhere, without constants; and the others.
  private final int[] fixed;

  private final int[] moving;

  /// By instruction; of loads and constants there are none.
  private final Kernel.@Nullable Runner[] loops;

  /// The registers that nobody uses now, of one run.
  private final AtomicReference<@Nullable SoftReference<Registers>> idle = new AtomicReference<>();

  Blocks(Nest nest) {
    this.nest = nest;
    this.operands = nest.operands().size();
    this.instructions = List.copyOf(nest.body().instructions());
    int count = instructions.size();
    int[] levels = nest.levels();
    this.loops = new Kernel.@Nullable Runner[count];
    var outside = new ArrayList<Integer>();
    var inside = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      Body.Instruction in = instructions.get(i);
      if (in.code() != Code.LOAD && in.code() != Code.CONSTANT) {
        loops[i] = BlockLoops.of(nest.body(), in);
      }
      if (levels[i] >= 0) {
        inside.add(i);
      } else if (in.code() != Code.CONSTANT) {
        outside.add(i);
      }
    }
    this.fixed = outside.stream().mapToInt(i -> i).toArray();
    this.moving = inside.stream().mapToInt(i -> i).toArray();
  }

  /// An array for each result: its own for what is the same everywhere, else one that is free again after the last use.
  private Registers registers() {
    int count = instructions.size();
    int[] last = new int[count];
    for (int i = 0; i < count; i++) {
      for (int operand : instructions.get(i).operands()) {
        last[operand] = i;
      }
    }
    nest.outputs().forEach(output -> last[output.value()] = count);
    boolean[] moves = new boolean[count];
    for (int i : moving) {
      moves[i] = true;
    }
    var values = new Object[count];
    var free = new EnumMap<Lane, Deque<Object>>(Lane.class);
    for (int i = 0; i < count; i++) {
      Body.Instruction in = instructions.get(i);
      for (int operand : in.operands().stream().distinct().toList()) {
        if (moves[operand] && last[operand] == i) {
          free.computeIfAbsent(instructions.get(operand).lane(), _ -> new ArrayDeque<>())
              .push(values[operand]);
        }
      }
      Deque<Object> unused = free.get(in.lane());
      values[i] = moves[i] && unused != null && !unused.isEmpty() ? unused.pop() : block(in.lane());
      if (in.code() == Code.CONSTANT) {
        fill(values[i], in);
      }
    }
    var arrays = new Object[count][];
    for (int i = 0; i < count; i++) {
      List<Integer> from = instructions.get(i).operands();
      arrays[i] = new Object[from.size() + 1];
      for (int k = 0; k < from.size(); k++) {
        arrays[i][k] = values[from.get(k)];
      }
      arrays[i][from.size()] = values[i];
    }
    return new Registers(values, arrays);
  }

  private static Object block(Lane lane) {
    return switch (lane) {
      case F64 -> new double[SIZE];
      case F32 -> new float[SIZE];
      case I64 -> new long[SIZE];
      case I32 -> new int[SIZE];
      case BOOL -> new boolean[SIZE];
    };
  }

  private static void fill(Object value, Body.Instruction constant) {
    switch (value) {
      case double[] all -> Arrays.fill(all, constant.constant());
      case float[] all -> Arrays.fill(all, (float) constant.constant());
      case long[] all -> Arrays.fill(all, constant.number());
      case int[] all -> Arrays.fill(all, (int) constant.number());
      case boolean[] all -> Arrays.fill(all, constant.number() != 0);
      default -> throw new AssertionError(constant.lane());
    }
  }

  private Registers taken() {
    SoftReference<Registers> reference = idle.getAndSet(null);
    Registers known = reference == null ? null : reference.get();
    return known == null ? registers() : known;
  }

  /// Runs the places from `from` to `to`; a part has no number, since nothing is reduced.
  void run(@Nullable Object[] arrays, int from, int to) {
    Registers registers = taken();
    Object[] values = registers.values;
    for (int i : fixed) {
      Kernel.Runner loop = loops[i];
      if (loop == null) {
        repeat(given(arrays, loaded(i)), values[i]);
      } else {
        loop.run(registers.arrays[i], ORDER, 0, SIZE, 0);
      }
    }
    for (int at = from; at < to; at += SIZE) {
      int n = Math.min(SIZE, to - at);
      for (int i : moving) {
        Kernel.Runner loop = loops[i];
        if (loop == null) {
          System.arraycopy(given(arrays, loaded(i)), at, values[i], 0, n);
        } else {
          loop.run(registers.arrays[i], ORDER, 0, n, 0);
        }
      }
      for (int k = 0; k < arrays.length - operands; k++) {
        Object value = values[nest.outputs().get(k).value()];
        System.arraycopy(value, 0, given(arrays, operands + k), at, n);
      }
    }
    idle.set(registers.reference);
  }

  private static Object given(@Nullable Object[] arrays, int number) {
    return Objects.requireNonNull(arrays[number]);
  }

  /// The array that a load reads.
  private int loaded(int i) {
    return (int) instructions.get(i).number();
  }

  /// Fills a register with the one element that an array has.
  private static void repeat(Object from, Object value) {
    switch (value) {
      case double[] all -> Arrays.fill(all, ((double[]) from)[0]);
      case float[] all -> Arrays.fill(all, ((float[]) from)[0]);
      case boolean[] all -> Arrays.fill(all, ((boolean[]) from)[0]);
      default -> throw new AssertionError(value.getClass());
    }
  }
}
