package org.cotangent.primitive;

import java.util.List;
import java.util.Objects;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// A program made ready to be evaluated many times, equation by equation, at arrays or boxes. Immutable and thread-safe.
public final class Evaluation implements Routine {
  private final List<Var> inputs;
  private final Layout layout;

  /// Prepares `program`.
  public Evaluation(Program program) {
    this.inputs = program.inputs();
    this.layout = new Layout(program, false);
  }

  /// Throws a [ShapeException] if number, shape or dtype of the arguments differ from the inputs'.
  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    checkArguments(inputs, arguments);
    @Nullable Tensor[] values = layout.values();
    for (int i = 0; i < arguments.size(); i++) {
      values[i] = arguments.get(i);
    }
    layout.run(values);
    var results = new Tensor[layout.outputs()];
    for (int i = 0; i < results.length; i++) {
      results[i] = Objects.requireNonNull(values[layout.output(i)]);
    }
    return List.of(results);
  }

  private static void checkArguments(List<Var> inputs, List<Tensor> arguments) {
    if (arguments.size() != inputs.size()) {
      throw new ShapeException(
          "program: takes " + inputs.size() + " arguments, not " + arguments.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!arguments.get(i).aval().equals(inputs.get(i).aval())) {
        throw new ShapeException(
            "program: argument "
                + i
                + " is "
                + arguments.get(i).aval()
                + ", but "
                + inputs.get(i)
                + " is "
                + inputs.get(i).aval()
                + ": stage it again for these shapes");
      }
    }
  }
}
