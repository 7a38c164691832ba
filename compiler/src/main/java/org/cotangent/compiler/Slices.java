package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;

/// The slices that a loop's body reads of stacked arrays, each into an array of its own in the body's frame, and those that it
/// makes, which are stacked.
final class Slices {
  private final Plan plan;
  private final List<Item> read = new ArrayList<>();
  private final List<Item> made = new ArrayList<>();

  /// A stacked array.
  ///
  /// @param stack its slot outside
  /// @param number which input or output of the body is a slice of it
  /// @param aval of a slice
  /// @param size of a slice
  /// @param buffer what a slice is read into; −1 for those that are made
  private record Item(int stack, int number, Aval aval, int size, int buffer) {}

  /// Of a body's plan.
  Slices(Plan plan) {
    this.plan = plan;
  }

  /// Input `input`, which the body owns, is a slice of what lies in slot `stack` outside.
  void read(int stack, int input) {
    var variable = plan.program().inputs().get(input);
    read.add(item(stack, input, variable, plan.storage().buffer(variable)));
  }

  /// Output `output` is a slice of what lies in slot `stack` outside.
  void made(int stack, int output) {
    made.add(item(stack, output, plan.program().outputs().get(output), -1));
  }

  private static Item item(int stack, int number, Atom atom, int buffer) {
    return new Item(stack, number, atom.aval(), atom.aval().shape().size(), buffer);
  }

  /// Gives the body the slices with number `at`.
  void read(Frame outer, Frame inner, int at) {
    for (int i = 0; i < read.size(); i++) {
      Item item = read.get(i);
      Object slice = inner.target(item.number, item.buffer, item.aval);
      HeapArrays.copy(outer.value(item.stack), at * item.size, slice, 0, item.size);
    }
  }

  /// Stacks what the body has made as the slices with number `at`.
  void write(Frame outer, Frame inner, int at) {
    for (int i = 0; i < made.size(); i++) {
      Item item = made.get(i);
      Object slice = plan.output(inner, item.number);
      HeapArrays.copy(slice, 0, outer.value(item.stack), at * item.size, item.size);
    }
  }
}
