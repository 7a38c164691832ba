package org.cotangent.compiler;

import java.util.List;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.cotangent.compiler.scalar.ScalarCompiler;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;

/// A program on few numbers: straight-line code, and loops over it, between tensors. Thread-safe.
final class ScalarProgram implements ProgramCompiler.Prepared {
  /// Scalar operations beyond which code gets long.
  private static final int MOST = 20_000;

  /// Scalar operations for each equation beyond which loops over arrays are better.
  private static final int WIDE = 16;

  private final Program program;
  private final PlainFunction code;

  private ScalarProgram(Program program, PlainFunction code) {
    this.program = program;
    this.code = code;
  }

  /// `program` as such code, if its values are small and its operations have formulas.
  static Optional<ProgramCompiler.Prepared> of(Program program) {
    long work = work(program);
    if (work > MOST
        || work > (long) WIDE * Math.max(1, equations(program))
        || !wide(program.inputs())
        || !wide(program.outputs())) {
      return Optional.empty();
    }
    return switch (ScalarCompiler.compile(program, 4 * MOST)) {
      case ScalarCompiler.Result.Code(PlainFunction code) ->
          Optional.of(new ScalarProgram(program, code));
      case ScalarCompiler.Result.Refused _ -> Optional.empty();
    };
  }

  private static boolean wide(List<? extends Atom> atoms) {
    return atoms.stream().allMatch(atom -> atom.aval().dtype() == DType.F64);
  }

  private static int equations(Program program) {
    int count = 0;
    for (Equation equation : program.equations()) {
      count +=
          switch (equation.primitive()) {
            case Scan scan -> equations(scan.body());
            case While loop -> equations(loop.condition()) + equations(loop.body());
            default -> 1;
          };
    }
    return count;
  }

  /// About how many scalar operations there are; those of a loop's body once.
  private static long work(Program program) {
    long work = 0;
    for (Equation equation : program.equations()) {
      work +=
          switch (equation.primitive()) {
            case Scan scan -> work(scan.body());
            case While loop -> work(loop.condition()) + work(loop.body());
            case DotGeneral dot -> {
              long summed = 1;
              for (int axis : dot.leftSum()) {
                summed *= equation.inputs().getFirst().aval().shape().length(axis);
              }
              yield summed * size(equation.outputs().getFirst());
            }
            default -> equation.outputs().stream().mapToLong(ScalarProgram::size).sum();
          };
    }
    return work;
  }

  private static long size(Var variable) {
    return variable.aval().shape().size();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Arguments.check(program, arguments);
    double[] in = new double[code.inputs()];
    int next = 0;
    for (Tensor argument : arguments) {
      var array = (Array) argument;
      if (array.aval() == Aval.NUMBER) {
        in[next++] = Buffers.fill(array);
      } else {
        double[] elements = Buffers.f64(array);
        System.arraycopy(elements, 0, in, next, elements.length);
        next += elements.length;
      }
    }
    double[] out = new double[code.outputs()];
    code.apply(in, out);
    var results = new Tensor[program.outputs().size()];
    int from = 0;
    for (int i = 0; i < results.length; i++) {
      Aval aval = program.outputs().get(i).aval();
      int size = aval.shape().size();
      if (aval == Aval.NUMBER) {
        results[i] = Buffers.fill(aval, out[from]);
      } else {
        double[] elements = new double[size];
        System.arraycopy(out, from, elements, 0, size);
        results[i] = Buffers.wrap(aval, elements);
      }
      from += size;
    }
    return List.of(results);
  }

  @Override
  public String engine() {
    return "compiled";
  }

  @Override
  public String explain() {
    return "straight-line code on " + code.inputs() + " numbers, making " + code.outputs();
  }
}
