package org.cotangent.pass;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;

/// The programs that primitives hold.
final class Bodies {
  private Bodies() {}

  /// `primitive` with `f` applied to each program it holds; the same object if `f` changed none.
  static Primitive map(Primitive primitive, UnaryOperator<Program> f) {
    return primitive instanceof Control control
        ? switch (control) {
          // Inlining replaces them: what is left of them holds no program.
          case CustomJvp custom -> custom;
          case CustomVjp custom -> custom;
          case Control.OfPrograms programs -> of(programs, f);
          case CustomVmap custom -> custom;
          case LinearSolve solve -> {
            Program operator = f.apply(solve.operator());
            yield operator == solve.operator()
                ? solve
                : new LinearSolve(operator, solve.parameters(), solve.solver());
          }
        }
        : primitive;
  }

  private static Control.OfPrograms of(Control.OfPrograms control, UnaryOperator<Program> f) {
    return switch (control) {
      case Cond cond -> {
        List<Program> branches = cond.branches().stream().map(f).toList();
        boolean same = true;
        for (int b = 0; b < branches.size(); b++) {
          same &= branches.get(b) == cond.branches().get(b);
        }
        yield same ? cond : new Cond(branches);
      }
      case While loop -> {
        Program condition = f.apply(loop.condition());
        Program body = f.apply(loop.body());
        yield condition == loop.condition() && body == loop.body()
            ? loop
            : new While(loop.consts(), condition, body);
      }
      case Scan scan -> {
        Program body = f.apply(scan.body());
        yield body == scan.body()
            ? scan
            : new Scan(
                scan.length(),
                scan.consts(),
                scan.carries(),
                scan.reverse(),
                scan.unroll(),
                scan.snapshots(),
                body);
      }
      case ReverseScan sweep -> {
        Program step = f.apply(sweep.step());
        Program pullback = f.apply(sweep.pullback());
        yield step == sweep.step() && pullback == sweep.pullback()
            ? sweep
            : new ReverseScan(
                sweep.length(),
                sweep.consts(),
                sweep.carries(),
                sweep.sums(),
                sweep.cotangents(),
                sweep.reverse(),
                sweep.snapshots(),
                step,
                pullback);
      }
      case Checkpoint checkpoint -> {
        Program body = f.apply(checkpoint.body());
        yield body == checkpoint.body() ? checkpoint : new Checkpoint(checkpoint.recompute(), body);
      }
    };
  }
}
