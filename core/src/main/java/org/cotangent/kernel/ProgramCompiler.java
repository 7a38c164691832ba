package org.cotangent.kernel;

import java.util.ServiceLoader;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;

/// The seam to the compiler: a service that turns programs into faster routines. Without one, programs are evaluated.
public interface ProgramCompiler {
  /// A routine that does what `program` does, for boxes too. Thread-safe.
  Routine prepare(Program program);

  /// `program`, prepared by the service that is present, if one is.
  static Routine compile(Program program) {
    return Holder.SERVICE.prepare(program);
  }

  /// Found once.
  final class Holder {
    static final ProgramCompiler SERVICE =
        ServiceLoader.load(ProgramCompiler.class, ProgramCompiler.class.getClassLoader())
            .findFirst()
            .orElse(program -> program);

    private Holder() {}
  }
}
