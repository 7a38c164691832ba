package org.cotangent.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.program.Programs;
import org.cotangent.testkit.Laws;

/// Programs as steps over arrays, however small they are, compared with evaluation.
final class Planned {
  private Planned() {}

  /// The program of a text does the same when it is evaluated and when it is compiled, to a tolerance, and the second time too.
  /// Returns how it runs.
  static String same(String text, double tolerance, Tensor... arguments) {
    return same(Programs.parse(text), tolerance, arguments);
  }

  /// The same of a program after the passes.
  static String optimised(Program program, double tolerance, Tensor... arguments) {
    return same(Passes.optimise(program), tolerance, arguments);
  }

  static String same(Program program, double tolerance, Tensor... arguments) {
    var compiled = new CompiledProgram(program);
    for (int call = 0; call < 3; call++) {
      double factor = 1 - 0.25 * call;
      List<Tensor> x =
          List.of(arguments).stream().map(a -> a.dtype().floating() ? a.times(factor) : a).toList();
      List<Tensor> expected = program.apply(x);
      List<Tensor> actual = compiled.apply(x);
      for (int i = 0; i < expected.size(); i++) {
        String difference = Laws.difference(expected.get(i), actual.get(i), tolerance);
        assertEquals("", difference, "call " + call + ", result " + i + "\n" + program);
      }
    }
    return compiled.explain();
  }

  /// The first line of a text that begins with these words.
  static String line(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start)).findFirst().orElse("none");
  }

  /// The fewest bytes that a call allocates, called until it is less than `enough`: interpreted code allocates what compiled code does
  /// not.
  static long allocated(CompiledProgram program, long enough, Tensor... arguments) {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    List<Tensor> x = List.of(arguments);
    long least = Long.MAX_VALUE;
    for (int call = 0; call < 2_000 && least >= enough; call++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      program.apply(x);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
