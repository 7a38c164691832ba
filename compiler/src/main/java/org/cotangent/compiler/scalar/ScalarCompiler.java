package org.cotangent.compiler.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import org.cotangent.PlainFunction;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Programs on small values as straight-line code.
public final class ScalarCompiler {
  /// How many scalar operations a plain function may have: more are better done by loops over arrays.
  public static final int LIMIT = 200_000;

  private ScalarCompiler() {}

  /// What became of a program.
  public sealed interface Result {
    /// It is code now.
    record Code(PlainFunction function) implements Result {}

    /// It can't be taken apart into scalar values, or is too large; says why.
    record Refused(String reason) implements Result {}
  }

  /// Compiles `program`, whose inputs and outputs are all `F64`, into a function of the elements of its inputs, unless it has more
  /// than `limit` scalar operations or one that has no formulas. Time and memory are linear in the number of operations.
  public static Result compile(Program program, int limit) {
    var values = new Values(limit);
    var inputs = new ArrayList<int[]>();
    int next = 0;
    try {
      for (Var variable : program.inputs()) {
        int[] elements = new int[variable.aval().shape().size()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = values.input(next++);
        }
        inputs.add(elements);
      }
      int[] results =
          new Scalarizer(values, true)
              .run(program, inputs).stream().flatMapToInt(Arrays::stream).toArray();
      return new Result.Code(Emitter.compile(values, next, results));
    } catch (Refusal refusal) {
      return new Result.Refused(refusal.reason());
    }
  }
}
