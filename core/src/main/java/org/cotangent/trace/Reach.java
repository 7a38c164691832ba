package org.cotangent.trace;

import java.util.Arrays;
import java.util.List;
import org.cotangent.DType;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;

/// Which results of a program something reaches that comes in with some of its inputs: a derivative, or examples of a batch.
enum Reach {
  /// Through operations that have one.
  DERIVATIVE,

  /// Through every operation.
  EXAMPLES;

  /// Which outputs of `program` it reaches from the inputs in `from`.
  boolean[] outputs(Program program, boolean[] from) {
    boolean[] reached = Arrays.copyOf(from, program.variables());
    for (Equation equation : program.equations()) {
      boolean[] in = marks(equation.inputs(), reached);
      if (Staging.count(in) == 0) {
        continue;
      }
      boolean[] out = through(equation, in);
      for (int i = 0; i < out.length; i++) {
        Var output = equation.outputs().get(i);
        reached[output.index()] = out[i] && carries(output.aval().dtype());
      }
    }
    return marks(program.outputs(), reached);
  }

  private boolean carries(DType dtype) {
    return this == EXAMPLES || dtype.floating();
  }

  private static boolean[] marks(List<? extends Atom> atoms, boolean[] reached) {
    boolean[] marks = new boolean[atoms.size()];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = atoms.get(i) instanceof Var variable && reached[variable.index()];
    }
    return marks;
  }

  private boolean[] through(Equation equation, boolean[] in) {
    boolean[] out = new boolean[equation.outputs().size()];
    if (equation.primitive() instanceof Control.OfPrograms control) {
      return through(control, in, out);
    }
    Arrays.fill(out, this == EXAMPLES || smooth(Op.of(equation.primitive()), in));
    return out;
  }

  private static boolean smooth(Op op, boolean[] in) {
    if (!op.pointwise()) {
      return !(op.primitive() instanceof General.Constant);
    }
    for (int i = 0; i < in.length; i++) {
      if (in[i] && !(op.partial(i) instanceof Scalar.Constant(double slope) && slope == 0)) {
        return true;
      }
    }
    return false;
  }

  /// Which of `out`, as many as there are outputs, it reaches from the inputs in `in`.
  boolean[] through(Control.OfPrograms control, boolean[] in, boolean[] out) {
    return switch (control) {
      case Cond cond -> {
        if (in[0]) {
          Arrays.fill(out, true);
          yield out;
        }
        boolean[] inner = Staging.part(in, 1, in.length);
        for (Program branch : cond.branches()) {
          boolean[] own = outputs(branch, inner);
          for (int i = 0; i < out.length; i++) {
            out[i] |= own[i];
          }
        }
        yield out;
      }
      case While loop -> {
        boolean[] settled = in.clone();
        boolean[] result = settle(loop.body(), loop.consts(), loop.carries(), settled);
        if (this == EXAMPLES && outputs(loop.condition(), settled)[0]) {
          Arrays.fill(result, true);
        }
        yield result;
      }
      case Scan scan -> settle(scan.body(), scan.consts(), scan.carries(), in.clone());
      case Checkpoint checkpoint -> outputs(checkpoint.body(), in);
      case ReverseScan _ -> {
        Arrays.fill(out, true);
        yield out;
      }
    };
  }

  /// Marks in `from` the carries that a step of a loop reaches: `carries` inputs of `body`, behind `consts` of them, are its first
  /// outputs. Returns which outputs are reached then.
  boolean[] settle(Program body, int consts, int carries, boolean[] from) {
    while (true) {
      boolean[] out = outputs(body, from);
      boolean changed = false;
      for (int i = 0; i < carries; i++) {
        changed |= out[i] && !from[consts + i];
        from[consts + i] |= out[i];
      }
      if (!changed) {
        System.arraycopy(from, consts, out, 0, carries);
        return out;
      }
    }
  }
}
