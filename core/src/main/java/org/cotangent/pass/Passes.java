package org.cotangent.pass;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.primitive.Program;
import org.cotangent.program.Programs;

/// The passes that `compile` runs over a program.
///
/// **What is guaranteed.** The optimised program takes and makes what the program did, bit for bit (one NaN being like another), for
/// every input, NaN, infinities and zeros of both signs included: identities that hold for real numbers only are not used. One
/// exception: contractions may read their operands in another layout, and in which order a kernel then sums the products is its
/// choice, so results may differ by what rounding does to a sum.
///
/// It is about values. Derivatives are not kept: a constant to the derivative (`stop_gradient`) becomes its value, functions with
/// rules of their own are written in place. So what is differentiated, batched or staged again is the program before the passes.
///
/// Each pass takes time linear in the number of equations. Thread-safe.
public final class Passes {
  /// Set to `true`, this system property checks the program after each pass that changed it.
  public static final String CHECK = "cotangent.passes.check";

  /// So often the passes run at most. Each walk follows chains of rules to their end, so programs need two or three rounds, the last
  /// of which finds nothing.
  private static final int ROUNDS = 8;

  private static final List<Pass> PIPELINE =
      List.of(
          new Inlining(),
          new ConstantFolding(),
          new Simplify(),
          new TransposesIntoDots(),
          new CommonSubexpressions(),
          new LoopInvariants(),
          new DeadCode());

  private Passes() {}

  /// A program, and the pass that made it of the one before.
  ///
  /// @param pass the pass's name
  /// @param program what it made
  public record Stage(String pass, Program program) {}

  /// `program` after all passes, run until none finds anything to do.
  public static Program optimise(Program program) {
    List<Stage> stages = stages(program);
    return stages.isEmpty() ? program : stages.getLast().program();
  }

  /// The program after each pass that changed it, in order; empty if none did.
  public static List<Stage> stages(Program program) {
    var stages = new ArrayList<Stage>();
    Program current = program;
    for (int round = 0; round < ROUNDS; round++) {
      Program before = current;
      for (Pass pass : PIPELINE) {
        Program after = pass.apply(current);
        if (after != current) {
          stages.add(new Stage(pass.name(), checked(pass, after)));
          current = after;
        }
      }
      if (current == before) {
        break;
      }
    }
    return List.copyOf(stages);
  }

  private static Program checked(Pass pass, Program program) {
    if (Boolean.getBoolean(CHECK)) {
      try {
        Programs.check(program);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            "passes: " + pass.name() + " made a program that does not fit: " + e.getMessage(), e);
      }
    }
    return program;
  }
}
