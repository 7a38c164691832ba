package org.cotangent.primitive;

import java.util.Objects;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// A program that is run many times on its own values: inputs stay from run to run until they are replaced. Not thread-safe: every loop
/// makes its own.
final class Stepper {
  private final Layout layout;
  private final @Nullable Tensor[] values;

  Stepper(Program program) {
    layout = new Layout(program, true);
    values = layout.values();
  }

  /// Gives input `i` a value.
  void input(int i, Tensor value) {
    values[i] = value;
  }

  /// Result `i` of the last run; it may be an input, so it is to be read before inputs are replaced.
  Tensor output(int i) {
    return Objects.requireNonNull(values[layout.output(i)]);
  }

  void run() {
    layout.run(values);
  }
}
