package org.cotangent.compiler.kernel;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// How the code of a nest finds its arrays, and what it knows of them.
///
/// @param places of the operands' arrays and then the outputs', their places in the list of slots that the code is given: those of the
///     same number are one array
/// @param shared of each operand, whether its array may be that of an output, which then writes each element where it was read
/// @param whole whether all turns of the parted loop are done at once
public record Binding(List<Integer> places, List<Boolean> shared, boolean whole) {
  /// Copies the lists.
  public Binding {
    places = List.copyOf(places);
    shared = List.copyOf(shared);
  }

  /// One array after the other, of which nothing is known.
  public static Binding plain(Nest nest) {
    int arrays = nest.operands().size() + nest.outputs().size();
    return new Binding(
        IntStream.range(0, arrays).boxed().toList(),
        Collections.nCopies(nest.operands().size(), true),
        false);
  }

  /// How many arrays the code is given at least.
  int arrays() {
    return places.isEmpty() ? 0 : Collections.max(places) + 1;
  }

  /// The same for code that may be asked for a part.
  Binding parted() {
    return new Binding(places, shared, false);
  }
}
