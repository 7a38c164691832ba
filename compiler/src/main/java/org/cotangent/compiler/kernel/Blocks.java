package org.cotangent.compiler.kernel;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs a nest of one loop without making a class for it: a block of places at a time, each instruction a loop of [BlockLoops] over
/// registers that stay in the nearest caches. So all nests share one set of loops, which is soon compiled. Thread-safe.
///
/// What it reads and writes lies side by side or is one element.
final class Blocks {
  /// Places in a block.
  private static final int SIZE = 512;

  /// What one run works with: for each instruction the array of its result, those of constants filled.
  private static final class Registers {
    final Object[] values;

    /// Lets go of them when memory is short.
    final SoftReference<Registers> reference = new SoftReference<>(this);

    Registers(Object[] values) {
      this.values = values;
    }
  }

  private final Nest nest;
  private final int operands;
  private final List<Body.Instruction> instructions;

  /// Instructions whose results are the same everywhere, without constants; and the others.
  private final int[] fixed;

  private final int[] moving;

  /// By instruction: what it does, to the results of which others, and which array a load reads.
  private final List<BlockLoops.Loop<Object, Object, Object, Object>> loops = new ArrayList<>();

  private final int[] first;
  private final int[] second;
  private final int[] third;

  /// The registers that nobody uses now, of one run.
  private final AtomicReference<@Nullable SoftReference<Registers>> idle = new AtomicReference<>();

  Blocks(Nest nest) {
    this.nest = nest;
    this.operands = nest.operands().size();
    this.instructions = List.copyOf(nest.body().instructions());
    int count = instructions.size();
    int[] levels = nest.levels();
    this.first = new int[count];
    this.second = new int[count];
    this.third = new int[count];
    var outside = new ArrayList<Integer>();
    var inside = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      Body.Instruction in = instructions.get(i);
      loops.add(BlockLoops.of(nest.body(), in));
      int arity = in.operands().size();
      first[i] = in.code() == Code.LOAD ? (int) in.number() : arity > 0 ? in.operand(0) : 0;
      second[i] = arity > 1 ? in.operand(1) : first[i];
      third[i] = arity > 2 ? in.operand(2) : first[i];
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
    return new Registers(values);
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
  void run(Object[] arrays, int from, int to, int slot) {
    Registers registers = taken();
    Object[] values = registers.values;
    for (int i : fixed) {
      if (instructions.get(i).code() == Code.LOAD) {
        repeat(arrays[first[i]], values[i]);
      } else {
        run(i, values, SIZE);
      }
    }
    for (int at = from; at < to; at += SIZE) {
      int n = Math.min(SIZE, to - at);
      for (int i : moving) {
        if (instructions.get(i).code() == Code.LOAD) {
          System.arraycopy(arrays[first[i]], at, values[i], 0, n);
        } else {
          run(i, values, n);
        }
      }
      for (int k = 0; k < arrays.length - operands; k++) {
        Object value = values[nest.outputs().get(k).value()];
        System.arraycopy(value, 0, arrays[operands + k], at, n);
      }
    }
    idle.set(registers.reference);
  }

  private void run(int i, Object[] values, int n) {
    loops.get(i).run(values[first[i]], values[second[i]], values[third[i]], values[i], n);
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
