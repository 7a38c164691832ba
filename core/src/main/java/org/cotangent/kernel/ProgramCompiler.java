package org.cotangent.kernel;

import java.util.List;
import java.util.ServiceLoader;
import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.cotangent.primitive.Evaluation;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;

/// The seam to the compiler: a service that turns programs into faster routines. Without one, programs are evaluated.
public interface ProgramCompiler {
  /// A routine that does what `program`, which the passes have been over, does with arrays; it is never given boxes. Thread-safe.
  Prepared prepare(Program program);

  /// A program that is ready to run.
  interface Prepared extends Routine {
    /// What runs it, in a word: `compiled`, `evaluated`.
    String engine();

    /// How it runs, as text of several lines without a line break at its end: kernels, buffers.
    String explain();
  }

  /// `program`, whose inputs and outputs are all `F64`, on plain numbers. By default it makes tensors of them for [#prepare]'s
  /// routine. Thread-safe.
  default PlainFunction preparePlain(Program program) {
    return EvaluatedPlain.of(program, prepare(program));
  }

  /// `program` on plain numbers, prepared by the service that is present, if one is.
  static PlainFunction compilePlain(Program program) {
    return Holder.SERVICE.preparePlain(program);
  }

  /// `program`, prepared by the service that is present, if one is.
  static Prepared compile(Program program) {
    return Holder.SERVICE.prepare(program);
  }

  /// Found once.
  final class Holder {
    static final ProgramCompiler SERVICE =
        ServiceLoader.load(ProgramCompiler.class, ProgramCompiler.class.getClassLoader())
            .findFirst()
            .orElse(program -> evaluated(new Evaluation(program)));

    private Holder() {}
  }

  /// What there is without a service.
  private static Prepared evaluated(Evaluation evaluation) {
    return new Prepared() {
      @Override
      public String engine() {
        return "evaluated";
      }

      @Override
      public String explain() {
        return "No compiler is present: the equations are evaluated one by one.";
      }

      @Override
      public List<Tensor> apply(List<Tensor> arguments) {
        return evaluation.apply(arguments);
      }
    };
  }
}
