package org.cotangent.compiler.scalar;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A loop over a body of scalar values. The inputs of the body are, in this order, `arguments` that stay the same, carries, and the
/// elements of the current slices.
///
/// What it makes lies in memory: first the carries, then a row for each step with what the body writes in it.
///
/// @param length number of steps; irrelevant if there is a condition
/// @param reverse whether the last slice comes first
/// @param body the values of the body
/// @param condition the value of the body's inputs that must not be 0 for another step; [Values#NONE]: `length` steps
/// @param arguments outer values
/// @param start outer values: the carries before the first step
/// @param slices where slices come from, one for each stacked tensor
/// @param next the carries after a step
/// @param row what the body writes in a step
record Loop(
    int length,
    boolean reverse,
    Values body,
    int condition,
    int[] arguments,
    int[] start,
    List<Source> slices,
    int[] next,
    int[] row) {
  /// Stacked elements: `width` of them for each step.
  sealed interface Source {
    int width();

    /// In the plain function's argument, from `first` on.
    record Given(int first, int step, int width) implements Source {}

    /// Made by another loop: element e of slice i is its result `first + i·step + e`.
    record Made(int loop, int first, int step, int width) implements Source {}

    /// Known numbers.
    record Known(double[] elements, int width) implements Source {}

    /// Outer values, which are written into memory first.
    record Copied(int[] elements, int width) implements Source {}
  }

  /// All outer values that it uses.
  int[] operands() {
    return IntStream.concat(
            IntStream.concat(Arrays.stream(arguments), Arrays.stream(start)),
            slices.stream()
                .flatMapToInt(source ->
                    switch (source) {
                      case Source.Given _, Source.Known _ -> IntStream.empty();
                      case Source.Made made -> IntStream.of(made.loop());
                      case Source.Copied copied -> Arrays.stream(copied.elements());
                    }))
        .toArray();
  }

  /// Places of its results.
  int size() {
    return next.length + (condition == Values.NONE ? length * row.length : 0);
  }
}
