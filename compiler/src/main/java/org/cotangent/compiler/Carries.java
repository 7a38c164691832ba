package org.cotangent.compiler;

import java.util.Arrays;
import java.util.List;
import org.cotangent.compiler.Storage.Carried;
import org.cotangent.compiler.Storage.Carry;
import org.cotangent.compiler.Storage.Way;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;

/// What a loop carries from step to step, in buffers of its body's frame: nothing is allocated for a step, and elements are copied
/// only where they have to be.
final class Carries {
  /// What stands in the room for results between two steps.
  private static final Object NONE = new Object();

  private final Plan plan;
  private final Item[] items;
  private final int kept;

  /// One of them.
  ///
  /// @param input the number of the body's input
  /// @param output the number of the body's output
  /// @param aval its abstract value
  /// @param size its number of elements
  /// @param way how it goes on
  /// @param buffer the buffer of the input
  /// @param other the buffer of the output
  /// @param slot of the variable that is the output
  private record Item(
      int input, int output, Aval aval, int size, Way way, int buffer, int other, int slot) {}

  /// Those of a body that was planned with these carries.
  Carries(Plan plan, List<Carry> carries) {
    Program body = plan.program();
    this.plan = plan;
    this.kept = plan.keep();
    this.items = new Item[carries.size()];
    for (int k = 0; k < items.length; k++) {
      Carry carry = carries.get(k);
      Carried carried = plan.storage().carried().get(k);
      Aval aval = body.inputs().get(carry.input()).aval();
      items[k] =
          new Item(
              carry.input(),
              carry.output(),
              aval,
              aval.shape().size(),
              carried.way(),
              plan.storage().buffer(body.inputs().get(carry.input())),
              carried.buffer(),
              carried.slot());
    }
  }

  int count() {
    return items.length;
  }

  /// Gives carry `k` its value before the first step: a copy.
  void start(Frame frame, int k, Object value) {
    HeapArrays.copy(value, 0, array(frame, k), 0, items[k].size);
  }

  /// The array that carry `k` has before the next step; made if it is not there.
  Object array(Frame frame, int k) {
    return frame.target(items[k].input, items[k].buffer, items[k].aval);
  }

  /// Writes what carry `k` is now.
  void read(Frame frame, int k, Object into) {
    HeapArrays.copy(frame.value(items[k].input), 0, into, 0, items[k].size);
  }

  /// Makes what a run of the body has returned the inputs of the next one.
  void advance(Frame frame) {
    Object[] made = made(frame);
    for (int k = 0; k < made.length; k++) {
      made[k] = plan.output(frame, items[k].output);
      // An input that an earlier copy writes over is saved before.
      for (int i = 0; i < k; i++) {
        if (items[i].way == Way.COPIED && made[k] == frame.value(items[i].input)) {
          made[k] = HeapArrays.copy(made[k]);
        }
      }
    }
    for (int k = 0; k < made.length; k++) {
      Object carry = frame.value(items[k].input);
      if (items[k].way == Way.COPIED && made[k] != carry) {
        HeapArrays.copy(made[k], 0, carry, 0, items[k].size);
      }
    }
    for (int k = 0; k < made.length; k++) {
      Item item = items[k];
      if (item.way == Way.SWAPPED) {
        frame.buffers[item.other] = frame.value(item.input);
        frame.values[item.slot] = frame.value(item.input);
        frame.buffers[item.buffer] = made[k];
        frame.values[item.input] = made[k];
      }
    }
    // What the loop was given must not be held when it is over.
    Arrays.fill(made, NONE);
  }

  private Object[] made(Frame frame) {
    if (frame.kept[kept] instanceof Object[] present) {
      return present;
    }
    var made = new Object[items.length];
    frame.kept[kept] = made;
    return made;
  }

  /// Arrays for one value of each.
  Object[] fresh() {
    var arrays = new Object[items.length];
    Arrays.setAll(arrays, k -> Buffers.allocate(items[k].aval));
    return arrays;
  }

  /// How many bytes such arrays have.
  long bytes() {
    return Arrays.stream(items)
        .mapToLong(item -> Storage.bytes(item.aval.dtype(), item.size))
        .sum();
  }

  /// How they go on, as text behind the name of the loop.
  String describe() {
    var text = new StringBuilder();
    for (Item item : items) {
      text.append(text.isEmpty() ? ", carrying " : ", ")
          .append(item.aval)
          .append(' ')
          .append(
              switch (item.way) {
                case IN_PLACE -> "in place";
                case SWAPPED -> "by swapping";
                case COPIED -> "copied";
              });
    }
    return text.toString();
  }
}
