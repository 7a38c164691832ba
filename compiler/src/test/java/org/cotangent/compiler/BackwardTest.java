package org.cotangent.compiler;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.Looping;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.testkit.Laws;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Backward sweeps of loops with few states: the memory that the plan tells is what a call takes.
class BackwardTest {
  private static final int STEPS = 300;
  private static final int WIDTH = 10_000;

  private static Program gradient(int snapshots, Tensor x) {
    Function<Tensor, Tensor> f =
        v ->
            Looping.of()
                .snapshots(snapshots)
                .forLoop(STEPS, v, (Tensor h, Tensor i) -> h.plus(h.square().times(v).times(1e-3)))
                .sum();
    return Passes.optimise(stage(grad(f), x));
  }

  @Test
  void fewStatesAreInMemory() {
    var plan = new Plan(gradient(4, Tensor.zeros(WIDTH)));
    String text = plan.describe("");
    assertEquals(
        "backward through 300 steps with at most 4 states of 80008 bytes, carrying f64[10000] in"
            + " place, f64[10000] in place",
        Planned.line(text, "backward"),
        text);
    Frame frame = plan.take();
    frame.values[0] = RandomKey.of(1).uniform(WIDTH).toDoubles();
    plan.run(frame);
    long planned = 4 * 80_008;
    Matcher buffers = Pattern.compile("buffers, (\\d+) bytes").matcher(text);
    while (buffers.find()) {
      planned += Long.parseLong(buffers.group(1));
    }
    long held = held(frame);
    assertTrue(held > 0 && held <= planned, held + " bytes, planned " + planned);
    // All states together are twenty times that.
    assertTrue(planned < 15 * 8 * WIDTH, planned + " bytes\n" + text);
  }

  /// The bytes of all arrays that stay in a frame.
  private static long held(Frame frame) {
    long bytes = 0;
    for (Object buffer : frame.buffers) {
      bytes += bytes(buffer);
    }
    for (Object kept : frame.kept) {
      if (kept instanceof ArrayDeque<?> states) {
        for (Object state : states) {
          bytes += Stream.of((Object[]) state).mapToLong(BackwardTest::bytes).sum();
        }
      }
    }
    for (Frame inner : frame.inner) {
      bytes += held(inner);
    }
    return bytes;
  }

  private static long bytes(@Nullable Object array) {
    return switch (array) {
      case double[] values -> 8L * values.length;
      case long[] values -> 8L * values.length;
      case null -> 0;
      default -> throw new AssertionError(array.getClass());
    };
  }

  @Test
  void theNumberOfStatesChangesNothing() {
    Tensor x = RandomKey.of(2).uniform(7);
    Tensor expected = new CompiledProgram(gradient(STEPS, x)).apply(List.of(x)).getFirst();
    for (int snapshots : new int[] {1, 3, 17}) {
      Tensor actual = new CompiledProgram(gradient(snapshots, x)).apply(List.of(x)).getFirst();
      assertEquals("", Laws.difference(expected, actual, 0), snapshots + " snapshots");
    }
  }
}
