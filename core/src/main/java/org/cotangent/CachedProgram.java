package org.cotangent;

import java.time.Duration;
import java.util.List;
import org.cotangent.Autodiff.CacheInfo;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;
import org.cotangent.tree.TreeDef;
import org.jspecify.annotations.Nullable;

/// A program in the cache of a compiled function. Thread-safe.
///
/// Arrays go through the program that the passes and the compiler made of it, when the first arrays come. Traced values go through it
/// as it was staged, because passes keep values and not derivatives.
final class CachedProgram {
  private final Signature signature;
  private final Program program;
  private final TreeDef result;
  private final TreeDef[] structures;
  private final Aval[] avals;
  private final long staging;
  private volatile long used;
  private volatile @Nullable Ready ready;

  /// A program after the passes, prepared.
  private record Ready(ProgramCompiler.Prepared routine, int equations, long nanos) {}

  /// `staging`: how long it took to write `program`, in nanoseconds.
  CachedProgram(Signature signature, Program program, TreeDef result, long staging) {
    this.signature = signature;
    this.program = program;
    this.result = result;
    this.staging = staging;
    this.structures = signature.structures().toArray(new TreeDef[0]);
    this.avals = signature.avals().toArray(new Aval[0]);
  }

  Signature signature() {
    return signature;
  }

  void used(long time) {
    used = time;
  }

  long lastUse() {
    return used;
  }

  /// Whether arguments of these structures with these leaves have its signature. On the way of every call.
  boolean fits(TreeDef[] structures, List<Tensor> leaves) {
    if (leaves.size() != avals.length) {
      return false;
    }
    for (int i = 0; i < avals.length; i++) {
      if (!leaves.get(i).aval().equals(avals[i])) {
        return false;
      }
    }
    for (int k = 0; k < structures.length; k++) {
      if (!structures[k].equals(this.structures[k])) {
        return false;
      }
    }
    return true;
  }

  Object apply(List<Tensor> leaves) {
    for (Tensor leaf : leaves) {
      if (!(leaf instanceof Array)) {
        return result.unflatten(program.apply(leaves));
      }
    }
    return result.unflatten(ready().routine.apply(leaves));
  }

  private Ready ready() {
    Ready present = ready;
    return present != null ? present : makeReady();
  }

  private synchronized Ready makeReady() {
    Ready present = ready;
    if (present == null) {
      long start = System.nanoTime();
      Program optimised = Passes.optimise(program);
      var routine = ProgramCompiler.compile(optimised);
      present = new Ready(routine, optimised.equations().size(), System.nanoTime() - start);
      ready = present;
    }
    return present;
  }

  CacheInfo.Entry info() {
    Ready present = ready;
    int staged = program.equations().size();
    return present == null
        ? new CacheInfo.Entry(
            signature.toString(), staged, staged, Duration.ofNanos(staging), "traced")
        : new CacheInfo.Entry(
            signature.toString(),
            staged,
            present.equations,
            Duration.ofNanos(staging + present.nanos),
            present.routine.engine());
  }

  /// The program as it was staged, after each pass that changed it, and what runs it.
  String explain() {
    var text = new StringBuilder("== for " + signature + "\n");
    section(text, "as staged", program);
    for (Passes.Stage stage : Passes.stages(program)) {
      section(text, "after " + stage.pass(), stage.program());
    }
    var routine = ready().routine;
    return text.append("-- ")
        .append(routine.engine())
        .append('\n')
        .append(routine.explain())
        .append('\n')
        .toString();
  }

  private static void section(StringBuilder text, String title, Program program) {
    int equations = program.equations().size();
    text.append("-- ")
        .append(title)
        .append(": ")
        .append(equations)
        .append(equations == 1 ? " equation\n" : " equations\n")
        .append(program)
        .append('\n');
  }
}
